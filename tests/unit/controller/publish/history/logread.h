/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logread.h - the log of a repository of ours, read by git itself, and what
 * must hold of it.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_HISTORY_LOGREAD_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_HISTORY_LOGREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct log_serials {
	uint32_t *list;
	size_t count, cap;
};

void log_note(struct log_serials *serials, uint32_t serial);
bool log_has(const struct log_serials *serials, uint32_t serial);
void log_forget(struct log_serials *serials);

/* Of one commit; 0: it has no such trailer. */
struct log_commit {
	char zone[64];
	uint32_t serial, previous, restored, withdrawn, versions;
	uint32_t in_file; /* the serial of the zone file that it has */
	bool gap;
};

struct log_commits {
	struct log_commit *list; /* the oldest first, foreign ones left out */
	size_t count, cap;
};

void log_bare(const char *path);    /* makes an empty repository */
void log_foreign(const char *path); /* somebody else's commit on its branch */
void log_read(const char *path, struct log_commits *out);
void log_clear(struct log_commits *commits);

/* What became of the versions of a zone. */
struct log_zone {
	const char *name;
	bool required; /* they were to be commits before they were placed */
	const struct log_serials *placed, *rejected, *seen;
};

/* Fails unless each serial is in exactly one commit, in order. */
void log_audit(const struct log_commits *commits, const struct log_zone *zone);

#endif
