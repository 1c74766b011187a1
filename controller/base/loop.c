/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop.c - each handle is one libevent event. Making, setting and freeing a
 * handle are one or two calls of libevent; libevent fails only when memory is
 * out.
 */
#include "controller/base/loop.h"

#include <event2/event.h>
#include <stdlib.h>
#include <time.h>

#include "controller/base/log.h"
#include "zonegen/base/mem.h"

#define TURN 50     /* ms: others wait for one as long, and a piece longer */
#define QUIET 60000 /* ms between two messages of libevent that are logged */

/* Something happened to a handle while its part was held. */
struct waiting {
	struct waiting *next, **at; /* at NULL: nothing did */
};

struct loop {
	struct event_base *base;
	bool part, held;
	struct waiting *timers, *fds;
};

/* The three handles are one event each; the first two may have to wait. */
struct loop_timer {
	struct waiting waiting; /* the first member */
	struct loop *loop;
	struct event *event;
	void (*fire)(void *arg);
	void *arg;
};

struct loop_fd {
	struct waiting waiting; /* likewise */
	struct loop *loop;
	struct event *event;
	unsigned wanted;
	void (*ready)(void *arg, unsigned events);
	void *arg;
};

struct loop_signal {
	struct event *event;
	void (*caught)(void *arg);
	void *arg;
};

static struct event *must(struct event *event)
{
	if (!event)
		abort(); /* libevent's only reason is memory */
	return event;
}

static uint64_t milliseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/*
 * libevent reports faults that come back with every turn of the loop: one line
 * a minute is logged.
 */
static void on_message(int severity, const char *text)
{
	static uint64_t next, skipped;
	uint64_t now = milliseconds(CLOCK_MONOTONIC);

	if (severity < EVENT_LOG_WARN)
		return;
	if (severity != EVENT_LOG_ERR && now < next) {
		skipped++;
		return;
	}
	log_event(severity == EVENT_LOG_ERR ? LOG_ERROR : LOG_WARNING,
	    "the event loop reports a fault", "text", text, "skipped",
	    skipped ? log_u(skipped) : NULL);
	next = now + QUIET;
	skipped = 0;
}

struct loop *loop_new(void)
{
	struct event_config *config = event_config_new();
	struct loop *loop = xcalloc(1, sizeof(*loop));

	if (!config)
		abort();
	event_set_log_callback(on_message);
	/* Timers of a millisecond must not be rounded up to a tick. */
	event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	loop->base = event_base_new_with_config(config);
	event_config_free(config);
	if (!loop->base)
		abort();
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	if (!loop->part)
		event_base_free(loop->base);
	free(loop);
}

struct loop *loop_part(struct loop *loop)
{
	struct loop *part = xcalloc(1, sizeof(*part));

	*part = (struct loop){ .base = loop->base, .part = true };
	return part;
}

static void put_off(struct waiting **list, struct waiting *waiting)
{
	if (waiting->at)
		return;
	waiting->next = *list;
	waiting->at = list;
	if (waiting->next)
		waiting->next->at = &waiting->next;
	*list = waiting;
}

static void forget(struct waiting *waiting)
{
	if (!waiting->at)
		return;
	*waiting->at = waiting->next;
	if (waiting->next)
		waiting->next->at = waiting->at;
	waiting->at = NULL;
}

void loop_hold(struct loop *part)
{
	part->held = true;
}

/* Descriptors are looked at before timers: an answer beats its deadline. */
void loop_release(struct loop *part)
{
	part->held = false;
	while (part->fds) {
		struct loop_fd *fd = (struct loop_fd *)part->fds;

		forget(&fd->waiting);
		loop_fd_want(fd, fd->wanted);
	}
	while (part->timers)
		loop_timer_set((struct loop_timer *)part->timers, 0);
}

