/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.c - a request is refused for its host or its rate, or goes to the row
 * of its path, which writes the page from an answer of serve/answer.
 */
#include "controller/serve/pages.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "controller/publish/account/recent.h"
#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/prose.h"
#include "controller/serve/page/explanation.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/overview.h"
#include "controller/serve/page/style.h"
#include "controller/serve/page/zonepage.h"
#include "controller/serve/parameters.h"

#define HOST_SIZE 256 /* octets of a host name, a NUL included */

static const char headers[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Referrer-Policy: no-referrer\r\n";

static void fail(struct httpd_answer *answer, unsigned status,
    const char *title, const char *sentence)
{
	answer->status = status;
	buf_reset(&answer->body);
	frame_message(&answer->body, title, sentence);
}

/* --- Hosts --- */

/* "NAME:PORT", "[ADDRESS]:PORT" or without the port; *v6: it had brackets. */
static bool cut_host(const char *host, char out[HOST_SIZE], bool *v6)
{
	size_t len;

	*v6 = *host == '[';
	host += *v6;
	len = strcspn(host, *v6 ? "]" : ":");
	if (!len || len >= HOST_SIZE)
		return false;
	memcpy(out, host, len);
	out[len] = '\0';
	return true;
}

static bool is_ours(const struct pages *pages, const char *host)
{
	struct in6_addr address;
	char name[HOST_SIZE];
	bool v6;

	if (!host || !cut_host(host, name, &v6))
		return false;
	if (inet_pton(v6 ? AF_INET6 : AF_INET, name, &address) == 1)
		return true;
	if (v6)
		return false;
	if (!strcasecmp(name, "localhost"))
		return true;
	for (size_t i = 0; i < pages->hosts->count; i++)
		if (!strcasecmp(name, pages->hosts->list[i]))
			return true;
	return false;
}

/* --- Pages --- */

/* A call to one of them. */
struct visit {
	const struct pages *pages;
	const char *asked; /* its one parameter, or NULL */
	struct httpd_answer *answer;
};

static struct json *parse(const struct visit *visit, const struct buf *text)
{
	struct err err;
	struct json *document = json_parse(buf_text(text), text->len, &err);

	if (!document)
		fail(visit->answer, 500, "Too much to show", err.text);
	return document;
}

static struct json *status(const struct visit *visit)
{
	const struct pages *pages = visit->pages;

	return parse(visit, pages->status(pages->arg, pages->affairs));
}

static void write_overview(const struct visit *visit)
{
	struct json *document = status(visit);

	if (document)
		overview_write(document, &visit->answer->body);
	json_free(document);
}

static const struct recent *recent_of(
    const struct affairs *affairs, const char *name)
{
	const struct zoneset *set = affairs->knowledge->set;

	for (size_t i = 0; i < zoneset_count(set); i++)
		if (!strcmp(zone_name(zoneset_at(set, i)), name))
			return affairs->zones[i].recent;
	return NULL;
}

static void write_zone(const struct visit *visit)
{
	struct json *document = status(visit);
	const struct json *zone = prose_first(document, "zones");

	while (zone && strcmp(prose_text(zone, "zone"), visit->asked) != 0)
		zone = json_next(zone);
	if (zone)
		zonepage_write(zone,
		    recent_of(visit->pages->affairs, visit->asked),
		    visit->pages->wall, &visit->answer->body);
	else if (document)
		fail(visit->answer, 404, "No such zone",
		    "The controller has no zone of this name.");
	json_free(document);
}

static void write_explanation(const struct visit *visit)
{
	struct buf text = BUF_INIT((size_t)64 << 20);
	struct json *document = NULL;
	struct question question;
	struct err err;

	if (!question_parse(&question, visit->asked, &err)) {
		fail(visit->answer, 400, "This cannot be asked", err.text);
		return;
	}
	explain_write(visit->pages->affairs->knowledge, &question, &text);
	document = parse(visit, &text);
	if (document)
		explanation_write(document, &visit->answer->body);
	json_free(document);
	buf_clear(&text);
}

static const struct page_row {
	const char *path;
	const char *parameter; /* that it needs; NULL: it has none */
	void (*write)(const struct visit *visit);
} pages_by_path[] = {
	{ "/", NULL, write_overview },
	{ "/zone", "name", write_zone },
	{ "/explain", "q", write_explanation },
};

static void write_page(const struct page_row *row, const struct pages *pages,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	struct visit visit = { .pages = pages, .answer = answer };
	struct parameters parameters;
	struct err err;

	if (!parameters_parse(&parameters, request->query, &err)) {
		fail(answer, 400, "This cannot be asked", err.text);
		return;
	}
	if (row->parameter)
		visit.asked = parameters_get(&parameters, row->parameter);
	if (row->parameter && !visit.asked)
		fail(answer, 400, "This cannot be asked", "Nothing is named.");
	else
		row->write(&visit);
	parameters_clear(&parameters);
}

static const struct page_row *find_page(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(pages_by_path); i++)
		if (!strcmp(pages_by_path[i].path, path))
			return &pages_by_path[i];
	return NULL;
}

void pages_answer(const struct pages *pages,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	const struct page_row *row = find_page(request->path);

	answer->type = FRAME_TYPE;
	answer->headers = headers;
	if (!is_ours(pages, request->host)) {
		fail(answer, 421, "Another host",
		    "This host name is not among http.pageHosts.");
	} else if (!strcmp(request->path, "/style.css")) {
		answer->type = STYLE_TYPE;
		buf_puts(&answer->body, style_text);
	} else if (!row) {
		fail(answer, 404, "No such page", "There is nothing here.");
	} else if (!pages->allows(pages->arg)) {
		fail(answer, 429, "Too often",
		    "Pages are made a few times a second. Try again.");
	} else if (!pages->affairs) {
		fail(answer, 503, "Starting", "Nothing is known yet.");
	} else {
		write_page(row, pages, request, answer);
	}
}
