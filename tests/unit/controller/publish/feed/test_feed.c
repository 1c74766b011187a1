/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_feed.c - the feed as a client meets it: what is answered, refused or
 * hung up on; and what comes when versions and files are not what they were.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/axfr/axfr.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/feed/feedclient.h"
#include "tests/unit/controller/scratch.h"

/* --- What is answered --- */

static void steps(void **state)
{
	struct feed_stage s;

	(void)state;
	feedclient_open(&s);
	feedclient_claim(&s, "www", RR_A, "192.0.2.1");
	feedclient_claim(&s, "mail", RR_MX, "10 www.a.test.");
	feedclient_publish(&s, FIRST);
	feedclient_answer(&s, TYPE_SOA, 0, "SOA 100 ");
	feedclient_answer(&s, TYPE_IXFR, FIRST, "SOA 100 ");
	feedclient_claim(&s, "www", RR_A, "192.0.2.2");
	feedclient_publish(&s, FIRST + 1);
	assert_true(feed_has(s.feed, s.zone));
	feedclient_answer(&s, TYPE_IXFR, FIRST + 1, "SOA 101 ");
	assert_int_equal(feed_answered(s.feed, "a.test"), 0);
	feedclient_answer(&s, TYPE_IXFR, FIRST,
	    "SOA 101 SOA 100 www.a.test 60 192.0.2.1, "
	    "SOA 101 www.a.test 60 192.0.2.2, SOA 101 ");
	assert_int_not_equal(feed_answered(s.feed, "a.test"), 0);
	feedclient_claim(&s, "mail", RR_MX, NULL);
	feedclient_claim(&s, "txt", RR_TXT, "\"v=1; a\\\"b\" \"x\"");
	feedclient_publish(&s, FIRST + 5);
	feedclient_answer(&s, TYPE_IXFR, FIRST + 1,
	    "SOA 105 SOA 101 mail.a.test 60 10 www.a.test., SOA 105 "
	    "txt.a.test 60 \"v=1; a\\\"b\" \"x\", SOA 105 ");
	feedclient_answer(&s, TYPE_IXFR, FIRST,
	    "SOA 105 SOA 100 www.a.test 60 192.0.2.1, "
	    "SOA 101 www.a.test 60 192.0.2.2, "
	    "SOA 101 mail.a.test 60 10 www.a.test., SOA 105 "
	    "txt.a.test 60 \"v=1; a\\\"b\" \"x\", SOA 105 ");
	/* NSD has what the journal has not: everything. */
	feedclient_answer(&s, TYPE_IXFR, 7,
	    "SOA 105 a.test 3600 ns.b.test., "
	    "txt.a.test 60 \"v=1; a\\\"b\" \"x\", "
	    "www.a.test 60 192.0.2.2, SOA 105 ");
	feedclient_answer(&s, TYPE_AXFR, 0,
	    "SOA 105 a.test 3600 ns.b.test., "
	    "txt.a.test 60 \"v=1; a\\\"b\" \"x\", "
	    "www.a.test 60 192.0.2.2, SOA 105 ");
	feedclient_close(&s);
}

/* Of an RRset only what differs goes and comes, unless its TTL does. */
static void parts_of_an_rrset(void **state)
{
	struct feed_stage s;

	(void)state;
	feedclient_open(&s);
	feedclient_claim(&s, "www", RR_A, "192.0.2.1");
	feedclient_publish(&s, FIRST);
	for (int i = 2; i < 4; i++) {
		struct origin *origin =
		    origin_new("Ingress", "web", "other", "uid", 2);
		const uint8_t octets[][4] = { { 192, 0, 2, 1 },
			{ 192, 0, 2, (uint8_t)i } };
		const struct record records[] = {
			{ .ttl = 60,
			    .type = RR_A,
			    .size = 4,
			    .rdata = octets[0] },
			{ .ttl = 60,
			    .type = RR_A,
			    .size = 4,
			    .rdata = octets[1] },
		};

		zone_claim(s.zone, origin, 0,
		    &(struct claim){
			.name = "www.a.test", .records = records, .count = 2 });
		origin_unref(origin);
		feedclient_publish(&s, FIRST - 1 + (uint32_t)i);
	}
	feedclient_answer(&s, TYPE_IXFR, FIRST,
	    "SOA 102 SOA 100 SOA 101 www.a.test 60 192.0.2.2, "
	    "SOA 101 www.a.test 60 192.0.2.2, "
	    "SOA 102 www.a.test 60 192.0.2.3, SOA 102 ");
	feedclient_close(&s);
}

