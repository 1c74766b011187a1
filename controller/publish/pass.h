/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass.h - from what changed in the store to resolved zones.
 *
 * Claims of dirty objects, dirty names resolved, overlay rows decided from the
 * last versions; where those differ from before, the names they touch are
 * resolved once more.  Twice at most, never a loop.
 */
#ifndef CONTROLLER_PUBLISH_PASS_H
#define CONTROLLER_PUBLISH_PASS_H

#include "controller/publish/overlayfile.h"
#include "controller/publish/trust.h"
#include "controller/source/sources.h"
#include "zonegen/zoneset.h"

struct pass {
	struct sources *sources;
	const struct store *store;
	const struct config *config;
	struct zoneset *set;
	const struct trusts *trusts;
	bool early; /* to decide anything (Q1): the overlays stay as they are */
	struct overlays *overlays; /* of now; replaced by those decided */
};

/* true: the overlays are others than before. */
bool pass_run(const struct pass *pass);

#endif
