/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.c - what a route of the Gateway API claims, of whichever kind: gathers
 * the names that it asks for, follows its parents to listeners, and lets each
 * listener's host name meet the names.  Each name gets the addresses of the
 * Gateways of those listeners; names that got nothing hear why.  How a parent
 * and a listener are judged: parent.h, listener.h.
 */
#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/gateway.h"
#include "controller/source/host.h"
#include "controller/source/listener.h"
#include "controller/source/parent.h"
#include "controller/source/source.h"
#include "controller/source/target.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

/* The targets of routes of one Gateway, or of one of its sets. */
struct backend {
	struct backend *next;
	const struct gateway *gateway;
	const struct listenerset *set;
	struct targets targets;
};

/* A name that the route asks for. */
struct route_wish {
	const char *name;
	const struct backend *last; /* it has its targets already */
	bool inside;                /* some zone */
	bool met;
};

struct routing {
	struct claims *claims;
	const struct route *route;
	struct route_wish *wishes;
	size_t nwishes;
	bool inside; /* some wish is */
	bool open;   /* it takes the names of its listeners */
	bool closed; /* its kind takes none: it says its names itself */
	uint32_t ttl;
	struct backend *backends;
	struct parent_refusal *refusals; /* one for each parent at most */
	size_t nrefusals;
	bool attached; /* to some listener */
};

/* The last two kinds have no field for host names. */
static bool has_hostnames(const struct object *object)
{
	return strcmp(object->kind->name, "TCPRoute") != 0 &&
	    strcmp(object->kind->name, "UDPRoute") != 0;
}

/* The names go to the claims, to be filtered as such. */
static void gather(struct routing *r, enum hosts hosts)
{
	const char *annotated =
	    annotation_get(r->claims->config, r->claims->object, "hostname");
	bool spec = (hosts & HOSTS_SPEC) && has_hostnames(r->claims->object);

	if (spec)
		host_list(r->claims, "spec.hostnames", r->route->hostnames,
		    r->route->nhostnames);
	if ((hosts & HOSTS_ANNOTATION) && annotated)
		host_annotated(r->claims, annotated);
	r->open = spec && !r->route->nhostnames;
	r->closed = !has_hostnames(r->claims->object);
	r->inside = claims_unite(r->claims);
}

/* The names leave the claims: the route only asks for them so far. */
static void take_wishes(struct routing *r)
{
	struct claims *claims = r->claims;

	r->nwishes = claims->count;
	r->wishes =
	    arena_alloc(&claims->arena, (r->nwishes + 1) * sizeof(*r->wishes));
	for (size_t i = 0; i < r->nwishes; i++)
		r->wishes[i] = (struct route_wish){
			.name = claims->list[i].name,
			.inside = claims_inside(claims, claims->list[i].name),
		};
	claims->list = NULL;
	claims->count = claims->cap = 0;
}

static struct backend *backend_of(
    struct routing *r, const struct attachment *attachment)
{
	struct backend *backend = r->backends;

	while (backend &&
	    (backend->gateway != attachment->gateway ||
		backend->set != attachment->set))
		backend = backend->next;
	if (backend)
		return backend;
	backend = arena_alloc(&r->claims->arena, sizeof(*backend));
	*backend = (struct backend){
		.next = r->backends,
		.gateway = attachment->gateway,
		.set = attachment->set,
		.targets = target_begin(r->claims),
	};
	r->backends = backend;
	gateway_targets(&backend->targets, backend->gateway, backend->set);
	/* Each of its routes would hear the same. */
	claims_about(r->claims, &backend->gateway->object);
	target_reduce(&backend->targets, r->ttl);
	claims_about(r->claims, NULL);
	return backend;
}

static void offer(
    struct routing *r, const char *name, const struct backend *backend)
{
	claims_add(r->claims, name, backend->targets.offers.list,
	    backend->targets.offers.count);
	r->claims->list[r->claims->count - 1].lost =
	    gateway_is_lost(r->claims->config, backend->gateway, backend->set);
}

/* host is the listener's, "" when it takes any. */
static void meet_wishes(
    struct routing *r, const char *host, const struct backend *backend)
{
	for (size_t i = 0; i < r->nwishes; i++) {
		struct route_wish *wish = &r->wishes[i];
		const char *name = listener_host(wish->name, host);

		if (!name)
			continue;
		wish->met = true;
		if (!strcmp(name, wish->name)) {
			if (wish->last == backend)
				continue;
			wish->last = backend;
		}
		offer(r, name, backend);
	}
}

/*
 * A route without host names takes its listener's (G3: host names that meet).
 */
static void take_host(
    struct routing *r, const char *host, const struct backend *backend)
{
	const char *name = listener_host("", host);

	if (!name || !*name)
		return;
	if (!name_is_wildcard(name) || r->claims->config->wildcard_listeners)
		offer(r, name, backend);
	else if (claims_inside(r->claims, name))
		claims_report(r->claims, FILTERED, name,
		    "only the listener of %s %s names it, and "
		    "gateway.wildcardListeners is off",
		    backend->gateway->object.kind->name,
		    object_key(&backend->gateway->object));
}

