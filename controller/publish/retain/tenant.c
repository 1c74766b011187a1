/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/tenant.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/retain/whose.h"
#include "zonegen/base/mem.h"

struct tenant *tenants_get(struct tenants *tenants, const char *namespace)
{
	struct tenant *tenant = tenants->recent;

	if (tenant && !strcmp(tenant->namespace, namespace))
		return tenant;
	tenants->recent = map_make(&tenants->by_namespace, namespace,
	    offsetof(struct tenant, namespace));
	return tenants->recent;
}

struct tenant *const *tenants_of(struct tenants *tenants,
    const struct rrsets *rrsets, size_t at, size_t *count)
{
	const char *namespace;
	size_t i = 0;

	*count = 0;
	tenants->round++;
	while ((namespace = whose_next(rrsets, at, &i))) {
		struct tenant *tenant = tenants_get(tenants, namespace);

		if (tenant->round == tenants->round)
			continue;
		tenant->round = tenants->round;
		tenants->found = xgrow(tenants->found, *count, &tenants->cap,
		    sizeof(struct tenant *));
		tenants->found[(*count)++] = tenant;
	}
	return tenants->found;
}

struct tenant *tenants_next(const struct tenants *tenants, size_t *at)
{
	return map_next(&tenants->by_namespace, at);
}

static int by_name(const void *x, const void *y)
{
	const struct tenant *a = *(const struct tenant *const *)x;
	const struct tenant *b = *(const struct tenant *const *)y;

	return strcmp(a->namespace, b->namespace);
}

struct tenant **tenants_sorted(const struct tenants *tenants)
{
	struct tenant **list =
	    xcalloc(tenants->by_namespace.count + 1, sizeof(*list));
	struct tenant *tenant;
	size_t at = 0, count = 0;

	while ((tenant = tenants_next(tenants, &at)))
		list[count++] = tenant;
	qsort(list, count, sizeof(*list), by_name);
	return list;
}

void tenants_begin_lately(struct tenants *tenants)
{
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(tenants, &at)))
		if (!tenant->lately.count)
			sizes_copy(&tenant->lately, &tenant->sizes);
}

static void forget(struct tenants *tenants, struct tenant *tenant)
{
	map_remove(&tenants->by_namespace, tenant->namespace);
	sizes_clear(&tenant->sizes);
	sizes_clear(&tenant->lately);
	free(tenant);
}

void tenants_tidy(struct tenants *tenants)
{
	struct tenant *tenant;
	size_t at = 0;

	tenants->recent = NULL;
	while ((tenant = tenants_next(tenants, &at)))
		if (!tenant->asked && !tenant->rrsets && !tenant->traces &&
		    !tenant->sizes.count && !tenant->lately.count)
			forget(tenants, tenant);
}

void tenants_clear(struct tenants *tenants)
{
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(tenants, &at)))
		forget(tenants, tenant);
	map_clear(&tenants->by_namespace);
	free(tenants->found);
	*tenants = (struct tenants){ 0 };
}
