/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_feedport.c - the port of the feed, and who connects to it.
 */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/feed/feedclient.h"

/* Those who only connect do not keep NSD out. */
static void strangers(void **state)
{
	static struct feed_client idle[200];
	struct feed_stage s;

	(void)state;
	feedclient_open(&s);
	feedclient_publish(&s, FIRST);
	for (size_t i = 0; i < ARRAY_LEN(idle); i++) {
		feedclient_dial(&idle[i], &s);
		loop_fd_want(idle[i].handle, 0);
	}
	feedclient_answer(&s, TYPE_SOA, 0, "SOA 100 ");
	for (size_t i = 0; i < ARRAY_LEN(idle); i++)
		feedclient_hang_up(&idle[i]);
	feedclient_close(&s);
}

/* In place of libc's: how often it was called. */
static unsigned accepts;

int accept4(int fd, __SOCKADDR_ARG address, socklen_t *len, int flags)
{
	accepts++;
	(void)address;
	return (int)syscall(SYS_accept4, fd, NULL, len, flags);
}

static void stop(void *arg)
{
	loop_stop(arg);
}

/* Many turns of the loop; the milliseconds that they took. */
static uint64_t turns(struct loop *loop)
{
	struct loop_timer *timer = loop_timer_new(loop, stop, loop);
	uint64_t began = loop_now(loop);

	for (int i = 0; i < 200; i++) {
		loop_timer_set(timer, 0);
		loop_run(loop);
	}
	loop_timer_free(timer);
	return loop_now(loop) - began;
}

/* It does not try in each turn of the loop, and goes on when it can. */
static void out_of_descriptors(void **state)
{
	struct feed_client client;
	struct rlimit old, few;
	struct feed_stage s;
	uint64_t took;
	int lowest;

	(void)state;
	feedclient_open(&s);
	feedclient_publish(&s, FIRST);
	feedclient_dial(&client, &s);
	getrlimit(RLIMIT_NOFILE, &old);
	lowest = dup(0);
	close(lowest);
	few = old;
	few.rlim_cur = (rlim_t)lowest;
	setrlimit(RLIMIT_NOFILE, &few);
	accepts = 0;
	took = turns(s.loop);
	setrlimit(RLIMIT_NOFILE, &old);
	assert_int_not_equal(accepts, 0);
	assert_true(accepts <= 1 + took / 100);
	feedclient_ask(&client, TYPE_SOA, 0);
	feedclient_hear(&client, 1);
	feedclient_expect(&client, "SOA 100 ");
	feedclient_hang_up(&client);
	feedclient_close(&s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(strangers),
		cmocka_unit_test(out_of_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
