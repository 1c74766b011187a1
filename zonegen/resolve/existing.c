/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/existing.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

void existing_open(struct existing *existing, const struct domains *domains)
{
	*existing = (struct existing){
		.domains = domains,
		.next = xcalloc(domains->nsorted + 1, sizeof(size_t)),
	};
}

void existing_close(struct existing *existing)
{
	free(existing->next);
	existing->next = NULL;
}

static bool stands_at(const struct existing *existing, size_t at)
{
	return !existing->next[at] &&
	    rrsets_count(existing->domains->sorted[at]->now) > 0;
}

static size_t next_of(const struct existing *existing, size_t at)
{
	return existing->next[at] ? existing->next[at] : at + 1;
}

/* The first place from `at` on with records; the way to it gets short. */
static size_t find_standing(struct existing *existing, size_t at)
{
	size_t found = at;

	while (
	    found < existing->domains->nsorted && !stands_at(existing, found))
		found = next_of(existing, found);
	while (at < found) {
		size_t next = next_of(existing, at);

		existing->next[at] = found;
		at = next;
	}
	return found;
}

bool existing_has(struct existing *existing, const char *name)
{
	const struct domains *domains = existing->domains;
	size_t at;

	if (!strcmp(name, domains->settings->name))
		return true;
	at = find_standing(existing, domains_place(domains, name));
	return at < domains->nsorted &&
	    name_within(domains->sorted[at]->name, name);
}

bool existing_stands(struct existing *existing, const char *name)
{
	const struct domains *domains = existing->domains;
	size_t at = domains_place(domains, name);

	return at < domains->nsorted &&
	    !strcmp(domains->sorted[at]->name, name) && stands_at(existing, at);
}

void existing_drop(struct existing *existing, const char *name)
{
	const struct domains *domains = existing->domains;
	size_t at = domains_place(domains, name);

	if (at < domains->nsorted && !strcmp(domains->sorted[at]->name, name) &&
	    !existing->next[at])
		existing->next[at] = at + 1;
}