static void many_names(struct feed_stage *s, int count)
{
	for (int i = 0; i < count; i++) {
		char name[32], data[32];

		snprintf(name, sizeof(name), "n%d", i);
		snprintf(data, sizeof(data), "10.0.%d.%d", i / 256, i % 256);
		feedclient_claim(s, name, RR_A, data);
	}
}

/* In several messages, each signed; as our own client takes it. */
static void a_large_zone(void **state)
{
	struct feed_stage s;
	struct feed_client c;
	struct axfr axfr;
	struct buf request = BUF_INIT(AXFR_REQUEST_MAX);
	enum axfr_step step = AXFR_MORE;
	size_t at = 0, count = 0;
	struct err err;

	(void)state;
	feedclient_open(&s);
	many_names(&s, 5000);
	feedclient_publish(&s, FIRST);
	feedclient_dial(&c, &s);
	axfr_open(&axfr, "a.test", &feedkey_tsig, &s.key.secret);
	axfr_request(&axfr, 7, loop_wall(s.loop), &request);
	feedclient_say(&c, (const uint8_t *)request.data, request.len);
	while (step == AXFR_MORE) {
		const uint8_t *m;
		size_t len;

		feedclient_hear(&c, ++count);
		assert_false(c.ended);
		m = (const uint8_t *)c.in.data + at;
		len = (size_t)(m[0] << 8 | m[1]);
		step = axfr_take(&axfr, m + 2, len, loop_wall(s.loop), &err);
		at += len + 2;
	}
	assert_int_equal(step, AXFR_DONE);
	assert_in_range(count, 4, 20);
	axfr_close(&axfr);
	buf_clear(&request);
	feedclient_hang_up(&c);
	feedclient_close(&s);
}

static void questions_one_after_another(void **state)
{
	uint8_t octets[3072];
	struct feed_stage s;
	struct feed_client c;
	size_t len = 0;

	(void)state;
	feedclient_open(&s);
	feedclient_claim(&s, "www", RR_A, "192.0.2.1");
	feedclient_publish(&s, FIRST);
	feedclient_dial(&c, &s);
	for (int i = 0; i < 3; i++)
		len += feedclient_question(
		    &c, octets + len, "a.test", TYPE_SOA, 0, &s.key.secret);
	/* An octet comes by itself. */
	feedclient_say(&c, octets, 1);
	feedclient_say(&c, octets + 1, len - 1);
	feedclient_hear(&c, 3);
	assert_int_equal(feedclient_messages(&c), 3);
	feedclient_hang_up(&c);
	feedclient_close(&s);
}

/* --- What is not --- */

static void refuses(void **state)
{
	struct tsig_secret other = { .size = 32, .octets = "another secret" };
	const struct {
		const char *zone;
		unsigned type;
		const struct tsig_secret *secret;
	} rows[] = {
		{ "a.test", TYPE_AXFR, NULL },
		{ "a.test", TYPE_IXFR, NULL },
		{ "a.test", TYPE_SOA, NULL },
		{ "a.test", TYPE_AXFR, &other },
		{ "b.test", TYPE_AXFR, NULL },
	};
	struct feed_stage s;
	struct feed_client c;
	uint8_t octets[1024];

	(void)state;
	feedclient_open(&s);
	feedclient_publish(&s, FIRST);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		feedclient_dial(&c, &s);
		feedclient_say(&c, octets,
		    feedclient_question(&c, octets, rows[i].zone, rows[i].type,
			FIRST, rows[i].secret));
		feedclient_hear(&c, 1);
		feedclient_expect(&c, "REFUSED");
		feedclient_hang_up(&c);
	}
	/* With the key, too, but not these. */
	for (unsigned type = 1; type < 300; type++) {
		bool ours =
		    type == TYPE_SOA || type == TYPE_AXFR || type == TYPE_IXFR;

		feedclient_dial(&c, &s);
		feedclient_say(&c, octets,
		    feedclient_question(&c, octets, ours ? "b.test" : "a.test",
			type, FIRST, &s.key.secret));
		feedclient_hear(&c, 1);
		feedclient_expect(&c, "REFUSED");
		feedclient_hang_up(&c);
	}
	assert_int_equal(feed_counters(s.feed)->refused, ARRAY_LEN(rows) + 299);
	feedclient_close(&s);
}

