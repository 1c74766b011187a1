/* SPDX-License-Identifier: Apache-2.0 */
/*
 * targets.c - the checks on the names that records point to.  Only targets
 * inside the zone, and not below a cut, can be judged.
 */
#include "zonegen/lint/targets.h"

#include <string.h>

#include "zonegen/record/name.h"

#define STEPS_MAX 16 /* of aliases; resolvers give up sooner */

/* "" for the root. */
static bool target_of(const struct lint_record *one, char out[NAME_SIZE])
{
	uint16_t type = one->record.type;

	return type != RR_DNAME && type != RR_PTR &&
	    record_target(&one->record, out);
}

/* The longest name at or above name that is at or above other, too. */
static const char *common(const char *name, const char *other)
{
	while (!name_within(other, name))
		name = name_parent(name);
	return name;
}

/*
 * The closest encloser of a name that does not exist: in canonical order it
 * belongs to a neighbour of the name.
 */
static const char *encloser(
    const struct lint *lint, const struct lint_name *missing)
{
	const struct lint_record *next = missing->list;
	const char *best = lint->zone, *one;

	if (next > lint->list) {
		one = common(missing->name, next[-1].name);
		best = strlen(one) > strlen(best) ? one : best;
	}
	if (next < lint->list + lint->count) {
		one = common(missing->name, next->name);
		best = strlen(one) > strlen(best) ? one : best;
	}
	return best;
}

/* The records that answer for name: its own, or those of a wildcard. */
static struct lint_name answers_for(const struct lint *lint, const char *name)
{
	struct lint_name found = lint_find(lint, name);
	char wildcard[NAME_SIZE + 2] = "*.";
	const char *above;

	if (found.count || lint_has_below(lint, &found))
		return found;
	above = encloser(lint, &found);
	memcpy(wildcard + 2, above, strlen(above) + 1);
	return lint_find(lint, wildcard);
}

/* Below a DNAME another name stands in its place: writes that over it. */
static bool substitute(const struct lint *lint, char name[NAME_SIZE])
{
	struct lint_name cut = lint_cut(lint, name);
	struct lint_name dname = lint_type(&cut, RR_DNAME);
	char whole[2 * NAME_SIZE], target[NAME_SIZE];
	size_t front;

	if (!dname.count || lint_type(&cut, RR_NS).count ||
	    !record_target(&dname.list->record, target))
		return false;
	front = strlen(name) - strlen(dname.name) - !*target;
	memcpy(whole, name, front);
	memcpy(whole + front, target, strlen(target) + 1);
	if (strlen(whole) >= NAME_SIZE)
		return false;
	memcpy(name, whole, strlen(whole) + 1);
	return true;
}

static void check_target(struct lint *lint, const struct lint_record *one,
    const char *target, bool substituted)
{
	const char *type = rr_type_text(one->record.type);
	struct lint_name found = answers_for(lint, target);
	bool alias = substituted || lint_type(&found, RR_CNAME).count > 0;

	if (one->record.type == RR_CNAME) {
		if (alias)
			lint_report(lint, one, ALIAS_CHAIN,
			    "CNAME: it points to '%s', which is an alias",
			    target);
		else if (!found.count)
			lint_report(lint, one, DANGLING_TARGET,
			    "CNAME: it points to '%s', which has no records",
			    target);
	} else if (alias && !lint->resolved) {
		/* RFC 9460 2.4.2 follows aliases. */
		if (one->record.type != RR_SVCB && one->record.type != RR_HTTPS)
			lint_report(lint, one, ALIAS_TARGET,
			    "%s: it points to '%s', which is an alias", type,
			    target);
	} else if (!alias && !lint_has_address(&found) &&
	    (one->record.type != RR_NS || !lint_is_apex(lint, one->name) ||
		lint->resolved)) { /* of files that is NoGlue */
		lint_report(lint, one, DANGLING_TARGET,
		    "%s: it points to '%s', which has no address", type,
		    target);
	}
}

static bool is_delegated(const struct lint *lint, const char *name)
{
	struct lint_name found = lint_find(lint, name);

	return lint_cut(lint, name).count ||
	    (!lint_is_apex(lint, name) && lint_type(&found, RR_NS).count);
}

