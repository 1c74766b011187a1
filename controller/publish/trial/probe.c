/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.c - texts stand in line; the first is written, NSD is told of it, then
 * asked for it, and told to forget it.
 */
#include "controller/publish/trial/probe.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/nsd/confirm.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"

#define NAMES 10 /* "_0" to "_9" */
#define NAME "_%u"
#define PATIENCE 10000  /* ms until NSD is told */
#define RECORD_LEAST 20 /* octets of a record's line */
#define ORIGIN "$ORIGIN "

struct probing {
	struct probe *probe;
	struct probing *next; /* in line */
	struct buf text;
	void (*done)(void *arg, const struct err *err, const char *said);
	void *arg;
};

struct probe {
	struct loop *loop;
	struct server *server;
	struct asker *asker;
	int zones;
	struct probing *first, **last; /* the first is under way, if .begun */
	bool begun;
	unsigned turn; /* whose name it is */
	char name[8];  /* of the one under way */
	struct confirm *confirm;
	struct loop_timer *step; /* begins the next; or patience ends */
};

static void remove_file(const struct probe *probe)
{
	char file[16];

	snprintf(file, sizeof(file), "%s.zone", probe->name);
	unlinkat(probe->zones, file, 0);
}

static void leave_line(struct probing *probing)
{
	struct probe *probe = probing->probe;
	struct probing **at = &probe->first;

	while (*at != probing)
		at = &(*at)->next;
	*at = probing->next;
	if (!*at)
		probe->last = at;
	buf_clear(&probing->text);
	free(probing);
}

/* NSD forgets the text under way, and the next one has its turn. */
static void end(struct probe *probe)
{
	confirm_stop(probe->confirm);
	probe->confirm = NULL;
	server_drop(probe->server, probe->name);
	remove_file(probe);
	probe->begun = false;
	leave_line(probe->first);
	/* It was the first; there may be a next. */
	if (probe->last != &probe->first)
		loop_timer_set(probe->step, 0);
	else
		loop_timer_stop(probe->step);
}

static void tell(struct probe *probe, const struct err *err)
{
	struct probing probing = *probe->first;

	end(probe);
	probing.done(probing.arg, err, "");
}

static void fail(struct probe *probe, const char *why)
{
	struct err err;

	err_set(&err, ERR_SYSTEM, "nsd cannot be asked whether it loads it: %s",
	    why);
	tell(probe, &err);
}

static void on_confirmed(
    void *arg, enum confirmation confirmation, const struct answer *last)
{
	struct probe *probe = arg;
	struct buf words = BUF_INIT(200);
	struct err err;

	probe->confirm = NULL;
	answer_print(last, &words);
	if (confirmation == CONFIRM_SERVED) {
		tell(probe, NULL);
	} else if (confirmation == CONFIRM_REJECTED) {
		err_set(&err, ERR_INPUT, "nsd does not load it: %s",
		    buf_text(&words));
		tell(probe, &err);
	} else {
		fail(probe, buf_text(&words));
	}
	buf_clear(&words);
}

/* The same zone under another name: its other names are relative. */
static bool write_file(const struct probe *probe, struct err *err)
{
	const struct buf *text = &probe->first->text;
	const char *begin = buf_text(text), *origin = begin, *rest;
	struct outfile file = OUTFILE_INIT;
	struct buf line = BUF_INIT(64);
	char name[16];
	bool ok;

	while (strncmp(origin, ORIGIN, strlen(ORIGIN)) != 0 && *origin)
		origin +=
		    strcspn(origin, "\n") + (strchr(origin, '\n') != NULL);
	rest = origin + strcspn(origin, "\n");
	buf_printf(&line, ORIGIN "%s.", probe->name);
	snprintf(name, sizeof(name), "%s.zone", probe->name);
	ok = outfile_open(&file, probe->zones, name, 0644, err) &&
	    outfile_add(&file, begin, (size_t)(origin - begin), err) &&
	    outfile_add(&file, buf_text(&line), line.len, err) &&
	    outfile_add(&file, rest, strlen(rest), err) &&
	    outfile_end(&file, err) && outfile_rename(&file, err);
	outfile_abandon(&file);
	buf_clear(&line);
	return ok;
}

static void begin(struct probe *probe)
{
	struct err err;

	probe->begun = true;
	snprintf(probe->name, sizeof(probe->name), NAME, probe->turn);
	probe->turn = (probe->turn + 1) % NAMES;
	if (server_away(probe->server)) {
		fail(probe, "it is away");
	} else if (!write_file(probe, &err)) {
		fail(probe, err.text);
	} else {
		server_changed(probe->server, probe->name);
		loop_timer_set(probe->step, PATIENCE);
	}
}

static void on_step(void *arg)
{
	struct probe *probe = arg;

	if (!probe->begun)
		begin(probe);
	else
		fail(probe, "it takes no commands");
}

struct probe *probe_new(
    struct loop *loop, struct server *server, struct asker *asker, int zones)
{
	struct probe *probe = xcalloc(1, sizeof(*probe));

	*probe = (struct probe){
		.loop = loop, .server = server, .asker = asker, .zones = zones
	};
	probe->last = &probe->first;
	probe->step = loop_timer_new(loop, on_step, probe);
	for (unsigned i = 0; i < NAMES; i++) {
		/* Of a process that was killed. */
		snprintf(probe->name, sizeof(probe->name), NAME, i);
		remove_file(probe);
	}
	return probe;
}

void probe_free(struct probe *probe)
{
	if (!probe)
		return;
	loop_timer_free(probe->step);
	free(probe);
}

void probe_told(struct probe *probe, const char *zone)
{
	if (!probe->begun || probe->confirm || strcmp(zone, probe->name) != 0)
		return;
	loop_timer_stop(probe->step);
	probe->confirm = confirm_start(probe->loop, probe->asker,
	    &(struct confirm_options){
		.zone = probe->name,
		.deadline =
		    confirm_deadline(probe->first->text.len / RECORD_LEAST),
		.fresh = true,
		.done = on_confirmed,
		.arg = probe,
	    });
}

void probe_untold(struct probe *probe)
{
	if (probe->begun)
		fail(probe, "it went away");
}

void probe_refused(struct probe *probe, const char *zone)
{
	if (probe->begun && !strcmp(zone, probe->name))
		fail(probe, "it does not take the zone");
}

struct probing *probe_start(struct probe *probe, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said), void *arg)
{
	struct probing *probing = xcalloc(1, sizeof(*probing));

	*probing = (struct probing){ .probe = probe,
		.text = BUF_INIT(UINT32_MAX),
		.done = done,
		.arg = arg };
	buf_add(&probing->text, buf_text(text), text->len);
	*probe->last = probing;
	probe->last = &probing->next;
	if (probe->first == probing)
		loop_timer_set(probe->step, 0);
	return probing;
}

void probe_stop(struct probing *probing)
{
	if (!probing)
		return;
	if (probing->probe->begun && probing->probe->first == probing)
		end(probing->probe);
	else
		leave_line(probing);
}
