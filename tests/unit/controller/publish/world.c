/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/world.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/publish/nsd/asker.h"
#include "tests/test.h"
#include "zonegen/record/name.h"

#define LIMIT 30000 /* ms until a test gives up */

static void on_look(void *arg)
{
	struct world *world = arg;

	if (world->until(world))
		loop_stop(world->loop);
	else
		loop_timer_set(world->look, 2);
}

static void on_limit(void *arg)
{
	struct world *world = arg;

	world->late = true;
	loop_stop(world->loop);
}

int world_begin(void **state)
{
	struct world *world = *state;

	*world = (struct world){ .port = free_port() };
	signal(SIGPIPE, SIG_IGN); /* as main() does: NSD may end at any time */
	temp_dir(world->dir);
	world->loop = loop_new();
	world->store = store_new();
	world->look = loop_timer_new(world->loop, on_look, world);
	world->limit = loop_timer_new(world->loop, on_limit, world);
	return 0;
}

/* A socket to NSD's control; -1: there is none. */
static int dial(const struct world *world)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(
	    to.sun_path, sizeof(to.sun_path), "%s/state/nsd.sock", world->dir);
	if (connect(fd, (void *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* After a test that failed half-way too: no NSD stays behind. */
static void stop_nsd(const struct world *world)
{
	int fd = dial(world);

	if (fd < 0)
		return;
	if (write(fd, "NSDCT1 stop\n", 12) < 0)
		perror("nsd");
	close(fd);
}

int world_end(void **state)
{
	struct world *world = *state;

	publisher_free(world->publisher);
	config_free(world->config);
	stop_nsd(world);
	loop_timer_free(world->look);
	loop_timer_free(world->limit);
	store_free(world->store);
	loop_free(world->loop);
	remove_dir(world->dir);
	return 0;
}

void world_until(struct world *world, bool (*until)(struct world *world))
{
	world->until = until;
	world->late = false;
	loop_timer_set(world->look, 0);
	loop_timer_set(world->limit, LIMIT);
	loop_run(world->loop);
	loop_timer_stop(world->look);
	loop_timer_stop(world->limit);
	assert_false(world->late);
}

struct config *world_config(
    const struct world *world, const char *zones, const char *what)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 16) };
	struct buf text = BUF_INIT(1u << 16);
	struct config *config;

	buf_printf(&text,
	    "zones:\n%s"
	    "resources: [Ingress, Service]\n"
	    "nsd:\n"
	    "  directory: %s/state\n"
	    "  listen: [127.0.0.1@%u]\n"
	    "%s",
	    zones, world->dir, world->port, what);
	config = config_parse("test.yaml", buf_text(&text), text.len, &errors);
	if (!config)
		fail_msg("%s", buf_text(&errors.text));
	config_errors_clear(&errors);
	buf_clear(&text);
	return config;
}

static void on_change(void *arg)
{
	struct world *world = arg;

	if (world->publisher)
		publisher_kick(world->publisher);
}

void world_start(struct world *world, struct config *config)
{
	struct err err;

	world->config = config;
	world->publisher =
	    publisher_start(world->loop, world->store, config, &err);
	if (!world->publisher)
		fail_msg("%s", err.text);
	store_listen(world->store, on_change, world);
}

static void on_stopped(void *arg)
{
	struct world *world = arg;

	world->ended = true;
}

static bool has_ended(struct world *world)
{
	return world->ended;
}

void world_crash(struct world *world)
{
	publisher_free(world->publisher);
	world->publisher = NULL;
	config_free(world->config);
	world->config = NULL;
	store_free(world->store);
	world->store = store_new();
}

void world_stop(struct world *world)
{
	world->ended = false;
	publisher_stop(world->publisher, on_stopped, world);
	world_until(world, has_ended);
	world_crash(world);
}

/* --- Questions --- */

struct wait {
	struct world *world;
	struct asker *asker;
	const char *zone;
	uint32_t before;
	unsigned rcode;
	bool serial, ended;
	struct loop_timer *again;
};

static void on_answer(void *arg, const struct answer *answer)
{
	struct wait *wait = arg;

	wait->world->answer = *answer;
	if (wait->serial)
		wait->ended =
		    answer->has_serial && answer->serial != wait->before;
	else
		wait->ended = answer->came && answer->rcode == wait->rcode;
	if (wait->ended)
		loop_stop(wait->world->loop);
	else
		loop_timer_set(wait->again, 2);
}

static void ask_again(void *arg)
{
	struct wait *wait = arg;

	asker_ask(wait->asker, wait->zone, 200, on_answer, wait);
}

