/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/imprint.h"

#include <string.h>

#include "zonegen/base/base.h"

#define FNV_BASIS UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static void add(uint64_t *digest, const void *octets, size_t len)
{
	const unsigned char *at = octets;

	for (size_t i = 0; i < len; i++)
		*digest = (*digest ^ at[i]) * FNV_PRIME;
}

/* With its NUL: where one text ends and the next begins counts. */
static void add_text(uint64_t *digest, const char *text)
{
	add(digest, text, strlen(text) + 1);
}

/* Members of a status that change by themselves; no rule reads them. */
static bool is_noise(const char *key)
{
	static const char *const noise[] = { "attachedRoutes",
		"lastHeartbeatTime", "lastProbeTime", "lastTransitionTime",
		"message", "observedGeneration" };

	for (size_t i = 0; i < ARRAY_LEN(noise); i++)
		if (!strcmp(key, noise[i]))
			return true;
	return false;
}

/* json.h limits the depth. */
static void add_node(uint64_t *digest, const struct json *node, bool status)
{
	enum json_type type = json_type(node);
	const char *text;
	double number;
	bool truth;

	add(digest, &(char){ (char)('0' + type) }, 1);
	if (json_string(node, &text))
		add_text(digest, text);
	else if (json_number(node, &number))
		add(digest, &number, sizeof(number));
	else if (json_bool(node, &truth))
		add(digest, truth ? "1" : "0", 1);
	for (node = json_first(node); node; node = json_next(node)) {
		const char *key = type == JSON_OBJECT ? json_key(node) : "";

		if (status && is_noise(key))
			continue;
		add_text(digest, key);
		add_node(digest, node, status);
	}
	add(digest, ".", 1);
}

static void add_pairs(uint64_t *digest, const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_text(digest, pairs[i].key);
		add_text(digest, pairs[i].value);
	}
	add(digest, ".", 1);
}

uint64_t imprint_take(const struct object *object, const struct json *document)
{
	const struct json *node = json_first(document);
	uint64_t digest = FNV_BASIS;

	add_pairs(&digest, object->labels, object->nlabels);
	add_pairs(&digest, object->annotations, object->nannotations);
	for (; node; node = json_next(node)) {
		const char *key = json_key(node);

		if (!strcmp(key, "metadata") || !strcmp(key, "apiVersion") ||
		    !strcmp(key, "kind"))
			continue;
		add_text(&digest, key);
		add_node(&digest, node, !strcmp(key, "status"));
	}
	return digest ? digest : 1;
}
