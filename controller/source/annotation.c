/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/annotation.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/config/read/duration.h"
#include "zonegen/base/number.h"
#include "zonegen/record/record.h"

#define BLANKS " \t\r\n\v\f"
#define NS_PER_SECOND 1000000000

/* Under that one there never was another word. */
static bool has_word(const char *prefix, const char *word)
{
	return strcmp(prefix, "coredns.io/") != 0 || !strcmp(word, "hostname");
}

const char *annotation_get(
    const struct config *config, const struct object *object, const char *word)
{
	const struct strings *prefixes = &config->annotation_prefixes;
	const char *value = NULL;
	char key[DNS1123_SUBDOMAIN_MAX + 64];

	if (!object->nannotations ||
	    !strings_have(&config->annotations_read, word))
		return NULL;
	for (size_t i = prefixes->count; !value && i > 0; i--) {
		const char *prefix = prefixes->list[i - 1];

		if (!has_word(prefix, word))
			continue;
		snprintf(key, sizeof(key), "%s%s", prefix, word);
		value = object_annotation(object, key);
	}
	return value;
}

const char *annotation_item(const char **at, size_t *len)
{
	const char *item, *end;

	item = *at + strspn(*at, BLANKS ",");
	if (!*item)
		return NULL;
	end = item + strcspn(item, ",");
	*at = end;
	while (strchr(BLANKS, end[-1]))
		end--;
	*len = (size_t)(end - item);
	return item;
}

bool annotation_ttl(const char *text, uint32_t *ttl)
{
	uint64_t value;

	/* Digits alone are no duration, but for "0". */
	if (!number_read(text, strlen(text), TTL_MAX, &value)) {
		if (!duration_parse(text, &value))
			return false;
		value /= NS_PER_SECOND;
	}
	if (value < 1 || value > TTL_MAX)
		return false;
	*ttl = (uint32_t)value;
	return true;
}
