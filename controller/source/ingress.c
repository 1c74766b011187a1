/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "controller/object/kind/ingress.h"
#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/host.h"
#include "controller/source/source.h"
#include "controller/source/target.h"
#include "zonegen/record/name.h"

static void gather(struct claims *claims, enum hosts wanted)
{
	const struct ingress *ingress = (const struct ingress *)claims->object;
	const char *annotated =
	    annotation_get(claims->config, claims->object, "hostname");

	if (wanted & HOSTS_SPEC) {
		host_list(claims, "spec.rules[].host", ingress->hosts,
		    ingress->nhosts);
		if (claims->config->tls_hosts && ingress->ntls_hosts)
			host_list(claims, "spec.tls[].hosts",
			    ingress->hosts + ingress->tls_at,
			    ingress->ntls_hosts);
	}
	if ((wanted & HOSTS_ANNOTATION) && annotated)
		host_annotated(claims, annotated);
}

/* Hosts that only spec.tls has, when these do not count. */
static void note_tls_hosts(struct claims *claims)
{
	const struct ingress *ingress = (const struct ingress *)claims->object;
	const char *const *hosts = ingress->hosts + ingress->tls_at;
	char name[NAME_SIZE];
	struct err err;

	if (claims->config->tls_hosts)
		return;
	for (uint32_t i = 0; i < ingress->ntls_hosts; i++)
		if (name_parse(hosts[i], strlen(hosts[i]), name, &err) &&
		    claims_inside(claims, name) && !claims_has(claims, name))
			claims_report(claims, FILTERED, name,
			    "only spec.tls names it, and ingress.tlsHosts is "
			    "off");
}

/* The field, or the annotation that is older than the field (A6: filters). */
static const char *class_of(const struct ingress *ingress)
{
	if (ingress->class)
		return ingress->class;
	return object_annotation(
	    &ingress->object, "kubernetes.io/ingress.class");
}

static void offer(struct claims *claims, const struct ingress *ingress)
{
	const char *target =
	    annotation_get(claims->config, claims->object, "target");
	struct targets targets = target_begin(claims);

	if (target) {
		target_list(&targets, "target annotation", target);
		target_offer(&targets, "no target in its annotation is good");
	} else {
		target_balancers(
		    &targets, ingress->balancers, ingress->nbalancers);
		target_offer(&targets, "its status has no address yet");
		if (balancers_empty(ingress->balancers, ingress->nbalancers))
			claims_lose(claims);
	}
}

void source_ingress(struct claims *claims)
{
	const struct ingress *ingress = (const struct ingress *)claims->object;
	/* An unknown word means no names, as it always did. */
	enum hosts wanted =
	    host_sources(claims, "ingress-hostname-source", HOSTS_NONE);
	bool inside;

	/*
	 * If no name is allowed, all are gathered, so that each gets a finding.
	 */
	gather(claims, wanted ? wanted : HOSTS_ALL);
	inside = claims_unite(claims);
	if (!filter_passes(claims))
		return;
	note_tls_hosts(claims);
	if (!filter_class(&claims->config->ingress_classes, class_of(ingress)))
		claims_withdraw(claims, FILTERED,
		    "its class is not in filters.ingressClasses");
	else if (!wanted)
		claims_withdraw(claims, IGNORED,
		    "the value of ingress-hostname-source is unknown");
	else if (inside)
		offer(claims, ingress);
}
