/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation.c - the sentence, the owner, and the parts that report.h has,
 * each as a piece of the page.
 */
#include "controller/serve/page/explanation.h"

#include <string.h>

#include "controller/serve/answer/prose.h"
#include "controller/serve/answer/report.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/html.h"

struct writing {
	struct buf *out;
	bool table;  /* of records, is open */
	bool listed; /* the list of what a claim asks for is open */
};

static void write_begin(void *arg, enum report_part part, bool empty)
{
	static const char *const titles[] = {
		[REPORT_RECORDS] = "In the zone",
		[REPORT_LAST_RECORDS] = "In the last version",
		[REPORT_CLAIMS] = "Who asks for it",
		[REPORT_NAMES] = "Names it asks for",
		[REPORT_FINDINGS] = "Findings",
		[REPORT_NOTES] = "Notes",
		[REPORT_SOURCES] = "Sources that are not known in full",
	};
	struct writing *writing = arg;

	writing->table =
	    !empty && (part == REPORT_RECORDS || part == REPORT_LAST_RECORDS);
	if (writing->table)
		FRAME_TABLE(writing->out,
		    part == REPORT_RECORDS ? "records" : "lastRecords",
		    titles[part], "Type", "Data", "#TTL", "From");
	else
		html_add(writing->out, "<h2>%s</h2>\n", titles[part]);
	if (empty)
		html_add(writing->out, "<p>Nothing</p>\n");
}

static void write_end(void *arg, enum report_part part)
{
	struct writing *writing = arg;

	(void)part;
	if (writing->table)
		frame_table_end(writing->out);
	writing->table = false;
}

static void write_record(void *arg, const struct json *record)
{
	const struct writing *writing = arg;

	html_add(writing->out,
	    "<tr role=\"row\"><th scope=\"row\" "
	    "role=\"rowheader\">%s</th>"
	    "<td role=\"cell\" data-label=\"Data\"><code>%s</code></td>"
	    "<td role=\"cell\" data-label=\"TTL\" "
	    "class=\"number\">%u</td>"
	    "<td role=\"cell\" data-label=\"From\">",
	    prose_text(record, "type"), prose_text(record, "data"),
	    frame_number(record, "ttl"));
	frame_list(writing->out, record, "origins");
	html_add(writing->out, "</td></tr>\n");
}

static void write_claim(
    void *arg, const char *title, const char *id, const struct json *claim)
{
	struct writing *writing = arg;

	html_add(writing->out,
	    "<section class=\"box\">\n<h3>%s</h3>\n"
	    "<p><strong>%s</strong>",
	    title, prose_text(claim, "outcome"));
	if (id)
		html_add(writing->out, " (<code>%s</code>)", id);
	html_add(writing->out, ": %s</p>\n", prose_text(claim, "sentence"));
}

static void end_list(struct writing *writing)
{
	if (writing->listed)
		html_add(writing->out, "</ul>\n");
	writing->listed = false;
}

static void write_wish(void *arg, const struct json *record, bool published)
{
	struct writing *writing = arg;

	if (!writing->listed)
		html_add(writing->out, "<ul>\n");
	writing->listed = true;
	html_add(writing->out, "<li><code>%s %s</code>",
	    prose_text(record, "type"), prose_text(record, "data"));
	if (!published)
		html_add(
		    writing->out, " <span class=\"warn\">not published</span>");
	html_add(writing->out, "</li>\n");
}

static void write_claimed(void *arg)
{
	struct writing *writing = arg;

	end_list(writing);
	html_add(writing->out, "</section>\n");
}

static void write_finding(void *arg, bool of_claim, const struct json *finding)
{
	struct writing *writing = arg;

	(void)of_claim;
	end_list(writing);
	html_add(writing->out, "<p>%s, <code>%s</code>: %s</p>\n",
	    prose_text(finding, "severity"), prose_text(finding, "id"),
	    prose_text(finding, "sentence"));
}

static void write_note(void *arg, const char *text)
{
	const struct writing *writing = arg;

	html_add(writing->out, "<p>%s</p>\n", text);
}

static void write_source(void *arg, const struct json *source)
{
	const struct writing *writing = arg;

	html_add(writing->out, "<p>%s, %s %s</p>\n", prose_text(source, "kind"),
	    prose_text(source, "state"), prose_text(source, "reason"));
}

static void write_owner(struct buf *out, const struct json *answer)
{
	const struct json *owner = json_get(answer, "owner");

	if (!owner)
		return;
	html_add(out, "<p>Owner of %s: %s</p>\n", prose_text(owner, "unit"),
	    prose_text(owner, "sentence"));
}

void explanation_write(const struct json *answer, struct buf *out)
{
	static const struct report_walker walker = { write_begin, write_end,
		write_record, write_claim, write_wish, write_claimed,
		write_finding, write_note, write_source };
	struct writing writing = { .out = out };

	frame_begin(out, report_subject(answer));
	html_add(out, "<p role=\"status\" class=\"said\">%s</p>\n",
	    prose_text(answer, "sentence"));
	frame_box(out, prose_text(answer, "question"));
	write_owner(out, answer);
	report_walk(answer, &walker, &writing);
	frame_end(out);
}