static void hangs_up(void **state)
{
	static const struct {
		uint8_t octets[16];
		size_t len;
	} rows[] = {
		{ { 0x02, 0x01 }, 2 }, /* 513 octets */
		{ { 0xff, 0xff }, 2 }, { { 0, 0 }, 2 },
		{ "GET / HTTP/1.1\r", 15 },
		{ { 0, 12, 0, 7, 0x80, 0, 0, 1 }, 14 }, /* an answer */
		{ { 0, 12, 0, 7, 0, 0, 0, 0 }, 14 },    /* no question */
		{ { 0, 12, 0, 7, 0, 0, 0, 1 }, 14 },    /* it is missing */
	};
	struct feed_stage s;

	(void)state;
	feedclient_open(&s);
	feedclient_publish(&s, FIRST);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct feed_client c;

		feedclient_dial(&c, &s);
		feedclient_say(&c, rows[i].octets, rows[i].len);
		feedclient_hear(&c, 0);
		assert_true(c.ended);
		assert_int_equal(c.in.len, 0);
		feedclient_hang_up(&c);
	}
	feedclient_close(&s);
}

/* The last answer is no zone: it has no SOA at its end. */
static void hears_no_end(struct feed_stage *s)
{
	struct feed_client c;

	feedclient_dial(&c, s);
	feedclient_ask(&c, TYPE_AXFR, 0);
	feedclient_hear(&c, 0);
	assert_true(c.ended);
	feedclient_hang_up(&c);
}

static void files_that_are_not_the_version(void **state)
{
	struct feed_stage s;
	struct buf text = BUF_INIT(1u << 20);
	char *whole;

	(void)state;
	feedclient_open(&s);
	many_names(&s, 3000);
	feedclient_publish(&s, FIRST);
	s.touched = true;
	hears_no_end(&s);
	s.touched = false;
	s.withheld = true;
	hears_no_end(&s);
	s.withheld = false;
	whole = file_read(s.dir, "a.test.zone");
	/* Another serial, no end, no record, and none at all. */
	buf_puts(&text, whole);
	*strstr(text.data, "\t100\t") = ' ';
	file_write(s.dir, "a.test.zone", text.data);
	hears_no_end(&s);
	memcpy(text.data, whole, text.len);
	strstr(text.data, "\t100\t")[1] = '2';
	file_write(s.dir, "a.test.zone", text.data);
	hears_no_end(&s);
	memcpy(text.data, whole, text.len);
	text.data[text.len - 1] = '\0';
	file_write(s.dir, "a.test.zone", text.data);
	hears_no_end(&s);
	buf_reset(&text);
	buf_printf(&text, "%swww 60 IN A 192.0.2\n", whole);
	file_write(s.dir, "a.test.zone", text.data);
	hears_no_end(&s);
	file_write(s.dir, "a.test.zone", "");
	hears_no_end(&s);
	free(whole);
	buf_clear(&text);
	feedclient_close(&s);
}

/* A later version of that serial is not what the journal has. */
static void a_version_put_back(void **state)
{
	struct version *version;
	struct feed_stage s;
	struct err err;

	(void)state;
	feedclient_open(&s);
	feedclient_claim(&s, "www", RR_A, "192.0.2.1");
	feedclient_publish(&s, FIRST);
	feedclient_claim(&s, "www", RR_A, "192.0.2.2");
	zone_resolve(s.zone);
	version = version_new(s.zone, FIRST + 1, &err);
	version_adopt(s.zone, version);
	feed_add(s.feed, s.zone, version);
	assert_true(feed_has(s.feed, s.zone));
	version_revert(s.zone, version);
	version_free(version);
	assert_false(feed_has(s.feed, s.zone));
	feedclient_claim(&s, "www", RR_A, "192.0.2.3");
	feedclient_publish(&s, FIRST + 2);
	assert_true(feed_has(s.feed, s.zone));
	feedclient_answer(&s, TYPE_IXFR, FIRST,
	    "SOA 102 SOA 100 www.a.test 60 192.0.2.1, "
	    "SOA 102 www.a.test 60 192.0.2.3, SOA 102 ");
	feedclient_answer(&s, TYPE_IXFR, FIRST + 1,
	    "SOA 102 a.test 3600 ns.b.test., www.a.test 60 192.0.2.3, "
	    "SOA 102 ");
	feedclient_close(&s);
}

