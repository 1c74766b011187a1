/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconfig.c - nsd.conf at the start, the addresses that follow it, and a
 * change: rendered, compared, checked, renamed, and then NSD is told.
 */
#include "controller/publish/nsd/reconfig.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/base/process.h"
#include "controller/publish/nsd/conf.h"
#include "controller/publish/nsd/program.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"

#define CONF_NAME "nsd.conf"
#define CONF_MAX (1u << 20)
#define CHECK_TIMEOUT 10000 /* ms */

struct reconfig {
	struct loop *loop;
	const struct statedir *statedir;
	const struct config *config;
	struct control *control;
	struct asker *asker;
	char *query; /* the address at which NSD is asked */
	struct outfile file;
	struct process *check;
	struct conf_change change; /* of the file that is checked */
	bool nsd_away;
};

struct reconfig *reconfig_new(struct loop *loop,
    const struct statedir *statedir, const struct config *config)
{
	struct reconfig *r = xcalloc(1, sizeof(*r));
	bool differs = conf_differs(config, statedir->dir);
	struct err err;

	r->loop = loop;
	r->statedir = statedir;
	r->config = config;
	r->file = (struct outfile)OUTFILE_INIT;
	if (!conf_write(config, statedir->dir, &err))
		log_event(
		    LOG_ERROR, "cannot write nsd.conf", "error", err.text);
	else if (differs)
		log_event(LOG_WARNING,
		    "nsd.conf changed, nsd reads it at its next start");
	return r;
}

static void stop_check(struct reconfig *r)
{
	if (r->check) {
		process_signal(r->check, SIGKILL);
		process_detach(r->check);
	}
	r->check = NULL;
	outfile_abandon(&r->file);
}

void reconfig_free(struct reconfig *r)
{
	if (!r)
		return;
	stop_check(r);
	free(r->query);
	free(r);
}

static struct control_target target_of(const struct config *config)
{
	return (struct control_target){
		.socket = config->nsd_socket,
		.config = config->nsd_config,
	};
}

struct control *reconfig_control(struct reconfig *r, struct err *err)
{
	struct control_target target = target_of(r->config);

	r->control = control_new(r->loop, &target, err);
	return r->control;
}

struct asker *reconfig_asker(struct reconfig *r, struct err *err)
{
	r->asker = asker_new(r->loop, r->config->query, err);
	r->query = xstrdup(r->config->query);
	return r->asker;
}

/* --- Addresses --- */

static void follow_query(struct reconfig *r)
{
	struct err err;

	if (!strcmp(r->query, r->config->query))
		return;
	if (!asker_move(r->asker, r->config->query, &err)) {
		log_event(LOG_ERROR,
		    "cannot ask at nsd.query, the former address stays",
		    "error", err.text);
		return;
	}
	free(r->query);
	r->query = xstrdup(r->config->query);
}

void reconfig_follow(struct reconfig *r)
{
	struct control_target target = target_of(r->config);
	struct err err;

	follow_query(r);
	if (!control_aim(r->control, &target, &err))
		log_event(LOG_ERROR,
		    "cannot use nsd.socket, the former one stays", "error",
		    err.text);
}

/* Edits are not kept: another nsd.conf needs another template. */
void reconfig_mend(struct reconfig *r)
{
	bool differs = conf_differs(r->config, r->statedir->dir);
	struct err err;

	if (r->check)
		return;
	if (!conf_write(r->config, r->statedir->dir, &err))
		log_event(
		    LOG_ERROR, "cannot write nsd.conf", "error", err.text);
	else if (differs)
		log_event(LOG_WARNING,
		    "nsd.conf was changed by others, it is written again");
}

/* --- A change --- */

static void fail(const char *why)
{
	log_event(LOG_ERROR, "cannot change nsd.conf", "error", why);
}

/* The reply has other lines before "ok", or before the error. */
static void on_reconfigured(void *arg, const struct control_reply *reply)
{
	bool ok = reply->ok &&
	    (!strncmp(reply->text, "ok\n", 3) || strstr(reply->text, "\nok\n"));

	(void)arg;
	if (ok)
		log_event(LOG_INFO, "nsd loaded nsd.conf");
	else
		log_event(LOG_ERROR, "nsd did not load nsd.conf", "error",
		    reply->ok ? reply->text : reply->err.text);
}

static void tell(struct reconfig *r, bool checked)
{
	if (r->nsd_away)
		return;
	if (r->change.server || !checked)
		log_event(LOG_WARNING,
		    "nsd.conf changed, nsd reads it at its next start",
		    "sections", r->change.server ? "server" : "others");
	else
		follow_query(r);
	if (r->change.rest && checked)
		control_send(r->control, "reconfig", NULL, on_reconfigured, r);
}

static void take(struct reconfig *r, bool checked)
{
	struct err err;

	if (outfile_commit(&r->file, &err))
		tell(r, checked);
	else
		fail(err.text);
}

static void on_checked(void *arg, const struct process_end *end)
{
	struct reconfig *r = arg;
	const char *words = *end->errors ? end->errors : end->out;
	char line[256];

	r->check = NULL;
	if (!end->timed_out && end->status == 0) {
		take(r, true);
		return;
	}
	outfile_abandon(&r->file);
	snprintf(line, sizeof(line), "nsd-checkconf: %.*s",
	    (int)strcspn(words, "\n"), words);
	fail(end->timed_out ? "nsd-checkconf takes too long" : line);
}

static bool start_check(struct reconfig *r, struct err *err)
{
	struct buf path = BUF_INIT(PATH_MAX);
	char program[PATH_MAX];

	if (!program_find("nsd-checkconf", program, err))
		return false;
	buf_printf(&path, "%s/%s", r->statedir->path, r->file.temp);
	r->check = process_start(r->loop,
	    &(struct process_options){
		.argv = (const char *const[]){ program, buf_text(&path), NULL },
		.timeout = CHECK_TIMEOUT,
		.done = on_checked,
		.arg = r,
	    },
	    err);
	buf_clear(&path);
	return r->check != NULL;
}

/* Without the checker NSD reads the file at its next start: no reconfig. */
static void begin(struct reconfig *r, const struct buf *text)
{
	struct err err;

	if (!outfile_write(&r->file, r->statedir->dir, CONF_NAME, 0600,
		buf_text(text), text->len, &err)) {
		fail(err.text);
		return;
	}
	if (start_check(r, &err))
		return;
	if (err.kind == ERR_ABSENT) {
		take(r, false);
		return;
	}
	outfile_abandon(&r->file);
	fail(err.text);
}

void reconfig_change(
    struct reconfig *r, const struct config *config, bool nsd_away)
{
	struct buf text = BUF_INIT(CONF_MAX);
	char *there = NULL;
	struct err err;
	size_t len;

	stop_check(r);
	r->config = config;
	r->nsd_away = nsd_away;
	if (!conf_render(config, &text, &err)) {
		fail(err.text);
		goto out;
	}
	if (!statedir_read(
		r->statedir->dir, CONF_NAME, CONF_MAX, &there, &len, &err))
		there = NULL;
	r->change = conf_compare(there ? there : "", buf_text(&text));
	if (there && !strcmp(there, buf_text(&text)))
		follow_query(r);
	else
		begin(r, &text);
out:
	free(there);
	buf_clear(&text);
}
