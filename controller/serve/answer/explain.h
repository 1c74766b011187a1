/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.h - why a name is, or is not, there; what becomes of an object.
 *
 * Pure: the same knowledge and question give the same octets.  The answer is
 * one JSON object:
 *	schemaVersion  1
 *	question       as it was asked
 *	found          whether anything is known of it
 *	state          one word, see below
 *	sentence       the answer in one sentence
 *	notes          more sentences: what else one should know
 *	sources        kinds that are not known in full: kind, state, reason
 * of a name:
 *	name, zone     as they are in the DNS
 *	state          exists, emptyNonTerminal, covered (by a wildcard),
 *	               belowCut, absent, outsideZones, noName
 *	records        in the zone: type, ttl, data, origins
 *	lastRecords    in the last version, where they differ
 *	claims         who asks for it: origin, outcome, sentence, records with
 *	               what of them is published, findings
 *	wildcard, cut  those that decide
 * of an object:
 *	object         its origin, "Ingress web/www"
 *	state          read, refused, absent, unknown
 *	names          each with name, zone, state and claims as above
 *	findings       about the object as a whole
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPLAIN_H
#define CONTROLLER_SERVE_ANSWER_EXPLAIN_H

#include "controller/serve/answer/knowledge.h"
#include "controller/serve/answer/question.h"
#include "zonegen/base/buf.h"

#define EXPLAIN_SCHEMA 1

void explain_write(const struct knowledge *knowledge,
    const struct question *question, struct buf *out);

#endif
