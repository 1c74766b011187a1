/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claims.h - filling struct claims: names, and the records of each.
 *
 * If all names of an object get the same records (Ingress, Service), the source
 * gathers the names, asks the filters, gathers the records and joins the two
 * with claims_offer().  If each name has its own (routes, DNSEndpoint), it adds
 * them one by one with claims_add(); several additions for one name are united.
 *
 * A hundred findings are kept for one object: an annotation may have a hundred
 * thousand mistakes.
 */
#ifndef CONTROLLER_SOURCE_CLAIMS_H
#define CONTROLLER_SOURCE_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/source/offers.h"
#include "controller/source/source.h"
#include "zonegen/base/base.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/record.h"

/*
 * May the object ask for this name, of which it may have so many (A8: sizes)?
 * name is borrowed.
 */
bool claims_admit(struct claims *claims, const char *name);
/* Likewise for one more record of a type that it asks for. */
bool claims_admit_record(struct claims *claims);
/* May it ask for no further name? */
bool claims_full(const struct claims *claims);
/* Was this said of the object before?  For lists that repeat an item. */
bool claims_again(struct claims *claims, const char *item);
/* At the end: what is too much goes, the last in the object's order first. */
void claims_trim(struct claims *claims);
void claims_clear(struct claims *claims);

/* name is from name_parse(); it is copied. */
void claims_name(struct claims *claims, const char *name);
/* The same with records for it; name and they are borrowed. */
void claims_add(struct claims *claims, const char *name,
    const struct record *records, size_t count);

/*
 * After the last name: each once, sorted, with all the records it was given.
 * false: none of them lies in a zone, so their records do not matter.
 */
bool claims_unite(struct claims *claims);

/* After claims_unite(): is the name claimed? */
bool claims_has(const struct claims *claims, const char *name);
/* Does the name lie in a zone? */
bool claims_inside(const struct claims *claims, const char *name);

/*
 * A finding about one name, or, with "", about the object.  The second is
 * about records of one type.
 */
void claims_report(struct claims *claims, enum finding_id id, const char *name,
    const char *fmt, ...) PRINTF(4, 5);
/*
 * From now on findings are about this object, which others look at too; NULL:
 * about the claiming one again.  What several say of it is told once.
 */
void claims_about(struct claims *claims, const struct object *object);
void claims_report_type(struct claims *claims, enum finding_id id,
    const char *name, uint16_t type, const char *fmt, ...) PRINTF(5, 6);

/*
 * Nothing is claimed after all; each name in a zone gets a finding that says
 * why.
 */
void claims_withdraw(
    struct claims *claims, enum finding_id id, const char *why);

/*
 * The names stay claimed without records, and this finding replaces the others.
 */
void claims_keep_names(
    struct claims *claims, enum finding_id id, const char *why);

/*
 * offers_reduce() with the limits of the configuration.  Aliases that lost
 * become a finding about name, or, with "", about the object.
 */
void claims_reduce(
    struct claims *claims, struct offers *offers, const char *name);

/* Records of one type that the zone takes for one name (A8: sizes); 0: any. */
size_t claims_limit(const struct claims *claims);

/*
 * The names without records want an address of a load balancer that has none
 * now.
 */
void claims_lose(struct claims *claims);

/* Gives every name these records, which are reduced. */
void claims_offer(struct claims *claims, const struct offers *offers);
/*
 * A name without records gets a finding that says why (C1: an empty claim keeps
 * its name), or, with NULL, got it before.  An odd name gets one too.
 */
void claims_review(struct claims *claims, const char *why);

#endif
