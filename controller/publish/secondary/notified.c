/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/secondary/notified.h"

#include <stddef.h>
#include <string.h>

/* A word of the line: NSD writes endpoints as nsd.conf has them. */
static bool has_word(const char *line, size_t len, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = line; at + size <= line + len; at++) {
		bool begins = at == line || at[-1] == ' ';
		const char *end = at + size;

		if (begins && !memcmp(at, word, size) &&
		    (end == line + len || *end == ' ' || *end == '"'))
			return true;
	}
	return false;
}

bool notified_pending(const char *reply, const char *endpoint)
{
	while (*reply) {
		size_t len = strcspn(reply, "\n");
		const char *line = reply + strspn(reply, " \t");

		if (!strncmp(line, "notify:", 7) &&
		    has_word(line, len - (size_t)(line - reply), endpoint))
			return true;
		reply += len + (reply[len] == '\n');
	}
	return false;
}

enum notified notified_next(enum notified before, bool pending, uint64_t age)
{
	if (before == NOTIFIED_ANSWERED || before == NOTIFIED_UNANSWERED)
		return before;
	if (pending)
		return NOTIFIED_PENDING;
	return before == NOTIFIED_PENDING && age >= NOTIFIED_GIVEN_UP
	    ? NOTIFIED_UNANSWERED
	    : NOTIFIED_ANSWERED;
}
