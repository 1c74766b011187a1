/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "controller/serve/answer/question.h"
#include "controller/serve/parameters.h"
#include "tests/test.h"
#include "zonegen/base/buf.h"

/* A question becomes "name NAME", "text", "KIND KEY", or NULL: refused. */
static const struct question_row {
	const char *name;
	const char *text;
	const char *want;
} questions[] = {
	{ "a name", "www.example.com", "name www.example.com" },
	{ "in any case, with a final dot", "WWW.Example.COM.",
	    "name www.example.com" },
	{ "a wildcard", "*.example.com", "name *.example.com" },
	{ "not ASCII",
	    "b\xc3\xbc"
	    "cher.example",
	    "name xn--bcher-kva.example" },
	{ "a name in a range", "1.0/25.2.0.192.in-addr.arpa",
	    "name 1.0/25.2.0.192.in-addr.arpa" },
	{ "a service instance", "HP Laser._ipp._tcp.example.com",
	    "name hp\\032laser._ipp._tcp.example.com" },
	{ "no name", "a b", "text" },
	{ "two dots", "a..b", "text" },
	{ "not UTF-8", "a\xff", "text" },
	{ "an object", "Ingress/web/www", "Ingress web/www" },
	{ "its kind in any case", "iNGRESS/web/www", "Ingress web/www" },
	{ "names that no object can have", "Ingress/a b/..", "Ingress a b/.." },
	{ "nothing", "", NULL },
	{ "a newline", "a\nb", NULL },
	{ "DEL", "a\x7f", NULL },
	{ "an unknown kind", "Igress/web/www", NULL },
	{ "a plural", "ingresses/web/www", NULL },
	{ "no kind", "/web/www", NULL },
	{ "no namespace", "Ingress/www", NULL },
	{ "an empty namespace", "Ingress//www", NULL },
	{ "an empty name", "Ingress/web/", NULL },
	{ "nothing behind the kind", "Ingress/", NULL },
	{ "too many parts", "Ingress/web/www/x", NULL },
	{ "a slash alone", "/", NULL },
};

static void question(void **state)
{
	const struct question_row *row = *state;
	struct buf got = BUF_INIT(10000);
	struct question asked;
	struct err err;
	bool ok = question_parse(&asked, row->text, &err);

	assert_int_equal(ok, row->want != NULL);
	if (!ok)
		return;
	if (asked.kind)
		buf_printf(&got, "%s %s", asked.kind->name, asked.key);
	else
		buf_printf(&got, asked.named ? "name %s" : "text", asked.name);
	assert_string_equal(buf_text(&got), row->want);
	assert_string_equal(asked.text, row->text);
	buf_clear(&got);
}

static void long_questions(void **state)
{
	char text[QUESTION_SIZE + 1];
	struct question asked;
	struct err err;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[QUESTION_SIZE] = '\0';
	assert_false(question_parse(&asked, text, &err));
	text[QUESTION_SIZE - 1] = '\0';
	assert_true(question_parse(&asked, text, &err));
	assert_false(asked.named);
}

/* A query becomes "KEY=VALUE;" for each, or NULL: refused. */
static const struct query_row {
	const char *name;
	const char *query;
	const char *want;
} queries[] = {
	{ "none", NULL, "" },
	{ "empty", "", "" },
	{ "one", "a=b", "a=b;" },
	{ "two", "a=b&c=d", "a=b;c=d;" },
	{ "no value", "a", "a=;" },
	{ "an empty value", "a=", "a=;" },
	{ "an empty key", "=b", "=b;" },
	{ "a second =", "a=b=c", "a=b=c;" },
	{ "nothing between", "&&a=b&", "a=b;" },
	{ "escapes", "%61=%2f%2F%c3%bc", "a=//\xc3\xbc;" },
	{ "an escaped &", "a=b%26c=d", "a=b&c=d;" },
	{ "a blank", "a=b+c%20d%2Be", "a=b c d+e;" },
	{ "a newline is for others to refuse", "a=%0a", "a=\n;" },
	{ "a NUL", "a=%00", NULL },
	{ "a NUL in a key", "%00=a", NULL },
	{ "an escape without digits", "a=%zz", NULL },
	{ "half an escape", "a=%4", NULL },
	{ "an escape across", "a=%4&1", NULL },
	{ "nothing behind %", "a=%", NULL },
	{ "twice", "a=b&a=c", NULL },
	{ "twice, escaped", "a=b&%61=c", NULL },
};

static void query(void **state)
{
	const struct query_row *row = *state;
	struct buf got = BUF_INIT(10000);
	struct parameters parameters;
	struct err err;
	bool ok = parameters_parse(&parameters, row->query, &err);

	assert_int_equal(ok, row->want != NULL);
	if (!ok)
		return;
	for (size_t i = 0; i < parameters.count; i++)
		buf_printf(&got, "%s=%s;", parameters.list[i].key,
		    parameters.list[i].value);
	assert_string_equal(buf_text(&got), row->want);
	assert_null(parameters_get(&parameters, "other"));
	parameters_clear(&parameters);
	buf_clear(&got);
}

int main(void)
{
	return RUN_ROWS(questions, question) + RUN_ROWS(queries, query) +
	    RUN_TESTS(cmocka_unit_test(long_questions));
}
