/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/listener.h"

#include <string.h>

#include "controller/object/lookup.h"
#include "controller/object/part/labelselector.h"
#include "zonegen/base/base.h"
#include "zonegen/record/name.h"

/* The kinds of routes, and the protocols of a listener that fit them. */
static const struct {
	const char *kind;
	const char *protocols[2];
} fits[] = {
	{ "HTTPRoute", { "HTTP", "HTTPS" } },
	{ "GRPCRoute", { "HTTP", "HTTPS" } },
	{ "TLSRoute", { "TLS" } },
	{ "TCPRoute", { "TCP", "TLS" } },
	{ "UDPRoute", { "UDP" } },
};

static bool protocol_fits(const char *kind, const char *protocol)
{
	for (size_t i = 0; i < ARRAY_LEN(fits); i++)
		for (size_t j = 0; j < ARRAY_LEN(fits[i].protocols); j++)
			if (!strcmp(fits[i].kind, kind) &&
			    fits[i].protocols[j] &&
			    !strcmp(fits[i].protocols[j], protocol))
				return true;
	return false;
}

static bool kind_allowed(const struct listener *listener, const char *kind)
{
	for (uint32_t i = 0; i < listener->nkinds; i++) {
		const struct route_kind *allowed = &listener->kinds[i];

		if (!strcmp(allowed->kind, kind) && !allowed->group)
			return true;
	}
	return !listener->nkinds;
}

static const struct object *find_namespace(
    const struct claims *claims, const char *name)
{
	return lookup_get(claims->lookup, "Namespace", "", name);
}

bool listener_allows(const struct claims *claims,
    const struct from_namespaces *from, const char *home, const char *namespace)
{
	const struct object *object;

	switch (from->from) {
	case FROM_ALL:
		return true;
	case FROM_SAME:
		return !strcmp(home, namespace);
	case FROM_SELECTOR:
		object = find_namespace(claims, namespace);
		return object && labelselector_matches(&from->selector, object);
	case FROM_NONE:
		break;
	}
	return false;
}

enum admission listener_admits(const struct claims *claims,
    const struct parent *parent, const struct listener *listener,
    const struct object *home)
{
	const struct object *route = claims->object;

	if (parent->section && strcmp(parent->section, listener->name) != 0)
		return ADMISSION_SECTION;
	if (parent->port && parent->port != listener->port)
		return ADMISSION_PORT;
	if (!protocol_fits(route->kind->name, listener->protocol))
		return ADMISSION_PROTOCOL;
	if (!kind_allowed(listener, route->kind->name))
		return ADMISSION_KIND;
	if (!listener_allows(claims, &listener->allowed, object_namespace(home),
		object_namespace(route)))
		return listener->allowed.from == FROM_SELECTOR &&
			!find_namespace(claims, object_namespace(route))
		    ? ADMISSION_UNKNOWN
		    : ADMISSION_NAMESPACE;
	/*
	 * The Gateway has to accept each listener of a set (G4: several
	 * parents, and ListenerSets).
	 */
	if (listener->refused && !strcmp(home->kind->name, "ListenerSet"))
		return ADMISSION_REFUSED;
	return ADMISSION_GRANTED;
}

static bool is_number(const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	return *last && !last[strspn(last, "0123456789")];
}

/* Is name below what the wildcard stands on?  Another wildcard may be. */
static bool covers(const char *wildcard, const char *name)
{
	const char *base = wildcard + 2;

	if (strncmp(wildcard, "*.", 2) != 0)
		return false;
	if (name_is_wildcard(name)) /* "*.x" and "*.y.x": y.x is below x */
		name += name[1] ? 2 : 1;
	return strcmp(name, base) != 0 && name_within(name, base);
}

const char *listener_host(const char *a, const char *b)
{
	if (is_number(a) || is_number(b))
		return NULL;
	if (!*a || !strcmp(a, b) || covers(a, b))
		return b;
	if (!*b || covers(b, a))
		return a;
	return NULL;
}

const char *listener_why(enum admission admission)
{
	static const char *const sentences[] = {
		[ADMISSION_NONE] = "it has no listeners",
		[ADMISSION_SECTION] =
		    "it has no listener of the name in sectionName",
		[ADMISSION_PORT] = "it has no such listener on this port",
		[ADMISSION_PROTOCOL] =
		    "no listener has a protocol that fits the route",
		[ADMISSION_KIND] =
		    "allowedRoutes.kinds does not name this kind of route",
		[ADMISSION_NAMESPACE] =
		    "allowedRoutes.namespaces excludes the route's",
		[ADMISSION_UNKNOWN] =
		    ("allowedRoutes.namespaces has a selector, and the labels "
		     "of the route's Namespace are not known"),
		[ADMISSION_REFUSED] = "its listener is not accepted",
		[ADMISSION_HOST] =
		    "the hostname of its listener is no host name",
		[ADMISSION_GRANTED] = "a listener accepts the route",
	};

	return sentences[admission];
}
