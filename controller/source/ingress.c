/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/ingress.h"

#include <strings.h>

#include "controller/object/ingress.h"
#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/host.h"
#include "controller/source/target.h"

/* What ingress-hostname-source lets speak: one bit each. */
enum hosts {
	HOSTS_NONE = 0,
	HOSTS_SPEC = 1,
	HOSTS_ANNOTATION = 2,
	HOSTS_ALL = HOSTS_SPEC | HOSTS_ANNOTATION,
};

/* In any case of letters; an unknown word means no names, as it always did. */
static enum hosts hosts_wanted(const struct object *object)
{
	const char *word = annotation_get(object, "ingress-hostname-source");

	if (!word || !*word)
		return HOSTS_ALL;
	if (!strcasecmp(word, "defined-hosts-only"))
		return HOSTS_SPEC;
	if (!strcasecmp(word, "annotation-only"))
		return HOSTS_ANNOTATION;
	return HOSTS_NONE;
}

static void add_hosts(struct claims *claims, const char *where,
    const char *const *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		host_absolute(claims, where, list[i]);
}

static void gather(struct claims *claims, enum hosts wanted)
{
	const struct ingress *ingress = (const struct ingress *)claims->object;
	const char *annotated = annotation_hostname(claims->object);

	if (wanted & HOSTS_SPEC) {
		add_hosts(claims, "spec.rules[].host", ingress->hosts,
		    ingress->nhosts);
		if (claims->config->tls_hosts)
			add_hosts(claims, "spec.tls[].hosts",
			    ingress->tls_hosts, ingress->ntls_hosts);
	}
	if ((wanted & HOSTS_ANNOTATION) && annotated)
		host_annotated(claims, annotated);
}

/* A6: the field, or the annotation from before there was one. */
static const char *class_of(const struct ingress *ingress)
{
	if (ingress->class)
		return ingress->class;
	return object_annotation(
	    &ingress->object, "kubernetes.io/ingress.class");
}

void ingress_claims(struct claims *claims)
{
	const struct ingress *ingress = (const struct ingress *)claims->object;
	const char *target = annotation_get(claims->object, "target");
	enum hosts wanted = hosts_wanted(claims->object);
	struct targets targets = { .claims = claims };
	bool inside;

	/* With no name allowed, all are gathered to be told so. */
	gather(claims, wanted ? wanted : HOSTS_ALL);
	inside = claims_sort(claims);
	if (!filter_passes(claims) ||
	    !filter_class_passes(claims, class_of(ingress)))
		return;
	if (!wanted)
		claims_withdraw(claims, IGNORED,
		    "the value of ingress-hostname-source is unknown");
	if (!wanted || !inside)
		return;
	if (target) {
		target_list(&targets, target);
		target_answer(&targets, "no target in its annotation is good");
		return;
	}
	target_balancers(&targets, ingress->balancers, ingress->nbalancers);
	target_answer(&targets, "its status has no address yet");
}
