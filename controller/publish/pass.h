/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass.h - from what changed in the store to resolved zones.
 *
 * Claims of dirty objects; the rows of sources that cannot be trusted, which
 * the last version alone decides; dirty names resolved; then what else stays
 * of the last version (decision.h), and where that is something, the names it
 * touches are resolved once more.  Twice at most, never a loop.
 */
#ifndef CONTROLLER_PUBLISH_PASS_H
#define CONTROLLER_PUBLISH_PASS_H

#include "controller/publish/retain/trust.h"
#include "controller/publish/state/overlayfile.h"
#include "controller/source/sources.h"
#include "zonegen/zone/zoneset.h"

struct pass {
	struct sources *sources;
	const struct store *store;
	const struct config *config;
	struct zoneset *set;
	const struct trusts *trusts;
	/*
	 * Too early to decide anything (Q1: an untrusted source changes
	 * nothing): the overlays stay as they are.
	 */
	bool early;
	const int64_t *made;       /* of each zone, see decision.h */
	const bool *searching;     /* likewise, see blame.h */
	const bool *served;        /* each zone */
	int64_t now;               /* ms of the loop's clock */
	int64_t wall;              /* s since 1970 */
	struct overlays *overlays; /* of now; replaced by those decided */
};

/*
 * A pass under way.  What struct pass points to stays until its end, and so
 * do the zones: nothing else may look at them or alter them between its pieces.
 * The store may change; what comes in between is for the next pass, or for this
 * one while it still makes claims.
 */
struct passing;
struct passing *pass_begin(const struct pass *pass);
/* A piece of it, up to a pause; true: it has come to its end. */
bool pass_go_on(struct passing *passing, const struct pause *pause);
/*
 * Frees it.  true: the overlays, or what is remembered beside them, are others
 * than before.  *next: ms of the loop's clock, when time alone changes
 * something; NEVER.
 */
bool pass_end(struct passing *passing, int64_t *next);
void pass_free(struct passing *passing); /* at any time; NULL is fine */

#endif
