/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolve.c - from the claims on one name to its RRsets (C1-C4, C8, A8, D6).
 *
 * Claims become parts, one for each record, oldest claim first.  Each rule
 * takes parts out and says so in a finding; what is left is united per type.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"
#include "zonegen/name.h"
#include "zonegen/node.h"
#include "zonegen/zonefile.h"

#define RRSET_OCTETS 60000 /* A8: a message holds 65535 */

struct part {
	const struct entry *entry;
	const struct record *record;
	bool out;
	bool taken; /* out because the name has another owner */
};

struct resolving {
	const struct zone_settings *settings;
	const char *name;
	struct arena arena;
	struct part *parts;
	size_t count;
	struct findings *findings;
};

static bool is_address_type(uint16_t type)
{
	return type == RR_A || type == RR_AAAA || type == RR_CNAME;
}

static bool same_group(uint16_t a, uint16_t b)
{
	return a == b || (is_address_type(a) && is_address_type(b));
}

static int older(const void *x, const void *y)
{
	const struct entry *a = *(const struct entry *const *)x;
	const struct entry *b = *(const struct entry *const *)y;
	int d = origin_compare(a->origin, b->origin);

	return d ? d : a->retained - b->retained;
}

/* The entries' records in a row, oldest entry first. */
static void collect(struct resolving *r, const struct node *node)
{
	const struct entry **entries;
	size_t n = 0, records = 0;

	for (const struct entry *e = node->entries; e; e = e->next) {
		n++;
		records += e->count;
	}
	entries = arena_alloc(&r->arena, (n + 1) * sizeof(*entries));
	n = 0;
	for (const struct entry *e = node->entries; e; e = e->next)
		entries[n++] = e;
	qsort(entries, n, sizeof(*entries), older);
	r->parts = arena_alloc(&r->arena, (records + 1) * sizeof(*r->parts));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < entries[i]->count; j++)
			r->parts[r->count++] = (struct part){
				.entry = entries[i],
				.record = &entries[i]->records[j],
			};
}

static void report(struct resolving *r, const struct part *part,
    enum finding_id id, const struct entry *winner, const char *sentence)
{
	const struct finding finding = {
		.id = id,
		.type = part->record->type,
		.zone = r->settings->name,
		.name = r->name,
		.origin = part->entry->origin->text,
		.winner = winner ? winner->origin->text : "",
	};
	const char *type = rr_type_text(part->record->type);

	if (winner)
		findings_add(r->findings, &finding, "%s: %s (%s)", type,
		    sentence, winner->origin->text);
	else
		findings_add(r->findings, &finding, "%s: %s", type, sentence);
}

/* Takes a part out; one finding for all records of its claim and type. */
static void refuse(struct resolving *r, struct part *part, enum finding_id id,
    const struct entry *winner, const char *sentence)
{
	const struct part *before = part - 1;
	bool told = part > r->parts && before->out &&
	    before->entry == part->entry &&
	    before->record->type == part->record->type;

	part->out = true;
	if (!told)
		report(r, part, id, winner, sentence);
}

/* C8: a live claim replaces what was retained of its namespace and group. */
static void replace_retained(struct resolving *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct entry *row = r->parts[i].entry;

		for (size_t j = 0; row->retained && j < r->count; j++) {
			const struct entry *live = r->parts[j].entry;

			if (!live->retained && !live->fixed &&
			    live->origin->rank <= row->origin->rank &&
			    same_group(r->parts[i].record->type,
				r->parts[j].record->type) &&
			    !strcmp(live->origin->namespace,
				row->origin->namespace))
				r->parts[i].out = true;
		}
	}
}

/* D6, and what nobody may publish at the apex. */
static void guard_zone_names(struct resolving *r)
{
	bool apex = !strcmp(r->name, r->settings->name);
	const struct entry *fixed = NULL;

	for (size_t i = 0; i < r->count; i++)
		if (r->parts[i].entry->fixed)
			fixed = r->parts[i].entry;
	for (size_t i = 0; i < r->count; i++) {
		struct part *part = &r->parts[i];
		uint16_t type = part->record->type;

		if (part->out || part->entry->fixed)
			continue;
		if (apex && type == RR_CNAME)
			refuse(r, part, APEX_CNAME, NULL,
			    "the zone itself cannot be an alias");
		else if (apex && type == RR_NS)
			refuse(r, part, APEX_RECORD, NULL,
			    "the zone's nameservers come from its "
			    "configuration");
		else if (fixed && (!apex || is_address_type(type)))
			refuse(r, part, NAMESERVER_NAME, fixed,
			    "the name belongs to a nameserver of the zone");
	}
}

