/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.c - the checks on one name: an alias beside other records, each RRset
 * by itself, obsolete types, and whether the name suits its records.
 */
#include "zonegen/lint/names.h"

#include <string.h>
#include <strings.h>

#include "zonegen/record/name.h"

enum { RECORDS_MAX = 100 }; /* of an RRset: BIND takes no more (A8: sizes) */

enum {
	TYPE_SIG = 24,
	TYPE_KEY = 25,
	TYPE_NXT = 30,
	TYPE_RRSIG = 46,
	TYPE_NSEC = 47,
	TYPE_SPF = 99,
	TYPE_MD = 3,
	TYPE_MF = 4,
	TYPE_A6 = 38
};

/* RFC 2181 10.1, RFC 4034: what DNSSEC puts beside an alias. */
static bool is_companion(uint16_t type)
{
	return type == TYPE_SIG || type == TYPE_KEY || type == TYPE_NXT ||
	    type == TYPE_RRSIG || type == TYPE_NSEC;
}

static void check_alias(struct lint *lint, const struct lint_name *name)
{
	struct lint_name alias = lint_type(name, RR_CNAME);
	struct lint_name dname = lint_type(name, RR_DNAME);

	if (alias.count && lint_is_apex(lint, name->name))
		lint_report(lint, alias.list, APEX_CNAME,
		    "CNAME: the zone itself cannot have it");
	if (alias.count > 1)
		lint_report(lint, &alias.list[1], CNAME_CONFLICT,
		    "CNAME: there is another one at the name");
	if (dname.count > 1)
		lint_report(lint, &dname.list[1], CNAME_CONFLICT,
		    "DNAME: there is another one at the name");
	for (size_t i = 0; alias.count && i < name->count; i++) {
		uint16_t type = name->list[i].record.type;

		if (type == RR_CNAME || is_companion(type))
			continue;
		lint_report(lint, alias.list, CNAME_CONFLICT,
		    "CNAME: there is other data at the name");
		break;
	}
}

static bool is_same(const struct lint_record *a, const struct lint_record *b)
{
	return a->record.rdata && b->record.rdata &&
	    !record_compare(&a->record, &b->record);
}

/* One RRset; TTLs of unread types (RRSIG) may differ. */
static void check_set(struct lint *lint, const struct lint_name *set)
{
	const struct lint_record *first = set->list;
	const char *type = rr_type_text(first->record.type);
	bool mixed = false;
	size_t same = 0;

	for (size_t i = 1; i < set->count; i++) {
		const struct lint_record *one = &set->list[i];

		mixed = mixed ||
		    (one->record.rdata && one->record.ttl != first->record.ttl);
		if (!is_same(&one[-1], one))
			continue;
		same++;
		lint_report(lint, one, DUPLICATE_RECORD,
		    "%s: the same record again", type);
	}
	if (mixed)
		lint_report(lint, first, MIXED_TTL,
		    "%s: the RRset has several TTLs", type);
	if (set->count - same > RECORDS_MAX)
		lint_report(lint, first, TOO_MANY_RECORDS,
		    "%s: %zu records, more than %d make secondaries refuse "
		    "the zone",
		    type, set->count - same, RECORDS_MAX);
}

static void check_types(struct lint *lint, const struct lint_name *name)
{
	bool wild = name_is_wildcard(name->name);

	for (size_t i = 0; i < name->count; i++) {
		const struct lint_record *one = &name->list[i];
		uint16_t type = one->record.type;

		if (i > 0 && one[-1].record.type == type)
			continue;
		if (wild &&
		    (type == RR_NS || type == RR_DS || type == RR_DNAME))
			lint_report(lint, one, BAD_TARGET,
			    "%s: a wildcard cannot have it",
			    rr_type_text(type));
		if (type == TYPE_SPF)
			lint_report(lint, one, ODD_TEXT,
			    "SPF: policies are TXT (RFC 7208 3.1)");
		if (type == TYPE_MD || type == TYPE_MF || type == TYPE_A6)
			lint_report(lint, one, OBSOLETE_TYPE,
			    "a type that is given up");
	}
	if (lint_type(name, RR_DS).count && !lint_type(name, RR_NS).count)
		lint_report(lint, lint_type(name, RR_DS).list, BAD_TARGET,
		    "DS: there is no delegation for it");
}

/* Does the first string of a TXT begin so? */
static bool begins(const struct lint_record *one, const char *text)
{
	const uint8_t *rdata = one->record.rdata;
	size_t len = strlen(text);

	return rdata && rdata[0] >= len &&
	    !strncasecmp((const char *)rdata + 1, text, len) &&
	    (rdata[0] == len || strchr(" ;", rdata[1 + len]));
}

static bool has_tag(const struct lint_record *one, const char *tag)
{
	return memmem(one->record.rdata, one->record.size, tag, strlen(tag));
}

/*
 * What mail depends on: one policy (RFC 7208 4.5), and policies and keys that
 * are whole: without quotes ";" begins a comment.
 */
static void check_mail(struct lint *lint, const struct lint_name *name)
{
	struct lint_name set = lint_type(name, RR_TXT);
	size_t policies = 0;

	for (size_t i = 0; i < set.count; i++) {
		const struct lint_record *one = &set.list[i];

		if (begins(one, "v=spf1") && ++policies == 2)
			lint_report(lint, one, ODD_TEXT,
			    "TXT: a second SPF policy: neither counts");
		if ((begins(one, "v=DMARC1") || begins(one, "v=DKIM1")) &&
		    !has_tag(one, "p="))
			lint_report(lint, one, ODD_TEXT,
			    "TXT: nothing follows '%.*s': without quotes ';' "
			    "begins a comment",
			    (int)one->record.rdata[0],
			    (const char *)one->record.rdata + 1);
	}
}

static void check_odd(struct lint *lint, const struct lint_name *name)
{
	const char *odd = name_odd(name->name);

	for (size_t i = 0; odd && i < name->count; i++)
		if (rr_type_is_address(name->list[i].record.type)) {
			lint_report(lint, &name->list[i], ODD_NAME, "%s", odd);
			return;
		}
}

/*
 * RFC 2782, RFC 6698, RFC 7553: "_service._proto"; a wildcard or, before both
 * of them, an instance (RFC 6763 4.1) may stand.
 */
static bool is_service(const char *name)
{
	const char *second = name_parent(name), *third;

	if (!second || *second != '_')
		return false;
	third = name_parent(second);
	return *name == '_' || name_is_wildcard(name) ||
	    (third && *third == '_');
}

static void check_owner(struct lint *lint, const struct lint_name *name)
{
	static const uint16_t types[] = { RR_SRV, RR_URI, RR_TLSA };

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		struct lint_name set = lint_type(name, types[i]);

		if (set.count && !is_service(name->name))
			lint_report(lint, set.list, ODD_OWNER,
			    "%s: it is only looked for at names like %s",
			    rr_type_text(types[i]),
			    types[i] == RR_TLSA ? "_443._tcp.www"
						: "_service._tcp.www");
	}
}

void lint_name(struct lint *lint, const struct lint_name *name)
{
	check_owner(lint, name);
	if (lint->resolved)
		return;
	check_alias(lint, name);
	check_types(lint, name);
	check_odd(lint, name);
	check_mail(lint, name);
	for (size_t i = 0, end; i < name->count; i = end) {
		struct lint_name set = { name->name, &name->list[i], 0 };

		for (end = i + 1; end < name->count &&
		     name->list[end].record.type == name->list[i].record.type;)
			end++;
		set.count = end - i;
		check_set(lint, &set);
	}
}
