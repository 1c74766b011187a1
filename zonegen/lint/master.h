/* SPDX-License-Identifier: Apache-2.0 */
/*
 * master.h - a zone file as anybody may have written it (RFC 1035 5.1).
 *
 * Comments, parentheses, $ORIGIN and $TTL, owners and TTLs that are left out,
 * relative names, TTLs in units (1h30m).  What is wrong with a record costs
 * that record: it is told with its line, and the reading goes on behind it.
 * The words are cut here; rdata is read by record_parse_in(), as is everything
 * that the cluster asks for, so that what passes is what every server takes.
 * $INCLUDE is not followed: there are no files in here.
 *
 * What we write ourselves is read by zonefile.h, which is strict.
 */
#ifndef ZONEGEN_LINT_MASTER_H
#define ZONEGEN_LINT_MASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/name.h"
#include "zonegen/record/record.h"

struct master_soa {
	char primary[NAME_SIZE];                          /* "": the root */
	char contact[2 * NAME_SIZE];                      /* as in struct soa */
	uint32_t serial, refresh, retry, expire, minimum; /* seconds */
};

struct master_record {
	size_t line;      /* where it begins; the first one is 1 */
	const char *name; /* absolute */
	/* rdata NULL: of a type, or in a form, that is not looked into. */
	struct record record;
	const struct master_soa *soa; /* of a SOA; else NULL */
};

struct master_fault {
	size_t line;
	enum finding_id id;
	const char *name; /* "": not known */
	uint16_t type;    /* 0: not known */
	const char *sentence;
};

struct master_reader {
	const char *origin; /* until the first $ORIGIN; NULL: none */
	/* Their arguments are borrowed for the call. */
	void (*record)(void *arg, const struct master_record *record);
	void (*fault)(void *arg, const struct master_fault *fault);
	void *arg;
};

/*
 * ERR_INPUT, with the line: a name is relative and nothing says to what.
 * Everything else is a fault of its record.
 */
bool master_read(const struct master_reader *reader, const char *text,
    size_t len, struct err *err) MUST_CHECK;

#endif
