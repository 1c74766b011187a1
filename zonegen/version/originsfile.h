/* SPDX-License-Identifier: Apache-2.0 */
/*
 * originsfile.h - the text of NAME.origins: who a version's records come from,
 * and whose its units of names are.
 *
 *	owner	www	web	1795429416	oldest
 *	www	A	Ingress	web/www	UID	1795429000	81dc9bdb52d04dc2
 *
 * A line for each unit: its name, the owner's namespace, since when, why
 * (owner.h).  A line for each origin of each RRset: name, type, kind, key, uid,
 * time of creation, and the digest of the object if it is known.  Fields are
 * separated by tabs; "-" is what is not known, and the namespace of an owner
 * that has none.  Names are as in the zone file, and in its order.
 */
#ifndef ZONEGEN_VERSION_ORIGINSFILE_H
#define ZONEGEN_VERSION_ORIGINSFILE_H

#include <stdbool.h>

#include "zonegen/base/buf.h"
#include "zonegen/record/name.h"
#include "zonegen/domain/rrsets.h"

/* The lines of one name; rrsets NULL: none. */
void originsfile_print(const char *zone, const char *name,
    const struct rrsets *rrsets, struct buf *out);

/* One line, read: either of the two is NULL; the caller has a reference. */
struct originsfile_line {
	char name[NAME_SIZE]; /* absolute */
	uint16_t type;
	struct origin *origin;
	struct owner *owner;
};

/*
 * The next line that is one of these; *at moves behind it, lines that are none
 * are skipped.  false: there is no more.
 */
bool originsfile_next(const char *zone, const char **at, const char *end,
    struct originsfile_line *out);

#endif
