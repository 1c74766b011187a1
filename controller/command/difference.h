/* SPDX-License-Identifier: Apache-2.0 */
/*
 * difference.h - the changes that diff found, in three forms.
 *
 * Text, for a person:
 *	zone example.com, serial 1795429416
 *	+ new.example.com A 60: 192.0.2.1 (Ingress web/new)
 *	~ www.example.com A 60 -> 300: 192.0.2.1 -> 192.0.2.2 (Ingress web/www)
 *	- old.example.com TXT 60: "x" (Ingress web/old)
 *	example.com: 1 added, 1 changed, 1 removed
 *	example.com: the guard would hold 1 deletion and 0 changes
 * A change that would not happen at once ends with "[held]" or "[grace]".  What
 * a foreign zone has and this program does not publish follows:
 *	? host.example.com HINFO: a type that is not published (line 12)
 *	example.com: 1 record is not compared
 * Markdown, for a comment: the same as diff code, an update as a removed and an
 * added line.  Each line of the code begins with a sign and has printable ASCII
 * only, so that text from an object cannot end it.
 * JSON, one object:
 *	schemaVersion  1
 *	different      whether anything would change
 *	zones          each with zone, serial (of the last version, else
 *	               first: true, or onto: cluster), waits (for a nameserver's
 *address), added, changed, removed, held, changes changes        op (add,
 *change, remove), name, type, old and new with ttl and data, origins, kept
 *(held or grace: it would not happen at once) notCompared    of a foreign zone:
 *records, left (each with name, type, line, records, reason; at most 1000) held
 *deletions, updates, gone, changed, of, plan: guard.h
 */
#ifndef CONTROLLER_COMMAND_DIFFERENCE_H
#define CONTROLLER_COMMAND_DIFFERENCE_H

#include <stdbool.h>

#include "controller/publish/retain/guard.h"
#include "zonegen/base/buf.h"
#include "zonegen/foreign/foreign.h"
#include "zonegen/version/changes.h"

#define DIFFERENCE_SCHEMA 1

struct difference { /* of one zone */
	const char *zone;
	bool first;         /* there is no last version */
	uint32_t serial;    /* of the last version */
	bool onto;          /* compared with the cluster: there is no serial */
	const char *awaits; /* the nameserver it waits for, or NULL */
	const struct hold *hold; /* what the guard would hold; NULL: nothing */
	const struct foreign *foreign; /* what it is compared with; or NULL */
	struct changes changes;
};

/* Would anything change, records that are not compared included? */
bool difference_any(const struct difference *difference);

void difference_text(
    const struct difference *list, size_t count, struct buf *out);
void difference_json(
    const struct difference *list, size_t count, struct buf *out);
void difference_markdown(
    const struct difference *list, size_t count, struct buf *out);

#endif
