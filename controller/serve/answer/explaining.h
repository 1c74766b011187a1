/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explaining.h - an explanation while it is written: what those of a name
 * (explainname.c) and of an object (explainobject.c) have in common.
 *
 * One name is open at a time.  Texts that are composed are in the arena until
 * the answer is written.
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPLAINING_H
#define CONTROLLER_SERVE_ANSWER_EXPLAINING_H

#include "controller/base/jsonwriter.h"
#include "controller/serve/answer/fate.h"
#include "controller/serve/answer/knowledge.h"
#include "controller/serve/answer/question.h"

#define LISTED_MAX 10 /* names or objects in one sentence */

struct explaining {
	const struct knowledge *knowledge;
	const struct question *question;
	struct findings refused; /* BadObject, of the whole store; sorted */
	struct jsonwriter out;
	struct arena arena;
	/* The name that is open; inquest.inquiry NULL: outside all zones. */
	struct inquest inquest;
	struct inquiry inquiry;
	struct fates fates;
};

/*
 * Opens a name.  is_name: it is from name_parse().  origin: only its fates;
 * NULL: all.
 */
void explaining_open(struct explaining *explaining, const char *name,
    bool is_name, const char *origin);
void explaining_close(struct explaining *explaining);

/* Of the open name. */
const char *explaining_state(const struct explaining *explaining);
void explaining_claims(struct explaining *explaining);

void explaining_data(
    struct explaining *explaining, const struct record *record);
void explaining_finding(
    struct explaining *explaining, const struct finding *finding);

/* Does the store have all objects of the kind? */
bool explaining_whole(const struct source_status *status);
/* Is every source that is read whole? */
bool explaining_knows(const struct explaining *e);

#endif
