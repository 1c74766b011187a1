/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/yamlstream.h"

#include <string.h>

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
