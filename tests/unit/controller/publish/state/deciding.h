/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deciding.h - a zone in the hands of the guard, told what to do in words.
 *
 * A script is words, ended by ";".  w0..w9 stands for ten names, each with an
 * Ingress of its own; "@" is the zone itself.
 *
 *	put NAMES [IP]     they ask for that address (192.0.2.1)
 *	both NAMES         ... for an IPv4 and an IPv6 address
 *	host NAMES         ... for an alias
 *	text NAMES         ... for a text
 *	slow NAMES         ... for the address with another TTL
 *	lose NAMES         ... for an address, and their load balancer has none
 *	mute NAMES         ... for nothing: what they look at is in doubt
 *	del NAMES          they are gone
 *	uid                what asks from now on was made anew
 *	owner NAMESPACE    ... and is there; older than web if it sorts before
 *	store NAMES [CLASS] their objects are in the store, of that class
 *	doubt, trust       Ingresses cannot be trusted, can
 *	drop               Ingress is no resource any more
 *	config             the next decision is the first by other rules
 *	rule MIN DEL UPD   percentages, "-": never
 *	union              names have no owner
 *	whose              show names the namespaces of which something is held
 *	each PERCENT       the share of a namespace by itself
 *	off                no guard
 *	grace SECONDS
 *	settles            deletions wait for more of them
 *	tick MS            by the loop's clock
 *	wait SECONDS       by both clocks
 *	clock SECONDS      by the wall clock alone
 *	pass               a decision
 *	make, adopt        a version; it is on disk
 *	go                 the three of them
 *	restart            memory and zone through their files
 *	orphan             nobody knows whose the last version's records are
 *	report             an operator sees the plan of what is held
 *	approve [DIGITS]   what is held; "reported": what was reported last
 *	show               a line of what is served, held and in grace
 *	meet               a line for each name that has not what is asked for
 *	plain              a line if anything is retained
 *	whom NAME          the owner of the name, the whole of it, and why
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_STATE_DECIDING_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_STATE_DECIDING_H

#include "controller/publish/retain/memory.h"
#include "zonegen/base/buf.h"
#include "zonegen/zone/zone.h"

struct deciding_row {
	const char *name, *script, *want; /* what its shows print */
};

void deciding_check(void **state); /* of one row */

/* A script piece by piece, to look at what there is between them. */
struct bench;
struct bench *deciding_open(struct buf *out);
void deciding_do(struct bench *bench, const char *script);
void deciding_close(struct bench *bench);
const struct zone *deciding_zone(const struct bench *bench);
struct zone_overlay *deciding_overlay(struct bench *bench);
int64_t deciding_now(const struct bench *bench); /* ms, anew at a restart */

#endif
