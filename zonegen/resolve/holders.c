/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/holders.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

const struct holders *holders_of(
    struct map *all, const struct domains *domains, const char *name)
{
	const struct domain *domain = domains_find(domains, name);
	struct holders *holders = map_get(all, name);

	if (holders || !domain)
		return holders;
	holders = xcalloc(1, sizeof(*holders));
	for (const struct entry *e = domain->entries; e; e = e->next) {
		if (!entry_has_ip(e))
			continue;
		if (entry_configured(e))
			holders->configured = true;
		else
			map_put(&holders->namespaces,
			    origin_namespace(e->origin), holders);
	}
	map_put(all, domain->name, holders);
	return holders;
}

bool holders_share(const struct holders *holders, const struct cut *cut,
    const struct glue *glue)
{
	for (size_t i = 0; i < cut->nnamespaces; i++)
		if (map_get(&holders->namespaces, cut->namespaces[i]) &&
		    (!glue || map_get(&glue->namespaces, cut->namespaces[i])))
			return true;
	return false;
}

void holders_clear(struct map *all)
{
	struct holders *holders;
	size_t at = 0;

	while ((holders = map_next(all, &at))) {
		map_clear(&holders->namespaces);
		free(holders);
	}
	map_clear(all);
}
