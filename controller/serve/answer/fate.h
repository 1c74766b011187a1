/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fate.h - the origins that asked for a name, and the outcome for each.
 *
 * A fate is a claim on the name with the findings of its origin.  It may have
 * findings alone: of an object that asked and may not claim (Filtered, Ignored,
 * a refused route), or that asked for text that is no name.  Every refusal is a
 * finding, so the sentence of a fate is the sentence of its finding.
 */
#ifndef CONTROLLER_SERVE_ANSWER_FATE_H
#define CONTROLLER_SERVE_ANSWER_FATE_H

#include "controller/serve/answer/knowledge.h"
#include "zonegen/base/map.h"
#include "zonegen/zone/inquiry.h"

enum outcome {
	OUTCOME_PUBLISHED,
	OUTCOME_PARTLY,    /* some of its records */
	OUTCOME_RETAINED,  /* without a claim */
	OUTCOME_REPLACED,  /* it was retained until it was claimed again */
	OUTCOME_WAITING,   /* it owns the name and has no record yet */
	OUTCOME_REFUSED,   /* none of its records */
	OUTCOME_UNCLAIMED, /* it asked, and made no claim */
};

struct fate {
	const char *origin;      /* "Ingress web/www" */
	const struct wish *wish; /* the claim; NULL when unclaimed */
	enum outcome outcome;
	const char *sentence;
	const struct finding **findings; /* the gravest first */
	size_t count, cap;
	struct fate *same; /* another one of this origin, or NULL */
};

struct fates {
	struct fate **list; /* claims, the oldest first; then the others */
	size_t count, cap;
	struct map by_origin; /* a name may have ten thousand claims */
	struct arena arena;
};

struct inquest {
	const struct knowledge *knowledge;
	const struct inquiry *inquiry;  /* NULL outside all zones */
	const struct findings *refused; /* the store's */
	const char *name;               /* or text that is no name */
	const char *origin;             /* only its fates; NULL: all */
};

/* The fates point into the inquest. */
void fates_gather(struct fates *out, const struct inquest *inquest);
void fates_clear(struct fates *fates);

const char *fate_word(enum outcome outcome); /* "published" */

#endif
