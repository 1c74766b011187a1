/* SPDX-License-Identifier: Apache-2.0 */
/*
 * orderfile.c - orders.json: freezes and orders printed, then read, each row
 * checked as an order is that comes from outside.
 */
#include "controller/publish/order/orderfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/publish/retain/window.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/outfile.h"

#define SCHEMA_VERSION 1

/* --- Printing --- */

static void print_stated(struct buf *out, const struct statement *stated)
{
	if (*stated->by)
		rowfile_print(out, "by", stated->by);
	if (*stated->reason)
		rowfile_print(out, "reason", stated->reason);
}

static void print_standing(
    struct row_list *list, const struct mandate *standing)
{
	list->zone = standing->zone;
	rowfile_begin(list);
	print_stated(list->out, &standing->stated);
	if (*standing->commit) {
		rowfile_print(list->out, "commit", standing->commit);
		buf_printf(list->out, "\"serial\":%lu,",
		    (unsigned long)standing->serial);
	}
	if (standing->life) {
		buf_printf(list->out, "\"life\":%lld,",
		    (long long)standing->life / 1000);
		rowfile_print_until(list, standing->until);
		buf_putc(list->out, ',');
	}
	buf_printf(list->out, "\"since\":%lld}", (long long)standing->since);
}

static void print_order(struct row_list *list, const struct order *order)
{
	rowfile_begin(list);
	rowfile_print(list->out, "order", order_word(order->kind));
	rowfile_print(list->out, "detail", order->detail);
	print_stated(list->out, &order->stated);
	buf_printf(list->out, "\"at\":%lld,\"told\":%s}", (long long)order->at,
	    order->told ? "true" : "false");
}

static void print_standings(const char *member,
    const struct mandates *standings, const struct instant *now,
    struct buf *out)
{
	struct row_list list = { .member = member, .now = now, .out = out };

	for (size_t i = 0; i < standings->count; i++)
		print_standing(&list, &standings->list[i]);
	rowfile_end(&list);
}

void orderfile_print(
    const struct orders *orders, const struct instant *now, struct buf *out)
{
	struct row_list given = { .member = "orders", .now = now, .out = out };

	buf_printf(out, "{\"schemaVersion\":%d", SCHEMA_VERSION);
	print_standings("freezes", &orders->freezes, now, out);
	print_standings("restores", &orders->restores, now, out);
	for (size_t i = 0; i < orders->nzones; i++) {
		given.zone = orders->zones[i]->zone;
		for (size_t j = 0; j < orders->zones[i]->count; j++)
			print_order(&given, &orders->zones[i]->given[j]);
	}
	rowfile_end(&given);
	buf_puts(out, "}\n");
}

/* --- Reading --- */

struct order_reading {
	const struct instant *now;
	struct orders *out;
};

static bool read_stated(
    const struct json *row, struct statement *out, struct err *err)
{
	const char *by, *reason;

	return json_get_string(row, "by", NULL, &by, err) &&
	    json_get_string(row, "reason", NULL, &reason, err) &&
	    statement_set(out, by, reason, err);
}

/* The zone's name, or that of all. */
static bool read_zone(
    const struct json *row, char out[NAME_SIZE], struct err *err)
{
	const char *zone;

	if (!rowfile_string(row, "zone", &zone, err))
		return false;
	if (strcmp(zone, ORDERS_ALL) != 0)
		return rowfile_name(row, "zone", out, err);
	memcpy(out, ORDERS_ALL, sizeof(ORDERS_ALL));
	return true;
}

static bool read_life(const struct json *row, const struct instant *now,
    int64_t *life, int64_t *until, struct err *err)
{
	*life = 0;
	*until = NEVER;
	if (!json_get(row, "life"))
		return true;
	if (!rowfile_number(row, "life", 1, life, err) ||
	    !rowfile_until(row, now, until, err))
		return false;
	if (*life > ORDERS_LIFE_MAX / 1000)
		return err_set(err, ERR_INPUT, "life: more than a year");
	*life *= 1000;
	if (*until > now->ms + *life)
		*until = now->ms + *life;
	return true;
}

/* Of a restored version: where it is from. */
static bool read_commit(
    const struct json *row, struct mandate_wish *order, struct err *err)
{
	int64_t serial;
	size_t len;

	if (!rowfile_string(row, "commit", &order->commit, err) ||
	    !rowfile_number(row, "serial", 0, &serial, err))
		return false;
	len = strlen(order->commit);
	if (len < 40 || len >= MANDATE_COMMIT_SIZE ||
	    strspn(order->commit, "0123456789abcdef") != len)
		return err_set(err, ERR_INPUT, "commit: no id");
	if (serial > UINT32_MAX)
		return err_set(err, ERR_INPUT, "serial: too large");
	order->serial = (uint32_t)serial;
	return true;
}

/* One of each sort for a zone, and a version for no more than one zone. */
static bool check_zone(const struct orders *orders, const char *zone,
    bool restores, struct err *err)
{
	const struct mandates *list =
	    restores ? &orders->restores : &orders->freezes;

	if (restores && !strcmp(zone, ORDERS_ALL))
		return err_set(err, ERR_INPUT, "zone: it is one zone's");
	if (mandates_find(list, zone))
		return err_set(err, ERR_INPUT, "zone: '%s' twice", zone);
	return true;
}

