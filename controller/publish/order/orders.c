/* SPDX-License-Identifier: Apache-2.0 */
/*
 * orders.c - what stands: found, ordered, ended; then the orders that were
 * given: kept, and told by the next commit of their zone.
 */
#include "controller/publish/order/orders.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "controller/publish/retain/window.h"
#include "zonegen/base/mem.h"

/* --- What stands --- */

const struct mandate *orders_frozen(
    const struct orders *orders, const char *zone)
{
	const struct mandate *own = mandates_find(&orders->freezes, zone);

	if (!own)
		own = mandates_find(&orders->freezes, ORDERS_ALL);
	return own ? own : mandates_find(&orders->lost, zone);
}

const struct mandate *orders_restored(
    const struct orders *orders, const char *zone)
{
	return mandates_find(&orders->restores, zone);
}

void orders_stand(struct orders *orders, const struct mandate_wish *wish)
{
	mandates_set(wish->commit ? &orders->restores : &orders->freezes, wish);
	if (wish->commit)
		mandates_end(&orders->lost, wish->zone);
	orders->unsaved = true;
}

void orders_lose(struct orders *orders, const char *zone, bool lost,
    const struct instant *now)
{
	static const struct statement why = {
		.reason = "its restored version cannot be read",
	};
	const struct mandate_wish wish = {
		.zone = zone, .stated = &why, .now = now, .lost = true
	};

	if (lost)
		mandates_set(&orders->lost, &wish);
	else
		mandates_end(&orders->lost, zone);
}

bool orders_thaw(struct orders *orders, const char *zone, struct err *err)
{
	if (mandates_end(&orders->freezes, zone)) {
		orders->unsaved = true;
		return true;
	}
	if (!strcmp(zone, ORDERS_ALL))
		return err_set(err, ERR_ABSENT,
		    "there is no freeze of all zones; zones that are frozen by "
		    "themselves are thawed by name");
	if (mandates_find(&orders->freezes, ORDERS_ALL))
		return err_set(err, ERR_ABSENT,
		    "zone '%.260s' is frozen with all zones, which only "
		    "thaw --all ends",
		    zone);
	if (mandates_find(&orders->lost, zone))
		return err_set(err, ERR_ABSENT,
		    "zone '%.260s' is frozen because its restored version "
		    "cannot be read, which only release ends",
		    zone);
	return err_set(err, ERR_ABSENT, "zone '%.260s' is not frozen", zone);
}

bool orders_release(struct orders *orders, const char *zone, struct err *err)
{
	if (!mandates_end(&orders->restores, zone))
		return err_set(err, ERR_ABSENT,
		    "zone '%.260s' has no restored version", zone);
	mandates_end(&orders->lost, zone);
	orders->unsaved = true;
	return true;
}

bool orders_expire(struct orders *orders, int64_t now, struct mandate *out)
{
	bool over = mandates_expire(&orders->freezes, now, out) ||
	    mandates_expire(&orders->restores, now, out);

	if (over && *out->commit)
		mandates_end(&orders->lost, out->zone);
	orders->unsaved |= over;
	return over;
}

int64_t orders_next(const struct orders *orders)
{
	return mandates_next(
	    &orders->freezes, mandates_next(&orders->restores, NEVER));
}

/* --- What was ordered --- */

static const char *const words[ORDER_KINDS] = {
	[ORDER_FREEZE] = "freeze",
	[ORDER_THAW] = "thaw",
	[ORDER_RESTORE] = "restore",
	[ORDER_RELEASE] = "release",
	[ORDER_APPROVE] = "approve",
};

const char *order_word(enum order_kind kind)
{
	return words[kind];
}

bool order_parse(const char *word, enum order_kind *out)
{
	for (unsigned i = 0; i < ORDER_KINDS; i++)
		if (!strcmp(words[i], word)) {
			*out = (enum order_kind)i;
			return true;
		}
	return false;
}

const struct ordered *orders_of(const struct orders *orders, const char *zone)
{
	return map_get(&orders->by_zone, zone);
}

static struct ordered *make(struct orders *orders, const char *zone)
{
	struct ordered *of = map_get(&orders->by_zone, zone);

	if (of)
		return of;
	of = xcalloc(1, sizeof(*of));
	of->zone = xstrdup(zone);
	orders->zones = xgrow(orders->zones, orders->nzones, &orders->zones_cap,
	    sizeof(struct ordered *));
	orders->zones[orders->nzones++] = of;
	map_put(&orders->by_zone, of->zone, of);
	return of;
}

void orders_note(
    struct orders *orders, const char *zone, const struct order *order)
{
	struct ordered *of = make(orders, zone);

	if (of->count == ORDERS_KEPT)
		memmove(&of->given[0], &of->given[1],
		    --of->count * sizeof(of->given[0]));
	of->given[of->count++] = *order;
	orders->unsaved = true;
}

/* "Freeze: 2026-11-29T17:03:00Z for 4h by jo: reason" */
static void print_trailer(const struct order *order, struct buf *out)
{
	const char *word = order_word(order->kind);
	time_t at = (time_t)order->at;
	char stamp[32] = "";
	struct tm tm;

	if (gmtime_r(&at, &tm))
		strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_printf(out, "%c%s: %s", word[0] - 'a' + 'A', word + 1, stamp);
	if (*order->detail)
		buf_printf(out, " %s", order->detail);
	statement_print(&order->stated, out);
	buf_putc(out, '\n');
}

void orders_tell(struct orders *orders, const char *zone, uint32_t serial,
    struct buf *trailers)
{
	struct ordered *of = map_get(&orders->by_zone, zone);

	for (size_t i = 0; of && i < of->count; i++) {
		struct order *order = &of->given[i];

		if (order->told || order->told_in)
			continue;
		print_trailer(order, trailers);
		order->told_in = true;
		order->serial = serial;
	}
}

void orders_untell(struct orders *orders, const char *zone)
{
	struct ordered *of = map_get(&orders->by_zone, zone);

	for (size_t i = 0; of && i < of->count; i++)
		of->given[i].told_in = of->given[i].told;
}

void orders_settle(struct orders *orders,
    bool (*committed)(void *arg, const char *zone, uint32_t serial), void *arg)
{
	for (size_t i = 0; i < orders->nzones; i++) {
		struct ordered *of = orders->zones[i];

		for (size_t j = 0; j < of->count; j++) {
			struct order *order = &of->given[j];

			if (order->told || !order->told_in ||
			    !committed(arg, of->zone, order->serial))
				continue;
			order->told = orders->unsaved = true;
		}
	}
}

/* --- All of them --- */

void orders_copy(const struct orders *orders, struct orders *out)
{
	*out = (struct orders){ .nzones = 0 };
	mandates_copy(&orders->freezes, &out->freezes);
	mandates_copy(&orders->restores, &out->restores);
	mandates_copy(&orders->lost, &out->lost);
	for (size_t i = 0; i < orders->nzones; i++)
		for (size_t j = 0; j < orders->zones[i]->count; j++)
			orders_note(out, orders->zones[i]->zone,
			    &orders->zones[i]->given[j]);
	out->unsaved = orders->unsaved;
}

void orders_clear(struct orders *orders)
{
	mandates_clear(&orders->freezes);
	mandates_clear(&orders->restores);
	mandates_clear(&orders->lost);
	for (size_t i = 0; i < orders->nzones; i++) {
		free(orders->zones[i]->zone);
		free(orders->zones[i]);
	}
	free(orders->zones);
	map_clear(&orders->by_zone);
	*orders = (struct orders){ .nzones = 0 };
}
