/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - the difference between two versions of a zone, RRset by RRset.
 *
 * In the order of the zone file.  Self-contained: it outlives the zone it was
 * made from, and so tells later (log, metrics, git) what a version brought.
 */
#ifndef ZONEGEN_PLAN_H
#define ZONEGEN_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/buf.h"
#include "zonegen/rrsets.h"

enum change_op {
	CHANGE_ADD,
	CHANGE_UPDATE,
	CHANGE_REMOVE,
};

struct change {
	enum change_op op;
	uint16_t type;
	const char *name;               /* absolute; owned by the plan */
	const struct rrsets *old, *new; /* of the whole name */
};

struct plan {
	struct plan_name *names; /* each name that differs, canonical order */
	size_t nnames, names_cap;
	struct change *changes;
	size_t count, cap;
	size_t added, updated, removed; /* RRsets: they add up to count */
};

#define PLAN_INIT \
	{         \
		0 \
	}

/* One name that differs; takes references.  old or new may be NULL. */
void plan_add(struct plan *plan, const char *name, struct rrsets *old,
    struct rrsets *new);
void plan_clear(struct plan *plan);

/* A line "+ NAME TYPE" (or ~, -) for each change. */
void plan_print(const struct plan *plan, struct buf *out);

struct plan_name {
	char *name;
	struct rrsets *old, *new;
};

#endif
