/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/permit.h"

#include <string.h>

#include "zonegen/record/name.h"

static const struct denial apex_alias = { APEX_CNAME,
	"the zone itself cannot be an alias" };
static const struct denial apex_record = { APEX_RECORD,
	"at the zone itself this comes from its configuration" };
static const struct denial nameserver = { NAMESERVER_NAME,
	"the name belongs to a nameserver of the zone" };
static const struct denial administrator = { NOT_ADMINISTRATOR,
	"only namespaces among the zone's administrators may claim it" };

/* RFC 4592 4.2, 4.4, 4.6: BIND refuses the zone, others answer at random. */
static const struct denial wildcard = { BAD_TARGET,
	"a wildcard cannot be delegated" };

bool permit_by_name(const struct zone_settings *settings, const char *namespace)
{
	for (size_t i = 0; i < settings->nadministrators; i++)
		if (!strcmp(settings->administrators[i], namespace))
			return true;
	return false;
}

static bool is_administrator(
    const struct zone_settings *settings, const char *namespace)
{
	return permit_by_name(settings, "*") ||
	    permit_by_name(settings, namespace);
}

static bool is_cut(uint16_t type)
{
	return type == RR_NS || type == RR_DS || type == RR_DNAME;
}

bool permit_is_open(uint16_t type)
{
	return type == RR_A || type == RR_AAAA || type == RR_HTTPS;
}

/* Is the type for administrators at this name (D5: administrators)? */
static bool is_restricted(const struct zone_settings *settings,
    const struct domain *domain, uint16_t type)
{
	enum unit_part part = UNIT_BASE;

	if (domain->part != UNIT_BASE || !strcmp(domain->name, settings->name))
		if (!strcmp(unit_base(domain->name, settings->name, &part),
			settings->name))
			return part == UNIT_UNDER || !permit_is_open(type);
	return is_cut(type);
}

/* Has it the "_" name as an administrator, and is none any more? */
static bool is_former(const struct zone_settings *settings,
    const struct domain *domain, const char *namespace)
{
	const struct owner *owner = rrsets_owner(domain->now);

	return owner_is(owner, namespace) &&
	    owner->why == OWNER_ADMINISTRATOR &&
	    !permit_by_name(settings, namespace);
}

const struct denial *permit_type(const struct zone_settings *settings,
    const struct domain *domain, const struct entry *entry, uint16_t type)
{
	const char *namespace = origin_namespace(entry->origin);
	bool apex = !strcmp(domain->name, settings->name);

	if (entry_configured(entry))
		return NULL;
	if (apex && type == RR_CNAME)
		return &apex_alias;
	if (apex && is_cut(type))
		return &apex_record;
	if (is_cut(type) && name_is_wildcard(domain->name))
		return &wildcard;
	if ((!apex || rr_type_is_address(type)) && domain->fixed)
		return &nameserver;
	/* It was permitted, and stays as it was (U3). */
	if (entry->from == ENTRY_RETAINED)
		return NULL;
	if ((is_restricted(settings, domain, type) &&
		!is_administrator(settings, namespace)) ||
	    is_former(settings, domain, namespace))
		return &administrator;
	return NULL;
}

bool permit_entry(const struct zone_settings *settings,
    const struct domain *domain, const struct entry *entry)
{
	for (size_t i = 0; i < entry->count; i++)
		if (!permit_type(
			settings, domain, entry, entry->records[i].type))
			return true;
	return entry->count == 0;
}