/* A TCPRoute or UDPRoute that does not name what its listener has. */
static void leave_host(
    struct routing *r, const char *host, const struct attachment *attachment)
{
	if (!*host || !claims_inside(r->claims, host))
		return;
	for (size_t i = 0; i < r->nwishes; i++)
		if (listener_host(r->wishes[i].name, host))
			return;
	claims_report(r->claims, FILTERED, host,
	    "only the listener of %s %s names it: a %s gets the names of its "
	    "hostname annotation",
	    attachment->home->kind->name, object_key(attachment->home),
	    r->claims->object->kind->name);
}

static bool use_listener(struct routing *r, const struct listener *listener,
    const struct attachment *attachment)
{
	const char *text = listener->hostname ? listener->hostname : "";
	const struct backend *backend;
	char name[NAME_SIZE] = "";
	const char *host;
	struct err err;

	if (*text && !name_parse(text, strlen(text), name, &err))
		return false;
	backend = backend_of(r, attachment);
	host = arena_strdup(&r->claims->arena, name);
	meet_wishes(r, host, backend);
	if (r->open)
		take_host(r, host, backend);
	if (r->closed)
		leave_host(r, host, attachment);
	return true;
}

static void refuse(struct routing *r, uint32_t place,
    const struct attachment *to, const char *why)
{
	r->refusals[r->nrefusals++] = (struct parent_refusal){
		.id = NO_LISTENER,
		.text = arena_printf(&r->claims->arena,
		    "spec.parentRefs[%u]: %s %s: %s", place,
		    to->home->kind->name, object_key(to->home), why),
	};
}

static void attach(
    struct routing *r, uint32_t place, const struct attachment *to)
{
	const struct parent *parent = &r->route->parents[place];
	enum admission farthest = ADMISSION_NONE;

	for (uint32_t i = 0; i < to->nlisteners; i++) {
		const struct listener *listener = &to->listeners[i];
		enum admission admission =
		    listener_admits(r->claims, parent, listener, to->home);

		if (admission == ADMISSION_GRANTED &&
		    !use_listener(r, listener, to))
			admission = ADMISSION_HOST;
		if (admission > farthest)
			farthest = admission;
	}
	if (farthest == ADMISSION_GRANTED)
		r->attached = true;
	else
		refuse(r, place, to, listener_why(farthest));
}

static void follow_parents(struct routing *r)
{
	struct attachment attachment;
	struct parent_refusal *next;

	r->refusals = arena_alloc(
	    &r->claims->arena, (r->route->nparents + 1) * sizeof(*r->refusals));
	for (uint32_t i = 0; i < r->route->nparents; i++) {
		next = &r->refusals[r->nrefusals];
		if (parent_resolve(
			r->claims, &r->route->parents[i], i, &attachment, next))
			attach(r, i, &attachment);
		else
			r->nrefusals++;
	}
}

/*
 * A name that got nothing gets a finding: the first refusal when no parent
 * accepted the route.  Each other refusal is reported once, about the route.  A
 * route that asks for no name in a zone gets no finding.
 */
static void tell(struct routing *r)
{
	static const struct parent_refusal no_host = { NO_LISTENER,
		"no listener that accepts the route has this host name" };
	static const struct parent_refusal no_parent = { NO_PARENT,
		"spec.parentRefs: it names no parent" };
	const struct parent_refusal *why = &no_host;
	size_t first = 0;

	if (!r->inside && !r->open)
		return;
	if (!r->attached)
		why = r->nrefusals ? r->refusals : &no_parent;
	for (size_t i = 0; i < r->nwishes; i++) {
		if (r->wishes[i].met || !r->wishes[i].inside)
			continue;
		claims_report(
		    r->claims, why->id, r->wishes[i].name, "%s", why->text);
		first = why == r->refusals;
	}
	for (size_t i = first; i < r->nrefusals; i++)
		if (r->inside || !r->refusals[i].foreign)
			claims_report(r->claims, r->refusals[i].id, "", "%s",
			    r->refusals[i].text);
}

void source_route(struct claims *claims)
{
	struct routing r = { .claims = claims,
		.route = (const struct route *)claims->object };
	enum hosts hosts =
	    host_sources(claims, "gateway-hostname-source", HOSTS_NONE);

	gather(&r, hosts ? hosts : HOSTS_ALL);
	if (!filter_passes(claims))
		return;
	if (!hosts)
		claims_report(claims, IGNORED, "",
		    "the value of gateway-hostname-source is unknown, it "
		    "counts as absent");
	if (annotation_get(claims->config, claims->object, "target"))
		claims_report(claims, IGNORED, "",
		    "a target annotation counts on the Gateway or "
		    "ListenerSet, not on a route");
	take_wishes(&r);
	r.ttl = target_ttl(claims);
	follow_parents(&r);
	tell(&r);
	claims_unite(claims);
	claims_review(claims, "its Gateways have no address yet");
}
