/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop.h - the one place that waits: descriptors, timers, signals.
 *
 * Callbacks run one at a time and never block.  Everything a handle needs is
 * freed by its _free(); a handle may be freed inside its own callback.  Only
 * loop.c knows libevent; what libevent reports is logged, a line a minute.
 *
 * Times: milliseconds of a clock that only goes forward (loop_now) for what
 * waits, seconds since 1970 (loop_wall) for what is written down.
 *
 * The room, which knows neither Kubernetes nor DNS:
 *	utf8, span, members, json, jsonwriter	JSON, whole or in pieces
 *	scalar, yaml, yamlanchor, yamlstream	YAML becomes JSON
 *	textfile, dns1123			files, names
 *	loop, process, acceptor, log		waiting, programs, the log
 */
#ifndef CONTROLLER_BASE_LOOP_H
#define CONTROLLER_BASE_LOOP_H

#include <stdint.h>
#include <time.h>

#include "zonegen/base/pause.h"

struct loop;
struct loop_timer;
struct loop_fd;
struct loop_signal;

enum loop_events {
	LOOP_READ = 1,
	LOOP_WRITE = 2,
};

struct loop *loop_new(void);
void loop_free(struct loop *loop); /* after every handle; NULL is fine */
void loop_run(struct loop *loop);  /* until loop_stop() */
void loop_stop(struct loop *loop);
uint64_t loop_now(const struct loop *loop);         /* ms, monotonic */
int64_t loop_wall(const struct loop *loop);         /* s since 1970 */
struct timespec loop_time(const struct loop *loop); /* the same, exactly */

/*
 * How long one turn of the loop may work before others get theirs.  It begins
 * now; the pause is due when it has been long enough.
 */
struct loop_turn {
	const struct loop *loop;
	uint64_t end; /* ms */
	struct pause pause;
};
const struct pause *loop_turn_begin(
    struct loop_turn *turn, const struct loop *loop);

/*
 * A part of the loop: timers and descriptors that are made with it can be held.
 * What happens to them while they are waits, and reaches them, as far as it is
 * still so, after loop_release(): descriptors that are ready first, then timers
 * that are over.  Freed by loop_free(), before the whole loop.
 */
struct loop *loop_part(struct loop *loop);
void loop_hold(struct loop *part);
void loop_release(struct loop *part);

/* One shot.  Not running until set; setting it again moves it. */
struct loop_timer *loop_timer_new(
    struct loop *loop, void (*fire)(void *arg), void *arg);
void loop_timer_set(struct loop_timer *timer, uint64_t ms);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_free(struct loop_timer *timer); /* NULL is fine */

/* events: LOOP_READ | LOOP_WRITE, level-triggered; fd stays the caller's. */
struct loop_fd *loop_fd_new(struct loop *loop, int fd, unsigned events,
    void (*ready)(void *arg, unsigned events), void *arg);
void loop_fd_want(struct loop_fd *handle, unsigned events); /* 0: nothing */
void loop_fd_free(struct loop_fd *handle); /* before closing fd; NULL is fine */

struct loop_signal *loop_signal_new(
    struct loop *loop, int number, void (*caught)(void *arg), void *arg);
void loop_signal_free(struct loop_signal *handle); /* NULL is fine */

#endif
