/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.c - a version is made of the head, the lines of each name and the
 * difference from the last version; then it is adopted as the last version or
 * reverted, and its files can be printed again.
 */
#include "zonegen/version/version.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/line.h"
#include "zonegen/version/comments.h"
#include "zonegen/version/originsfile.h"
#include "zonegen/version/zonefile.h"
#include "zonegen/zone/zonestate.h"

#define FILE_LIMIT UINT32_MAX
#define HEAD_LIMIT (1u << 20)
#define ORIGINS_PIECE (1u << 16)

/* The head without its comments: those make no new version. */
static void add_bare_head(
    const struct zone *zone, uint32_t serial, struct buf *out)
{
	struct zone_settings bare = *zone->settings;

	bare.header = "";
	zonefile_head(&bare, serial, out);
}

static bool head_differs(const struct zone *zone)
{
	struct buf head = BUF_INIT(HEAD_LIMIT);
	bool differs;

	add_bare_head(zone, zone->serial, &head);
	differs = head.len != zone->head.len ||
	    memcmp(buf_text(&head), buf_text(&zone->head), head.len) != 0;
	buf_clear(&head);
	return differs;
}

bool version_differs(const struct zone *zone)
{
	if (!zone->has_version || zone->elsewhere || head_differs(zone))
		return true;
	for (size_t i = 0; i < zone->domains.nlisted; i++)
		if (!rrsets_equal(zone->domains.listed[i]->now,
			zone->domains.listed[i]->last))
			return true;
	return false;
}

/* Whose a name is, or whose its records are. */
static bool owners_differ(const struct domain *domain)
{
	const char *now = rrsets_namespace(domain->now);
	const char *last = rrsets_namespace(domain->last);

	if (!owner_same(rrsets_owner(domain->now), rrsets_owner(domain->last)))
		return true;
	return now && last ? strcmp(now, last) != 0 : now != last;
}

bool version_owners_differ(const struct zone *zone)
{
	if (version_differs(zone))
		return true;
	for (size_t i = 0; i < zone->domains.nlisted; i++)
		if (owners_differ(zone->domains.listed[i]))
			return true;
	return false;
}

static void make_plan(const struct zone *zone, struct version *version)
{
	struct domain **domains =
	    xcalloc(zone->domains.nlisted, sizeof(struct domain *));

	if (zone->domains.nlisted)
		memcpy(domains, zone->domains.listed,
		    zone->domains.nlisted * sizeof(struct domain *));
	qsort(domains, zone->domains.nlisted, sizeof(struct domain *),
	    domain_by_name);
	for (size_t i = 0; i < zone->domains.nlisted; i++) {
		bool same =
		    rrsets_same_origins(domains[i]->now, domains[i]->last);

		version->origins_changed |= !same;
		if (!same || !rrsets_equal(domains[i]->now, domains[i]->last))
			plan_add(
			    &version->plan, domains[i]->last, domains[i]->now);
	}
	free(domains);
}

/* As many names as make a piece. */
static bool add_piece(
    const struct zone *zone, bool last, size_t *at, struct buf *out)
{
	size_t enough = out->len + ORIGINS_PIECE;

	while (*at < zone->domains.nsorted && out->len < enough) {
		const struct domain *domain = zone->domains.sorted[(*at)++];

		originsfile_print(zone->settings->name, domain->name,
		    last ? domain->last : domain->now, out);
	}
	return *at < zone->domains.nsorted;
}

bool version_origins(const struct zone *zone, size_t *at, struct buf *out)
{
	return add_piece(zone, false, at, out);
}

static void add_commented(const struct zone *zone, bool last, struct buf *out)
{
	for (size_t i = 0; i < zone->domains.nsorted; i++) {
		const struct domain *domain = zone->domains.sorted[i];

		comments_add(domain, last ? domain->last : domain->now, out);
	}
}

/* The one thing that a change costs for names that did not change. */
static void add_records(const struct zone *zone, struct buf *out)
{
	struct domain *const *domain = zone->domains.sorted;
	struct domain *const *end = domain + zone->domains.nsorted;
	char *at;

	if (zone->settings->comments) {
		add_commented(zone, false, out);
		return;
	}
	at = buf_room(out, zone->domains.text_len);
	if (!at)
		return;
	for (; domain < end; domain++)
		if ((*domain)->now)
			at = rrsets_copy(at, (*domain)->now);
}

struct version *version_light(const struct zone *zone, uint32_t serial)
{
	struct version *version = xcalloc(1, sizeof(*version));

	version->zone = xstrdup(zone->settings->name);
	version->plan.zone = version->zone;
	version->serial = serial;
	version->light = true;
	version->first = !zone->has_version;
	version->head_changed = head_differs(zone);
	version->rrsets = zone_rrsets(zone);
	make_plan(zone, version);
	version->origins_changed |= version->first;
	version->old_serial = zone->serial;
	version->old_head = (struct buf)BUF_INIT(HEAD_LIMIT);
	buf_add(&version->old_head, buf_text(&zone->head), zone->head.len);
	version->file = (struct buf)BUF_INIT(FILE_LIMIT);
	version->bare_at = strlen(zone->settings->header);
	zonefile_head(zone->settings, serial, &version->file);
	version->head_len = version->file.len;
	return version;
}

