/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_labelselector.c - selectors in objects: their terms, and those that
 * mean nothing and so allow nothing.
 */
#include "controller/object/part/labelselector.h"

#include "controller/object/kind/gateway.h"
#include "tests/test.h"
#include "tests/unit/controller/object/decode.h"

#define NAMESPACES(rest)                                               \
	"{" META                                                       \
	",'spec':{'allowedListeners':{'namespaces':{'from':'Selector'" \
	"," rest "}}}}"
#define SELECTOR(rest) NAMESPACES("'selector':{" rest "}")
#define LABELS(rest) SELECTOR("'matchLabels':{" rest "}")
#define TERM(rest) SELECTOR("'matchExpressions':[{" rest "}]")
#define AT "spec.allowedListeners.namespaces.selector"

static const struct decode_row rows[] = {
	{ "nothing said matches everything", SELECTOR(""), " all" },
	{ "labels", LABELS("'team':'foo','example.com/env':''"),
	    " team in (foo) example.com/env in ()" },
	{ "expressions",
	    SELECTOR("'matchExpressions':[{'key':'a','operator':'In','values':"
		     "['x','y']},{'key':'b','operator':'NotIn','values':['z']},"
		     "{'key':'c','operator':'Exists'},{'key':'d','operator':"
		     "'DoesNotExist','values':[]}]"),
	    " a in (x,y) b notin (z) c exists d absent" },
	{ "both",
	    SELECTOR("'matchExpressions':[{'key':'b','operator':'Exists'"
		     "}],'matchLabels':{'a':'x'}"),
	    " a in (x) b exists" },
	{ "nulls", SELECTOR("'matchLabels':null,'matchExpressions':null"),
	    " all" },
	{ "empty ones", SELECTOR("'matchLabels':{},'matchExpressions':[]"),
	    " all" },
	{ "a label that is null is empty", LABELS("'a':null"), " a in ()" },
	{ "a value that is null is empty",
	    TERM("'key':'a','operator':'In','values':[null]"), " a in ()" },
	{ "of duplicate keys the first",
	    TERM("'key':'a','key':5,'operator':'Exists','operator':7"),
	    " a exists" },

	/* Those that mean nothing. */
	{ "no selector", NAMESPACES("'x':1"), " none" },
	{ "selector null", NAMESPACES("'selector':null"), " none" },
	{ "an unknown operator",
	    TERM("'key':'a','operator':'Gt','values':"
		 "['1']"),
	    " none" },
	{ "an operator in lower case",
	    TERM("'key':'a','operator':'in','values':['1']"), " none" },
	{ "no operator", TERM("'key':'a','values':['x']"), " none" },
	{ "operator null", TERM("'key':'a','operator':null"), " none" },
	{ "In without values", TERM("'key':'a','operator':'In'"), " none" },
	{ "NotIn without values",
	    TERM("'key':'a','operator':'NotIn','values':[]"), " none" },
	{ "NotIn, values null",
	    TERM("'key':'a','operator':'NotIn','values':null"), " none" },
	{ "Exists with values",
	    TERM("'key':'a','operator':'Exists','values':['x']"), " none" },
	{ "DoesNotExist with values",
	    TERM("'key':'a','operator':'DoesNotExist','values':['x']"),
	    " none" },
	{ "no key", TERM("'operator':'DoesNotExist'"), " none" },
	{ "a key that is none", TERM("'key':'a b','operator':'DoesNotExist'"),
	    " none" },
	{ "a prefix that is none",
	    TERM("'key':'A_/b','operator':'DoesNotExist'"), " none" },
	{ "a value that is none",
	    TERM("'key':'a','operator':'NotIn','values':['x','a,b']"),
	    " none" },
	{ "a label that is none", LABELS("'a b':'x'"), " none" },
	{ "a label's value that is none", LABELS("'a':'x y'"), " none" },
	{ "a good one beside a bad one", LABELS("'a':'x','':'y'"), " none" },
	{ "an expression of nothing", SELECTOR("'matchExpressions':[null]"),
	    " none" },

	{ "selector a string", NAMESPACES("'selector':'team=foo'"), NULL,
	    AT ": not an object" },
	{ "matchLabels a list", SELECTOR("'matchLabels':[]"), NULL,
	    AT ".matchLabels: not an object" },
	{ "a label a number", LABELS("'b':'x','a':1"), NULL,
	    AT ".matchLabels.a: not a string" },
	{ "matchExpressions an object", SELECTOR("'matchExpressions':{}"), NULL,
	    AT ".matchExpressions: not a list" },
	{ "an expression a string", SELECTOR("'matchExpressions':['a']"), NULL,
	    AT ".matchExpressions[0]: not an object" },
	{ "key a number", SELECTOR("'matchExpressions':[{},{'key':1}]"), NULL,
	    AT ".matchExpressions[1].key: not a string" },
	{ "operator a list", TERM("'operator':[]"), NULL,
	    AT ".matchExpressions[0].operator: not a string" },
	{ "values a string", TERM("'values':'x'"), NULL,
	    AT ".matchExpressions[0].values: not a list" },
	{ "a value a number", TERM("'values':['x',1]"), NULL,
	    AT ".matchExpressions[0].values[1]: not a string" },
};

static void print_term(struct buf *out, const struct selector_term *term)
{
	static const char *const words[] = {
		[SELECTOR_IN] = "in",
		[SELECTOR_NOT_IN] = "notin",
		[SELECTOR_EXISTS] = "exists",
		[SELECTOR_ABSENT] = "absent",
	};

	buf_printf(out, " %s %s", term->key, words[term->op]);
	for (size_t i = 0; i < term->count; i++)
		buf_printf(out, "%s%s", i ? "," : " (", term->values[i]);
	if (term->count)
		buf_putc(out, ')');
}

static void print(struct buf *out, const struct object *object)
{
	const struct from_namespaces *from =
	    &((const struct gateway *)object)->allowed_sets;

	if (from->from == FROM_NONE) {
		buf_puts(out, " none");
		return;
	}
	assert_int_equal(from->from, FROM_SELECTOR);
	if (!from->selector.count)
		buf_puts(out, " all");
	for (size_t i = 0; i < from->selector.count; i++)
		print_term(out, &from->selector.terms[i]);
}

static void check(void **state)
{
	decode_check("Gateway", *state, print);
}

static void bounds(void **state)
{
	static const char before[] =
	    "{" META ",'spec':{'allowedListeners':{'namespaces':{'from':"
	    "'Selector','selector':{'matchLabels':{'a':'b'},"
	    "'matchExpressions':[{}";
	struct object *object;
	struct err err;

	(void)state;
	object = decode_many("Gateway", before, ",{}", 998, "]}}}}}", &err);
	assert_non_null(object);
	object_free(object);
	assert_null(decode_many("Gateway", before, ",{}", 999, "]}}}}}", &err));
	assert_string_equal(err.text, AT ": more than 1000 terms");
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(bounds));
}
