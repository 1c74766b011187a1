/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.h - why a name exists or not, and what becomes of an object.
 *
 * The files of this room make answers from values alone: the same knowledge and
 * question give the same octets.
 *
 *	knowledge      configuration, store and zones
 *	question       a name or an object
 *	fate           the origins that asked for a name, and their outcomes
 *	explaining     an explanation while it is written
 *	explainname    the explanation of a name
 *	explainobject  the explanation of an object
 *	status         the state of NSD, the sources and the zones
 *	report, statusreport  these answers as text for a person, with
 *	prose          the printing that both share
 *
 * An explanation is one JSON object:
 *	schemaVersion  1
 *	question       as it was asked
 *	found          whether anything is known about it
 *	state          one word, see below
 *	sentence       the answer in one sentence
 *	notes          more sentences
 *	sources        kinds that are not known in full: kind, state, reason
 * of a name:
 *	name, zone     as they are in the DNS
 *	state          exists, emptyNonTerminal, covered (by a wildcard),
 *	               belowCut, absent, outsideZones, noName
 *	records        in the zone: type, ttl, data, origins
 *	lastRecords    in the last version, where they differ
 *	claims         each with origin, outcome, sentence, records with whether
 *	               they are published, findings
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
