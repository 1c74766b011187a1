/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pending.h - which versions of which zones wait to be committed.
 *
 * A version is noted when it is put in place, and waits for a commit once it is
 * served: what was never served is in no commit of its own.  A zone has one
 * commit under way at most, and begins one a second at most; what is served
 * meanwhile is covered by the next, or before its file followed by that with
 * the file.  Each commit of a zone covers the serials after the commit before
 * it, up to its own, so that every serial is in exactly one.
 *
 * With git.required somebody asks for a version to be committed, and puts it in
 * place then.  It waits for no second, but for what is served and in no commit
 * yet; it is in a commit of its own or given up.
 *
 * No I/O: who commits takes notes, and says what became of them.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_PENDING_H
#define CONTROLLER_PUBLISH_HISTORY_PENDING_H

#include "controller/publish/history/note.h"
#include "zonegen/base/map.h"

#define PENDING_SPACE 1000 /* ms between two commits of a zone */
#define PENDING_BATCH 256  /* commits at a time */
#define PENDING_NEVER UINT64_MAX

struct history_recorded;
/* What became of a version that somebody asked to be committed. */
enum pending_ask {
	PENDING_UNASKED,
	PENDING_ASKED,
	PENDING_RECORDED,
	PENDING_OVERTAKEN, /* .given is not earlier */
	PENDING_REFUSED,
};
struct pending_zone {
	char *zone;
	/* Put in place and not served: the last one, and those before it. */
	struct note before, placed;
	struct note behind; /* served, and its files follow */
	struct note next;   /* served, with them */
	struct note flight; /* being committed */
	struct note wanted; /* not in place, and asked for */
	enum pending_ask ask;
	uint32_t asked;  /* serial */
	bool wants;      /* flight was .wanted */
	bool superseded; /* one later than .served is in place */
	void (*tell)(void *arg, const struct history_recorded *end);
	void *arg;
	bool gone;      /* not configured any more */
	bool linked;    /* the files of next.last are at hand */
	bool doubtful;  /* flight failed: is it in a commit or not? */
	bool overtaken; /* .stale is: its files are not wanted any more */
	uint32_t stale;
	bool is_served, is_committed, is_given;
	/* Serials: the last ones, and the latest that a commit ever had. */
	uint32_t served, committed, given;
	uint64_t not_before;  /* ms, of the next commit */
	uint64_t since;       /* ms: what is in no commit waits; 0: none */
	int64_t committed_at; /* s since 1970: by this process; 0: none */
	bool is_pushed, is_pushing;
	uint32_t pushed, pushing; /* serials: the remote has it, gets it */
};

struct pending {
	struct pending_zone **list;
	size_t count, cap;
	struct map by_zone;
	bool hurried; /* nothing waits for its second any more */
};

/* NULL: nothing was ever said of it. */
struct pending_zone *pending_find(
    const struct pending *pending, const char *zone);
/* The version of that note is in place; note is empty then. */
void pending_place(
    struct pending *pending, const char *zone, struct note *note);
/* The version that was put in place last was taken back. */
void pending_revert(struct pending *pending, const char *zone);
/* It is served; behind: its files follow.  True: they came, link them. */
bool pending_serve(struct pending *pending, const char *zone, uint32_t serial,
    bool behind, int64_t wall, uint64_t now);
/* It is not configured any more; then: its files are gone too. */
void pending_gone(struct pending *pending, const char *zone);
void pending_drop(struct pending_zone *zone);

/* The version of that note is to be committed; note is empty then. */
struct pending_zone *pending_want(
    struct pending *pending, const char *zone, struct note *note);
void pending_decline(struct pending_zone *zone); /* it will not be */
void pending_refuse(struct pending *pending);    /* of all zones */
void pending_forsake(struct pending_zone *zone); /* nobody is told */
/* Is the version that was asked for last being committed? */
bool pending_is_under_way(const struct pending_zone *zone);
/* The repository was opened: forgets what it was thought to have. */
void pending_open(struct pending *pending);
/* It has that zone at that serial; it had it. */
void pending_has(struct pending *pending, const char *zone, uint32_t serial);
void pending_had(struct pending *pending, const char *zone, uint32_t serial);
/* That is all of what it has: the others wait to be committed. */
void pending_opened(struct pending *pending, int64_t wall, uint64_t now);

/* When the next commit may begin, in ms; PENDING_NEVER: none may. */
uint64_t pending_due(const struct pending *pending);
/* Since when the oldest that is in no commit waits. */
uint64_t pending_oldest(const struct pending *pending);
/* Those that are due and have their files go into .flight; their count. */
size_t pending_take(struct pending *pending, uint64_t now,
    struct pending_zone *list[PENDING_BATCH]);
/* What was taken is in a commit; or what is opened tells if it is. */
void pending_commit(struct pending_zone *zone, int64_t wall, uint64_t now);
void pending_doubt(struct pending_zone *zone);
/* What is committed now is being pushed; that was done. */
void pending_push(struct pending *pending);
void pending_pushed(struct pending *pending);
void pending_forget(struct pending *pending); /* all but what is served */
void pending_clear(struct pending *pending);

#endif
