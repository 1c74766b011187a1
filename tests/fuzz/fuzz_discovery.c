/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_discovery.c - what an API server says that it serves: taken, or refused
 * with a reason.  Absence is believed only of a document of the right kind.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/kube/discovery.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Is it one JSON object of that kind? */
static bool is(const char *kind, const char *text, size_t len)
{
	struct err err;
	struct json *tree = json_parse(text, len, &err);
	const char *found = "";
	bool ok = tree && json_get(tree, "kind") &&
	    json_string(json_get(tree, "kind"), &found) && !strcmp(found, kind);

	json_free(tree);
	return ok;
}

static void check_resources(
    const char *text, size_t len, const struct kind *kind)
{
	struct err err = { .text = "" };
	bool found;

	if (discovery_in_resources(text, len, kind->plural, &found, &err))
		assert(is("APIResourceList", text, len));
	else
		assert(*err.text);
}

static void check_groups(const char *text, size_t len, const struct kind *kind)
{
	struct err err = { .text = "" };
	size_t last = api_versions(kind);

	for (size_t from = 0; from <= last; from++) {
		size_t version = from, again;

		if (!discovery_in_groups(text, len, kind, &version, &err)) {
			assert(*err.text);
			continue;
		}
		assert(is("APIGroupList", text, len));
		assert(version >= from && version <= last);
		again = version;
		assert(discovery_in_groups(text, len, kind, &again, &err));
		assert(again == version);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes;

	for (size_t i = 0; i < kind_count(); i++) {
		check_resources(text, size, kind_at(i));
		check_groups(text, size, kind_at(i));
	}
	return 0;
}
