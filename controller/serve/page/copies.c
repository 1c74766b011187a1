/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/page/copies.h"

#include "controller/serve/answer/prose.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/html.h"

void copies_git_amiss(const struct json *status, struct buf *out)
{
	const struct json *git = json_get(status, "git");
	const char *error = prose_text(git, "error");
	const char *push = prose_text(git, "pushError");

	if (*error)
		html_add(out,
		    "<p><span class=\"bad\">Versions are not recorded in "
		    "git</span>: %s</p>\n",
		    error);
	if (*push)
		html_add(out,
		    "<p><span class=\"bad\">%u commits are not pushed</span>: "
		    "%s</p>\n",
		    frame_number(git, "unpushed"), push);
}

void copies_zone_amiss(const struct json *zone, struct buf *out)
{
	const char *name = prose_text(zone, "zone");
	const struct json *one = prose_first(zone, "secondaries"), *part;

	for (; one; one = json_next(one)) {
		part = prose_first(one, "servers");
		for (; part; part = json_next(part))
			if (*prose_text(part, "finding"))
				html_add(out,
				    "<p><span class=\"warn\">Secondary %s of "
				    "%s</span>: %s %s: %s</p>\n",
				    prose_text(one, "name"), name,
				    prose_text(part, "server"),
				    prose_text(part, "finding"),
				    prose_text(part, "reason"));
		part = prose_first(one, "keys");
		for (; part; part = json_next(part))
			html_add(out,
			    "<p><span class=\"warn\">Key %s of secondary "
			    "%s</span>: %s</p>\n",
			    prose_text(part, "key"), prose_text(one, "name"),
			    prose_text(part, "reason"));
	}
}

static void write_servers(struct buf *out, const struct json *secondary)
{
	const struct json *server = prose_first(secondary, "servers");

	for (; server; server = json_next(server)) {
		html_add(out,
		    "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">%s "
		    "%s</th>"
		    "<td role=\"cell\" data-label=\"Serial\" class=\"number\">",
		    prose_text(secondary, "name"),
		    prose_text(server, "server"));
		if (json_get(server, "serial"))
			html_add(out, "%u", frame_number(server, "serial"));
		else
			html_add(out, "<span class=\"dim\">none</span>");
		html_add(out,
		    "</td><td role=\"cell\" data-label=\"Behind\">%u "
		    "versions, ",
		    frame_number(server, "behind"));
		frame_age(out, prose_number(server, "lag"));
		html_add(out, "</td></tr>\n");
	}
}

static void write_secondaries(struct buf *out, const struct json *zone)
{
	const struct json *one = prose_first(zone, "secondaries");

	if (!one)
		return;
	FRAME_TABLE(
	    out, "secondaries", "Secondaries", "Server", "#Serial", "Behind");
	for (; one; one = json_next(one))
		write_servers(out, one);
	frame_table_end(out);
}

void copies_zone(const struct json *zone, struct buf *out)
{
	const struct json *git = json_get(zone, "git");

	write_secondaries(out, zone);
	if (!git)
		return;
	html_add(out, "<h2>Git</h2>\n<p>Committed: serial %u.",
	    frame_number(git, "committed"));
	if (json_get(git, "pushed"))
		html_add(
		    out, " Pushed: serial %u.", frame_number(git, "pushed"));
	html_add(out, "</p>\n");
}
