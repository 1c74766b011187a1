/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/yamlstream.h"

#include <string.h>

#include "controller/base/utf8.h"

#define FLOW_DEPTH 200                /* of what is open at one place */
#define FLOW_LINE ((size_t)256 << 10) /* octets of it in one line */

/* The octets of the line at text, its end included: LF, CR or CR LF. */
static size_t line_size(const char *text, size_t len)
{
	size_t size = 0;

	while (size < len && text[size] != '\n' && text[size] != '\r')
		size++;
	if (size + 1 < len && text[size] == '\r' && text[size + 1] == '\n')
		return size + 2;
	return size < len ? size + 1 : len;
}

static bool is_marker(const char *line, size_t size, const char *marker)
{
	return size >= 3 && !memcmp(line, marker, 3) &&
	    (size == 3 || strchr(" \t\r\n", line[3]));
}

/* A line that may stand before the "---" of its document. */
static bool is_prefix(const char *line, size_t size)
{
	size_t i = 0;

	if (line[0] == '%')
		return true;
	while (i < size && strchr(" \t\r\n", line[i]))
		i++;
	return i == size || line[i] == '#';
}

bool yamlstream_next(struct yaml_text *stream, struct yaml_text *out)
{
	bool prefix = true; /* nothing but prefix lines so far */
	size_t end = 0;
	size_t size;
	unsigned lines = 0;
	const char *line;

	if (!stream->len)
		return false;
	for (; end < stream->len; end += size, lines++) {
		line = stream->text + end;
		size = line_size(line, stream->len - end);
		if (is_marker(line, size, "---") && !prefix)
			break;
		if (is_marker(line, size, "...")) {
			end += size;
			lines++;
			break;
		}
		prefix = prefix && is_prefix(line, size);
	}
	*out = *stream;
	out->len = end;
	stream->text += end;
	stream->len -= end;
	stream->line += lines;
	return true;
}

/*
 * Quotes and block scalars are not followed here, so what looks like a flow
 * collection may be text: brackets in a script, for example.  Where the limits
 * stand, no text gets by chance.
 */
struct flow {
	size_t depth;
	size_t width; /* octets in this line, while it is open */
	char before;  /* the last octet that is not blank in this line; 0 */
};

/* May a node begin behind this octet? */
static bool begins(char before)
{
	return !before || strchr("[{,:-?", before);
}

static const char *follow(struct flow *flow, char c)
{
	if (c == '\n' || c == '\r') {
		flow->width = 0;
		flow->before = '\0';
		return NULL;
	}
	if ((c == '[' || c == '{') && begins(flow->before))
		flow->depth++;
	else if ((c == ']' || c == '}') && flow->depth)
		flow->depth--;
	if (c != ' ' && c != '\t')
		flow->before = c;
	if (flow->depth && ++flow->width > FLOW_LINE)
		return "a flow collection of more than 256 KiB in one line";
	return flow->depth > FLOW_DEPTH ? "nested too deeply" : NULL;
}

const char *yamlstream_fault(
    const char *text, size_t len, struct yamlstream_place *out)
{
	struct flow flow = { 0 };
	const char *fault = NULL;
	size_t start = 0;
	size_t size;

	*out = (struct yamlstream_place){ 0 };
	for (size_t i = 0; i < len && !fault; i += size) {
		size = text[i] ? utf8_size(text + i, len - i) : 0;
		out->column = i - start;
		if (!size)
			return text[i] ? "not UTF-8" : "NUL octet";
		fault = follow(&flow, text[i]);
		if (text[i] == '\n') {
			out->line++;
			start = i + 1;
		}
	}
	return fault;
}
