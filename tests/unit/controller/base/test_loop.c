/* SPDX-License-Identifier: Apache-2.0 */
/* A part of the loop that is held: what happens meanwhile comes afterwards. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/loop.h"
#include "tests/test.h"

struct world {
	struct loop *loop, *part;
	struct loop_timer *timer, *other, *outside;
	struct loop_fd *fd;
	int pipe[2];
	char seen[64]; /* a letter for each thing that happened */
};

static void see(struct world *world, const char *letter)
{
	size_t len = strlen(world->seen);

	snprintf(world->seen + len, sizeof(world->seen) - len, "%s", letter);
}

static void on_timer(void *arg)
{
	see(arg, "t");
}

static void on_other(void *arg)
{
	see(arg, "o");
}

static void on_fd(void *arg, unsigned events)
{
	struct world *world = arg;
	char octet;

	assert_int_equal(events, LOOP_READ);
	assert_int_equal(read(world->pipe[0], &octet, 1), 1);
	see(world, "f");
}

static void on_outside(void *arg)
{
	see(arg, "-");
	loop_stop(((struct world *)arg)->loop);
}

static void open_world(struct world *world)
{
	*world = (struct world){ .loop = loop_new() };
	world->part = loop_part(world->loop);
	assert_int_equal(pipe(world->pipe), 0);
	world->timer = loop_timer_new(world->part, on_timer, world);
	world->other = loop_timer_new(world->part, on_other, world);
	world->outside = loop_timer_new(world->loop, on_outside, world);
	world->fd =
	    loop_fd_new(world->part, world->pipe[0], LOOP_READ, on_fd, world);
}

static void close_world(struct world *world)
{
	loop_fd_free(world->fd);
	loop_timer_free(world->timer);
	loop_timer_free(world->other);
	loop_timer_free(world->outside);
	loop_free(world->part);
	loop_free(world->loop);
	close(world->pipe[0]);
	close(world->pipe[1]);
}

/* All that is due, in a few turns. */
static void run(struct world *world)
{
	for (int i = 0; i < 3; i++) {
		loop_timer_set(world->outside, 2);
		loop_run(world->loop);
	}
}

static void nothing_happens_while_held(void **state)
{
	struct world world;

	(void)state;
	open_world(&world);
	loop_hold(world.part);
	loop_timer_set(world.timer, 0);
	assert_int_equal(write(world.pipe[1], "x", 1), 1);
	run(&world);
	assert_string_equal(world.seen, "---");
	loop_release(world.part);
	run(&world);
	assert_string_equal(world.seen, "---ft---");
	close_world(&world);
}

static void what_is_not_wanted_any_more_does_not_come(void **state)
{
	struct world world;

	(void)state;
	open_world(&world);
	loop_hold(world.part);
	loop_timer_set(world.timer, 0);
	loop_timer_set(world.other, 0);
	assert_int_equal(write(world.pipe[1], "x", 1), 1);
	run(&world);
	loop_timer_stop(world.timer);
	loop_fd_want(world.fd, 0);
	loop_release(world.part);
	run(&world);
	assert_string_equal(world.seen, "---o---");
	loop_fd_want(world.fd, LOOP_READ);
	run(&world);
	assert_string_equal(world.seen, "---o---f---");
	close_world(&world);
}

static void handles_may_be_freed_while_held(void **state)
{
	struct world world;

	(void)state;
	open_world(&world);
	loop_hold(world.part);
	loop_timer_set(world.timer, 0);
	loop_timer_set(world.other, 0);
	assert_int_equal(write(world.pipe[1], "x", 1), 1);
	run(&world);
	loop_fd_free(world.fd);
	loop_timer_free(world.timer);
	world.fd = NULL;
	world.timer = NULL;
	loop_release(world.part);
	run(&world);
	assert_string_equal(world.seen, "---o---");
	close_world(&world);
}

static void a_timer_that_is_set_again_is_later(void **state)
{
	struct world world;

	(void)state;
	open_world(&world);
	loop_hold(world.part);
	loop_timer_set(world.timer, 0);
	run(&world);
	loop_timer_set(world.timer, 3600000);
	loop_release(world.part);
	run(&world);
	assert_string_equal(world.seen, "------");
	close_world(&world);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(nothing_happens_while_held),
	    cmocka_unit_test(what_is_not_wanted_any_more_does_not_come),
	    cmocka_unit_test(handles_may_be_freed_while_held),
	    cmocka_unit_test(a_timer_that_is_set_again_is_later));
}
