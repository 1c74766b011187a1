/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/filter.h"

#include <string.h>

#include "controller/object/part/labelselector.h"
#include "controller/source/annotation.h"
#include "controller/source/claims.h"

bool filter_selects(const struct config *config, const struct object *object)
{
	bool any = false;

	for (size_t i = 0; i < config->nselectors; i++) {
		const struct kind_selectors *own = &config->selectors[i];

		if (strcmp(own->kind, object->kind->name) != 0)
			continue;
		for (size_t j = 0; j < own->count; j++)
			if (labelselector_matches(&own->list[j], object))
				return true;
		any = any || own->count;
	}
	return !any;
}

/* A DNSEndpoint is for DNS controllers only: its annotations are not read. */
static const char *controller_of(
    const struct config *config, const struct object *object)
{
	return strcmp(object->kind->name, "DNSEndpoint") != 0
	    ? annotation_get(config, object, "controller")
	    : NULL;
}

const char *filter_ignored(
    const struct config *config, const struct object *object)
{
	const char *ignore = object_label(object, "k8s-gateway.dns/ignore");
	const char *controller = controller_of(config, object);

	if (ignore && !strcmp(ignore, "true"))
		return "the label k8s-gateway.dns/ignore is 'true'";
	if (controller && strcmp(controller, "dns-controller") != 0)
		return "the controller annotation is not 'dns-controller'";
	return NULL;
}

bool filter_passes(struct claims *claims)
{
	const struct strings *namespaces = &claims->config->namespaces;
	const struct object *object = claims->object;
	const char *ignored = filter_ignored(claims->config, object);

	if (ignored)
		claims_withdraw(claims, IGNORED, ignored);
	else if (namespaces->count && object->kind->namespaced &&
	    !strings_have(namespaces, object_namespace(object)))
		claims_withdraw(claims, FILTERED,
		    "its namespace is not in filters.namespaces");
	else if (!filter_selects(claims->config, object))
		claims_withdraw(claims, FILTERED,
		    "no selector of filters.labels matches its labels");
	else
		return true;
	return false;
}

bool filter_gateway(const struct config *config, const struct object *object)
{
	return !config->gateways.count ||
	    strings_have(&config->gateways, object_name(object)) ||
	    strings_have(&config->gateways, object_key(object));
}

bool filter_class(const struct strings *classes, const char *class)
{
	return !classes->count || (class && strings_have(classes, class));
}
