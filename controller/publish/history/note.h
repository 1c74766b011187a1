/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.h - what a commit tells of one zone: the changes of a version, or of
 * consecutive ones.
 *
 * Every value that comes from an object is printed on one line, behind a sign
 * and within a length, and nothing of it begins a line: it can be neither a
 * line of its own nor a trailer.  The trailers are printed here, whatever the
 * template of the message says.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_NOTE_H
#define CONTROLLER_PUBLISH_HISTORY_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/gitrule.h"
#include "zonegen/base/digest.h"
#include "zonegen/version/changes.h"

#define NOTE_LINES 1000  /* changes that are listed; the others are counted */
#define NOTE_SOURCES 100 /* objects that are named, likewise */
#define NOTE_TRAILERS (1u << 16) /* octets of orders, while git fails */

struct note {
	bool any;             /* false: there is nothing to tell */
	bool found;           /* a version nobody noted when it was made */
	uint32_t first, last; /* serials, in the order they were served in */
	uint32_t previous;    /* of the version before the first */
	bool has_previous;    /* false: there was none, or not known */
	size_t versions;      /* that were noted */
	int64_t confirmed;    /* s since 1970: when the last was */
	size_t added, updated, removed, listed;
	struct buf lines;
	struct buf sources, managers; /* a line each */
	size_t nsources, sources_left, nmanagers;
	struct buf trailers; /* of orders; whole lines */
};

struct note_source {
	const char *revision; /* its resourceVersion */
	const char *manager;  /* who wrote to it last */
};

/* What is known of a change beside what changed. */
struct note_reasons {
	/* Why, in a word or two; "": the object asks for it. */
	const char *(*why)(void *arg, const struct changes_row *row);
	/* What its object is now; false: it is gone. */
	bool (*source)(void *arg, const char *origin, const char *uid,
	    struct note_source *out);
	const char *trailers; /* whole lines that the commit has, too; NULL */
	void *arg;
};

#define NOTE_INIT                                                              \
	{                                                                      \
		.lines = BUF_INIT(1u << 22), .sources = BUF_INIT(1u << 18),    \
		.managers = BUF_INIT(1u << 18), .trailers = BUF_INIT(1u << 18) \
	}

/* Of a version, when it became the last one.  The note is empty before. */
void note_read(struct note *note, const struct version *version,
    const struct note_reasons *reasons);
/* Of a version that is served, and nothing else is known of it. */
void note_find(struct note *note, uint32_t serial);
/* Adds a later note to this one; later is empty then. */
void note_merge(struct note *note, struct note *later);
void note_clear(struct note *note);

struct note_message {
	const char *zone, *cluster; /* cluster: NULL for none */
	const char *template;
	/* The serial of the commit before it; has_committed false: none. */
	uint32_t committed;
	bool has_committed;
	bool required; /* versions are commits before they are in place */
	char digest[DIGEST_SIZE]; /* of the zone file */
};

/* The message of a commit. */
void note_print(
    const struct note *note, const struct note_message *of, struct buf *out);

#endif
