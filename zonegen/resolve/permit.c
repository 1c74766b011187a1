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

static bool is_administrator(
    const struct zone_settings *settings, const char *namespace)
{
	for (size_t i = 0; i < settings->nadministrators; i++)
		if (!strcmp(settings->administrators[i], "*") ||
		    !strcmp(settings->administrators[i], namespace))
			return true;
	return false;
}

static bool is_cut(uint16_t type)
{
	return type == RR_NS || type == RR_DS || type == RR_DNAME;
}

/*
 * Is the type for administrators: a cut, and at the apex all but addresses and
 * HTTPS (D5: administrators)?
 */
static bool is_restricted(uint16_t type, bool apex)
{
	if (apex)
		return type != RR_A && type != RR_AAAA && type != RR_HTTPS;
	return is_cut(type);
}

const struct denial *permit_type(const struct zone_settings *settings,
    const struct domain *domain, const struct entry *entry, uint16_t type)
{
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
	if (is_restricted(type, apex) &&
	    !is_administrator(settings, origin_namespace(entry->origin)))
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
