/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reasons.h - why a version changes an RRset, for those who read it later.
 *
 * An addition or a change is asked for by the object that the line names, or
 * has one of the first three reasons, or the word of the overlay row that keeps
 * some of it (overlay.h): held, grace, untrusted.  In a restored version all
 *else is restored.  What goes has one of these, the first that fits: approved
 *an operator approved it quarantine     a checker refused its data
 *	configuration  it is the configuration's, or of a kind not read any more
 *	deleted        its object is gone, or is another one of that name
 *	lost           its load balancer lost its address, and grace is over
 *	withdrawn      its object does not ask for it any more
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_REASONS_H
#define CONTROLLER_PUBLISH_HISTORY_REASONS_H

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/history/note.h"
#include "controller/publish/retain/memory.h"
#include "zonegen/zone/zone.h"

struct reasons {
	const struct zone *zone;
	const struct zone_overlay *overlay;
	const struct config *config;
	const struct store *store;
};

/* Good as long as reasons is. */
struct note_reasons reasons_note(struct reasons *reasons);

#endif
