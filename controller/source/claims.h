/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claims.h - filling struct claims: first the names, then what they answer.
 *
 * All names of an Ingress or a Service answer the same, so a source gathers
 * the names, asks the filters, gathers the records and joins the two.  Of what
 * it has to say about one object a hundred findings are kept: an annotation
 * may hold a hundred thousand mistakes.
 */
#ifndef CONTROLLER_SOURCE_CLAIMS_H
#define CONTROLLER_SOURCE_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/source/source.h"
#include "zonegen/base.h"
#include "zonegen/finding.h"
#include "zonegen/record.h"

/* name is from name_parse(); it is copied. */
void claims_name(struct claims *claims, const char *name);

/*
 * After the last name: each once, sorted.  false: none of them lies in a zone,
 * what they would answer does not matter.
 */
bool claims_sort(struct claims *claims);

/* A finding about one name, or, with "", about the object. */
void claims_report(struct claims *claims, enum finding_id id, const char *name,
    const char *fmt, ...) PRINTF(4, 5);

/* Nothing is claimed after all; names that lie in a zone are told why. */
void claims_withdraw(
    struct claims *claims, enum finding_id id, const char *why);

/* Every name answers these; why there are none, when there are none (C1). */
void claims_answer(struct claims *claims, const struct record *records,
    size_t count, const char *why);

#endif
