/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.h - why a name is not, or not quite, what somebody asked for.
 *
 * Every rejection and every loss becomes a finding: a stable id, a severity,
 * where, who, one sentence of printable ASCII.  It is gone when its cause is.
 */
#ifndef ZONEGEN_CLAIM_FINDING_H
#define ZONEGEN_CLAIM_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/base.h"
#include "zonegen/base/buf.h"

enum severity {
	SEVERITY_ERROR,   /* somebody's wish was not met */
	SEVERITY_WARNING, /* met, but look at it */
	SEVERITY_INFO,
};

enum finding_id {
	BAD_MANIFEST,
	OTHER_VERSION,
	NO_OBJECT,
	BAD_OBJECT,
	BAD_NAME,
	BAD_TARGET,
	BAD_TTL,
	BAD_TYPE,
	OUTSIDE_ZONES,
	NO_ADDRESS,
	NO_PARENT,
	NO_LISTENER,
	NOT_ACCEPTED,
	NOT_ADMINISTRATOR,
	FILTERED,
	IGNORED,
	MIXED_TARGETS,
	ODD_ADDRESS,
	ODD_NAME,
	TOO_LONG,
	TOO_MANY_RECORDS,
	TOO_MANY_NAMES,
	APEX_CNAME,
	APEX_RECORD,
	NAMESERVER_NAME,
	CNAME_CONFLICT,
	CNAME_LOOP,
	ALIAS_TARGET,
	OCCLUDED,
	CUT_OVER_NAMES,
	NO_GLUE,
	SHADOWED,
	NAME_TAKEN,
	SOURCE_UNTRUSTED,
	HELD,
	ADDRESS_LOST,
	QUARANTINED,
	TRANSFERS_FAIL,
	BAD_SYNTAX,
	BAD_SOA,
	NO_NAMESERVER,
	OUT_OF_ZONE,
	OBSOLETE_TYPE,
	NULL_TARGET,
	DANGLING_TARGET,
	ALIAS_CHAIN,
	REPEATED_ZONE,
	FEW_NAMESERVERS,
	ODD_SOA,
	ODD_OWNER,
	ODD_CAA,
	ODD_TEXT,
	PRIVATE_ADDRESS,
	MIXED_TTL,
	DUPLICATE_RECORD,
	UNREAD_TYPE,
	WILDCARD_ENDS,
	FINDING_IDS
};

struct finding {
	enum finding_id id;
	uint16_t type;    /* RR type, 0: none in particular */
	bool shared;      /* others may say the same of the origin */
	const char *zone; /* these four: "" where there is none */
	const char *name;
	const char *origin; /* "Ingress web/www" */
	const char *winner; /* the origin that has what this one wanted */
	const char *sentence;
};

const char *finding_word(enum finding_id id); /* "BadName" */
enum severity finding_severity(enum finding_id id);
const char *severity_word(enum severity severity); /* "error" */

/* A list that owns its findings, as they were added. */
struct findings {
	struct finding *list;
	size_t count, cap;
};
/* Copies what finding points to (its sentence apart), makes the sentence. */
void findings_add(struct findings *findings, const struct finding *finding,
    const char *fmt, ...) PRINTF(3, 4);
void findings_sort(struct findings *findings); /* a shared one is once then */
void findings_clear(struct findings *findings);
/* "severity id name origin: sentence" and a newline; "-" for empty fields. */
void finding_print(const struct finding *finding, struct buf *out);
/* For sorting: severity, id, zone, name, type, origin, sentence. */
int finding_compare(const struct finding *a, const struct finding *b);

/* The findings that the configuration may switch off for a zone, a bit each. */
bool finding_switch(const char *word, enum finding_id *out);
const char *finding_switch_word(size_t at); /* from 0; NULL at the end */
uint64_t finding_bit(enum finding_id id);

#endif