/* C2 for the parts; whether it deserves a finding is seen at the end. */
static void keep_owner(struct resolving *r, const char *owner)
{
	for (size_t i = 0; owner && i < r->count; i++) {
		struct part *part = &r->parts[i];

		if (part->out || part->entry->fixed ||
		    !strcmp(part->entry->origin->namespace, owner))
			continue;
		part->out = part->taken = true;
	}
}

/* C3: the address group goes to the kind that stands first. */
static void keep_first_kind(struct resolving *r)
{
	const struct entry *first = NULL;

	for (size_t i = 0; i < r->count; i++) {
		const struct part *part = &r->parts[i];

		if (!part->out && is_address_type(part->record->type) &&
		    (!first || part->entry->origin->rank < first->origin->rank))
			first = part->entry;
	}
	for (size_t i = 0; i < r->count; i++) {
		struct part *part = &r->parts[i];

		if (!part->out && is_address_type(part->record->type) &&
		    part->entry->origin->rank > first->origin->rank)
			refuse(r, part, SHADOWED, first,
			    "another kind comes first for this name");
	}
}

/*
 * C3 and C4: one CNAME, of the oldest object, and only where that object is
 * older than all that have something else here.  Parts are oldest first.
 */
static void settle_cname(struct resolving *r)
{
	const struct part *cname = NULL, *other = NULL;
	const struct part *winner;

	for (size_t i = 0; i < r->count; i++) {
		const struct part *part = &r->parts[i];

		if (part->out)
			continue;
		if (part->record->type == RR_CNAME)
			cname = cname ? cname : part;
		else
			other = other ? other : part;
	}
	if (!cname)
		return;
	winner = cname;
	if (other &&
	    (other < cname || other->entry->origin == cname->entry->origin))
		winner = other;
	for (size_t i = 0; i < r->count; i++) {
		struct part *part = &r->parts[i];
		bool is_cname = part->record->type == RR_CNAME;

		if (part->out || (winner == other && !is_cname) ||
		    (winner == cname && is_cname &&
			!record_compare(part->record, cname->record)))
			continue;
		refuse(r, part, CNAME_CONFLICT, winner->entry,
		    "an alias cannot stand beside other records, "
		    "the older stays");
	}
}

static void drop_loops(struct resolving *r)
{
	uint8_t wire[NAME_WIRE];
	size_t size = name_to_wire(r->name, wire);

	for (size_t i = 0; i < r->count; i++) {
		struct part *part = &r->parts[i];

		if (!part->out && part->record->type == RR_CNAME &&
		    part->record->size == size &&
		    !memcmp(part->record->rdata, wire, size))
			refuse(r, part, CNAME_LOOP, NULL, "an alias of itself");
	}
}

static int by_record(const void *x, const void *y)
{
	const struct part *a = *(const struct part *const *)x;
	const struct part *b = *(const struct part *const *)y;
	int d = record_compare(a->record, b->record);

	if (d == 0)
		d = (a > b) - (a < b); /* oldest first */
	return d;
}

/* A5: what this part wants as TTL. */
static uint32_t ttl_of(const struct resolving *r, const struct part *part)
{
	uint32_t ttl = part->record->ttl;

	if (part->entry->fixed)
		return ttl;
	if (ttl == 0)
		ttl = r->settings->ttl;
	return ttl < r->settings->max_ttl ? ttl : r->settings->max_ttl;
}

static int older_origin(const void *x, const void *y)
{
	return origin_compare(
	    *(struct origin *const *)x, *(struct origin *const *)y);
}

/* One RRset of parts[0..count), all of one type, sorted. */
static void unite(
    struct resolving *r, struct part **parts, size_t count, struct rrset *set)
{
	struct record *records =
	    arena_alloc(&r->arena, count * sizeof(*records));
	struct origin **origins =
	    arena_alloc(&r->arena, count * sizeof(*origins));
	size_t octets = 0, kept = 0;

	*set = (struct rrset){ .type = parts[0]->record->type,
		.records = records,
		.origins = origins,
		.ttl = UINT32_MAX };
	for (size_t i = 0; i < count; i++) {
		const struct record *record = parts[i]->record;
		bool again =
		    kept > 0 && !record_compare(&records[kept - 1], record);

		if (!again &&
		    (kept == r->settings->max_records ||
			octets + record->size > RRSET_OCTETS)) {
			refuse(r, parts[i], TOO_MANY_RECORDS, NULL,
			    "more records than one RRset may have");
			continue;
		}
		if (!again) {
			records[kept++] = *record;
			octets += record->size;
		}
		if (ttl_of(r, parts[i]) < set->ttl)
			set->ttl = ttl_of(r, parts[i]);
		origins[set->norigins++] = parts[i]->entry->origin;
	}
	set->count = kept;
	qsort(origins, set->norigins, sizeof(*origins), older_origin);
	for (size_t i = kept = 0; i < set->norigins; i++)
		if (i == 0 || origins[i] != origins[kept - 1])
			origins[kept++] = origins[i];
	set->norigins = kept;
}

