/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lint.h - what a careful person would say of a zone.
 *
 * Records come in, findings go out.  A zone may be a file of anybody's
 *(file.h): everything is looked for.  Or it is a zone that we resolved (own.h):
 *what zonegen/RULES.md rules out cannot be in it, so only the checks marked *
 *are made; none of them finds an error, for that would have cost the record.
 *
 *	CNAMEConflict    CNAME or DNAME beside what it excludes
 *	ApexCNAME        CNAME at the zone itself
 *	CNAMELoop        an alias that leads back to itself
 *	AliasChain*      an alias of an alias
 *	AliasTarget      NS, MX, SRV that point to an alias (for our zones it
 *	                 is found by aliastarget.c)
 *	DanglingTarget*  the name pointed to, in this zone, does not exist
 *	NullTarget       MX or SRV "." beside others (RFC 7505 3, RFC 2782)
 *	RepeatedZone*    www.example.com.example.com: a dot was forgotten
 *	NoNameserver     no NS at the zone itself
 *	FewNameservers*  only one; how many ours and its child zones have is
 *	                 the operator's choice
 *	NoGlue           a nameserver without the address that it needs
 *	Occluded         below a cut, or beside a delegation
 *	BadTarget        DS without NS; NS, DS, DNAME at a wildcard
 *	WildcardEnds*    names that a wildcard seems to cover, and does not
 *	MixedTTL, DuplicateRecord, TooManyRecords
 *	OddName, OddAddress
 *	OddOwner*        SRV, URI, TLSA elsewhere than at _x._y
 *	OddCAA*          flags or a tag that no authority knows
 *	PrivateAddress*  in a zone that has public ones, those of
 *	                 nameservers not counted
 *
 * The checks are in names.h, cuts.h, targets.h and values.h, their questions to
 * the records in lookup.h; file.h reads with master.h and masterword.h.
 *
 * Below a cut nothing but that is said.  A pure function of the records; its
 * findings come in canonical order of their names.
 */
#ifndef ZONEGEN_LINT_LINT_H
#define ZONEGEN_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/record.h"

struct lint_record {
	const char *name; /* absolute */
	/* rdata NULL: of a type, or in a form, that is not looked into. */
	struct record record;
	size_t line; /* in its file; 0: none */
};

struct lint {
	const char *zone;
	bool resolved; /* by us: only the checks marked * */
	uint64_t off;  /* finding_bit() of each finding that nobody wants */
	void (*report)(void *arg, const struct lint_record *at,
	    enum finding_id id, const char *sentence);
	void *arg;

	/* lint.c's own; they begin zeroed. */
	struct lint_record *list;
	size_t count, cap;
	struct arena arena;
	struct map hosts;  /* names that NS records have */
	const char **cuts; /* NS below the zone, DNAME; sorted */
	size_t ncuts, cuts_cap;
	size_t publics; /* A and AAAA, those of hosts left out */
	size_t privates;
	bool told_private;
};

/*
 * NoGlue's sentence ends so where a server loads the zone all the same: the
 * nameserver is below a delegation, whose servers may know it.
 */
#define LINT_GLUE_BELOW ", nor can it be asked for anywhere else"

/* Copies name and rdata.  Any order. */
void lint_add(struct lint *lint, const char *name, const struct record *record,
    size_t line);
/* All checks, once. */
void lint_run(struct lint *lint);
void lint_clear(struct lint *lint);

#endif