void loop_run(struct loop *loop)
{
	event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

void loop_stop(struct loop *loop)
{
	event_base_loopbreak(loop->base);
}

uint64_t loop_now(const struct loop *loop)
{
	(void)loop;
	return milliseconds(CLOCK_MONOTONIC);
}

struct timespec loop_time(const struct loop *loop)
{
	struct timespec now;

	(void)loop;
	clock_gettime(CLOCK_REALTIME, &now);
	return now;
}

int64_t loop_wall(const struct loop *loop)
{
	return loop_time(loop).tv_sec;
}

static bool is_over(void *arg)
{
	const struct loop_turn *turn = arg;

	return loop_now(turn->loop) >= turn->end;
}

const struct pause *loop_turn_begin(
    struct loop_turn *turn, const struct loop *loop)
{
	*turn = (struct loop_turn){ .loop = loop,
		.end = loop_now(loop) + TURN,
		.pause = { .due = is_over, .arg = turn } };
	return &turn->pause;
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct loop_timer *timer = arg;

	(void)fd, (void)what;
	if (timer->loop->held)
		put_off(&timer->loop->timers, &timer->waiting);
	else
		timer->fire(timer->arg);
}

struct loop_timer *loop_timer_new(
    struct loop *loop, void (*fire)(void *arg), void *arg)
{
	struct loop_timer *timer = xcalloc(1, sizeof(*timer));

	timer->loop = loop;
	timer->fire = fire;
	timer->arg = arg;
	timer->event = must(evtimer_new(loop->base, on_timer, timer));
	return timer;
}

void loop_timer_set(struct loop_timer *timer, uint64_t ms)
{
	struct timeval after = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000 * 1000),
	};

	forget(&timer->waiting);
	evtimer_add(timer->event, &after);
}

void loop_timer_stop(struct loop_timer *timer)
{
	forget(&timer->waiting);
	evtimer_del(timer->event);
}

void loop_timer_free(struct loop_timer *timer)
{
	if (!timer)
		return;
	forget(&timer->waiting);
	event_free(timer->event);
	free(timer);
}

static void on_fd(evutil_socket_t fd, short what, void *arg)
{
	struct loop_fd *handle = arg;
	unsigned events = 0;

	(void)fd;
	if (handle->loop->held) {
		/* It would happen again at once. */
		event_del(handle->event);
		put_off(&handle->loop->fds, &handle->waiting);
		return;
	}
	if (what & EV_READ)
		events |= LOOP_READ;
	if (what & EV_WRITE)
		events |= LOOP_WRITE;
	handle->ready(handle->arg, events);
}

struct loop_fd *loop_fd_new(struct loop *loop, int fd, unsigned events,
    void (*ready)(void *arg, unsigned events), void *arg)
{
	struct loop_fd *handle = xcalloc(1, sizeof(*handle));

	handle->loop = loop;
	handle->ready = ready;
	handle->arg = arg;
	handle->event =
	    must(event_new(loop->base, fd, EV_PERSIST, on_fd, handle));
	loop_fd_want(handle, events);
	return handle;
}

void loop_fd_want(struct loop_fd *handle, unsigned events)
{
	int fd = event_get_fd(handle->event);
	short what = EV_PERSIST;

	if (events & LOOP_READ)
		what |= EV_READ;
	if (events & LOOP_WRITE)
		what |= EV_WRITE;
	forget(&handle->waiting);
	handle->wanted = events;
	event_del(handle->event);
	event_assign(
	    handle->event, handle->loop->base, fd, what, on_fd, handle);
	if (events)
		event_add(handle->event, NULL);
}

void loop_fd_free(struct loop_fd *handle)
{
	if (!handle)
		return;
	forget(&handle->waiting);
	event_free(handle->event);
	free(handle);
}

static void on_signal(evutil_socket_t fd, short what, void *arg)
{
	struct loop_signal *handle = arg;

	(void)fd, (void)what;
	handle->caught(handle->arg);
}

struct loop_signal *loop_signal_new(
    struct loop *loop, int number, void (*caught)(void *arg), void *arg)
{
	struct loop_signal *handle = xcalloc(1, sizeof(*handle));

	handle->caught = caught;
	handle->arg = arg;
	handle->event =
	    must(evsignal_new(loop->base, number, on_signal, handle));
	evsignal_add(handle->event, NULL);
	return handle;
}

void loop_signal_free(struct loop_signal *handle)
{
	if (!handle)
		return;
	event_free(handle->event);
	free(handle);
}