/* "www.example.com.example.com", which somebody hardly meant. */
static bool repeats_zone(const struct lint *lint, const char *name)
{
	size_t len = strlen(name), zone = strlen(lint->zone);
	char front[NAME_SIZE];

	if (len <= zone || !strchr(lint->zone, '.'))
		return false;
	memcpy(front, name, len - zone - 1);
	front[len - zone - 1] = '\0';
	return name_within(front, lint->zone);
}

/* RFC 7505 3, RFC 2782: "." says that there is none, and others say where. */
static void check_null(
    struct lint *lint, const struct lint_name *name, uint16_t type)
{
	struct lint_name set = lint_type(name, type);
	char target[NAME_SIZE];

	for (size_t i = 0; i < set.count && set.count > 1; i++)
		if (target_of(&set.list[i], target) && !*target)
			lint_report(lint, &set.list[i], NULL_TARGET,
			    "%s: '.' stands for none, beside others",
			    rr_type_text(type));
}

/*
 * What a server puts in the place of a name, and the alias by which it does;
 * NULL: the name is no alias, or not of this zone.
 */
static const struct lint_record *follow(
    const struct lint *lint, char name[NAME_SIZE])
{
	struct lint_name cut = lint_cut(lint, name), found;

	if (!name_within(name, lint->zone))
		return NULL;
	if (cut.count)
		return substitute(lint, name) ? lint_type(&cut, RR_DNAME).list
					      : NULL;
	found = answers_for(lint, name);
	found = lint_type(&found, RR_CNAME);
	return found.count && target_of(found.list, name) ? found.list : NULL;
}

/* RFC 1034 3.6.2 */
static void check_loop(struct lint *lint, const struct lint_name *name)
{
	struct lint_name alias = lint_type(name, RR_CNAME);
	const struct lint_record *first = alias.list, *next = first;
	char target[NAME_SIZE];

	if (!alias.count || !target_of(first, target))
		return;
	for (size_t i = 0; i < STEPS_MAX && next; i++) {
		next = follow(lint, target);
		if (next == first) {
			lint_report(lint, first, CNAME_LOOP,
			    "CNAME: it leads back to itself");
			return;
		}
	}
}

/* The DNAME that any name below this one falls under, or NULL. */
static const struct lint_record *dname_over(
    const struct lint *lint, const char *name)
{
	struct lint_name found = lint_find(lint, name);
	struct lint_name cut = lint_cut(lint, name);

	if (!cut.count)
		cut = found;
	found = lint_type(&cut, RR_DNAME);
	return found.count ? found.list : NULL;
}

/* RFC 6672: DNAMEs that lead to each other. */
static void check_dname(struct lint *lint, const struct lint_name *name)
{
	struct lint_name dname = lint_type(name, RR_DNAME);
	const struct lint_record *first = dname.list, *next = first;
	/* A label in front, which a DNAME leaves alone. */
	char below[NAME_SIZE + 2] = "-.", *target = below + 2;

	if (!dname.count || !record_target(&first->record, target))
		return;
	for (size_t i = 0; i < STEPS_MAX; i++) {
		if (!(next = dname_over(lint, target)) || !*target)
			return;
		if (next == first) {
			lint_report(lint, first, CNAME_LOOP,
			    "DNAME: it leads back to itself");
			return;
		}
		if (strlen(target) + 2 >= NAME_SIZE || !substitute(lint, below))
			return;
	}
}

void lint_targets(struct lint *lint, const struct lint_name *name)
{
	char target[NAME_SIZE], name_there[NAME_SIZE];

	if (repeats_zone(lint, name->name))
		lint_report(lint, name->list, REPEATED_ZONE,
		    "the name of the zone stands in it twice");
	for (size_t i = 0; i < name->count; i++) {
		const struct lint_record *one = &name->list[i];

		if (!target_of(one, target) || !*target ||
		    !name_within(target, lint->zone))
			continue;
		memcpy(name_there, target, sizeof(name_there));
		if (repeats_zone(lint, target))
			lint_report(lint, one, REPEATED_ZONE,
			    "%s: in '%s' the name of the zone stands twice",
			    rr_type_text(one->record.type), target);
		else if (substitute(lint, name_there))
			check_target(lint, one, target, true);
		else if (!is_delegated(lint, target) &&
		    strcmp(target, name->name) != 0)
			check_target(lint, one, target, false);
	}
	if (lint->resolved)
		return;
	check_null(lint, name, RR_MX);
	check_null(lint, name, RR_SRV);
	check_loop(lint, name);
	check_dname(lint, name);
}
