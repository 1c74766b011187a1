/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inforce.h - the configuration in force, and what its file is to it.
 *
 *	at the start   the file, or if it is bad what was saved last
 *	later          the file; if it is bad the former one stays
 *
 * A file that is bad is read again when it changes (configfile.h).  What is in
 * force is saved in the state directory (config/saved.h).
 */
#ifndef CONTROLLER_COMMAND_INFORCE_H
#define CONTROLLER_COMMAND_INFORCE_H

#include "controller/command/configfile.h"
#include "controller/config/config.h"
#include "controller/config/validity.h"

struct inforce {
	const char *file;  /* borrowed */
	const char *saved; /* directory of a saved one; NULL: none is used */
	enum validity state;
	char refused[512];        /* why the file is not in force; "": it is */
	char digest[DIGEST_SIZE]; /* of its text when it was read last */
	bool failing;             /* what is in force could not be saved */
};

/* NULL: there is none to start with, which was printed. */
struct config *inforce_start(struct inforce *inforce) MUST_CHECK;
/* What was decided at the start, for the log, which it sets up. */
void inforce_say(const struct inforce *inforce);
/* The file again.  NULL: now stays in force, which was logged. */
struct config *inforce_again(struct inforce *inforce, const struct config *now,
    struct configfile *edits) MUST_CHECK;
/* It is in force now: it is saved. */
void inforce_keep(struct inforce *inforce, const struct config *config);

#endif