/* What is left, per type, in the order of the zone file. */
static size_t make_sets(struct resolving *r, struct rrset **out)
{
	struct part **parts =
	    arena_alloc(&r->arena, (r->count + 1) * sizeof(struct part *));
	size_t n = 0, sets = 0;

	for (size_t i = 0; i < r->count; i++)
		if (!r->parts[i].out)
			parts[n++] = &r->parts[i];
	qsort(parts, n, sizeof(struct part *), by_record);
	*out = arena_alloc(&r->arena, (n + 1) * sizeof(**out));
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n &&
		     parts[end]->record->type == parts[i]->record->type;)
			end++;
		if (sets < r->settings->max_types) {
			unite(r, parts + i, end - i, &(*out)[sets++]);
			continue;
		}
		for (size_t j = i; j < end; j++)
			refuse(r, parts[j], TOO_MANY_RECORDS, NULL,
			    "more types than one name may have");
	}
	return sets;
}

static int find_record(const void *key, const void *record)
{
	return record_compare(key, record);
}

static bool is_there(
    const struct record *record, const struct rrset *sets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sets[i].type == record->type)
			return bsearch(record, sets[i].records, sets[i].count,
				   sizeof(*record), find_record) != NULL;
	return false;
}

/* C2: no harm is done by asking for what is there anyway. */
static void report_taken(struct resolving *r, const char *owner,
    const struct rrset *sets, size_t count)
{
	const struct part *told = NULL;
	char sentence[320];

	for (size_t i = 0; i < r->count; i++) {
		const struct part *part = &r->parts[i];

		if (!part->taken || is_there(part->record, sets, count) ||
		    (told && told->entry == part->entry &&
			told->record->type == part->record->type))
			continue;
		snprintf(sentence, sizeof(sentence),
		    "the name belongs to namespace '%s'", owner);
		report(r, part, NAME_TAKEN, NULL, sentence);
		told = part;
	}
}

static void report_retained(struct resolving *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct part *part = &r->parts[i];

		if (part->entry->retained && !part->out &&
		    (i == 0 || part[-1].entry != part->entry))
			report(r, part, SOURCE_UNTRUSTED, NULL,
			    "kept from the last version, its source cannot "
			    "be trusted now");
	}
}

struct rrsets *resolve_node(const struct zone_settings *settings,
    const struct node *node, const char *owner, struct findings *findings)
{
	struct resolving r = {
		.settings = settings, .name = node->name, .findings = findings
	};
	char relative[NAME_SIZE];
	struct rrsets *rrsets;
	struct rrset *sets;
	size_t count;

	collect(&r, node);
	replace_retained(&r);
	guard_zone_names(&r);
	keep_owner(&r, owner);
	drop_loops(&r);
	keep_first_kind(&r);
	settle_cname(&r);
	count = make_sets(&r, &sets);
	report_taken(&r, owner, sets, count);
	report_retained(&r);
	rrsets =
	    rrsets_new(zonefile_relative(node->name, settings->name, relative),
		sets, count);
	arena_clear(&r.arena);
	return rrsets;
}

static bool claims_here(
    const struct node *const *unit, size_t count, const char *namespace)
{
	for (size_t i = 0; i < count; i++)
		for (const struct entry *e = unit[i]->entries; e; e = e->next)
			if (!e->fixed &&
			    !strcmp(e->origin->namespace, namespace))
				return true;
	return false;
}

/* Whose the unit was in the last version. */
static const char *last_owner(const struct node *const *unit, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < rrsets_count(unit[i]->last); j++) {
			size_t norigins;
			struct origin *const *origins =
			    rrsets_origins(unit[i]->last, j, &norigins);

			for (size_t k = 0; k < norigins; k++)
				if (*origins[k]->namespace)
					return origins[k]->namespace;
		}
	return NULL;
}

const char *resolve_owner(const struct node *const *unit, size_t count)
{
	const char *owner = last_owner(unit, count);
	const struct origin *first = NULL;

	if (owner && claims_here(unit, count, owner))
		return owner;
	for (size_t i = 0; i < count; i++)
		for (const struct entry *e = unit[i]->entries; e; e = e->next) {
			bool scoped = *e->origin->namespace != '\0';

			if (e->fixed)
				continue;
			if (!first || (scoped && !*first->namespace) ||
			    (scoped == (*first->namespace != '\0') &&
				origin_compare(e->origin, first) < 0))
				first = e->origin;
		}
	return first ? first->namespace : NULL;
}
