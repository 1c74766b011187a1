/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_html.c - what a text becomes in a page, and in a link.
 */
#include "controller/serve/page/html.h"

#include <string.h>

#include "tests/test.h"

static const struct row {
	const char *name, *text, *escaped, *query;
} rows[] = {
	{ "a name", "www.example.com", "www.example.com", "www.example.com" },
	{ "markup", "<b a=\"c\" d='e'>&amp;</b>",
	    "&lt;b a=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;&lt;/b&gt;",
	    "%3Cb%20a%3D%22c%22%20d%3D%27e%27%3E%26amp%3B%3C%2Fb%3E" },
	{ "a conversion", "%s%n%u", "%s%n%u", "%25s%25n%25u" },
	{ "control characters", "a\001\t\n\177b", "a????b", "a%01%09%0A%7Fb" },
	{ "beyond ASCII", "\303\244\342\200\256", "?????", "%C3%A4%E2%80%AE" },
	{ "an object", "Ingress/web/www", "Ingress/web/www",
	    "Ingress%2Fweb%2Fwww" },
	{ "a wildcard", "*.example.com", "*.example.com", "%2A.example.com" },
	{ "nothing", "", "", "" },
};

static void text(void **state)
{
	const struct row *row = *state;
	struct buf out = BUF_INIT(1000), wanted = BUF_INIT(1000);

	html_add(&out, "<a href=\"x?q=%q\">%s</a> %u", row->text, row->text,
	    UINT64_MAX);
	buf_printf(&wanted, "<a href=\"x?q=%s\">%s</a> 18446744073709551615",
	    row->query, row->escaped);
	assert_string_equal(buf_text(&out), buf_text(&wanted));
	buf_clear(&out);
	buf_clear(&wanted);
}

RUN_TABLE(rows, text)
