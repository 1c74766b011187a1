/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - a state directory, a loop, a store and a configuration to publish
 * from, for the tests of publish/.
 *
 * Each world has a directory and a port of its own.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_WORLD_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_WORLD_H

#include "controller/publish/nsd/query.h"
#include "tests/unit/controller/scratch.h"
#include "controller/publish/publisher.h"

struct world {
	char dir[64];
	unsigned port;
	struct loop *loop;
	struct store *store;
	struct config *config;
	struct publisher *publisher;
	struct loop_timer *look, *limit;
	bool (*until)(struct world *world);
	bool late, ended, released;
	unsigned looks; /* for conditions that count them */
	/* For those who wait. */
	struct answer answer;
	const char *wanted_name, *wanted_address;
};

int world_begin(void **state);
int world_end(void **state); /* NSD too, if it still runs */
/* A test in a world of its own, which the program calls world. */
#define WORLD_TEST(test)                          \
	cmocka_unit_test_prestate_setup_teardown( \
	    test, world_begin, world_end, &world)

/* zones: YAML of the zones; what: the rest of it. */
struct config *world_config(
    const struct world *world, const char *zones, const char *what);
void world_start(struct world *world, struct config *config);
/* publisher_stop() and publisher_free(), and the configuration too. */
void world_stop(struct world *world);
/* Only publisher_free(), as if we had been killed: NSD lives on. */
void world_crash(struct world *world);

/* Runs the loop until the condition holds; fails the test when it never does.
 */
void world_until(struct world *world, bool (*until)(struct world *world));
/* Runs the loop until NSD answers with an SOA serial that is later. */
uint32_t world_served(struct world *world, const char *zone, uint32_t before);
/* Runs the loop until NSD says rcode for the zone. */
void world_says(struct world *world, const char *zone, unsigned rcode);

/* A list of all kinds is complete, and empty. */
void world_sync(struct world *world);
void world_put(struct world *world, const char *kind, const char *text);
/* An Ingress of namespace web. */
void world_ingress(
    struct world *world, const char *name, const char *host, const char *ip);
void world_forget(struct world *world, const char *name);

/* NSD's A record of name as text; "" when it has none. */
const char *world_address(struct world *world, const char *name);
/* The process that has NSD's control socket. */
int world_nsd(const struct world *world);

enum { RCODE_REFUSED = 5 };

/* YAML of a zone. */
#define ZONE(name)                                            \
	"- name: " name "\n"                                  \
	"  nameservers:\n"                                    \
	"  - {name: ns1." name ", addresses: [192.0.2.53]}\n" \
	"  soa: {contact: root@example.net}\n"

/* Starts with nsd.run. */
void world_open(struct world *world, const char *zones);
/* The same with zone a.test and an Ingress www at 192.0.2.1; its serial. */
uint32_t world_www(struct world *world);
/* Moves that one; the serial then, which is another one than before. */
uint32_t world_change(struct world *world, const char *ip, uint32_t before);
/*
 * Until NSD has that address ("": none), for just after a reload the process
 * that it is about to end still answers from the old zone.
 */
void world_expect(struct world *world, const char *name, const char *address);
char *world_zone(const struct world *world, const char *zone); /* free it */

#endif
