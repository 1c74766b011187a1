/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/pattern.h"

#include <stdio.h>
#include <string.h>

void pattern_name(const struct zone_config *zone, char out[PATTERN_SIZE])
{
	size_t len = (size_t)snprintf(out, PATTERN_SIZE, "%s", PATTERN_PLAIN);

	/* secondaries.c keeps them short enough. */
	for (size_t i = 0; i < zone->nsecondaries && len < PATTERN_SIZE; i++)
		len += (size_t)snprintf(out + len, PATTERN_SIZE - len, "+%s",
		    zone->secondaries[i]->name);
}

bool pattern_is_ours(const char *name, size_t len)
{
	size_t head = strlen(PATTERN_PLAIN);

	return len >= head && len < PATTERN_SIZE &&
	    !memcmp(name, PATTERN_PLAIN, head) &&
	    (len == head || name[head] == '+');
}

static bool in_name(const char *name, const char *secondary)
{
	size_t len = strlen(secondary);

	for (name = strchr(name, '+'); name; name = strchr(name + 1, '+'))
		if (!strncmp(name + 1, secondary, len) &&
		    (name[1 + len] == '+' || !name[1 + len]))
			return true;
	return false;
}

const struct secondary *pattern_secondary(
    const struct config *config, const char *name, size_t *at)
{
	while (*at < config->nsecondaries) {
		const struct secondary *secondary =
		    &config->secondaries[(*at)++];

		if (in_name(name, secondary->name))
			return secondary;
	}
	return NULL;
}
