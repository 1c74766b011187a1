/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_slicer.c - lists in any pieces: the elements they hold, or why they
 * count for nothing.  Every row is fed whole, byte by byte, and cut at each
 * place.
 */
#include "controller/kube/wire/slicer.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define LIST "\"kind\":\"IngressList\""
#define META "\"metadata\":{\"resourceVersion\":\"7\"}"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define SMALL_ITEM 80
#define SMALL_BODY 320

static const struct row {
	const char *name;
	const char *body;
	const char *items; /* joined by "|"; NULL: refused */
	const char *version, *next;
	const char *refused;
} rows[] = {
	{ "typed list",
	    "{" LIST ",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":"
	    "\"12\",\"continue\":\"a+/=\",\"remainingItemCount\":3},\"items\":"
	    "[{\"a\":1},{\"b\":[{}]}]}",
	    "{\"a\":1}|{\"b\":[{}]}", "12", "a+/=" },
	{ "items before metadata and kind",
	    "{\"apiVersion\":\"v1\",\"items\":[{}]," LIST "," META "}", "{}",
	    "7", "" },
	{ "blanks", " {\n" LIST " ,\t" META ", \"items\" : [ {} , { } ] }\r\n",
	    "{}|{ }", "7", "" },
	{ "no items member", "{" LIST "," META "}", "", "7", "" },
	{ "items null", "{" LIST ",\"items\":null," META "}", "", "7", "" },
	{ "items empty", "{" LIST "," META ",\"items\":[]}", "", "7", "" },
	{ "brackets and quotes in strings",
	    "{" LIST "," META ",\"items\":[{\"a\":\"]}\\\"[\\\\\"},{}]}",
	    "{\"a\":\"]}\\\"[\\\\\"}|{}", "7", "" },
	{ "nested items are not items",
	    "{" LIST "," META
	    ",\"x\":{\"items\":[1]},\"items\":[{\"items\":[2]}"
	    "]}",
	    "{\"items\":[2]}", "7", "" },
	{ "other values",
	    "{" LIST ",\"a\":-1.5e+3,\"b\":true,\"c\":null,\"d\":\"x\","
	    "\"e\":[]," META "}",
	    "", "7", "" },
	{ "no resourceVersion", "{" LIST ",\"metadata\":{}}", "", "", "" },
	{ "no metadata", "{" LIST "}", "", "", "" },
	{ "an item that is no JSON inside",
	    "{" LIST "," META ",\"items\":[{oops:[]},{}]}", "{oops:[]}|{}", "7",
	    "" },

	{ "empty", "", .refused = "not a list: it is empty" },
	{ "blanks only", " \n", .refused = "not a list: it is empty" },
	{ "HTML", "<html>", .refused = "not a list: it is no JSON object" },
	{ "an array", "[]", .refused = "not a list: it is no JSON object" },
	{ "Status", "{\"kind\":\"Status\"," META "}",
	    .refused = "not a list: its kind is 'Status'" },
	{ "no kind", "{" META ",\"items\":[]}",
	    .refused = "not a list: its kind is ''" },
	{ "kind is a number", "{\"kind\":5," META "}",
	    .refused = "not a list: kind is no plain string" },
	{ "cut in an item", "{" LIST "," META ",\"items\":[{},{\"a\":",
	    .refused = "not a list: it is cut" },
	{ "cut between items", "{" LIST "," META ",\"items\":[{}",
	    .refused = "not a list: it is cut" },
	{ "cut at the very end", "{" LIST "," META ",\"items\":[{}]",
	    .refused = "not a list: it is cut" },
	{ "cut in a key", "{" LIST "," META ",\"it",
	    .refused = "not a list: it is cut" },
	{ "a second document", "{" LIST "," META "}{}",
	    .refused = "not a list: it is no JSON object" },
	{ "garbage behind", "{" LIST "," META "}x",
	    .refused = "not a list: it is no JSON object" },
	{ "brackets of two kinds", "{" LIST ",\"items\":[{\"a\":[}]}]}",
	    .refused = "not a list: brackets do not match" },
	{ "items is an object", "{" LIST ",\"items\":{}," META "}",
	    .refused = "not a list: items is no list" },
	{ "items twice", "{" LIST ",\"items\":[{}],\"items\":[]," META "}",
	    .refused = "not a list: a key comes twice" },
	{ "an escaped key", "{" LIST "," META ",\"it\\u0065ms\":[{}]}",
	    .refused = "not a list: a key with an escape" },
	{ "a number among the items", "{" LIST ",\"items\":[{},5]," META "}",
	    .refused = "not a list: an item is no object" },
	{ "null among the items", "{" LIST ",\"items\":[null]," META "}",
	    .refused = "not a list: an item is no object" },
	{ "a comma too many", "{" LIST ",\"items\":[{},]," META "}",
	    .refused = "not a list: an item is no object" },
	{ "a comma too few", "{" LIST ",\"items\":[{}{}]," META "}",
	    .refused = "not a list: it is no JSON object" },
	{ "a key that is no string", "{" LIST ",5:1," META "}",
	    .refused = "not a list: a key is no string" },
	{ "a value missing", "{" LIST ",\"a\":," META "}",
	    .refused = "not a list: brackets do not match" },
	{ "metadata is a list", "{" LIST ",\"metadata\":[]}", "", "", "" },
	{ "resourceVersion is a number",
	    "{" LIST ",\"metadata\":{\"resourceVersion\":7}}",
	    .refused = "metadata of the list: resourceVersion: not a string" },
	{ "metadata is no JSON", "{" LIST ",\"metadata\":{x}}",
	    .refused = "metadata of the list: not JSON: octet 2" },
	{ "an item as large as allowed",
	    "{" LIST "," META ",\"items\":[{\"a\":\"" X50
	    "1234567890123456789012\"}]}",
	    "{\"a\":\"" X50 "1234567890123456789012\"}", "7", "" },
	{ "an item too large",
	    "{" LIST "," META ",\"items\":[{\"a\":\"" X50
	    "12345678901234567890123\"}]}",
	    .refused = "not a list: an element is too large" },
	{ "a body too large",
	    "{" LIST "," META ",\"items\":[{\"a\":\"" X50 "\"},{\"a\":\"" X50
	    "\"},{\"a\":\"" X50 "\"},{\"a\":\"" X50 "\"},{\"a\":\"" X50 "\"}]}",
	    .refused = "not a list: it is too large" },
};

