/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slicer.h - a list, as it arrives, becomes its elements.
 *
 * The response to a list may be hundreds of megabytes.  It is never in memory
 * as a whole: each element of the top-level "items" is given away as the bytes
 * it came as, and of the rest only kind, metadata.resourceVersion and
 * metadata.continue are kept.  Keys come in any order (custom resources have
 * items first), items may be null or missing.
 *
 * A body counts only when it was one whole JSON object of the kind that was
 * asked for: a proxy's page, a Status, half a response or the list of another
 * kind must not look like an empty cluster.
 *
 * The room makes events of octets: slicer.h for lists; lines.h and event.h for
 * watches; trim.h leaves out what no rule reads; resourceversion.h compares
 * places in the stream.
 */
#ifndef CONTROLLER_KUBE_WIRE_SLICER_H
#define CONTROLLER_KUBE_WIRE_SLICER_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/config/limits.h"
#include "zonegen/base/err.h"

struct slicer;

/* item: not terminated, good during the call; limits are borrowed. */
struct slicer *slicer_new(const struct limits *limits,
    void (*item)(void *arg, const char *text, size_t len), void *arg);
/*
 * Demands "kind": KIND + "List", and "apiVersion": GROUP/VERSION; without it
 * any kind whose name ends so is a list.  Before the first octet; borrowed.
 */
void slicer_expect(struct slicer *slicer, const char *kind, const char *group,
    const char *version);
/* ERR_INPUT: no such list, or too large.  Feed it nothing after that. */
bool slicer_feed(struct slicer *slicer, const char *bytes, size_t len,
    struct err *err) MUST_CHECK;

struct page {
	const char
	    *resource_version; /* metadata.resourceVersion, "" when missing */
	const char *next;      /* metadata.continue, "" on the last page */
	size_t items;
};

/* The body ended. The texts of page belong to the slicer. */
bool slicer_end(
    struct slicer *slicer, struct page *page, struct err *err) MUST_CHECK;
void slicer_free(struct slicer *slicer); /* NULL is fine */

#endif
