/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cuts.c - the nameservers of the zone and of its delegations, glue, what lies
 * below a cut, and the names that a wildcard does not cover.
 */
#include "zonegen/lint/cuts.h"

#include <string.h>

#include "zonegen/record/name.h"

static void check_few(struct lint *lint, const struct lint_name *servers)
{
	if (servers->count == 1)
		lint_report(lint, servers->list, FEW_NAMESERVERS,
		    "NS: there is one nameserver, and nothing when it is away "
		    "(RFC 2182 5)");
}

void lint_apex(struct lint *lint)
{
	struct lint_name apex = lint_find(lint, lint->zone);
	struct lint_name servers = lint_type(&apex, RR_NS);
	const struct lint_record nobody = { .name = lint->zone };

	if (!servers.count && !lint->resolved)
		lint_report(lint, &nobody, NO_NAMESERVER,
		    "NS: the zone has no nameserver");
	/* Ours has what the configuration gives it, and one pod is one. */
	if (!lint->resolved)
		check_few(lint, &servers);
}

/*
 * A nameserver in the zone, at or below cut (NULL: the zone itself), is only
 * found by an address that stands here.
 */
static void check_glue(struct lint *lint, const struct lint_record *one,
    const struct lint_name *cut)
{
	struct lint_name found, above;
	char host[NAME_SIZE];

	if (!record_target(&one->record, host) ||
	    !name_within(host, lint->zone))
		return;
	found = lint_find(lint, host);
	above = lint_cut(lint, host);
	if (lint_has_address(&found) || lint_type(&found, RR_CNAME).count)
		return;
	if (!cut || above.count || !strcmp(host, cut->name))
		lint_report(lint, one, NO_GLUE,
		    "NS: its nameserver '%s' has no address here%s", host,
		    cut || above.count ? LINT_GLUE_BELOW : "");
}

/*
 * Beside a delegation DS may stand, and glue (D4: cuts and glue); DNSSEC adds
 * its own.
 */
static void check_beside(struct lint *lint, const struct lint_name *name)
{
	for (size_t i = 0; i < name->count; i++) {
		const struct lint_record *one = &name->list[i];
		uint16_t type = one->record.type;
		bool glue =
		    rr_type_is_ip(type) && map_get(&lint->hosts, name->name);

		if (type == RR_NS || type == RR_DS || glue ||
		    !rr_type_fields(type))
			continue;
		lint_report(lint, one, OCCLUDED, "%s: the name is delegated",
		    rr_type_text(type));
	}
}

static void check_below(struct lint *lint, const struct lint_name *name,
    const struct lint_name *cut)
{
	bool delegation =
	    lint_type(cut, RR_NS).count && !lint_is_apex(lint, cut->name);
	bool host = delegation && map_get(&lint->hosts, name->name);

	for (size_t i = 0; i < name->count; i++) {
		const struct lint_record *one = &name->list[i];
		uint16_t type = one->record.type;

		if ((host && rr_type_is_ip(type)) || !rr_type_fields(type))
			continue;
		lint_report(lint, one, OCCLUDED,
		    "%s: it is below '%s', which is a %s", rr_type_text(type),
		    cut->name, delegation ? "delegation" : "DNAME");
	}
}

static void check_delegation(struct lint *lint, const struct lint_name *name)
{
	struct lint_name servers = lint_type(name, RR_NS);
	bool apex = lint_is_apex(lint, name->name);

	if (!apex)
		check_few(lint, &servers);
	if (lint->resolved)
		return;
	for (size_t i = 0; i < servers.count; i++)
		check_glue(lint, &servers.list[i], apex ? NULL : name);
	if (!apex && servers.count)
		check_beside(lint, name);
}

/*
 * A name that exists is not covered, nor is what is below it (RFC 4592).  That
 * surprises where it has no address: an empty non-terminal, or a TXT.
 */
static void check_wildcard(struct lint *lint, const struct lint_name *wild)
{
	const char *parent = name_parent(wild->name);
	struct lint_name above = lint_find(lint, parent);
	const struct lint_record *at = above.list + above.count;
	const struct lint_record *end = lint->list + lint->count;
	const char *first = NULL;
	size_t count = 0;

	while (at < end && name_within(at->name, parent)) {
		const char *branch = at->name;
		struct lint_name found;

		while (strcmp(name_parent(branch), parent) != 0)
			branch = name_parent(branch);
		found = lint_find(lint, branch);
		if (!name_is_wildcard(branch) && *branch != '_' &&
		    !lint_has_address(&found) &&
		    !lint_type(&found, RR_CNAME).count &&
		    !lint_type(&found, RR_NS).count) {
			count++;
			first = first ? first : branch;
		}
		while (at < end && name_within(at->name, branch))
			at++;
	}
	if (count == 1)
		lint_report(lint, wild->list, WILDCARD_ENDS,
		    "it covers neither '%s', which exists, nor what is below "
		    "(RFC 4592)",
		    first);
	else if (count)
		lint_report(lint, wild->list, WILDCARD_ENDS,
		    "it covers neither '%s' and %zu more, which exist, nor "
		    "what is below (RFC 4592)",
		    first, count - 1);
}

void lint_cuts(struct lint *lint, const struct lint_name *name)
{
	struct lint_name cut = lint_cut(lint, name->name);

	if (cut.count) {
		if (!lint->resolved)
			check_below(lint, name, &cut);
		return;
	}
	check_delegation(lint, name);
	if (name_is_wildcard(name->name) && name_parent(name->name) &&
	    (lint_has_address(name) || lint_type(name, RR_CNAME).count))
		check_wildcard(lint, name);
}
