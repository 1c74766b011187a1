/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - what a controller knows, from text: zones, rules, objects.
 *
 * Zones example.com and dev.example.com.  Of objects each line is one, as
 * JSON with ' standing for "; the first word is its kind.
 */
#ifndef TESTS_UNIT_CONTROLLER_SERVE_WORLD_H
#define TESTS_UNIT_CONTROLLER_SERVE_WORLD_H

#include "controller/serve/answer/knowledge.h"
#include "zonegen/base/buf.h"

struct world {
	struct config *config;
	struct store *store;
	struct zoneset *set;
	struct sources *sources;
	struct knowledge knowledge;
};

/* rules: more YAML of the configuration, or "". */
void world_open(struct world *world, const char *rules);
/* Those that cannot be decoded are refused by the store, as ever. */
void world_put(struct world *world, const char *objects);
/* Every kind is listed in full, but for the one named without ("": none). */
void world_list(struct world *world, const char *without);
/* Claims made and zones resolved. */
void world_pass(struct world *world);
/* What the zones are now is their last version. */
void world_publish(struct world *world);
/* Keeps www.example.com A 192.0.2.1 of Ingress web/www. */
void world_keep(struct world *world);
/* Appends the report about a name or an object to text; is it found? */
bool world_explain(
    const struct world *world, const char *asked, struct buf *text);
/* The line about the owner is for test_owner.c. */
void world_drop_owner(struct buf *text);
void world_close(struct world *world);

#define META(ns, name, created)                          \
	"'metadata':{'namespace':'" ns "','name':'" name \
	"','creationTimestamp':'2026-01-0" #created "T00:00:00Z'"
#define STATUS(ip) "'status':{'loadBalancer':{'ingress':[{'ip':'" ip "'}]}}"
#define INGRESS(ns, name, created, host, ip)                       \
	"Ingress {" META(                                          \
	    ns, name, created) "},'spec':{'rules':[{'host':'" host \
			       "'}]}," STATUS(ip) "}\n"
#define SERVICE(ns, name, created, ip) \
	"Service {" META(ns, name,     \
	    created) "},'spec':{'type':'LoadBalancer'}," STATUS(ip) "}\n"
#define ANNOTATED(ns, name, created, host, notes, ip)               \
	"Ingress {" META(                                           \
	    ns, name, created) ",'annotations':{" notes             \
			       "}},'spec':{'rules':[{'host':'" host \
			       "'}]}," STATUS(ip) "}\n"

#endif
