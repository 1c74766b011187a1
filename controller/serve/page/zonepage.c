/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/page/zonepage.h"

#include <string.h>
#include <time.h>

#include "controller/serve/answer/prose.h"
#include "controller/serve/page/copies.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/html.h"
#include "controller/serve/page/overview.h"

static void write_number(struct buf *out, const char *label,
    const struct json *node, const char *key)
{
	html_add(out,
	    "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">%s</th><td "
	    "role=\"cell\">%u</td></tr>\n",
	    label, frame_number(node, key));
}

static void write_state(struct buf *out, const struct json *zone)
{
	const struct json *reason = prose_first(zone, "retained");
	const char *state = prose_text(zone, "state");
	const struct json *findings = json_get(zone, "findings");
	int64_t count;

	html_add(out,
	    "<h2 id=\"now\">Now</h2>\n<table role=\"table\" "
	    "aria-labelledby=\"now\">\n"
	    "<tbody role=\"rowgroup\">\n<tr role=\"row\"><th scope=\"row\" "
	    "role=\"rowheader\">State</th>");
	html_add(out,
	    strcmp(state, "served") != 0
		? "<td role=\"cell\" class=\"bad\">%s</td></tr>\n"
		: "<td role=\"cell\" class=\"good\">%s</td></tr>\n",
	    state);
	if (json_get(zone, "serial"))
		write_number(out, "Serial", zone, "serial");
	write_number(out, "Records", zone, "records");
	write_number(
	    out, "Records that NSD or its checker refused", zone, "excluded");
	for (; reason; reason = json_next(reason))
		if (json_integer(reason, &count))
			html_add(out,
			    "<tr role=\"row\"><th scope=\"row\" "
			    "role=\"rowheader\">RRsets retained: %s</th>"
			    "<td role=\"cell\">%u</td></tr>\n",
			    json_key(reason), (uint64_t)count);
	write_number(out, "Findings: errors", findings, "error");
	write_number(out, "Findings: warnings", findings, "warning");
	frame_table_end(out);
}

/* "+ www.example.com A": the name leads to its explanation. */
static void write_change(struct buf *out, const char *line, size_t len)
{
	static const char *const words[] = { "added", "changed", "removed" };
	const char *op = strchr("+~-", *line);
	const char *type = memrchr(line, ' ', len);
	struct buf name = BUF_INIT(RECENT_OCTETS), end = BUF_INIT(64);

	if (!op || !*op || !type || type < line + 2)
		return;
	buf_add(&name, line + 2, (size_t)(type - line - 2));
	buf_add(&end, type + 1, (size_t)(line + len - type - 1));
	html_add(out, "<li>%s: <a href=\"explain?q=%q\">%s</a> %s</li>\n",
	    words[op - "+~-"], buf_text(&name), buf_text(&name),
	    buf_text(&end));
	buf_clear(&name);
	buf_clear(&end);
}

static void write_version(
    struct buf *out, const struct recent_version *version, int64_t now)
{
	time_t at = (time_t)version->at;
	char stamp[40];
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	html_add(out,
	    "<details>\n<summary>Serial %u: %u added, %u changed, %u removed, "
	    "<time datetime=\"%s\">",
	    (uint64_t)version->serial, (uint64_t)version->added,
	    (uint64_t)version->updated, (uint64_t)version->removed, stamp);
	frame_age(out, now - version->at);
	html_add(out, " ago</time></summary>\n<ul>\n");
	for (const char *line = version->changes; *line;) {
		size_t len = strcspn(line, "\n");

		write_change(out, line, len);
		line += len + (line[len] == '\n');
	}
	if (version->cut)
		html_add(out, "<li class=\"dim\">and more</li>\n");
	html_add(out, "</ul>\n</details>\n");
}

void zonepage_write(const struct json *zone, const struct recent *recent,
    int64_t now, struct buf *out)
{
	const char *name = prose_text(zone, "zone");

	frame_begin(out, name);
	overview_hold(name, json_get(zone, "held"), out);
	overview_frozen(name, json_get(zone, "frozen"), out);
	overview_restored(name, json_get(zone, "restored"), out);
	copies_zone_amiss(zone, out);
	write_state(out, zone);
	copies_zone(zone, out);
	html_add(out, "<h2>Last versions</h2>\n");
	if (!recent || !recent->count)
		html_add(out,
		    "<p class=\"dim\">None was published since the controller "
		    "started.</p>\n");
	for (size_t i = 0; recent && i < recent->count; i++)
		write_version(out, &recent->list[i], now);
	frame_box(out, "");
	frame_end(out);
}
