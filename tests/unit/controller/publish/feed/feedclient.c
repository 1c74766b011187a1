/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/feed/feedclient.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/wire.h"

static const struct nameserver nameserver = { .name = "ns.b.test" };
static const struct zone_settings settings = { .name = "a.test",
	.ttl = 60,
	.max_ttl = 3600,
	.soa = { .primary = "ns.b.test",
	    .contact = "john\\.doe.b.test",
	    .refresh = 900,
	    .retry = 300,
	    .expire = 1209600,
	    .minimum = 60,
	    .ttl = 3600 },
	.nameservers = &nameserver,
	.nnameservers = 1,
	.header = "; k8s-nsd zone a.test\n",
	.max_records = 100,
	.max_types = 100 };

static const struct zone *on_zone(void *arg, const char *name)
{
	struct feed_stage *s = arg;

	return strcmp(name, "a.test") ? NULL : s->zone;
}

static bool on_withholds(void *arg, const char *name)
{
	(void)name;
	return ((const struct feed_stage *)arg)->withheld;
}

static int on_file(void *arg, const char *name)
{
	struct feed_stage *s = arg;
	char path[128];

	(void)name;
	snprintf(path, sizeof(path), "%s/a.test.zone", s->dir);
	return s->touched ? -1 : open(path, O_RDONLY | O_CLOEXEC);
}

void feedclient_open(struct feed_stage *s)
{
	const struct feed_events events = {
		.zone = on_zone,
		.file = on_file,
		.withholds = on_withholds,
		.arg = s,
	};
	struct err err;

	*s = (struct feed_stage){ .touched = false };
	temp_dir(s->dir);
	feedkey_open(&s->key, AT_FDCWD);
	s->key.port = 0;
	s->loop = loop_new();
	s->zone = zone_new(&settings);
	s->feed = feed_new(s->loop, &s->key, &events, &err);
	assert_non_null(s->feed);
	assert_int_not_equal(s->key.port, 0);
}

void feedclient_close(struct feed_stage *s)
{
	feed_free(s->feed);
	loop_free(s->loop);
	zone_free(s->zone);
	remove_dir(s->dir);
}

void feedclient_claim(
    struct feed_stage *s, const char *name, uint16_t type, const char *data)
{
	struct origin *origin = origin_new("Ingress", "web", name, "uid", 1);
	struct arena arena = { .chunk = 0 };
	struct record record;
	char full[NAME_SIZE];
	struct err err;

	snprintf(full, sizeof(full), "%s.a.test", name);
	if (!data) {
		zone_unclaim(s->zone, origin, full);
	} else {
		assert_true(record_parse(
		    &record, type, data, strlen(data), &arena, &err));
		record.ttl = 60;
		zone_claim(s->zone, origin, 0,
		    &(struct claim){
			.name = full, .records = &record, .count = 1 });
	}
	origin_unref(origin);
	arena_clear(&arena);
}

void feedclient_publish(struct feed_stage *s, uint32_t serial)
{
	struct version *version;
	struct err err;

	zone_resolve(s->zone);
	version = version_new(s->zone, serial, &err);
	assert_non_null(version);
	file_write(s->dir, "a.test.zone", buf_text(&version->file));
	version_adopt(s->zone, version);
	feed_add(s->feed, s->zone, version);
	version_free(version);
}

/* --- A client --- */

static size_t put_16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return 2;
}

/* Header, question, for IXFR a SOA; signed if there is a secret. */
size_t feedclient_question(struct feed_client *c, uint8_t *out,
    const char *zone, unsigned type, uint32_t serial,
    const struct tsig_secret *secret)
{
	uint8_t *m = out + 2;
	size_t len = 12;

	memset(m, 0, 12);
	m[1] = 7;
	m[5] = 1;
	len += name_to_wire(zone, m + len);
	len += put_16(m + len, type);
	len += put_16(m + len, 1);
	if (type == TYPE_IXFR) {
		static const uint8_t head[] = { 0xc0, 12, 0, 6, 0, 1, 0, 0, 0,
			0, 0, 22, 0, 0 };

		m[9] = 1;
		memcpy(m + len, head, sizeof(head));
		len += sizeof(head);
		len += put_16(m + len, serial >> 16);
		len += put_16(m + len, serial & 0xffff);
		memset(m + len, 0, 16);
		len += 16;
	}
	if (secret) {
		c->exchange = (struct tsig_exchange){ .key = &feedkey_tsig,
			.secret = secret };
		len =
		    tsig_sign(&c->exchange, m, len, loop_wall(c->stage->loop));
	}
	put_16(out, (unsigned)len);
	return len + 2;
}

