/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - the difference between two versions of a zone, RRset by RRset.
 *
 * In the order of the zone file.  Self-contained: it outlives the zone it was
 * made from, and so tells later (log, metrics, git) what a version brought.
 */
#ifndef ZONEGEN_VERSION_PLAN_H
#define ZONEGEN_VERSION_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/record/name.h"
#include "zonegen/domain/rrsets.h"

enum change_op {
	CHANGE_ADD,
	CHANGE_UPDATE,
	CHANGE_REMOVE,
};

/* One RRset that differs; borrowed from plan and walk. */
struct change {
	enum change_op op;
	uint16_t type;
	const char *name;               /* absolute */
	const struct rrsets *old, *new; /* of the whole name */
};

struct plan_name {
	struct rrsets *old, *new; /* NULL: no records */
};

struct plan {
	const char *zone;        /* its name, borrowed */
	struct plan_name *names; /* each name that differs, canonical order */
	size_t nnames, cap;
	size_t added, updated, removed; /* RRsets */
};

#define PLAN_INIT \
	{         \
		0 \
	}

/* One name that differs; takes references.  One of them may be NULL. */
void plan_add(struct plan *plan, struct rrsets *old, struct rrsets *new);
/* The absolute name at a place of names, which stands in its lines; out. */
const char *plan_name(const struct plan *plan, size_t at, char out[NAME_SIZE]);
void plan_clear(struct plan *plan);

/* Where a walk over the changes is; begins as { 0 }. */
struct plan_at {
	size_t name, old, new;
	char text[NAME_SIZE];
};
/* The next change, good until the one after; false at the end. */
bool plan_next(const struct plan *plan, struct plan_at *at, struct change *out);

/* A line "+ NAME TYPE" (or ~, -). */
void plan_print_change(const struct change *change, struct buf *out);

#endif
