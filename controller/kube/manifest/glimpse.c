/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/glimpse.h"

#include <stddef.h>
#include <string.h>

#include "controller/object/kinds.h"

/* A member that is a plain word. */
static void read_word(
    struct slice text, const char *key, char out[GLIMPSE_WORD])
{
	struct slice value;

	if (!members_find(text, key, &value) ||
	    !slice_plain(value, out, GLIMPSE_WORD))
		out[0] = '\0';
}

struct glimpse glimpse_json(struct slice text)
{
	struct glimpse glimpse = { .kind = "" };

	read_word(text, "kind", glimpse.kind);
	read_word(text, "apiVersion", glimpse.version);
	return glimpse;
}

/* The value of a key at the start of a line, if it is a plain word. */
static void find_word(
    const struct yaml_text *text, const char *key, char out[GLIMPSE_WORD])
{
	const char *line = text->text, *end = text->text + text->len;
	size_t len = strlen(key);

	*out = '\0';
	for (; line < end; line++) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		const char *at = line + len;

		stop = stop ? stop : end;
		if (stop - line > (ptrdiff_t)len && !memcmp(line, key, len)) {
			while (at < stop && strchr(" \t\"'", *at))
				at++;
			for (len = 0; at < stop && len + 1 < GLIMPSE_WORD &&
			     !strchr(" \t\r\"'", *at);
			     at++)
				out[len++] = *at;
			out[len] = '\0';
			return;
		}
		line = stop;
	}
}

struct glimpse glimpse_yaml(const struct yaml_text *text)
{
	struct glimpse glimpse = { .kind = "" };

	find_word(text, "kind:", glimpse.kind);
	find_word(text, "apiVersion:", glimpse.version);
	return glimpse;
}

bool glimpse_is_list(const struct glimpse *glimpse)
{
	size_t len = strlen(glimpse->kind);

	return len >= 4 && !strcmp(glimpse->kind + len - 4, "List");
}

bool glimpse_is_unread(const struct glimpse *glimpse)
{
	return *glimpse->kind && *glimpse->version &&
	    !glimpse_is_list(glimpse) &&
	    !kind_find_api(glimpse->version, glimpse->kind);
}