/* More than a quarter of the zone is no step. */
static void too_much_at_once(void **state)
{
	struct feed_stage s;

	(void)state;
	feedclient_open(&s);
	feedclient_publish(&s, FIRST);
	many_names(&s, 5000);
	feedclient_publish(&s, FIRST + 1);
	assert_false(feed_has(s.feed, s.zone));
	feedclient_claim(&s, "www", RR_A, "192.0.2.1");
	feedclient_publish(&s, FIRST + 2);
	assert_true(feed_has(s.feed, s.zone));
	for (uint32_t i = 3; i < 30; i++) {
		char data[32];

		snprintf(data, sizeof(data), "192.0.2.%u", i);
		feedclient_claim(&s, "www", RR_A, data);
		feedclient_publish(&s, FIRST + i);
	}
	feedclient_answer(&s, TYPE_IXFR, FIRST + 28,
	    "SOA 129 SOA 128 www.a.test 60 192.0.2.28, "
	    "SOA 129 www.a.test 60 192.0.2.29, SOA 129 ");
	assert_int_equal(feed_counters(s.feed)->whole, 0);
	feed_forget(s.feed, "a.test");
	assert_false(feed_has(s.feed, s.zone));
	feedclient_close(&s);
}

static void cut_in_a_transfer(void **state)
{
	struct feed_stage s;
	struct feed_client c;

	(void)state;
	feedclient_open(&s);
	many_names(&s, 30000);
	feedclient_publish(&s, FIRST);
	feedclient_dial(&c, &s);
	feedclient_ask(&c, TYPE_AXFR, 0);
	feedclient_hear(&c, 1);
	feed_cut(s.feed, "b.test");
	feedclient_hear(&c, 2);
	assert_false(c.ended);
	feed_cut(s.feed, "a.test");
	feedclient_hear(&c, 0);
	assert_true(c.ended);
	assert_int_equal(feed_answered(s.feed, "a.test"), 0);
	feedclient_hang_up(&c);
	feedclient_close(&s);
}

static void the_key_stays(void **state)
{
	struct feedkey key, again;
	char dir[64], text[32];
	struct err err;
	int fd;

	(void)state;
	temp_dir(dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	feedkey_open(&key, fd);
	assert_int_equal(key.port, 0);
	assert_int_equal(key.secret.size, 32);
	key.port = 5301;
	assert_true(feedkey_save(&key, fd, &err));
	feedkey_open(&again, fd);
	assert_true(tsig_secret_equal(&key.secret, &again.secret));
	assert_string_equal(feedkey_address(&again, text), "127.0.0.1@5301");
	again.v6 = true;
	assert_true(feedkey_save(&again, fd, &err));
	feedkey_open(&key, fd);
	assert_string_equal(feedkey_address(&key, text), "::1@5301");
	for (const char *const *bad = (const char *const[]){ "", "x", "::1 ",
		 "127.0.0.1 99999 "
		 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
		 "127.0.0.1 53 AAAA\n", "127.0.0.1 53", NULL };
	     *bad; bad++) {
		file_write(dir, FEEDKEY_FILE, *bad);
		feedkey_open(&again, fd);
		assert_int_equal(again.port, 0);
		assert_int_equal(again.secret.size, 32);
		assert_false(tsig_secret_equal(&key.secret, &again.secret));
	}
	close(fd);
	remove_dir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps),
		cmocka_unit_test(parts_of_an_rrset),
		cmocka_unit_test(a_large_zone),
		cmocka_unit_test(questions_one_after_another),
		cmocka_unit_test(refuses),
		cmocka_unit_test(hangs_up),
		cmocka_unit_test(files_that_are_not_the_version),
		cmocka_unit_test(a_version_put_back),
		cmocka_unit_test(too_much_at_once),
		cmocka_unit_test(cut_in_a_transfer),
		cmocka_unit_test(the_key_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
