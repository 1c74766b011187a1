/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target.h - what the names of an object answer: addresses or one host name.
 *
 * A bad target is dropped alone.  Addresses win over host names, of several
 * host names the first in canonical order is taken (A2): one object cannot
 * have both an alias and something else at one name.
 */
#ifndef CONTROLLER_SOURCE_TARGET_H
#define CONTROLLER_SOURCE_TARGET_H

#include <stddef.h>
#include <stdint.h>

#include "controller/object/balancer.h"
#include "controller/source/source.h"
#include "zonegen/record.h"

struct targets {
	struct claims *claims;  /* findings and memory */
	struct record *records; /* addresses */
	size_t count, cap;
	const char *host; /* the first in canonical order, or NULL */
	bool several;     /* host names that differ */
};

/* where is the path of the field, for findings. */
void target_address(
    struct targets *targets, const char *where, const char *text);
/* An address or a host name, as it looks. */
void target_any(
    struct targets *targets, const char *where, const char *text, size_t len);
/* The items of a target annotation. */
void target_list(struct targets *targets, const char *list);
void target_addresses(struct targets *targets, const char *where,
    const char *const *list, uint32_t count);
void target_balancers(
    struct targets *targets, const struct balancer *list, uint32_t count);

/* Lets every name of the claims answer them; why, when there are none. */
void target_answer(struct targets *targets, const char *why);

#endif
