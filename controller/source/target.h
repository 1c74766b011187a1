/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target.h - the records of an object's names: addresses or one host name.
 *
 * A bad target is dropped alone.  Addresses win over host names, of several
 * host names the first in canonical order is taken (A2: addresses before host
 * names): one object cannot have both an alias and something else at one name.
 */
#ifndef CONTROLLER_SOURCE_TARGET_H
#define CONTROLLER_SOURCE_TARGET_H

#include <stddef.h>
#include <stdint.h>

#include "controller/object/part/balancer.h"
#include "controller/source/offers.h"
#include "controller/source/source.h"

struct targets {
	struct claims *claims; /* findings and memory */
	struct offers offers;  /* addresses, and aliases for host names */
};

struct targets target_begin(struct claims *claims);

/* where is the path of the field, for findings. */
void target_address(
    struct targets *targets, const char *where, const char *text);
/* An address or a host name, as it looks. */
void target_any(
    struct targets *targets, const char *where, const char *text, size_t len);
/* The items of a target annotation. */
void target_list(struct targets *targets, const char *where, const char *list);
void target_addresses(struct targets *targets, const char *where,
    const char *const *list, uint32_t count);
void target_balancers(
    struct targets *targets, const struct balancer *list, uint32_t count);

/* The TTL that the object asks for (A5: one TTL per RRset); 0: none. */
uint32_t target_ttl(struct claims *claims);
/* After the last target: the records, with that TTL. */
void target_reduce(struct targets *targets, uint32_t ttl);
/* Gives them to every name of the claims; why is for names that get none. */
void target_offer(struct targets *targets, const char *why);

#endif