static void on_item(void *arg, const char *text, size_t len)
{
	struct buf *items = arg;

	if (items->len)
		buf_putc(items, '|');
	buf_add(items, text, len);
}

/* Feeds pieces of first, then step octets, each in memory of its own size. */
static bool feed(struct slicer *slicer, const char *body, size_t first,
    size_t step, struct err *err)
{
	size_t len = strlen(body);

	for (size_t at = 0, size; at < len; at += size) {
		char *piece;
		bool ok;

		size = at ? step : first;
		if (size > len - at)
			size = len - at;
		piece = xmalloc(size);
		memcpy(piece, body + at, size);
		ok = slicer_feed(slicer, piece, size, err);
		free(piece);
		if (!ok)
			return false;
	}
	return true;
}

static void check_split(const struct row *row, size_t first, size_t step)
{
	struct limits limits = limits_real;
	struct buf items = BUF_INIT(4096);
	struct err err = { 0 };
	struct slicer *slicer;
	struct page page;
	bool ok;

	limits.item_size = SMALL_ITEM;
	limits.body_size = SMALL_BODY;
	slicer = slicer_new(&limits, on_item, &items);
	ok = feed(slicer, row->body, first, step, &err) &&
	    slicer_end(slicer, &page, &err);
	if (row->refused) {
		assert_false(ok);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_string_equal(err.text, row->refused);
	} else {
		assert_string_equal(err.text, "");
		assert_true(ok);
		assert_string_equal(buf_text(&items), row->items);
		assert_string_equal(page.resource_version, row->version);
		assert_string_equal(page.next, row->next);
	}
	slicer_free(slicer);
	buf_clear(&items);
}

/* Of the kind that was asked for, and of others. */
static void demands_the_kind(void **state)
{
	static const struct {
		const char *head, *why; /* why "": it is taken */
	} lists[] = {
		{ "\"kind\":\"IngressList\",\"apiVersion\":\"g/v1\"", "" },
		{ "\"apiVersion\":\"g/v1\",\"kind\":\"IngressList\"", "" },
		{ "\"kind\":\"PodList\",\"apiVersion\":\"v1\"",
		    "not the list that was asked for: its kind is 'PodList', "
		    "not 'IngressList'" },
		{ "\"kind\":\"List\",\"apiVersion\":\"g/v1\"",
		    "not the list that was asked for: its kind is 'List', not "
		    "'IngressList'" },
		{ "\"kind\":\"IngressList\",\"apiVersion\":\"h/v1\"",
		    "not the list that was asked for: its apiVersion is "
		    "'h/v1', not 'g/v1'" },
		{ "\"kind\":\"IngressList\"",
		    "not the list that was asked for: its apiVersion is '', "
		    "not 'g/v1'" },
		{ "\"apiVersion\":\"g/v1\"", "not a list: its kind is ''" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct buf items = BUF_INIT(100), body = BUF_INIT(1000);
		struct slicer *slicer =
		    slicer_new(&limits_real, on_item, &items);
		struct err err = { 0 };
		struct page page;

		slicer_expect(slicer, "Ingress", "g", "v1");
		buf_printf(&body, "{%s,\"items\":[]}", lists[i].head);
		if (feed(slicer, buf_text(&body), 1, 1, &err))
			assert_int_equal(
			    slicer_end(slicer, &page, &err), !*lists[i].why);
		assert_string_equal(err.text, lists[i].why);
		slicer_free(slicer);
		buf_clear(&body);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	size_t len = strlen(row->body);

	check_split(row, 1, 1);
	for (size_t first = 1; first <= len; first++)
		check_split(row, first, len);
}

static void nests(size_t depth, bool ok)
{
	struct buf body = BUF_INIT(4096), items = BUF_INIT(4096);
	struct slicer *slicer = slicer_new(&limits_real, on_item, &items);
	struct err err;

	buf_puts(&body, "{" LIST ",\"items\":[{\"a\":");
	for (size_t i = 1; i < depth; i++)
		buf_putc(&body, '[');
	for (size_t i = 1; i < depth; i++)
		buf_putc(&body, ']');
	buf_puts(&body, "}]," META "}");
	assert_int_equal(slicer_feed(slicer, body.data, body.len, &err), ok);
	slicer_free(slicer);
	buf_clear(&body);
	buf_clear(&items);
}

static void nests_two_hundred_deep(void **state)
{
	(void)state;
	nests(200, true);
	nests(201, false);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(nests_two_hundred_deep),
		cmocka_unit_test(demands_the_kind));
}
