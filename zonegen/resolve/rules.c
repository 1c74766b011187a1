/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.c - the rules for one name, in the order of zonegen/RULES.md, section
 * C.  Each function takes parts out and reports them; rules_resolve() and
 * rules_cut() at the end say which apply, and when.
 */
#include "zonegen/resolve/rules.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/record/name.h"
#include "zonegen/resolve/overlayrows.h"
#include "zonegen/resolve/permit.h"
#include "zonegen/resolve/taken.h"
#include "zonegen/record/line.h"

static void drop_denied(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];
		const struct denial *denial;

		if (part->out)
			continue;
		denial = permit_type(
		    p->settings, p->domain, part->entry, part->record->type);
		if (denial)
			parts_refuse(p, part, denial->id, NULL, denial->why);
	}
}

/* The first kind gets the address group (C3: one kind has the addresses). */
static void keep_first_kind(struct parts *p)
{
	const struct entry *first = NULL;

	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (!part->out && rr_type_is_address(part->record->type) &&
		    (!first || part->entry->rank < first->rank))
			first = part->entry;
	}
	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];

		if (!part->out && rr_type_is_address(part->record->type) &&
		    part->entry->rank > first->rank)
			parts_refuse(p, part, SHADOWED, first->origin->text,
			    "another kind comes first for this name");
	}
}

/* Keeps the oldest object's record of a type that can be there only once. */
static void keep_one(struct parts *p, uint16_t type)
{
	const struct part *first = parts_oldest(p, type);

	for (size_t i = 0; first && i < p->count; i++) {
		struct part *part = &p->list[i];

		if (!part->out && part->record->type == type &&
		    record_compare(part->record, first->record) != 0)
			parts_refuse(p, part, CNAME_CONFLICT,
			    first->entry->origin->text,
			    "a name has one alias, the oldest stays");
	}
}

/*
 * An alias stands only where its object is older than all that have something
 * else here (C4: an alias stands alone).  Parts are oldest first.
 */
static void keep_cname_alone(struct parts *p)
{
	const struct part *cname = parts_oldest(p, RR_CNAME), *other = NULL;
	const struct part *winner = cname;

	for (size_t i = 0; cname && !other && i < p->count; i++)
		if (!p->list[i].out && p->list[i].record->type != RR_CNAME)
			other = &p->list[i];
	if (!other)
		return;
	/*
	 * The retained records of an object stand beside what it asks for now.
	 */
	if (other < cname || other->entry == cname->entry)
		winner = other;
	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];
		bool is_cname = part->record->type == RR_CNAME;

		if (!part->out && is_cname != (winner == cname))
			parts_refuse(p, part, CNAME_CONFLICT,
			    winner->entry->origin->text,
			    "an alias cannot stand beside other records, "
			    "the older stays");
	}
}

/*
 * Drops aliases that loops.c found to be in a loop, and a DNAME that leads
 * below itself (C6: no alias loops).
 */
static void drop_loops(struct parts *p)
{
	char target[NAME_SIZE];

	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];
		uint16_t type = part->record->type;
		bool loop = false;

		if (part->out || (type != RR_CNAME && type != RR_DNAME) ||
		    !record_target(part->record, target))
			continue;
		if (type == RR_DNAME)
			loop = name_within(target, p->domain->name);
		else
			loop = !strcmp(target, p->domain->name) ||
			    domain_forbids(p->domain, target);
		if (loop)
			parts_refuse(p, part, CNAME_LOOP, NULL,
			    "an alias that leads back to itself");
	}
}

/* The rules that apply to every name, before cuts are looked at. */
static void keep_entitled(struct parts *p, const struct placement *placement)
{
	overlayrows_exclude(p);
	drop_denied(p);
	taken_drop(p, &placement->ownership, placement->instead);
	overlayrows_replace(p);
}

static bool is_null(const struct record *record)
{
	char target[NAME_SIZE];

	return (record->type == RR_MX || record->type == RR_SRV) &&
	    record_target(record, target) && !*target;
}

/* The oldest part of a type that names a host, or NULL. */
static const struct part *oldest_host(const struct parts *p, uint16_t type)
{
	for (size_t i = 0; i < p->count; i++)
		if (!p->list[i].out && p->list[i].record->type == type &&
		    !is_null(p->list[i].record))
			return &p->list[i];
	return NULL;
}

/*
 * RFC 7505 3, RFC 2782: that there is none is not said beside one, nor twice.
 */
static void drop_nulls(struct parts *p, uint16_t type)
{
	const struct part *other = oldest_host(p, type);

	if (!other)
		other = parts_oldest(p, type);
	for (size_t i = 0; other && i < p->count; i++)
		if (!p->list[i].out && is_null(p->list[i].record) &&
		    p->list[i].record->type == type &&
		    record_compare(p->list[i].record, other->record) != 0)
			parts_refuse(p, &p->list[i], NULL_TARGET,
			    other->entry->origin->text,
			    "'.' stands for none, and there are others");
}

static void keep_compatible(struct parts *p)
{
	drop_loops(p);
	keep_first_kind(p);
	keep_one(p, RR_CNAME);
	keep_one(p, RR_DNAME);
	keep_cname_alone(p);
	drop_nulls(p, RR_MX);
	drop_nulls(p, RR_SRV);
}

/*
 * Is this part glue (D4: cuts and glue)?  The addresses of the zone's own
 * nameservers are, also in a child zone: the zone's NS name them.
 */
static bool is_glue(const struct part *part, const struct glue *glue)
{
	return rr_type_is_ip(part->record->type) &&
	    (part->entry->from == ENTRY_FIXED || glue_from(glue, part->entry));
}

