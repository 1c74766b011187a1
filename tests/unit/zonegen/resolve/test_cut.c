/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cut.c - the nameservers and namespaces of a delegation as sets, and who
 * may give addresses to a nameserver.
 */
#include "zonegen/resolve/cut.h"

#include <string.h>

#include "tests/test.h"

#define MANY 6

static const struct row {
	const char *name;
	const char *targets[MANY];    /* "!" before it: lame */
	const char *namespaces[MANY]; /* whose NS they are */
	size_t ntargets, nnamespaces; /* that are left */
	const char *named, *not_named, *lame, *of, *not_of;
} rows[] = {
	{ "nothing", .not_named = "a", .not_of = "web" },
	{ "one", { "ns.a" }, { "web" }, 1, 1, .named = "ns.a",
	    .not_named = "ns", .of = "web", .not_of = "we" },
	{ "in any order", { "c", "!a", "b" }, { "z", "y", "x" }, 3, 3,
	    .named = "b", .not_named = "d", .lame = "a", .of = "y",
	    .not_of = "w" },
	{ "each once", { "a", "b", "a", "b", "a" }, { "x", "x", "x", "y" }, 2,
	    2, .named = "b", .not_named = "ab", .of = "x", .not_of = "xx" },
	{ "of nobody's namespace", { "a" }, { "" }, 1, 1, .named = "a",
	    .of = "", .not_of = "x" },
	{ "one of them is lame", { "b", "!c", "d" }, { "x" }, 3, 1,
	    .named = "c", .lame = "c", .of = "x" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct cut_target targets[MANY];
	const char *namespaces[MANY];
	struct cut cut = { .targets = targets, .namespaces = namespaces };

	for (; cut.ntargets < MANY && row->targets[cut.ntargets];
	     cut.ntargets++) {
		const char *text = row->targets[cut.ntargets];
		bool lame = *text == '!';

		targets[cut.ntargets] =
		    (struct cut_target){ text + lame, lame };
	}
	for (; cut.nnamespaces < MANY && row->namespaces[cut.nnamespaces];
	     cut.nnamespaces++)
		namespaces[cut.nnamespaces] = row->namespaces[cut.nnamespaces];
	cut_close(&cut);
	assert_int_equal(cut.ntargets, row->ntargets);
	assert_int_equal(cut.nnamespaces, row->nnamespaces);
	for (size_t i = 1; i < cut.ntargets; i++)
		assert_true(strcmp(targets[i - 1].name, targets[i].name) < 0);
	for (size_t i = 1; i < cut.nnamespaces; i++)
		assert_true(strcmp(namespaces[i - 1], namespaces[i]) < 0);
	assert_true(!row->named || cut_names(&cut, row->named));
	assert_false(row->not_named && cut_names(&cut, row->not_named));
	assert_true(!row->lame || cut_has_lame(&cut, row->lame));
	assert_false(row->not_named && cut_has_lame(&cut, row->not_named));
	for (size_t i = 0; i < cut.ntargets; i++)
		assert_int_equal(cut_has_lame(&cut, targets[i].name),
		    row->lame && !strcmp(targets[i].name, row->lame));
	assert_true(!row->of || cut_is_of(&cut, row->of));
	assert_false(row->not_of && cut_is_of(&cut, row->not_of));
}

static const struct giver {
	const char *name;
	const char *of[MANY]; /* namespaces of the delegations */
	bool configured;      /* one of them is the configuration's */
	enum entry_from from;
	bool may;
} givers[] = {
	{ "one of the delegations is its own", { "shop", "web" }, false,
	    ENTRY_LIVE, true },
	{ "none is", { "shop", "we", "webs" }, false, ENTRY_LIVE, false },
	{ "none needs it", { NULL }, false, ENTRY_LIVE, false },
	{ "not the configuration either", { NULL }, false, ENTRY_STATIC,
	    false },
	{ "only the configuration's needs it", { NULL }, true, ENTRY_LIVE,
	    false },
	{ "the configuration's own", { NULL }, true, ENTRY_STATIC, true },
	{ "the configuration gives to anybody", { "shop" }, false, ENTRY_STATIC,
	    true },
};

static void check_giver(void **state)
{
	const struct giver *row = *state;
	struct origin *origin =
	    origin_new("Service", "web", "ns", "uid", AGE_UNKNOWN);
	struct entry *entry = entry_new(origin, 0, NULL, 0);
	struct glue glue = { .name = "ns.a", .configured = row->configured };

	entry->from = row->from;
	for (size_t i = 0; i < MANY && row->of[i]; i++)
		map_put(&glue.namespaces, row->of[i], &glue);
	assert_int_equal(glue_from(&glue, entry), row->may);
	assert_false(glue_from(NULL, entry));
	map_clear(&glue.namespaces);
	entry_free(entry);
	origin_unref(origin);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(givers, check_giver);
}