size_t feedclient_messages(const struct feed_client *c)
{
	size_t count = 0, at = 0;

	while (c->in.len - at >= 2) {
		const uint8_t *head = (const uint8_t *)c->in.data + at;
		size_t len = (size_t)(head[0] << 8 | head[1]);

		if (c->in.len - at < len + 2)
			break;
		at += len + 2;
		count++;
	}
	return count;
}

static void on_readable(void *arg, unsigned events)
{
	struct feed_client *c = arg;
	char octets[65536];
	ssize_t n = recv(c->fd, octets, sizeof(octets), 0);

	(void)events;
	if (n < 0 && errno == EAGAIN)
		return;
	if (n > 0)
		buf_add(&c->in, octets, (size_t)n);
	c->ended = n <= 0;
	if (c->ended || (c->want && feedclient_messages(c) >= c->want))
		loop_stop(c->stage->loop);
}

static void on_late(void *arg)
{
	(void)arg;
	fail_msg("the feed says nothing");
}

void feedclient_dial(struct feed_client *c, struct feed_stage *s)
{
	const struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(s->key.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	*c = (struct feed_client){ .stage = s, .in = BUF_INIT(1u << 26) };
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(c->fd >= 0);
	assert_int_equal(
	    connect(c->fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	c->handle = loop_fd_new(s->loop, c->fd, LOOP_READ, on_readable, c);
	c->timer = loop_timer_new(s->loop, on_late, c);
}

void feedclient_hang_up(struct feed_client *c)
{
	loop_timer_free(c->timer);
	loop_fd_free(c->handle);
	close(c->fd);
	buf_clear(&c->in);
}

void feedclient_say(struct feed_client *c, const uint8_t *octets, size_t len)
{
	assert_int_equal(send(c->fd, octets, len, MSG_NOSIGNAL), len);
}

/* Until so many messages have come, or the feed hung up. */
void feedclient_hear(struct feed_client *c, size_t want)
{
	c->want = want;
	loop_timer_set(c->timer, 60000);
	if (!want || feedclient_messages(c) < want)
		loop_run(c->stage->loop);
}

void feedclient_ask(struct feed_client *c, unsigned type, uint32_t serial)
{
	uint8_t octets[1024];

	feedclient_say(c, octets,
	    feedclient_question(
		c, octets, "a.test", type, serial, &c->stage->key.secret));
}

static void print_record(
    const struct wire *wire, const struct wire_record *from, struct buf *out)
{
	struct arena arena = { .chunk = 0 };
	struct record record;
	char name[NAME_SIZE];
	struct err err;

	assert_true(wire_owner(from, name, &err));
	if (from->type == TYPE_SOA) {
		const uint8_t *at =
		    wire->octets + from->rdata + from->rdata_len - 20;

		buf_printf(out, "SOA %d ", at[2] << 8 | at[3]);
	} else {
		assert_true(wire_parse(wire, from, &record, &arena, &err));
		buf_printf(out, "%s %u ", name, from->ttl);
		record_print(&record, out);
		buf_puts(out, ", ");
	}
	arena_clear(&arena);
}

/* The records of all messages, whose signatures are good; "REFUSED". */
void feedclient_expect(struct feed_client *c, const char *text)
{
	struct buf out = BUF_INIT(1u << 20);
	size_t at = 0;

	while (at < c->in.len) {
		const uint8_t *m = (const uint8_t *)c->in.data + at + 2;
		size_t len = (size_t)(m[-2] << 8 | m[-1]);
		struct wire wire = { .octets = m, .size = len, .at = 12 };
		uint8_t name[NAME_WIRE];
		uint16_t skipped;
		struct err err;

		assert_int_equal(m[1], 7);
		assert_int_equal(m[2] & 0x80, 0x80);
		if (m[3] == 5)
			buf_puts(&out, "REFUSED");
		else if (c->exchange.key)
			assert_int_equal(tsig_check(&c->exchange, m, len,
					     loop_wall(c->stage->loop), &err),
			    TSIG_GOOD);
		for (int i = 0; i < m[5]; i++) {
			assert_true(wire_name(&wire, name, &(size_t){ 0 }));
			assert_true(wire_16(&wire, &skipped));
			assert_true(wire_16(&wire, &skipped));
		}
		for (int i = m[6] << 8 | m[7]; i > 0; i--) {
			struct wire_record record;

			assert_true(wire_record(&wire, &record));
			print_record(&wire, &record, &out);
		}
		at += len + 2;
	}
	assert_string_equal(buf_text(&out), text);
	buf_clear(&out);
	buf_reset(&c->in);
}

void feedclient_answer(
    struct feed_stage *s, unsigned type, uint32_t serial, const char *text)
{
	struct feed_client c;

	feedclient_dial(&c, s);
	feedclient_ask(&c, type, serial);
	feedclient_hear(&c, 1);
	feedclient_expect(&c, text);
	feedclient_hang_up(&c);
}
