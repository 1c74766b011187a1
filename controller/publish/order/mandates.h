/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mandates.h - what operators ordered and what stands until it is ended:
 * freezes, or restored versions, one of a zone at most.
 */
#ifndef CONTROLLER_PUBLISH_ORDER_MANDATES_H
#define CONTROLLER_PUBLISH_ORDER_MANDATES_H

#include <stddef.h>
#include <stdint.h>

#include "controller/publish/order/statement.h"
#include "controller/publish/state/rowfile.h"

#define MANDATE_COMMIT_SIZE 65
#define ORDERS_ALL "*" /* in place of a zone's name */

/* A freeze, or a restored version: it stands until it is ended. */
struct mandate {
	char *zone; /* or ORDERS_ALL */
	struct statement stated;
	int64_t since; /* s since 1970 */
	int64_t until; /* ms of the loop's clock; NEVER */
	int64_t life;  /* ms, as ordered; 0: no end */
	/* Of a restored version: where it is from, and its serial then. */
	char commit[MANDATE_COMMIT_SIZE];
	uint32_t serial;
	/* A freeze that nobody ordered: the restored version cannot be read. */
	bool lost;
};

struct mandates {
	struct mandate *list; /* one of a zone at most */
	size_t count, cap;
};

/* What is ordered; one that stands is replaced, since when it does is not. */
struct mandate_wish {
	const char *zone; /* or ORDERS_ALL */
	const struct statement *stated;
	int64_t life; /* ms; 0: no end */
	const struct instant *now;
	const char *commit; /* of a version to restore; NULL: a freeze */
	uint32_t serial;
	bool lost;
};

/* NULL: there is none. */
const struct mandate *mandates_find(
    const struct mandates *mandates, const char *zone);
void mandates_set(struct mandates *mandates, const struct mandate_wish *wish);
bool mandates_end(struct mandates *mandates, const char *zone); /* was it? */
/* One whose time is over; the caller frees its zone.  false: there is none. */
bool mandates_expire(
    struct mandates *mandates, int64_t now, struct mandate *out) MUST_CHECK;
/* When the next one's is, or other, whichever is earlier. */
int64_t mandates_next(const struct mandates *mandates, int64_t other);
void mandates_copy(const struct mandates *mandates, struct mandates *out);
void mandates_clear(struct mandates *mandates);

#endif
