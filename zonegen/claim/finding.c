/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.c - the table of findings (word and severity of each id), the list
 * that owns them, their order and form, and which of them can be switched off.
 */
#include "zonegen/claim/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

static const struct {
	const char *word;
	enum severity severity;
} ids[FINDING_IDS] = {
	[BAD_MANIFEST] = { "BadManifest", SEVERITY_ERROR },
	[OTHER_VERSION] = { "OtherVersion", SEVERITY_WARNING },
	[NO_OBJECT] = { "NoObject", SEVERITY_INFO },
	[BAD_OBJECT] = { "BadObject", SEVERITY_ERROR },
	[BAD_NAME] = { "BadName", SEVERITY_ERROR },
	[BAD_TARGET] = { "BadTarget", SEVERITY_ERROR },
	[BAD_TTL] = { "BadTTL", SEVERITY_WARNING },
	[BAD_TYPE] = { "BadType", SEVERITY_ERROR },
	[OUTSIDE_ZONES] = { "OutsideZones", SEVERITY_INFO },
	[NO_ADDRESS] = { "NoAddress", SEVERITY_INFO },
	[NO_PARENT] = { "NoParent", SEVERITY_ERROR },
	[NO_LISTENER] = { "NoListener", SEVERITY_ERROR },
	[NOT_ACCEPTED] = { "NotAccepted", SEVERITY_ERROR },
	[NOT_ADMINISTRATOR] = { "NotAdministrator", SEVERITY_ERROR },
	[FILTERED] = { "Filtered", SEVERITY_INFO },
	[IGNORED] = { "Ignored", SEVERITY_INFO },
	[MIXED_TARGETS] = { "MixedTargets", SEVERITY_WARNING },
	[ODD_ADDRESS] = { "OddAddress", SEVERITY_WARNING },
	[ODD_NAME] = { "OddName", SEVERITY_WARNING },
	[TOO_LONG] = { "TooLong", SEVERITY_ERROR },
	[TOO_MANY_RECORDS] = { "TooManyRecords", SEVERITY_ERROR },
	[TOO_MANY_NAMES] = { "TooManyNames", SEVERITY_ERROR },
	[APEX_CNAME] = { "ApexCNAME", SEVERITY_ERROR },
	[APEX_RECORD] = { "ApexRecord", SEVERITY_ERROR },
	[NAMESERVER_NAME] = { "NameserverName", SEVERITY_ERROR },
	[CNAME_CONFLICT] = { "CNAMEConflict", SEVERITY_ERROR },
	[CNAME_LOOP] = { "CNAMELoop", SEVERITY_ERROR },
	[ALIAS_TARGET] = { "AliasTarget", SEVERITY_WARNING },
	[OCCLUDED] = { "Occluded", SEVERITY_ERROR },
	[CUT_OVER_NAMES] = { "CutOverNames", SEVERITY_ERROR },
	[NO_GLUE] = { "NoGlue", SEVERITY_ERROR },
	[SHADOWED] = { "Shadowed", SEVERITY_INFO },
	[NAME_TAKEN] = { "NameTaken", SEVERITY_ERROR },
	[SOURCE_UNTRUSTED] = { "SourceUntrusted", SEVERITY_WARNING },
	[HELD] = { "Held", SEVERITY_WARNING },
	[ADDRESS_LOST] = { "AddressLost", SEVERITY_WARNING },
	[QUARANTINED] = { "Quarantined", SEVERITY_ERROR },
	[TRANSFERS_FAIL] = { "TransfersFail", SEVERITY_WARNING },
	[BAD_SYNTAX] = { "BadSyntax", SEVERITY_ERROR },
	[BAD_SOA] = { "BadSOA", SEVERITY_ERROR },
	[NO_NAMESERVER] = { "NoNameserver", SEVERITY_ERROR },
	[OUT_OF_ZONE] = { "OutOfZone", SEVERITY_ERROR },
	[OBSOLETE_TYPE] = { "ObsoleteType", SEVERITY_ERROR },
	[NULL_TARGET] = { "NullTarget", SEVERITY_ERROR },
	[DANGLING_TARGET] = { "DanglingTarget", SEVERITY_WARNING },
	[ALIAS_CHAIN] = { "AliasChain", SEVERITY_WARNING },
	[REPEATED_ZONE] = { "RepeatedZone", SEVERITY_WARNING },
	[FEW_NAMESERVERS] = { "FewNameservers", SEVERITY_WARNING },
	[ODD_SOA] = { "OddSOA", SEVERITY_WARNING },
	[ODD_OWNER] = { "OddOwner", SEVERITY_WARNING },
	[ODD_TEXT] = { "OddText", SEVERITY_WARNING },
	[ODD_CAA] = { "OddCAA", SEVERITY_WARNING },
	[PRIVATE_ADDRESS] = { "PrivateAddress", SEVERITY_WARNING },
	[MIXED_TTL] = { "MixedTTL", SEVERITY_WARNING },
	[DUPLICATE_RECORD] = { "DuplicateRecord", SEVERITY_WARNING },
	[UNREAD_TYPE] = { "UnreadType", SEVERITY_INFO },
	[WILDCARD_ENDS] = { "WildcardEnds", SEVERITY_INFO },
};

