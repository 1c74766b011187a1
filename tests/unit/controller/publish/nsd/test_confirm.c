/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_confirm.c - when a version counts as served, and when as rejected.
 */
#include "controller/publish/nsd/confirm.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/test.h"

#define SERVED CONFIRM_SERVED
#define REJECTED CONFIRM_REJECTED
#define UNSERVED CONFIRM_UNSERVED

/*
 * What the server says, one letter an answer, the last one again and again:
 * n(ew) and o(ld) serial, f(ailed to load), r(efused), - nothing.
 */
static const struct row {
	const char *name;
	const char *answers;
	bool was_served, late; /* late: the deadline is short */
	enum confirmation verdict;
	size_t asked; /* 0: whatever */
} rows[] = {
	{ "new", "n", true, false, SERVED, 3 },
	{ "old, then new", "oon", true, false, SERVED, 5 },
	{ "old after new", "nonn", true, false, SERVED, 5 },
	{ "old after two of them", "nnon", true, false, SERVED, 6 },
	{ "not loaded before, then new", "ffn", false, false, SERVED, 5 },
	{ "not loaded now", "of", true, false, REJECTED, 3 },
	{ "not loaded by one of two", "ofofnnn", true, false, SERVED, 7 },
	{ "not loaded and never was", "f", false, true, REJECTED, 0 },
	{ "never", "o", true, true, UNSERVED, 0 },
	{ "not configured", "r", true, true, UNSERVED, 0 },
	{ "lost, then new", "-n", true, false, SERVED, 4 },
};

static struct loop *loop;
static const struct row *current;
static size_t asked;
static bool done;
static enum confirmation verdict;

static size_t put32(uint8_t *at, uint32_t value)
{
	value = htonl(value);
	memcpy(at, &value, 4);
	return 4;
}

/* The question's packet becomes the answer; its length. */
static size_t answer(uint8_t *packet, char letter)
{
	static const uint8_t soa[] = { 0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 60, 0, 22,
		0, 0 };
	static const uint8_t ede[] = { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 6, 0,
		15, 0, 2, 0, 14 };
	size_t at = 12 + strlen((char *)packet + 12) + 1 + 4;

	packet[2] = 0x84;
	packet[3] = letter == 'f' ? 2 : letter == 'r' ? 5 : 0;
	packet[7] = letter == 'n' || letter == 'o';
	packet[11] = letter == 'f';
	if (letter == 'f') {
		memcpy(packet + at, ede, sizeof(ede));
		return at + sizeof(ede);
	}
	if (!packet[7])
		return at;
	memcpy(packet + at, soa, sizeof(soa));
	at += sizeof(soa);
	at += put32(packet + at, letter == 'n' ? 2 : 1);
	for (int i = 0; i < 4; i++)
		at += put32(packet + at, 60);
	return at;
}

static void on_question(void *arg, unsigned events)
{
	int fd = *(int *)arg;
	uint8_t packet[1024];
	struct sockaddr_in from;
	socklen_t size = sizeof(from);
	size_t last = strlen(current->answers) - 1;
	char letter = current->answers[asked < last ? asked : last];

	(void)events;
	if (recvfrom(fd, packet, 512, 0, (void *)&from, &size) < 12)
		return;
	asked++;
	if (letter != '-')
		sendto(
		    fd, packet, answer(packet, letter), 0, (void *)&from, size);
}

static void on_done(
    void *arg, enum confirmation confirmation, const struct answer *last)
{
	(void)arg;
	(void)last;
	done = true;
	verdict = confirmation;
	loop_stop(loop);
}

static void check(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct loop_fd *handle;
	struct asker *asker;
	char server[64];
	struct err err;

	current = *state;
	asked = 0;
	done = false;
	assert_int_equal(bind(fd, (void *)&address, size), 0);
	assert_int_equal(getsockname(fd, (void *)&address, &size), 0);
	snprintf(
	    server, sizeof(server), "127.0.0.1@%u", ntohs(address.sin_port));
	loop = loop_new();
	handle = loop_fd_new(loop, fd, LOOP_READ, on_question, &fd);
	asker = asker_new(loop, server, &err);
	assert_non_null(asker);
	confirm_start(loop, asker,
	    &(struct confirm_options){
		.zone = "a.test",
		.serial = 2,
		.deadline = current->late ? 20 : 60000,
		.was_served = current->was_served,
		.done = on_done,
	    });
	loop_run(loop);
	assert_true(done);
	assert_int_equal(verdict, current->verdict);
	if (current->asked)
		assert_int_equal(asked, current->asked);
	asker_free(asker);
	loop_fd_free(handle);
	loop_free(loop);
	close(fd);
}

static void the_deadline_grows(void **state)
{
	(void)state;
	assert_int_equal(confirm_deadline(0), 2000);
	assert_int_equal(confirm_deadline(500000), 2000);
	assert_int_equal(confirm_deadline(1000000), 3000);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(the_deadline_grows),
	};

	TABLE_TESTS(rows, check, tests);
	return cmocka_run_group_tests(tests, NULL, NULL) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