struct version *version_new(
    const struct zone *zone, uint32_t serial, struct err *err)
{
	struct version *version = version_light(zone, serial);

	version->light = false;
	add_records(zone, &version->file);
	if (buf_ok(&version->file))
		return version;
	err_set(err, ERR_INPUT, "zone '%s' is larger than 4 GiB",
	    zone->settings->name);
	version_free(version);
	return NULL;
}

void version_free(struct version *version)
{
	if (!version)
		return;
	free((char *)version->zone);
	buf_clear(&version->file);
	buf_clear(&version->old_head);
	plan_clear(&version->plan);
	free(version);
}

void version_below(const struct zone *zone, const char *name, struct buf *out)
{
	size_t at, count = domains_subtree(&zone->domains, name, &at);

	for (; count > 0; count--, at++) {
		const struct domain *domain = zone->domains.sorted[at];
		const char *text;
		size_t len;

		if (!strcmp(domain->name, name))
			continue;
		text = rrsets_text(domain->now, &len);
		buf_add(out, text, len);
	}
}

const struct buf *version_head(const struct zone *zone)
{
	return &zone->head;
}

void version_set_head(struct zone *zone, const char *head, size_t len)
{
	buf_clear(&zone->head);
	zone->head = (struct buf)BUF_INIT(HEAD_LIMIT);
	buf_add(&zone->head, head, len);
}

/* Forgets the names whose present state is the last version's. */
static void relist(struct zone *zone)
{
	size_t kept = 0;

	zone->edition++;
	for (size_t i = 0; i < zone->domains.nlisted; i++) {
		struct domain *domain = zone->domains.listed[i];

		if (!rrsets_equal(domain->now, domain->last) ||
		    !rrsets_same_origins(domain->now, domain->last)) {
			zone->domains.listed[kept++] = domain;
			continue;
		}
		domain->listed = false;
		if (!domain->now && !domain->last)
			domains_fade(&zone->domains, domain);
	}
	zone->domains.nlisted = kept;
	if (kept == 0)
		domains_give_back(
		    &zone->domains.listed, &zone->domains.listed_cap);
}

void version_note_owners(struct zone *zone)
{
	for (size_t i = 0; i < zone->domains.nlisted; i++) {
		struct domain *domain = zone->domains.listed[i];

		domains_set_last(
		    &zone->domains, domain, rrsets_ref(domain->now));
	}
	relist(zone);
	domains_tidy(&zone->domains);
}

void version_adopt(struct zone *zone, const struct version *version)
{
	const char *head = buf_text(&version->file) + version->bare_at;
	char name[NAME_SIZE];

	for (size_t i = 0; i < version->plan.nnames; i++) {
		struct domain *domain = domains_make(
		    &zone->domains, plan_name(&version->plan, i, name));

		domains_set_last(&zone->domains, domain,
		    rrsets_ref(version->plan.names[i].new));
		/* Claims that came since are resolved again: it is owned now.
		 */
		if (domain->now != domain->last)
			domains_mark(&zone->domains, domain);
	}
	zone->has_version = true;
	zone->elsewhere = false;
	zone->serial = version->serial;
	zone->restated &= !version->origins_changed;
	version_set_head(zone, head, version->head_len - version->bare_at);
	relist(zone);
	domains_tidy(&zone->domains);
}

void version_revert(struct zone *zone, const struct version *version)
{
	for (size_t i = 0; i < version->plan.nnames; i++) {
		char name[NAME_SIZE];
		struct domain *domain = domains_make(
		    &zone->domains, plan_name(&version->plan, i, name));

		domains_set_last(&zone->domains, domain,
		    rrsets_ref(version->plan.names[i].old));
		domains_mark(&zone->domains, domain);
	}
	zone->has_version = !version->first;
	zone->serial = version->old_serial;
	version_set_head(
	    zone, buf_text(&version->old_head), version->old_head.len);
	relist(zone);
	domains_tidy(&zone->domains);
}

size_t version_reprint(const struct zone *zone, struct buf *out)
{
	size_t head_len;

	buf_puts(out, zone->settings->header);
	buf_add(out, buf_text(&zone->head), zone->head.len);
	head_len = out->len;
	if (zone->settings->comments) {
		add_commented(zone, true, out);
		return head_len;
	}
	for (size_t i = 0; i < zone->domains.nsorted; i++) {
		const struct domain *domain = zone->domains.sorted[i];
		const char *text;
		size_t len;

		if (!domain->last)
			continue;
		text = rrsets_text(domain->last, &len);
		buf_add(out, text, len);
	}
	return head_len;
}

bool version_reprint_origins(
    const struct zone *zone, size_t *at, struct buf *out)
{
	return add_piece(zone, true, at, out);
}
