/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ordering.h - a command that has the running controller do something: approve,
 * rekey, git-accept, freeze, thaw, restore, release.
 */
#ifndef CONTROLLER_COMMAND_ORDERING_H
#define CONTROLLER_COMMAND_ORDERING_H

#include "controller/serve/posted.h"

struct ordering {
	const char *command; /* for messages */
	enum posted_kind kind;
	/* From the arguments. */
	struct posted_words words;
	bool all; /* instead of a zone */
	const char *file, *socket, *output;
};

/* Does posted_set() take what it has? */
bool ordering_valid(const struct ordering *ordering);
/* Sends it and says what was done; the exit code. */
int ordering_run(const struct ordering *ordering);

#endif
