/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.h - each served version of each zone becomes a commit (H1: a commit
 * for each version).
 *
 * Publishing never waits for it: what happens to a version is noted here, and
 * git runs beside as a child.  The files of the room:
 *
 *	note       what a commit tells of a zone: its message
 *	pending    which versions wait to be committed
 *	ledger     what is to be done next with the repository (its picture)
 *	opening    makes it, reads what it has
 *	committing makes commits of what waits: snapshot, stream
 *	mending    inspects it, puts it aside, packs it
 *	pushing    what is to be done next with the remote (its picture)
 *	sending    looks at it, pushes, keeps what it lost
 *	rebuilding our commits on top of foreign ones
 *	signing    commits once more, with a signature
 *	requiring  tells whoever waits for a commit
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_HISTORY_H
#define CONTROLLER_PUBLISH_HISTORY_HISTORY_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/publish/history/note.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/version/version.h"

struct history;

/*
 * Of the repository of config; without the section git nothing is done.  All
 * is borrowed.  rested: nothing waits to be committed any more.
 */
struct history *history_new(struct loop *loop, const struct statedir *statedir,
    const struct config *config, void (*rested)(void *arg), void *arg);
void history_free(struct history *history); /* NULL is fine */
void history_reconfigure(struct history *history, const struct config *config);

/* That version was put in place; it is served when history_serve() says so. */
void history_place(struct history *history, const struct version *version,
    const struct note_reasons *reasons);

/*
 * With git.required a version is to be a commit before it is put in place.  Its
 * files stay until done is called, once, and at once if there is no hope now.
 */
enum history_outcome {
	HISTORY_RECORDED,
	HISTORY_OVERTAKEN,  /* .serial, which is not earlier, is a commit */
	HISTORY_UNRECORDED, /* .why; it may be tried again */
};
struct history_recorded {
	enum history_outcome outcome;
	uint32_t serial;
	const char *why;
};
struct history_request {
	const struct version *version;
	const struct note_reasons *reasons;
	/* In the folder of the zones; origins NULL: those in place. */
	const char *file, *origins;
	void (*done)(void *arg, const struct history_recorded *end);
	void *arg;
};
void history_record(
    struct history *history, const struct history_request *request);
/* done is not called any more, if it was to be. */
void history_forsake(struct history *history, const char *zone);
/* It is not configured any more: others need not wait for its files. */
void history_gone(struct history *history, const char *zone);
/* The version that was put in place last was taken back. */
void history_revert(struct history *history, const char *zone);
/* It is served; behind: its files follow, and then this is said once more. */
void history_serve(
    struct history *history, const char *zone, uint32_t serial, bool behind);

/* Another controller pushes: here no push begins, one under way is cut. */
void history_bar(struct history *history, bool barred);

/*
 * The remote lacks what was pushed, and an operator accepts that; ERR_ABSENT:
 * it lacks nothing.  Both are one line of text of that many octets at most.
 */
#define HISTORY_STATEMENT_MAX 200
bool history_accept(struct history *history, const char *by, const char *reason,
    struct err *err) MUST_CHECK;

/* The repository and the remote; texts are good until the loop goes on. */
struct history_state {
	bool on;             /* versions are recorded at all */
	bool required;       /* or not published */
	const char *error;   /* why they are not; NULL: they are */
	size_t commits;      /* by this process */
	uint64_t waits;      /* ms: since when the oldest version does; 0 */
	const char *remote;  /* NULL: none */
	const char *refused; /* why commits are not pushed; NULL: they are */
	bool stopped;        /* until git-accept */
	size_t unpushed;     /* commits */
	int64_t oldest;      /* s since 1970: the first of them; 0: none */
	int64_t pushed_at;   /* s since 1970: by this process; 0: not yet */
};

struct history_zone {
	bool is_committed, is_pushed;
	uint32_t committed, pushed; /* serials, of the last ones */
	int64_t committed_at;       /* s since 1970: by this process; 0: none */
};

void history_look(const struct history *history, struct history_state *out);
void history_look_zone(
    const struct history *history, const char *zone, struct history_zone *out);

/* The end is near: what waits is committed at once. */
void history_close(struct history *history);
/* Does anything wait to be committed, and may it soon be? */
bool history_busy(const struct history *history);

#endif
