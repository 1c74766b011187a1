/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory.h - what is remembered of a zone beside the rows of its overlay: what
 * the guard holds, and what of that was approved.
 *
 * It goes to overlay.json with the rows.
 */
#ifndef CONTROLLER_PUBLISH_MEMORY_H
#define CONTROLLER_PUBLISH_MEMORY_H

#include "controller/publish/approval.h"
#include "controller/publish/hold.h"

struct memory {
	struct hold hold;
	struct approvals approvals;
};

#define MEMORY_INIT               \
	{                         \
		.hold = HOLD_INIT \
	}

void memory_clear(struct memory *memory);

#endif
