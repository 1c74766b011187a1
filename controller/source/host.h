/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h - the names an object asks for (N1: well-formed names; N3: relative
 * annotations; N4: default names of Services).
 *
 * A bad name costs itself only: it becomes a finding, the object's other names
 * stay.
 */
#ifndef CONTROLLER_SOURCE_HOST_H
#define CONTROLLER_SOURCE_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/source/source.h"

/*
 * The sources of names that a hostname-source annotation allows: one bit each.
 */
enum hosts {
	HOSTS_NONE = 0,
	HOSTS_SPEC = 1,
	HOSTS_ANNOTATION = 2,
	HOSTS_ALL = HOSTS_SPEC | HOSTS_ANNOTATION,
};

/*
 * The value of the annotation of that word, in any case of letters; unknown for
 * any other value.
 */
enum hosts host_sources(
    const struct claims *claims, const char *word, enum hosts unknown);

/* Hosts of a spec: absolute.  where is the path of the field. */
void host_list(struct claims *claims, const char *where,
    const char *const *list, uint32_t count);

/*
 * Is it one label, not counting a "*." in front, without a final dot (N3:
 * relative annotations)?
 */
bool host_is_relative(const char *text, size_t len);
/* Relative to every zone with serviceNames when it is one label, else absolute.
 */
void host_local(
    struct claims *claims, const char *where, const char *text, size_t len);
/* The names of a hostname annotation, each as above. */
void host_annotated(struct claims *claims, const char *list);

/* NAME.NAMESPACE in every zone with serviceNames. */
void host_default(struct claims *claims);

#endif