static const char *const severities[] = { "error", "warning", "info" };

const char *finding_word(enum finding_id id)
{
	return ids[id].word;
}

enum severity finding_severity(enum finding_id id)
{
	return ids[id].severity;
}

const char *severity_word(enum severity severity)
{
	return severities[severity];
}

/* The strings of one finding are one allocation, the sentence first. */
static void own(struct finding *finding, const char *sentence)
{
	const char **fields[] = { &finding->sentence, &finding->zone,
		&finding->name, &finding->origin, &finding->winner };
	size_t sizes[ARRAY_LEN(fields)], size = 0;
	char *at;

	finding->sentence = sentence;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (!*fields[i])
			*fields[i] = "";
		sizes[i] = strlen(*fields[i]) + 1;
		size += sizes[i];
	}
	at = xmalloc(size);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		*fields[i] = memcpy(at, *fields[i], sizes[i]);
		at += sizes[i];
	}
}

void findings_add(struct findings *findings, const struct finding *finding,
    const char *fmt, ...)
{
	struct finding *added;
	char sentence[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	findings->list = xgrow(findings->list, findings->count, &findings->cap,
	    sizeof(*findings->list));
	added = &findings->list[findings->count++];
	*added = *finding;
	err_clean(sentence);
	own(added, sentence);
}

static int by_order(const void *a, const void *b)
{
	return finding_compare(a, b);
}

void findings_sort(struct findings *findings)
{
	size_t kept = 0;

	if (!findings->count)
		return;
	qsort(
	    findings->list, findings->count, sizeof(*findings->list), by_order);
	for (size_t i = 0; i < findings->count; i++)
		if (kept && findings->list[i].shared &&
		    !finding_compare(
			&findings->list[kept - 1], &findings->list[i]))
			free((char *)findings->list[i].sentence);
		else
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

void findings_clear(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		free((char *)findings->list[i].sentence);
	free(findings->list);
	*findings = (struct findings){ 0 };
}

void finding_print(const struct finding *finding, struct buf *out)
{
	buf_printf(out, "%s %s %s %s: %s\n",
	    severity_word(finding_severity(finding->id)),
	    finding_word(finding->id), *finding->name ? finding->name : "-",
	    *finding->origin ? finding->origin : "-", finding->sentence);
}

static int compare_numbers(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

int finding_compare(const struct finding *a, const struct finding *b)
{
	int d =
	    compare_numbers(finding_severity(a->id), finding_severity(b->id));

	if (d == 0)
		d = strcmp(finding_word(a->id), finding_word(b->id));
	if (d == 0)
		d = strcmp(a->zone, b->zone);
	if (d == 0)
		d = strcmp(a->name, b->name);
	if (d == 0)
		d = compare_numbers(a->type, b->type);
	if (d == 0)
		d = strcmp(a->origin, b->origin);
	return d ? d : strcmp(a->sentence, b->sentence);
}

_Static_assert(FINDING_IDS <= 64, "a bit for each");

static const enum finding_id switches[] = { ALIAS_CHAIN, ALIAS_TARGET,
	DANGLING_TARGET, FEW_NAMESERVERS, ODD_CAA, ODD_OWNER, PRIVATE_ADDRESS,
	REPEATED_ZONE, WILDCARD_ENDS };

const char *finding_switch_word(size_t at)
{
	return at < ARRAY_LEN(switches) ? finding_word(switches[at]) : NULL;
}

bool finding_switch(const char *word, enum finding_id *out)
{
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (!strcmp(finding_word(switches[i]), word)) {
			*out = switches[i];
			return true;
		}
	return false;
}

uint64_t finding_bit(enum finding_id id)
{
	return (uint64_t)1 << id;
}
