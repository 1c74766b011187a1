/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dnsendpoint.c - what a DNSEndpoint claims (D1: published types; D2: each
 * target by itself; D3: text is data; D7: ignored fields).
 *
 * Each entry stands alone: its name, its type, its targets; entries of one name
 * are united at the end.  Its annotations do not count.
 */
#include <string.h>

#include "controller/object/kind/dnsendpoint.h"
#include "controller/source/claims.h"
#include "controller/source/filter.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

/* One entry that is being read. */
struct entry_reading {
	struct claims *claims;
	const struct endpoint_entry *entry;
	uint32_t place;
	const char *name; /* parsed, in the claims' arena */
	uint16_t type;
};

static bool read_name(struct entry_reading *r)
{
	const char *text = r->entry->name;
	char name[NAME_SIZE];
	struct err err;

	if (!*text && r->entry->fault) {
		claims_report(r->claims, BAD_NAME, "", "spec.endpoints[%u]%s",
		    r->place, r->entry->fault);
		return false;
	}
	if (!name_parse_record(text, strlen(text), name, &err)) {
		claims_report(r->claims, BAD_NAME, "",
		    "spec.endpoints[%u].dnsName: %s", r->place, err.text);
		return false;
	}
	r->name = arena_strdup(&r->claims->arena, name);
	return true;
}

static bool read_type(struct entry_reading *r)
{
	const char *word = r->entry->type;

	if (!*word && r->entry->fault) {
		claims_report(r->claims, BAD_TYPE, r->name,
		    "spec.endpoints[%u]%s", r->place, r->entry->fault);
		return false;
	}
	r->type = rr_type_parse(word);
	if (!r->type || r->type == RR_SOA) {
		claims_report(r->claims, BAD_TYPE, r->name,
		    "spec.endpoints[%u].recordType: '%.40s' is not a type "
		    "that is published%s",
		    r->place, word, rr_type_hint(word));
		return false;
	}
	if (r->type >= RR_PRIVATE_FIRST && !r->claims->config->unknown_types) {
		claims_report_type(r->claims, BAD_TYPE, r->name, r->type,
		    "spec.endpoints[%u].recordType: '%s' is not published, "
		    "unknownTypes is off",
		    r->place, word);
		return false;
	}
	return true;
}

/* Types that end or replace names cannot stand at a wildcard. */
static bool fits_wildcard(uint16_t type)
{
	return type != RR_NS && type != RR_DNAME && type != RR_DS;
}

/* An IPv4-mapped IPv6 address is no AAAA. */
static bool is_mapped(const struct record *record)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return record->type == RR_AAAA &&
	    !memcmp(record->rdata, mapped, sizeof(mapped));
}

static bool parse(const struct entry_reading *r, const struct target *target,
    struct record *out, struct err *err)
{
	struct arena *arena = &r->claims->arena;

	if (r->type == RR_TXT)
		return record_text(out, target->text, target->len, arena, err);
	if (!record_parse(out, r->type, target->text, target->len, arena, err))
		return false;
	if (is_mapped(out))
		return err_set(
		    err, ERR_INPUT, "'%s' is an IPv4 address", target->text);
	return !record_is_unspecified(out) ||
	    err_set(
		err, ERR_INPUT, "'%s' is an unspecified address", target->text);
}

/* A TXT that was not read as quoted strings: no octet of it went away. */
static bool is_raw(const struct target *target, const struct record *record)
{
	size_t strings = target->len ? (target->len + 254) / 255 : 1;

	return record->size == target->len + strings;
}

/* What is hardly meant in a value that is taken as it stands, or NULL. */
static const char *odd_text(
    const struct target *target, const struct record *record)
{
	const char *text = target->text;

	if (!is_raw(target, record))
		return NULL;
	if (target->len && text[target->len - 1] == '\n')
		return "the line break at its end is published: '|-' in YAML "
		       "leaves it out";
	if (text[strspn(text, " \t")] == '"')
		return "it is no list of quoted strings, so its quotes are "
		       "published";
	if (strstr(text, "\\;"))
		return "'\\;' is published as it stands: without quotes "
		       "nothing "
		       "is an escape";
	return NULL;
}

static void read_target(
    const struct entry_reading *r, uint32_t at, struct offers *offers)
{
	const struct target *target = &r->entry->targets[at];
	struct record record = { 0 };
	const char *odd;
	struct err err;

	if (!parse(r, target, &record, &err)) {
		claims_report_type(r->claims,
		    record_too_long(&record) ? TOO_LONG : BAD_TARGET, r->name,
		    r->type, "spec.endpoints[%u].targets[%u]: %s", r->place, at,
		    err.text);
		return;
	}
	record.ttl = r->entry->ttl;
	offers_add(offers, &record);
	odd = r->type == RR_TXT ? odd_text(target, &record) : NULL;
	if (odd)
		claims_report_type(r->claims, ODD_TEXT, r->name, r->type,
		    "spec.endpoints[%u].targets[%u]: %s", r->place, at, odd);
	odd = record_odd(&record);
	if (odd)
		claims_report_type(r->claims, ODD_ADDRESS, r->name, r->type,
		    "spec.endpoints[%u].targets[%u]: '%s' is %s", r->place, at,
		    target->text, odd);
}

static void read_targets(const struct entry_reading *r, struct offers *offers)
{
	const struct endpoint_entry *entry = r->entry;

	if (entry->fault) {
		claims_report_type(r->claims, BAD_TARGET, r->name, r->type,
		    "spec.endpoints[%u]%s", r->place, entry->fault);
		return;
	}
	if (name_is_wildcard(r->name) && !fits_wildcard(r->type)) {
		claims_report_type(r->claims, BAD_TARGET, r->name, r->type,
		    "spec.endpoints[%u]: no %s at a wildcard", r->place,
		    rr_type_text(r->type));
		return;
	}
	if (entry->bad_ttl)
		claims_report_type(r->claims, BAD_TTL, r->name, r->type,
		    "spec.endpoints[%u].recordTTL: above %d", r->place,
		    TTL_MAX);
	if (!entry->ntargets)
		claims_report_type(r->claims, NO_ADDRESS, r->name, r->type,
		    "spec.endpoints[%u]: it has no target", r->place);
	for (uint32_t i = 0; i < entry->ntargets; i++)
		if (claims_admit_record(r->claims))
			read_target(r, i, offers);
	claims_reduce(r->claims, offers, r->name);
}

/*
 * The name stays claimed when no target is good (C1: an empty claim keeps its
 * name).
 */
static void read_entry(
    struct claims *claims, const struct endpoint_entry *entry, uint32_t place)
{
	struct entry_reading r = {
		.claims = claims, .entry = entry, .place = place
	};
	struct offers offers = { .arena = &claims->arena };

	if (!read_name(&r) || !claims_admit(claims, r.name))
		return;
	if (claims_inside(claims, r.name)) {
		if (!read_type(&r))
			return;
		read_targets(&r, &offers);
	}
	claims_add(claims, r.name, offers.list, offers.count);
}

void source_dnsendpoint(struct claims *claims)
{
	const struct dnsendpoint *endpoint =
	    (const struct dnsendpoint *)claims->object;

	claims->typed = true;
	for (uint32_t i = 0; i < endpoint->nentries; i++)
		read_entry(claims, &endpoint->entries[i], i);
	claims_unite(claims);
	if (filter_passes(claims))
		claims_review(claims, NULL);
}
