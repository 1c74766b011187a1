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

#define CHECK_TIMEOUT 10000 /* ms */

struct reconfig {
	struct loop *loop;
	const struct statedir *statedir;
	struct transfers transfers; /* with the configuration of now */
	struct control *control;
	struct asker *asker;
	char *query; /* the address at which NSD is asked */
	struct outfile file;
	struct process *check;
	struct conf_change change; /* of the file that is checked */
	bool nsd_away;
	bool untold;    /* NSD does not have the rest of the file in place */
	bool again;     /* it is to be rendered once more after the check */
	char said[512]; /* the last trouble: logged once */
	struct arena arena; /* of the patterns that are kept */
	void (*settled)(void *arg, bool loading);
	void *arg;
};

static void settle(struct reconfig *r, bool loading)
{
	r->settled(r->arg, loading);
}

static const struct config *config_of(const struct reconfig *r)
{
	return r->transfers.config;
}

/* As long as NSD's zones have a pattern it has to be in the file. */
static void keep(struct reconfig *r, const struct strings *patterns)
{
	const char **list;

	arena_clear(&r->arena);
	list = arena_alloc(&r->arena, (patterns->count + 1) * sizeof(*list));
	for (size_t i = 0; i < patterns->count; i++)
		list[i] = arena_strdup(&r->arena, patterns->list[i]);
	r->transfers.kept = (struct strings){ list, patterns->count };
}

struct reconfig *reconfig_new(struct loop *loop,
    const struct statedir *statedir, const struct reconfig_options *options)
{
	struct reconfig *r = xcalloc(1, sizeof(*r));
	struct err err;
	bool differs;

	r->loop = loop;
	r->statedir = statedir;
	r->transfers = options->transfers;
	r->settled = options->settled;
	r->arg = options->arg;
	r->file = (struct outfile)OUTFILE_INIT;
	/* Which patterns NSD's zones have is known when it was asked. */
	keep(r, &options->transfers.kept);
	differs = conf_differs(&r->transfers, statedir->nsd);
	if (!conf_write(&r->transfers, statedir->nsd, &err))
		log_event(
		    LOG_ERROR, "cannot write nsd.conf", "error", err.text);
	else if (differs)
		log_event(LOG_WARNING,
		    "nsd.conf changed, nsd reads it at its next start");
	/* An NSD that runs is told once it answers. */
	r->untold = differs;
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
	arena_clear(&r->arena);
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
	struct control_target target = target_of(config_of(r));

	r->control = control_new(r->loop, &target, err);
	return r->control;
}

struct asker *reconfig_asker(struct reconfig *r, struct err *err)
{
	r->asker = asker_new(r->loop, config_of(r)->query, err);
	r->query = xstrdup(config_of(r)->query);
	return r->asker;
}

/* --- Addresses --- */

static void follow_query(struct reconfig *r)
{
	struct err err;

	if (!strcmp(r->query, config_of(r)->query))
		return;
	if (!asker_move(r->asker, config_of(r)->query, &err)) {
		log_event(LOG_ERROR,
		    "cannot ask at nsd.query, the former address stays",
		    "error", err.text);
		return;
	}
	free(r->query);
	r->query = xstrdup(config_of(r)->query);
}

void reconfig_follow(struct reconfig *r)
{
	struct control_target target = target_of(config_of(r));
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
	bool differs = conf_differs(&r->transfers, r->statedir->nsd);
	struct err err;

	if (r->check)
		return;
	if (!conf_write(&r->transfers, r->statedir->nsd, &err))
		log_event(
		    LOG_ERROR, "cannot write nsd.conf", "error", err.text);
	else if (differs)
		log_event(LOG_WARNING,
		    "nsd.conf was changed by others, it is written again");
}

/* --- A change --- */

static void refresh(struct reconfig *r);

/* Words of NSD or its checker may repeat a line of the file. */
static void complain(struct reconfig *r, const char *what, const char *words)
{
	char line[512];

	snprintf(line, sizeof(line), "%.*s", (int)strcspn(words, "\n"), words);
	keyring_hide(r->transfers.keyring, line);
	if (r->transfers.feed)
		tsig_secret_hide(&r->transfers.feed->secret, line);
	if (!strcmp(line, r->said))
		return;
	memcpy(r->said, line, sizeof(line));
	log_event(LOG_ERROR, what, "error", line);
}

