/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_page.c - pages from any JSON: no text in it becomes markup.
 *
 * The same JSON is shown as a status, as a zone of one and as an explanation.
 * Whatever is in it, a page has no other tags than ours, each opened attribute
 * is closed, and its octets are printable.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/serve/page/explanation.h"
#include "controller/serve/page/overview.h"
#include "controller/serve/page/zonepage.h"
#include "zonegen/base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const tags[] = { "!DOCTYPE", "a", "body", "button", "code",
	"details", "form", "h1", "h2", "h3", "head", "header", "html", "input",
	"label", "li", "link", "main", "meta", "nav", "p", "section", "span",
	"strong", "summary", "table", "tbody", "td", "th", "thead", "time",
	"title", "tr", "ul" };
static const char *const attributes[] = { "aria-label", "aria-labelledby",
	"autocapitalize", "autocomplete", "action", "charset", "class",
	"content", "data-label", "datetime", "href", "id", "lang", "maxlength",
	"method", "name", "rel", "role", "scope", "spellcheck", "value" };

static bool is_among(
    const char *const *list, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == len && !memcmp(list[i], text, len))
			return true;
	return false;
}

/* Behind the name of a tag: attributes, then ">".  Returns what follows. */
static const char *check_attributes(const char *at)
{
	while (*at != '>') {
		size_t len;

		at += strspn(at, " \n");
		len = strcspn(at, "= >\n");
		if (at[len] == '=') {
			assert(is_among(
			    attributes, ARRAY_LEN(attributes), at, len));
			assert(at[len + 1] == '"');
			at = strchr(at + len + 2, '"');
			assert(at);
			at++;
		} else {
			assert(!strncmp(at, "required", len) ||
			    !strncmp(at, "html", len));
			at += len;
		}
	}
	return at + 1;
}

static void check(const struct buf *page)
{
	const char *at = buf_text(page);

	assert(buf_ok(page));
	for (size_t i = 0; i < page->len; i++)
		assert((at[i] >= ' ' && at[i] <= '~') || at[i] == '\n');
	while ((at = strchr(at, '<'))) {
		size_t len;

		at += 1 + (at[1] == '/');
		len = strcspn(at, " >\n");
		assert(is_among(tags, ARRAY_LEN(tags), at, len));
		at = check_attributes(at + len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf page = BUF_INIT((size_t)64 << 20);
	struct recent recent = { .count = 1 };
	struct json *document;
	struct err err;

	document = json_parse((const char *)data, size, &err);
	if (!document)
		return 0;
	overview_write(document, &page);
	check(&page);
	buf_reset(&page);
	recent.list[0].changes = (char[]){ "+ a\"<b A\n- x\n~ www B\n+  \n" };
	zonepage_write(document, &recent, 5, &page);
	check(&page);
	buf_reset(&page);
	explanation_write(document, &page);
	check(&page);
	buf_clear(&page);
	json_free(document);
	return 0;
}
