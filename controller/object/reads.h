/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reads.h - the objects whose claims depend on other objects.
 *
 * While the claims of an object (the dependent) are made, each of its look-ups
 * is noted as a topic: text like "Gateway web/main" or "Node *", whether or not
 * anything was found.  When something changes under a topic, exactly its
 * dependents must be worked on again.  An object that looks up nothing costs
 * nothing here.
 *
 * Dependents go by the text of their origin, "HTTPRoute web/www".
 */
#ifndef CONTROLLER_OBJECT_READS_H
#define CONTROLLER_OBJECT_READS_H

#include <stdint.h>

#include "controller/object/kinds.h"

struct reads;

/* Called for a dependent, with its kind and key. */
typedef void reads_found(void *arg, const struct kind *kind, const char *key);

struct reads *reads_new(void);
void reads_free(struct reads *reads); /* NULL is fine */

/* Between these two an object reads; what it read before is forgotten. */
void reads_begin(struct reads *reads);
void reads_end(
    struct reads *reads, const struct kind *kind, const char *origin);
/* It looked at something of this kind. */
void reads_note(
    struct reads *reads, const struct kind *kind, const char *topic);
/* The object is gone. */
void reads_forget(struct reads *reads, const char *origin);

/* The kinds it read, a bit for each kind_index(); 0: it is not there. */
uint32_t reads_kinds(const struct reads *reads, const char *origin);
/* The kinds that any dependent read. */
uint32_t reads_all_kinds(const struct reads *reads);
/* The dependents of a topic, or of anything of these kinds. */
void reads_topic(const struct reads *reads, const char *topic,
    reads_found *found, void *arg);
void reads_of_kinds(
    const struct reads *reads, uint32_t kinds, reads_found *found, void *arg);

#endif
