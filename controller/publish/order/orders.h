/* SPDX-License-Identifier: Apache-2.0 */
/*
 * orders.h - what operators ordered: what stands, and what was ordered.
 *
 * A freeze keeps the version of a zone, or of all zones, until it is thawed or
 * its time is over (U5: a freeze).  A restored version stands in place of the
 * objects until it is released (U6: an old version restored).
 *
 * Each order is kept as it was stated.  The last ones of each zone are shown,
 * and the next commit of the zone has them.
 *
 * The files of this room:
 *
 *	statement  who orders something, and why
 *	mandates   what stands: freezes, restored versions
 *	orders     both of these, and the orders that were given
 *	orderfile  orders.json, written before an order is in force
 *	restored   an old version: read, compared, and claimed
 */
#ifndef CONTROLLER_PUBLISH_ORDER_ORDERS_H
#define CONTROLLER_PUBLISH_ORDER_ORDERS_H

#include <stddef.h>
#include <stdint.h>

#include "controller/publish/order/mandates.h"
#include "zonegen/base/map.h"

#define ORDERS_LIFE_MAX 31622400000 /* ms: a year */
#define ORDERS_KEPT 16              /* of a zone, that are kept */

enum order_kind {
	ORDER_FREEZE,
	ORDER_THAW,
	ORDER_RESTORE,
	ORDER_RELEASE,
	ORDER_APPROVE,
	ORDER_KINDS
};

struct order {
	enum order_kind kind;
	struct statement stated;
	char detail[128];
	int64_t at; /* s since 1970 */
	bool told;  /* a commit has it */
	/* Of the version that is to tell it; told_in false: none yet. */
	uint32_t serial;
	bool told_in;
};

/* Those of one zone, in the order of time. */
struct ordered {
	char *zone;
	struct order given[ORDERS_KEPT];
	size_t count;
};

struct orders {
	struct mandates freezes, restores;
	struct mandates lost; /* zones whose restored version is; in no file */
	struct ordered **zones;
	size_t nzones, zones_cap;
	struct map by_zone;
	bool unsaved;
};

/* Its own freeze, else that of all, else of its lost version; NULL: none. */
const struct mandate *orders_frozen(
    const struct orders *orders, const char *zone);
/* The old version that the zone has; NULL: none. */
const struct mandate *orders_restored(
    const struct orders *orders, const char *zone);

/* A freeze, or a restored version: with its commit. */
void orders_stand(struct orders *orders, const struct mandate_wish *wish);
/*
 * Can the restored version that stands be read?  If not, the zone is frozen
 * until that is released, or another one is restored, beside any other freeze.
 */
void orders_lose(struct orders *orders, const char *zone, bool lost,
    const struct instant *now);
/* ERR_ABSENT: it is not frozen, or by the freeze of all; not restored. */
bool orders_thaw(
    struct orders *orders, const char *zone, struct err *err) MUST_CHECK;
bool orders_release(
    struct orders *orders, const char *zone, struct err *err) MUST_CHECK;
/*
 * Ends one whose time is over, and gives it to the caller, who frees its zone.
 * false: there is none.
 */
bool orders_expire(
    struct orders *orders, int64_t now, struct mandate *out) MUST_CHECK;
/* When the next one's is, in ms of the loop's clock; NEVER. */
int64_t orders_next(const struct orders *orders);

const char *order_word(enum order_kind kind); /* "freeze" */
bool order_parse(const char *word, enum order_kind *out) MUST_CHECK;
/* NULL: none are known. */
const struct ordered *orders_of(const struct orders *orders, const char *zone);
/* Keeps a copy; beyond ORDERS_KEPT the zone's oldest one is forgotten. */
void orders_note(
    struct orders *orders, const char *zone, const struct order *order);
/*
 * The orders of a zone that no version has told yet, as trailers of a commit;
 * the version of that serial tells them.
 */
void orders_tell(struct orders *orders, const char *zone, uint32_t serial,
    struct buf *trailers);
/* The version that was to tell them is taken back. */
void orders_untell(struct orders *orders, const char *zone);
/* Asks of each order that is told in a version whether a commit has that. */
void orders_settle(struct orders *orders,
    bool (*committed)(void *arg, const char *zone, uint32_t serial), void *arg);

void orders_copy(const struct orders *orders, struct orders *out);
void orders_clear(struct orders *orders);

#endif
