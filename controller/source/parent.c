/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parent.c - follows one parentRef: to a Gateway, or through a ListenerSet to
 * its Gateway. Each step can refuse the reference with a reason.
 */
#include "controller/source/parent.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "controller/object/lookup.h"
#include "controller/source/filter.h"
#include "controller/source/listener.h"
#include "zonegen/base/mem.h"

/* One reference that is being followed. */
struct following {
	struct claims *claims;
	const struct parent *parent;
	uint32_t place;
	const char *kind, *namespace; /* of the parent, defaults filled in */
	struct attachment *out;
	struct parent_refusal *why;
};

/* Always false, so that a refusal is one line. */
PRINTF(3, 4)
static bool refuse(
    struct following *f, enum finding_id id, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f->why->id = id;
	f->why->text = arena_printf(&f->claims->arena,
	    "spec.parentRefs[%u]: %.63s %.63s/%.253s %s", f->place, f->kind,
	    f->namespace, f->parent->to.name, text);
	return false;
}

/* The Gateway itself: does it exist, and does it count? */
static bool find_gateway(
    struct following *f, const char *namespace, const char *name)
{
	const struct strings *classes = &f->claims->config->gateway_classes;
	const struct object *object =
	    lookup_get(f->claims->lookup, "Gateway", namespace, name);
	const struct gateway *gateway = (const struct gateway *)object;
	const char *whose = f->out->set ? "is of a Gateway that " : "";
	const char *ignored;

	if (!object)
		return refuse(f, NO_PARENT, "%sdoes not exist", whose);
	f->out->gateway = gateway;
	ignored = filter_ignored(f->claims->config, object);
	if (ignored)
		return refuse(f, IGNORED, "%sis ignored: %s", whose, ignored);
	if (!filter_class(classes, gateway->class))
		return refuse(f, FILTERED,
		    "%sis of no class in filters.gatewayClasses", whose);
	if (!filter_selects(f->claims->config, object))
		return refuse(f, FILTERED,
		    "%spasses no selector of filters.labels.Gateway", whose);
	if (!filter_gateway(f->claims->config, object))
		return refuse(
		    f, FILTERED, "%sis not in filters.gateways", whose);
	return true;
}

/*
 * A ListenerSet, and its Gateway, which has to allow it (G4: several parents,
 * and ListenerSets).
 */
static bool find_set(struct following *f)
{
	const struct object *object = lookup_get(
	    f->claims->lookup, "ListenerSet", f->namespace, f->parent->to.name);
	const struct listenerset *set = (const struct listenerset *)object;
	const char *ignored;

	if (!object)
		return refuse(f, NO_PARENT, "does not exist");
	f->out->set = set;
	ignored = filter_ignored(f->claims->config, object);
	if (ignored)
		return refuse(f, IGNORED, "is ignored: %s", ignored);
	if (set->parent.group ||
	    (set->parent.kind && strcmp(set->parent.kind, "Gateway") != 0))
		return refuse(f, NO_PARENT, "is of no Gateway");
	if (!find_gateway(f,
		set->parent.namespace ? set->parent.namespace
				      : object_namespace(object),
		set->parent.name))
		return false;
	if (set->refused)
		return refuse(f, NOT_ACCEPTED, "is not accepted itself");
	if (!listener_allows(f->claims, &f->out->gateway->allowed_sets,
		object_namespace(&f->out->gateway->object),
		object_namespace(object)))
		return refuse(f, NOT_ACCEPTED,
		    "is not allowed by its Gateway's allowedListeners");
	return true;
}

static bool find_home(struct following *f)
{
	struct attachment *out = f->out;

	if (!strcmp(f->kind, "ListenerSet")) {
		if (!find_set(f))
			return false;
		out->home = &out->set->object;
		out->listeners = out->set->listeners;
		out->nlisteners = out->set->nlisteners;
	} else {
		if (!find_gateway(f, f->namespace, f->parent->to.name))
			return false;
		out->home = &out->gateway->object;
		out->listeners = out->gateway->listeners;
		out->nlisteners = out->gateway->nlisteners;
	}
	return true;
}

bool parent_resolve(struct claims *claims, const struct parent *parent,
    uint32_t place, struct attachment *out, struct parent_refusal *why)
{
	const struct reference *to = &parent->to;
	struct following f = {
		.claims = claims,
		.parent = parent,
		.place = place,
		.kind = to->kind ? to->kind : "Gateway",
		.namespace = to->namespace ? to->namespace
					   : object_namespace(claims->object),
		.out = out,
		.why = why,
	};
	bool known =
	    !strcmp(f.kind, "Gateway") || !strcmp(f.kind, "ListenerSet");

	*out = (struct attachment){ 0 };
	if (to->group || !known) {
		why->foreign = true;
		if (to->group && !*to->group && !strcmp(f.kind, "Service"))
			return refuse(&f, IGNORED,
			    "is a Service: the parents of a mesh have no "
			    "addresses here");
		if (known)
			return refuse(&f, NO_PARENT,
			    "is of the group '%.100s', not "
			    "gateway.networking.k8s.io",
			    to->group);
		return refuse(
		    &f, NO_PARENT, "is neither a Gateway nor a ListenerSet");
	}
	if (!find_home(&f))
		return false;
	if (parent->refused)
		return refuse(&f, NOT_ACCEPTED,
		    "did not accept the route (Accepted is False)");
	if (claims->config->require_accepted && !parent->accepted)
		return refuse(&f, NOT_ACCEPTED,
		    "has not accepted the route, which "
		    "gateway.requireAccepted demands");
	return true;
}
