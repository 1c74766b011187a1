/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/ingress.h"

#include <stddef.h>
#include <string.h>

#include "controller/object/part/field.h"
#include "zonegen/base/mem.h"

/* Hosts of spec.tls are nearly always those of the rules: kept once. */
#define SHARED_HOSTS 8

static bool decode_rules(
    struct ingress *ingress, const struct json *spec, struct err *err)
{
	struct arena *arena = ingress->object.arena;
	const struct json *rules;
	const char **hosts, *host;
	uint32_t n;
	size_t i = 0;

	if (!field_objects(spec, "rules", &rules, &n, err))
		return false;
	if (!n)
		return true;
	hosts = arena_alloc(arena, n * sizeof(*hosts));
	for (const struct json *e = json_first(rules); e;
	     e = json_next(e), i++) {
		if (!field_string(e, "host", arena, &host, err))
			return field_of(err, "rules[%zu]", i);
		if (host)
			hosts[ingress->nhosts++] = host;
	}
	ingress->hosts = hosts;
	return true;
}

static const char *keep_host(struct ingress *ingress, const char *host)
{
	for (uint32_t i = 0; i < ingress->nhosts && i < SHARED_HOSTS; i++)
		if (!strcmp(ingress->hosts[i], host))
			return ingress->hosts[i];
	return arena_strdup(ingress->object.arena, host);
}

static uint32_t count_hosts(const struct json *tls)
{
	uint32_t n = 0;

	for (const struct json *e = json_first(tls); e; e = json_next(e))
		for (const struct json *h = json_first(json_get(e, "hosts")); h;
		     h = json_next(h))
			n++;
	return n;
}

/* The hosts of one element of spec.tls; out has room for them. */
static bool decode_hosts(struct ingress *ingress, const struct json *node,
    const char **out, struct err *err)
{
	const struct json *hosts;
	const char *host;
	size_t i = 0;

	if (!json_get_array(node, "hosts", &hosts, err))
		return false;
	for (const struct json *h = json_first(hosts); h;
	     h = json_next(h), i++) {
		if (json_type(h) == JSON_NULL)
			continue;
		if (!json_string(h, &host))
			return err_set(
			    err, ERR_INPUT, "hosts[%zu]: not a string", i);
		if (*host)
			out[ingress->ntls_hosts++] = keep_host(ingress, host);
	}
	return true;
}

/* Are they those of the rules, one by one? */
static bool same_hosts(const struct ingress *ingress, const struct json *tls)
{
	const char *host;
	uint32_t n = 0;

	for (const struct json *e = json_first(tls); e; e = json_next(e)) {
		const struct json *hosts = json_get(e, "hosts");

		if (!hosts || json_type(hosts) != JSON_ARRAY)
			return false;
		for (const struct json *h = json_first(hosts); h;
		     h = json_next(h), n++)
			if (n == ingress->nhosts || !json_string(h, &host) ||
			    strcmp(host, ingress->hosts[n]) != 0)
				return false;
	}
	return n == ingress->nhosts;
}

static bool decode_tls(
    struct ingress *ingress, const struct json *spec, struct err *err)
{
	const struct json *tls;
	const char **hosts;
	uint32_t n;
	size_t i = 0;

	if (!field_objects(spec, "tls", &tls, &n, err))
		return false;
	if (!n)
		return true;
	if (same_hosts(ingress, tls)) {
		ingress->ntls_hosts = ingress->nhosts;
		return true;
	}
	/* In one row behind those of the rules. */
	ingress->tls_at = ingress->nhosts;
	hosts = arena_alloc(ingress->object.arena,
	    (ingress->nhosts + count_hosts(tls)) * sizeof(*hosts));
	for (n = 0; n < ingress->nhosts; n++)
		hosts[n] = ingress->hosts[n];
	ingress->hosts = hosts;
	for (const struct json *e = json_first(tls); e; e = json_next(e), i++)
		if (!decode_hosts(ingress, e, hosts + ingress->tls_at, err))
			return field_of(err, "tls[%zu]", i);
	return true;
}

bool ingress_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct ingress *ingress = (struct ingress *)object;
	const struct json *spec;

	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!field_word(
		spec, "ingressClassName", object, &ingress->class, err) ||
	    !decode_rules(ingress, spec, err) ||
	    !decode_tls(ingress, spec, err))
		return field_of(err, "spec");
	return balancers_decode(document, object->arena, &ingress->balancers,
	    &ingress->nbalancers, err);
}
