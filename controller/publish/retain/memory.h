/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory.h - what a decision about a zone leaves for the next one: the rows of
 * its overlay, the RRsets that went lately, addresses in grace, what the guard
 * holds, approvals, and the namespaces that wait because of NSD.
 *
 * All of it is saved in overlay.json (state/overlayfile.h).
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_MEMORY_H
#define CONTROLLER_PUBLISH_RETAIN_MEMORY_H

#include "controller/publish/retain/approval.h"
#include "controller/publish/retain/grace.h"
#include "controller/publish/retain/guard.h"
#include "zonegen/version/refusal.h"
#include "controller/publish/retain/settle.h"
#include "controller/publish/retain/window.h"
#include "zonegen/base/map.h"
#include "zonegen/claim/overlay.h"

struct memory {
	struct window window;
	struct graces graces;
	struct hold hold;
	struct approvals approvals;
	struct refusals refusals;
	/* Not in the file. */
	struct settling settling;
	bool told;              /* that records are held, in the log */
	size_t told_namespaces; /* of how many */
};

#define MEMORY_INIT               \
	{                         \
		.hold = HOLD_INIT \
	}

/* Did a saved member change since the last call? */
bool memory_unsaved(struct memory *memory);

struct zone_overlay {
	char *zone;
	struct overlay overlay;
	struct memory memory;
};

struct overlays {
	struct zone_overlay **list; /* in the order they were asked for */
	size_t count, cap;
	struct map by_zone;
	/* The digest of the configuration of the decision; "": not known. */
	char configuration[DIGEST_SIZE];
};

#define OVERLAYS_INIT \
	{             \
		0     \
	}

/* The overlay of a zone, empty and added when there was none. */
struct zone_overlay *overlays_of(struct overlays *overlays, const char *zone);
void overlays_clear(struct overlays *overlays);

#endif