static bool read_standing(const struct order_reading *r, const struct json *row,
    struct mandate_wish order, struct err *err)
{
	int64_t since, until;
	struct statement stated;
	struct instant then;
	char zone[NAME_SIZE];

	if (!read_zone(row, zone, err) ||
	    !check_zone(r->out, zone, order.commit != NULL, err) ||
	    !rowfile_number(row, "since", 1, &since, err) ||
	    !read_life(row, r->now, &order.life, &until, err) ||
	    !read_stated(row, &stated, err))
		return false;
	then = (struct instant){ .ms = until - order.life, .wall = since };
	order.zone = zone;
	order.stated = &stated;
	order.now = &then;
	orders_stand(r->out, &order);
	return true;
}

static bool read_freeze(void *arg, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "since", "life", "until",
		"by", "reason" };
	struct mandate_wish freeze = { .life = 0 };

	return rowfile_members(row, known, ARRAY_LEN(known), err) &&
	    read_standing(arg, row, freeze, err);
}

static bool read_restore(void *arg, const struct json *row, struct err *err)
{
	static const char *const known[] = { "zone", "since", "life", "until",
		"by", "reason", "commit", "serial" };
	struct mandate_wish restore = { .life = 0 };

	return rowfile_members(row, known, ARRAY_LEN(known), err) &&
	    read_commit(row, &restore, err) &&
	    read_standing(arg, row, restore, err);
}

static bool read_order(void *arg, const struct json *row, struct err *err)
{
	const struct order_reading *r = arg;
	static const char *const known[] = { "zone", "order", "at", "detail",
		"by", "reason", "told" };
	struct order order = { .serial = 0 };
	struct statement detail;
	const char *word, *text;
	char zone[NAME_SIZE];

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_name(row, "zone", zone, err) ||
	    !rowfile_string(row, "order", &word, err) ||
	    !rowfile_string(row, "detail", &text, err) ||
	    !rowfile_number(row, "at", 0, &order.at, err) ||
	    !json_get_bool(row, "told", false, &order.told, err) ||
	    !read_stated(row, &order.stated, err))
		return false;
	if (!strcmp(zone, ORDERS_ALL))
		return err_set(err, ERR_INPUT, "zone: it is one zone's");
	if (!order_parse(word, &order.kind))
		return err_set(err, ERR_INPUT, "order: '%s' is none", word);
	/* It is a line, too. */
	if (strlen(text) >= sizeof(order.detail) ||
	    (*text && !statement_set(&detail, NULL, text, err)))
		return err_set(err, ERR_INPUT, "detail: no line of text");
	snprintf(order.detail, sizeof(order.detail), "%s", text);
	orders_note(r->out, zone, &order);
	return true;
}

static bool read_document(const struct json *document,
    const struct instant *now, struct orders *out, struct err *err)
{
	static const char *const known[] = { "schemaVersion", "freezes",
		"restores", "orders" };
	struct order_reading r = { now, out };

	if (!rowfile_members(document, known, ARRAY_LEN(known), err) ||
	    !rowfile_schema(document, SCHEMA_VERSION, err))
		return false;
	return rowfile_rows(document, "freezes", read_freeze, &r, err) &&
	    rowfile_rows(document, "restores", read_restore, &r, err) &&
	    rowfile_rows(document, "orders", read_order, &r, err);
}

bool orderfile_parse(const char *text, size_t len, const struct instant *now,
    struct orders *out, struct err *err)
{
	struct json *document = json_parse(text, len, err);
	bool ok;

	*out = (struct orders){ .nzones = 0 };
	ok = document && read_document(document, now, out, err);
	if (!ok)
		orders_clear(out);
	out->unsaved = false;
	json_free(document);
	return ok;
}

bool orderfile_load(
    int dir, const struct instant *now, struct orders *out, struct err *err)
{
	static const struct statement why = {
		.reason =
		    ORDERFILE_NAME " was damaged: what was frozen is not known",
	};
	char *text = NULL;
	size_t len;
	bool ok;

	*out = (struct orders){ .nzones = 0 };
	ok = statedir_read(
		 dir, ORDERFILE_NAME, ORDERFILE_MAX, &text, &len, err) &&
	    orderfile_parse(text, len, now, out, err);
	free(text);
	if (ok || err->kind == ERR_ABSENT)
		return true;
	orders_stand(out,
	    &(struct mandate_wish){
		.zone = ORDERS_ALL, .stated = &why, .now = now });
	return statedir_refuse(dir, ORDERFILE_NAME, err);
}

bool orderfile_save(
    int dir, struct orders *orders, const struct instant *now, struct err *err)
{
	struct buf text = BUF_INIT(ORDERFILE_MAX);
	bool ok;

	if (!orders->unsaved)
		return true;
	orderfile_print(orders, now, &text);
	ok = outfile_replace(dir, ORDERFILE_NAME, 0600, &text, err);
	orders->unsaved = !ok;
	buf_clear(&text);
	return ok;
}
