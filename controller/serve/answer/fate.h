/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fate.h - who asked for a name, and what became of it.
 *
 * A fate is a claim at the name with the findings of its origin, or only
 * findings: of an object that asked and may not claim (Filtered, Ignored, a
 * refused route), or whose name was none.  Every refusal is a finding, so the
 * sentence of a fate is the finding's (records.md 7).
 */
#ifndef CONTROLLER_SERVE_ANSWER_FATE_H
#define CONTROLLER_SERVE_ANSWER_FATE_H

#include "controller/serve/answer/knowledge.h"
#include "zonegen/base/map.h"
#include "zonegen/zone/inquiry.h"

enum outcome {
	OUTCOME_PUBLISHED,
	OUTCOME_PARTLY,    /* some of its records */
	OUTCOME_RETAINED,  /* nobody claims it now, it is kept */
	OUTCOME_REPLACED,  /* it was kept until somebody claimed it again */
	OUTCOME_WAITING,   /* it holds the name and has no record yet */
	OUTCOME_REFUSED,   /* none of its records */
	OUTCOME_UNCLAIMED, /* it asked, and was not heard */
};

struct fate {
	const char *origin;      /* "Ingress web/www" */
	const struct wish *wish; /* NULL when unclaimed */
	enum outcome outcome;
	const char *sentence;
	const struct finding **findings; /* the gravest first */
	size_t count, cap;
	struct fate *same; /* another one of this origin, or NULL */
};

struct fates {
	struct fate **list; /* claims, the oldest first; then the others */
	size_t count, cap;
	struct map by_origin; /* ten thousand may ask for one name */
	struct arena arena;
};

struct inquest {
	const struct knowledge *knowledge;
	const struct inquiry *inquiry;  /* NULL outside all zones */
	const struct findings *refused; /* the store's */
	const char *name;               /* or text that is no name */
	const char *origin;             /* only its fates; NULL: of all */
};

/* What the fates point to belongs to the inquest. */
void fates_gather(struct fates *out, const struct inquest *inquest);
void fates_clear(struct fates *fates);

const char *fate_word(enum outcome outcome); /* "published" */

#endif