/* Only glue stands below a cut, whoever owns the name. */
static void occlude_below(struct parts *p, const struct placement *placement)
{
	const struct cut *cut = placement->above;
	char sentence[NAME_SIZE + 64];
	bool delegated;

	if (!cut)
		return;
	delegated = cut_type(cut) == RR_NS;
	snprintf(sentence, sizeof(sentence), "it lies below the %s at '%s'",
	    rr_type_text(cut_type(cut)), cut->domain->name);
	for (size_t i = 0; i < p->count; i++)
		if (!p->list[i].out &&
		    !(delegated && is_glue(&p->list[i], placement->glue)))
			parts_refuse(p, &p->list[i], OCCLUDED,
			    cut->entry->origin->text, sentence);
}

/*
 * Drops the records of a cut at this name that does not stand, or of its lame
 * nameservers.
 */
static void refuse_cut(struct parts *p, const struct cut *cut)
{
	char target[NAME_SIZE];

	for (size_t i = 0; cut && i < p->count; i++) {
		struct part *part = &p->list[i];
		uint16_t type = part->record->type;

		if (part->out || (type != RR_NS && type != RR_DNAME))
			continue;
		if (cut->over)
			parts_refuse(p, part, CUT_OVER_NAMES, cut->winner,
			    "it would hide a name that was there before");
		else if (type == RR_DNAME && cut->looped)
			parts_refuse(p, part, CNAME_LOOP, NULL,
			    "it leads back to itself, "
			    "or through too many other DNAMEs");
		else if (type == RR_NS &&
		    (cut->bare ||
			(record_target(part->record, target) &&
			    cut_has_lame(cut, target))))
			parts_refuse(p, part, NO_GLUE, NULL,
			    "its nameserver is below a cut "
			    "and has no address there");
	}
}

/*
 * Drops records beside a delegation, DS and glue apart (D4: cuts and glue), and
 * DS without one.
 */
static void keep_delegation_alone(
    struct parts *p, const struct placement *placement)
{
	const struct part *ns = parts_oldest(p, RR_NS);

	for (size_t i = 0; i < p->count; i++) {
		struct part *part = &p->list[i];
		uint16_t type = part->record->type;

		if (part->out || type == RR_NS)
			continue;
		if (!ns && type == RR_DS)
			parts_refuse(p, part, BAD_TARGET, NULL,
			    "there is no delegation for it");
		else if (ns && type != RR_DS && !is_glue(part, placement->glue))
			parts_refuse(p, part, OCCLUDED, ns->entry->origin->text,
			    "the name is delegated");
	}
}

struct rrsets *rules_resolve(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct findings *findings)
{
	struct parts p = { .settings = settings, .findings = findings };
	char relative[NAME_SIZE];
	struct rrsets *rrsets;
	struct rrset *sets;
	size_t count;

	parts_collect(&p, domain);
	keep_entitled(&p, placement);
	occlude_below(&p, placement);
	refuse_cut(&p, placement->here);
	keep_compatible(&p);
	keep_delegation_alone(&p, placement);
	count = parts_unite(&p, &sets);
	taken_report(&p, sets, count);
	overlayrows_report(&p);
	rrsets =
	    rrsets_new(line_relative(domain->name, settings->name, relative),
		sets, count, rrsets_owner(domain->now));
	parts_clear(&p);
	return rrsets;
}

/* Is something left beside aliases?  A DS is, beside a delegation. */
static bool has_rest(const struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (!part->out && part->record->type != RR_CNAME &&
		    part->record->type != RR_DS)
			return true;
	}
	return false;
}

size_t rules_aliases(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct arena *arena, struct alias **out, bool *rest)
{
	struct parts p = { .settings = settings };
	size_t count;

	parts_collect(&p, domain);
	keep_entitled(&p, placement);
	occlude_below(&p, placement);
	refuse_cut(&p, placement->here);
	drop_loops(&p);
	count = parts_aliases(&p, arena, out);
	*rest = has_rest(&p);
	parts_clear(&p);
	return count;
}

static void add_target(
    struct cut *cut, const struct record *record, struct arena *arena)
{
	char name[NAME_SIZE];

	if (record_target(record, name))
		cut->targets[cut->ntargets++].name = arena_strdup(arena, name);
}

bool rules_cut(const struct zone_settings *settings,
    const struct domain *domain, const struct placement *placement,
    struct arena *arena, struct cut *out)
{
	struct parts p = { .settings = settings };
	char target[NAME_SIZE];

	parts_collect(&p, domain);
	keep_entitled(&p, placement);
	keep_compatible(&p);
	*out = (struct cut){ .domain = domain };
	out->targets =
	    arena_alloc(arena, (p.count + 1) * sizeof(*out->targets));
	out->namespaces =
	    arena_alloc(arena, (p.count + 1) * sizeof(*out->namespaces));
	for (size_t i = 0; i < p.count; i++) {
		const struct part *part = &p.list[i];
		uint16_t type = part->record->type;

		if (part->out || (type != RR_NS && type != RR_DNAME))
			continue;
		if (!out->entry)
			out->entry = part->entry;
		out->ns = out->ns || type == RR_NS;
		if (type == RR_DNAME && record_target(part->record, target))
			out->dname = arena_strdup(arena, target);
		if (type == RR_NS)
			add_target(out, part->record, arena);
		if (entry_configured(part->entry))
			out->configured = true;
		else
			out->namespaces[out->nnamespaces++] =
			    origin_namespace(part->entry->origin);
	}
	cut_close(out);
	parts_clear(&p);
	return out->ns || out->dname;
}
