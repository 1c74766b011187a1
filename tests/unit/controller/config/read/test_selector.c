/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_selector.c - label selectors: which objects match, which are refused.
 */
#include "controller/config/read/selector.h"

#include <string.h>

#include "tests/test.h"

/* Four objects: a, b, c, and one without labels. */
static const struct labels {
	char letter;
	const char *app, *tier, *long_key, *empty;
} objects[] = {
	{ 'a', "web", "front", "1", NULL },
	{ 'b', "web", "back", NULL, "" },
	{ 'c', "db", NULL, NULL, NULL },
	{ '-', NULL, NULL, NULL, NULL },
};

static const char *value(const void *arg, const char *key)
{
	const struct labels *labels = arg;

	if (!strcmp(key, "app"))
		return labels->app;
	if (!strcmp(key, "tier"))
		return labels->tier;
	if (!strcmp(key, "example.com/x_y.z"))
		return labels->long_key;
	if (!strcmp(key, "in"))
		return labels->empty;
	return NULL;
}

#define X63 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123"

static const struct row {
	const char *name, *text;
	const char *matches; /* letters of the objects, or */
	const char *refused;
} rows[] = {
	{ "everything", "", "abc-" },
	{ "blanks", " \t\r\n", "abc-" },
	{ "=", "app=web", "ab" },
	{ "==", "app==web", "ab" },
	{ "= with blanks", "  app  =  web  ", "ab" },
	{ "!=", "app!=web", "c-" },
	{ "in", "app in (web, x)", "ab" },
	{ "in without a blank", "app in(db)", "c" },
	{ "notin", "app notin (web,db)", "-" },
	{ "notin, one", "tier notin (back)", "ac-" },
	{ "exists", "tier", "ab" },
	{ "absent", "!tier", "c-" },
	{ "absent, with a blank", "! tier", "c-" },
	{ "all must hold", "app=web,tier=front", "a" },
	{ "all must hold, mixed", "app in (web,db),!tier,app!=x", "c" },
	{ "none", "app=x", "" },
	{ "contradiction", "app=web,app=db", "" },
	{ "case matters", "App=web", "" },
	{ "key with a prefix", "example.com/x_y.z=1", "a" },
	{ "empty value", "in=", "b" },
	{ "empty value, then more", "in=,app=web", "b" },
	{ "empty value ==", "in==", "b" },
	{ "empty value in a set", "in in (,)", "b" },
	{ "empty value at the end of a set", "in in (x,)", "b" },
	{ "two commas in a set", "app in (db,,web)", "abc" },
	{ "same value twice", "app in (db,db)", "c" },
	{ "key called in", "in", "b" },
	{ "key called in, in a set", "in in (in,)", "b" },
	{ "value called notin", "app=notin", "" },
	{ "not equal to nothing", "in!=", "ac-" },
	{ "longest value", "app=" X63, "" },
	{ "longest name", X63, "" },

	{ "rubbish", "!!!invalid", NULL,
	    "bad selector '!!!invalid': '!' where a label key should be" },
	{ "comma alone", ",", NULL,
	    "bad selector ',': ',' where a label key should be" },
	{ "comma at the end", "app,", NULL,
	    "bad selector 'app,': it ends where a label key should be" },
	{ "two commas", "app,,tier", NULL,
	    "bad selector 'app,,tier': ',' where a label key should be" },
	{ "two words", "app web", NULL,
	    "bad selector 'app web': 'web' where an operator should be" },
	{ "word after a value", "app=web x", NULL,
	    "bad selector 'app=web x': 'x' where ',' or the end should be" },
	{ "! and =", "!app=web", NULL,
	    "bad selector '!app=web': '=' where ',' or the end should be" },
	{ "only =", "=web", NULL,
	    "bad selector '=web': '=' where a label key should be" },
	{ "===", "app===web", NULL,
	    "bad selector 'app===web': '=' where a value should be" },
	{ "= and a set", "app=(web)", NULL,
	    "bad selector 'app=(web)': '(' where a value should be" },
	{ "empty set", "app in ()", NULL,
	    "bad selector 'app in ()': ')' where a value should be" },
	{ "in without a set", "app in web", NULL,
	    "bad selector 'app in web': 'web' where '(' should be" },
	{ "in and the end", "app in", NULL,
	    "bad selector 'app in': it ends where '(' should be" },
	{ "open set", "app in (web", NULL,
	    "bad selector 'app in (web': it ends where ',' or ')' should be" },
	{ "set without commas", "app in (a b)", NULL,
	    "bad selector 'app in (a b)': 'b' where ',' or ')' should be" },
	{ "greater", "app>1", NULL,
	    "bad selector 'app>1': '>' where an operator should be" },
	{ "less", "app<1", NULL,
	    "bad selector 'app<1': '<' where an operator should be" },
	{ "bad character in a key", "a$b", NULL,
	    "bad selector 'a$b': 'a$b' is no label key" },
	{ "key that ends in a hyphen", "app-", NULL,
	    "bad selector 'app-': 'app-' is no label key" },
	{ "key too long", X63 "x", NULL,
	    "bad selector '" X63 "x': '" X63 "x' is no label key" },
	{ "prefix alone", "example.com/", NULL,
	    "bad selector 'example.com/': 'example.com/' is no label key" },
	{ "empty prefix", "/x", NULL,
	    "bad selector '/x': '/x' is no label key" },
	{ "two slashes", "a/b/c", NULL,
	    "bad selector 'a/b/c': 'a/b/c' is no label key" },
	{ "upper case in a prefix", "Example.com/x", NULL,
	    "bad selector 'Example.com/x': 'Example.com/x' is no label key" },
	{ "prefix with two dots", "a..b/x", NULL,
	    "bad selector 'a..b/x': 'a..b/x' is no label key" },
	{ "prefix that ends in a hyphen", "a-/x", NULL,
	    "bad selector 'a-/x': 'a-/x' is no label key" },
	{ "bad value", "app=-x", NULL,
	    "bad selector 'app=-x': '-x' is no label value" },
	{ "value with a slash", "app=a/b", NULL,
	    "bad selector 'app=a/b': 'a/b' is no label value" },
	{ "value too long", "app=" X63 "x", NULL,
	    "bad selector 'app=" X63 "x': '" X63 "x' is no label value" },
	{ "bad value in a set", "app in (a,b_)", NULL,
	    "bad selector 'app in (a,b_)': 'b_' is no label value" },
	{ "no ASCII", "app=\xc3\xa4", NULL,
	    "bad selector 'app=?"
	    "?': '?"
	    "?' is no label value" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct arena arena = { 0 };
	struct selector selector = { 0 };
	struct err err = { 0 };
	char got[ARRAY_LEN(objects) + 1] = "";
	bool ok = selector_parse(row->text, &arena, &selector, &err);

	assert_string_equal(err.text, row->refused ? row->refused : "");
	assert_int_equal(ok, !row->refused);
	for (size_t i = 0; ok && i < ARRAY_LEN(objects); i++)
		if (selector_matches(&selector, value, &objects[i]))
			got[strlen(got)] = objects[i].letter;
	if (ok)
		assert_string_equal(got, row->matches);
	arena_clear(&arena);
}

RUN_TABLE(rows, check)
