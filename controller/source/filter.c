/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/filter.h"

#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"

static bool contains(const struct strings *strings, const char *word)
{
	for (size_t i = 0; i < strings->count; i++)
		if (!strcmp(strings->list[i], word))
			return true;
	return false;
}

static const char *label(const void *arg, const char *key)
{
	return object_label(arg, key);
}

/* Of the selectors for this kind one must hold. */
static bool selected(const struct claims *claims)
{
	const struct config *config = claims->config;
	const struct object *object = claims->object;
	bool any = false;

	for (size_t i = 0; i < config->nselectors; i++) {
		const struct kind_selectors *own = &config->selectors[i];

		if (strcmp(own->kind, object->kind->name) != 0)
			continue;
		for (size_t j = 0; j < own->count; j++)
			if (selector_matches(&own->list[j], label, object))
				return true;
		any = any || own->count;
	}
	return !any;
}

bool filter_passes(struct claims *claims)
{
	const struct object *object = claims->object;
	const char *ignore = object_label(object, "k8s-gateway.dns/ignore");
	const char *controller = annotation_get(object, "controller");

	if (ignore && !strcmp(ignore, "true"))
		claims_withdraw(claims, IGNORED,
		    "the label k8s-gateway.dns/ignore is 'true'");
	else if (controller && strcmp(controller, "dns-controller") != 0)
		claims_withdraw(claims, IGNORED,
		    "the controller annotation is not 'dns-controller'");
	else if (claims->config->namespaces.count &&
	    !contains(&claims->config->namespaces, object->namespace))
		claims_withdraw(claims, FILTERED,
		    "its namespace is not in filters.namespaces");
	else if (!selected(claims))
		claims_withdraw(claims, FILTERED,
		    "no selector of filters.labels matches its labels");
	else
		return true;
	return false;
}

bool filter_class_passes(struct claims *claims, const char *class)
{
	const struct strings *classes = &claims->config->ingress_classes;

	if (!classes->count || (class && contains(classes, class)))
		return true;
	claims_withdraw(
	    claims, FILTERED, "its class is not in filters.ingressClasses");
	return false;
}
