/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.h - from an object to its claims; one file per kind.
 *
 * Pure functions: an object, the objects it refers to and the configuration go
 * in; claims and findings come out.  No clock, no I/O, no log.  The rules are
 * in zonegen/RULES.md; each function names those it keeps.
 *
 * The order of the work, for each kind (ingress.c is the shortest example):
 *	host.h, annotation.h		the names that the object asks for
 *	claims.h			each name once
 *	filter.h			does the object count at all?
 *	target.h, offers.h		the records that the names get
 *	claims.h			findings about names that get none
 * Routes find both through parent.h and listener.h.  sources.h runs all of them
 * over the changes of the store.
 *
 * To add a kind: NAME.c with its function, a row in source.c.
 */
#ifndef CONTROLLER_SOURCE_SOURCE_H
#define CONTROLLER_SOURCE_SOURCE_H

#include <stdbool.h>

#include "controller/config/config.h"
#include "controller/object/lookup.h"
#include "zonegen/base/map.h"
#include "zonegen/claim/claim.h"
#include "zonegen/claim/finding.h"
#include "zonegen/zone/zoneset.h"

/* The claims of one object, filled by a source function. */
struct claims {
	const struct config *config;
	const struct zoneset *zones; /* those of the configuration */
	const struct lookup *lookup; /* of other objects */
	const struct object *object;
	const char *origin; /* text, for findings */
	const char *about;  /* likewise, of another object; NULL: none */
	struct arena arena; /* of names, records and list */
	/*
	 * Records are asked for by type: the zone decides between them (C4: an
	 * alias stands alone), not the source (A2: addresses before host
	 * names).
	 */
	bool typed;
	struct claim *list;
	size_t count, cap;
	struct findings findings;
	/* What it asked for so far (A8: sizes). */
	const char *first; /* name */
	struct map names;  /* the others: their places in its own order */
	size_t nnames, nrecords;
	bool too_many;
};

void source_dnsendpoint(struct claims *claims);
void source_gateway(struct claims *claims); /* its hostname annotation */
void source_ingress(struct claims *claims);
/* Its host name of one label, in every zone with serviceNames. */
void source_node(struct claims *claims);
void source_route(struct claims *claims); /* of whichever kind */
void source_service(struct claims *claims);

struct source {
	const char *kind;
	void (*claims)(struct claims *claims);
	const char *const *reads; /* kinds it looks up, NULL at the end */
	const char *names;        /* where an object says them */
};

/* NULL: objects of this kind never claim anything. */
const struct source *source_find(const char *kind);

/* The precedence of a kind: its place in resources (0 is first). */
unsigned source_rank(const struct config *config, const char *kind);
/* Is it one of resources?  Others may be read, but do not claim. */
bool source_claims(const struct config *config, const char *kind);
/*
 * Must it be read, because it claims, because a kind that claims looks it up,
 * or because the zones themselves do?
 */
bool source_wants(const struct config *config, const char *kind);

#endif