static void fail(struct reconfig *r, const char *why)
{
	complain(r, "cannot change nsd.conf", why);
}

/* The reply has other lines before "ok", or before the error. */
static void on_reconfigured(void *arg, const struct control_reply *reply)
{
	struct reconfig *r = arg;
	bool ok = reply->ok &&
	    (!strncmp(reply->text, "ok\n", 3) || strstr(reply->text, "\nok\n"));

	r->untold = !ok;
	if (ok)
		*r->said = '\0';
	if (ok)
		log_event(LOG_INFO, "nsd loaded nsd.conf");
	else
		complain(r, "nsd did not load nsd.conf",
		    reply->ok ? reply->text : reply->err.text);
	settle(r, false);
}

static void tell(struct reconfig *r, bool checked)
{
	r->untold = r->change.rest && checked;
	if (r->nsd_away) {
		settle(r, false);
		return;
	}
	if (r->change.server || !checked)
		log_event(LOG_WARNING,
		    "nsd.conf changed, nsd reads it at its next start",
		    "sections", r->change.server ? "server" : "others");
	else
		follow_query(r);
	if (r->change.rest && checked)
		control_send(r->control, "reconfig", NULL, on_reconfigured, r);
	else
		settle(r, false);
}

static void take(struct reconfig *r, bool checked)
{
	struct err err;

	if (outfile_commit(&r->file, &err)) {
		tell(r, checked);
		return;
	}
	fail(r, err.text);
	settle(r, false);
}

static void on_checked(void *arg, const struct process_end *end)
{
	struct reconfig *r = arg;
	const char *words = *end->errors ? end->errors : end->out;
	char line[256];

	r->check = NULL;
	if (!end->timed_out && end->status == 0) {
		take(r, true);
	} else {
		outfile_abandon(&r->file);
		snprintf(line, sizeof(line), "nsd-checkconf: %.*s",
		    (int)strcspn(words, "\n"), words);
		fail(r, end->timed_out ? "nsd-checkconf takes too long" : line);
		settle(r, false);
	}
	if (r->again)
		refresh(r);
}

static bool start_check(struct reconfig *r, struct err *err)
{
	struct buf path = BUF_INIT(PATH_MAX);
	char program[PATH_MAX];

	if (!program_find("nsd-checkconf", program, err))
		return false;
	buf_printf(&path, "%s/%s", r->statedir->nsd_path, r->file.temp);
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

	settle(r, true);
	if (!outfile_write(&r->file, r->statedir->nsd, CONF_NAME,
		conf_mode(config_of(r)), buf_text(text), text->len, &err)) {
		fail(r, err.text);
		settle(r, false);
		return;
	}
	if (start_check(r, &err))
		return;
	if (err.kind == ERR_ABSENT) {
		take(r, false);
		return;
	}
	outfile_abandon(&r->file);
	fail(r, err.text);
	settle(r, false);
}

static void refresh(struct reconfig *r)
{
	struct buf text = BUF_INIT(CONF_MAX);
	char *there = conf_read(r->statedir->nsd);
	struct err err;

	r->again = false;
	if (!conf_render(&r->transfers, &text, &err)) {
		fail(r, err.text);
		settle(r, false);
		goto out;
	}
	r->change = conf_compare(there ? there : "", buf_text(&text));
	if (!there || strcmp(there, buf_text(&text)) != 0) {
		begin(r, &text);
		goto out;
	}
	follow_query(r);
	r->change.rest = r->untold;
	if (r->untold && !r->nsd_away)
		begin(r, &text);
	else
		settle(r, false);
out:
	if (there)
		explicit_bzero(there, strlen(there));
	free(there);
	buf_clear(&text);
}

void reconfig_refresh(
    struct reconfig *r, const struct strings *patterns, bool nsd_away)
{
	keep(r, patterns);
	r->nsd_away = nsd_away;
	if (r->check)
		r->again = true;
	else
		refresh(r);
}

void reconfig_linger(struct reconfig *r, bool lingers)
{
	r->transfers.lingers = lingers;
}

void reconfig_change(struct reconfig *r, const struct config *config,
    const struct strings *patterns, bool nsd_away)
{
	stop_check(r);
	r->transfers.config = config;
	reconfig_refresh(r, patterns, nsd_away);
}
