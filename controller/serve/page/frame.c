/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/page/frame.h"

#include "controller/serve/answer/prose.h"
#include "controller/serve/page/html.h"

void frame_begin(struct buf *out, const char *title)
{
	html_add(out,
	    "<!DOCTYPE html>\n"
	    "<html lang=\"en\">\n"
	    "<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<title>%s - k8s-nsd</title>\n"
	    "<link rel=\"stylesheet\" href=\"style.css\">\n"
	    "</head>\n"
	    "<body>\n"
	    "<header><nav aria-label=\"Pages\">"
	    "<a href=\"./\">k8s-nsd: all zones</a></nav></header>\n"
	    "<main>\n"
	    "<h1>%s</h1>\n",
	    title, title);
}

void frame_box(struct buf *out, const char *asked)
{
	html_add(out,
	    "<section class=\"box\" aria-labelledby=\"ask\">\n"
	    "<h2 id=\"ask\">Why is a name there, or not?</h2>\n"
	    "<form action=\"explain\" method=\"get\" role=\"search\">\n"
	    "<label>Name, or KIND/NAMESPACE/NAME of an object\n"
	    "<input name=\"q\" value=\"%s\" required maxlength=\"512\" "
	    "autocapitalize=\"none\" autocomplete=\"off\" "
	    "spellcheck=\"false\"></label>\n"
	    "<button>Explain</button>\n"
	    "</form>\n"
	    "</section>\n",
	    asked);
}

void frame_end(struct buf *out)
{
	html_add(out, "</main>\n</body>\n</html>\n");
}

void frame_message(struct buf *out, const char *title, const char *sentence)
{
	frame_begin(out, title);
	html_add(out, "<p role=\"alert\">%s</p>\n", sentence);
	frame_box(out, "");
	frame_end(out);
}

void frame_table(struct buf *out, const char *id, const char *title,
    const char *const columns[])
{
	html_add(out,
	    "<h2 id=\"%s\">%s</h2>\n"
	    "<table role=\"table\" aria-labelledby=\"%s\">\n"
	    "<thead role=\"rowgroup\"><tr role=\"row\">",
	    id, title, id);
	for (; *columns; columns++)
		html_add(out,
		    **columns == '#'
			? "<th scope=\"col\" role=\"columnheader\" "
			  "class=\"number\">%s</th>"
			: "<th scope=\"col\" role=\"columnheader\">%s</th>",
		    *columns + (**columns == '#'));
	html_add(out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

void frame_table_end(struct buf *out)
{
	html_add(out, "</tbody>\n</table>\n");
}

size_t frame_list(struct buf *out, const struct json *node, const char *key)
{
	const struct json *member = prose_first(node, key);
	size_t count = 0;
	const char *text;

	for (; member; member = json_next(member))
		if (json_string(member, &text))
			html_add(out, count++ ? ", %s" : "%s", text);
	return count;
}

uint64_t frame_number(const struct json *node, const char *key)
{
	int64_t value = prose_number(node, key);

	return value > 0 ? (uint64_t)value : 0;
}

void frame_age(struct buf *out, int64_t seconds)
{
	prose_age(out, seconds < 0 ? 0 : seconds);
}