static void wait_for(struct wait *wait)
{
	struct world *world = wait->world;
	char server[64];
	struct err err;

	snprintf(server, sizeof(server), "127.0.0.1@%u", world->port);
	wait->asker = asker_new(world->loop, server, &err);
	assert_non_null(wait->asker);
	wait->again = loop_timer_new(world->loop, ask_again, wait);
	loop_timer_set(wait->again, 0);
	world->late = false;
	loop_timer_set(world->limit, LIMIT);
	loop_run(world->loop);
	loop_timer_stop(world->limit);
	loop_timer_free(wait->again);
	asker_free(wait->asker);
	assert_false(world->late);
}

uint32_t world_served(struct world *world, const char *zone, uint32_t before)
{
	struct wait wait = {
		.world = world, .zone = zone, .before = before, .serial = true
	};

	wait_for(&wait);
	return world->answer.serial;
}

void world_says(struct world *world, const char *zone, unsigned rcode)
{
	struct wait wait = { .world = world, .zone = zone, .rcode = rcode };

	wait_for(&wait);
}

static size_t exchange(const struct world *world, const uint8_t *question,
    size_t len, uint8_t *out, size_t size)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)world->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 1 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	ssize_t n = -1;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(fd, (void *)&to, sizeof(to)), 0);
	for (int i = 0; i < 10 && n < 0; i++)
		if (send(fd, question, len, 0) > 0)
			n = recv(fd, out, size, 0);
	close(fd);
	assert_true(n > 12);
	return (size_t)n;
}

const char *world_address(struct world *world, const char *name)
{
	static char text[INET_ADDRSTRLEN];
	uint8_t question[512] = { 0, 1, 0, 0, 0, 1 }, out[512];
	size_t len = 12 + name_to_wire(name, question + 12);

	memcpy(question + len, "\0\1\0\1", 4);
	len = exchange(world, question, len + 4, out, sizeof(out));
	/* One answer in a minimal response stands last. */
	if ((out[3] & 15) || out[7] != 1)
		return "";
	assert_non_null(inet_ntop(AF_INET, out + len - 4, text, sizeof(text)));
	return text;
}

int world_nsd(const struct world *world)
{
	struct ucred peer = { .pid = 0 };
	socklen_t size = sizeof(peer);
	int fd = dial(world);

	assert_true(fd >= 0);
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
	assert_int_equal(write(fd, "NSDCT1 status\n", 14), 14);
	close(fd);
	return peer.pid;
}

/* --- Objects --- */

void world_sync(struct world *world)
{
	for (size_t i = 0; i < kind_count(); i++) {
		store_begin(world->store, kind_at(i));
		store_commit(world->store, kind_at(i));
		store_set_state(world->store, kind_at(i), SOURCE_LIVE, "",
		    loop_now(world->loop));
	}
}

void world_put(struct world *world, const char *kind, const char *text)
{
	struct err err;

	if (!store_put(world->store, kind_find(kind), text, strlen(text), &err))
		fail_msg("%s", err.text);
}

void world_ingress(
    struct world *world, const char *name, const char *host, const char *ip)
{
	struct buf text = BUF_INIT(4096);

	buf_printf(&text,
	    "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"Ingress\","
	    "\"metadata\":{\"namespace\":\"web\",\"name\":\"%s\"},"
	    "\"spec\":{\"rules\":[{\"host\":\"%s\"}]},"
	    "\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"%s\"}]}}}",
	    name, host, ip);
	world_put(world, "Ingress", buf_text(&text));
	buf_clear(&text);
}

void world_forget(struct world *world, const char *name)
{
	struct buf text = BUF_INIT(4096);
	struct err err;

	buf_printf(&text,
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":"
	    "\"%s\"}}",
	    name);
	if (!store_delete(world->store, kind_find("Ingress"), buf_text(&text),
		text.len, &err))
		fail_msg("%s", err.text);
	buf_clear(&text);
}

/* --- What most tests do --- */

void world_open(struct world *world, const char *zones)
{
	world_start(world, world_config(world, zones, "  run: true\n"));
}

uint32_t world_www(struct world *world)
{
	world_open(world, ZONE("a.test"));
	world_sync(world);
	world_ingress(world, "www", "www.a.test", "192.0.2.1");
	return world_served(world, "a.test", 0);
}

uint32_t world_change(struct world *world, const char *ip, uint32_t serial)
{
	world_ingress(world, "www", "www.a.test", ip);
	return world_served(world, "a.test", serial);
}

static bool has_address(struct world *world)
{
	return !strcmp(
	    world_address(world, world->wanted_name), world->wanted_address);
}

void world_expect(struct world *world, const char *name, const char *address)
{
	world->wanted_name = name;
	world->wanted_address = address;
	world_until(world, has_address);
}

char *world_zone(const struct world *world, const char *zone)
{
	char path[64];

	snprintf(path, sizeof(path), "state/zones/%s.zone", zone);
	return file_read(world->dir, path);
}
