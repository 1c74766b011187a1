/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.c - addresses that not everybody reaches, and CAA.
 */
#include "zonegen/lint/values.h"

#include <string.h>

/* RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291; or NULL. */
static const char *private_address(const struct record *record)
{
	const uint8_t *a = record->rdata;

	if (record->type == RR_A) {
		if (a[0] == 10 || (a[0] == 172 && (a[1] & 0xf0) == 16) ||
		    (a[0] == 192 && a[1] == 168))
			return "a private address";
		if (a[0] == 100 && (a[1] & 0xc0) == 64)
			return "an address of carrier NAT";
		if (a[0] == 169 && a[1] == 254)
			return "a link-local address";
		return NULL;
	}
	if ((a[0] & 0xfe) == 0xfc)
		return "a private address";
	return a[0] == 0xfe && (a[1] & 0xc0) == 0x80 ? "a link-local address"
						     : NULL;
}

static bool is_address(const struct lint_record *one)
{
	return one->record.rdata && rr_type_is_ip(one->record.type);
}

void lint_count_addresses(struct lint *lint)
{
	for (size_t i = 0; i < lint->count; i++) {
		const struct record *record = &lint->list[i].record;

		if (!is_address(&lint->list[i]))
			continue;
		if (private_address(record))
			lint->privates++;
		else if (!record_odd(record) &&
		    !map_get(&lint->hosts, lint->list[i].name))
			lint->publics++;
	}
}

/*
 * A zone of private addresses only is one for the inside, which may well have
 * nameservers outside.  Of ours, which may have thousands, the first one is
 * told.
 */
static void check_private(struct lint *lint, const struct lint_record *one)
{
	const char *what = private_address(&one->record);

	if (!what || !lint->publics || (lint->resolved && lint->told_private))
		return;
	lint->told_private = true;
	if (lint->resolved && lint->privates > 1)
		lint_report(lint, one, PRIVATE_ADDRESS,
		    "%s: %s, as %zu more are; %zu are public",
		    rr_type_text(one->record.type), what, lint->privates - 1,
		    lint->publics);
	else
		lint_report(lint, one, PRIVATE_ADDRESS,
		    "%s: %s, in a zone with public ones",
		    rr_type_text(one->record.type), what);
}

static void check_address(struct lint *lint, const struct lint_record *one)
{
	const char *odd = record_odd(&one->record);

	if (odd && !lint->resolved)
		lint_report(lint, one, ODD_ADDRESS, "%s: %s",
		    rr_type_text(one->record.type), odd);
	check_private(lint, one);
}

/* RFC 8659, RFC 8657, RFC 9495: a tag with its length before it. */
static bool is_known_tag(const uint8_t *tag)
{
	static const char *const known[] = { "issue", "issuewild", "iodef",
		"issuemail", "issuevmc", "contactemail", "contactphone" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strlen(known[i]) == tag[0] &&
		    !memcmp(known[i], tag + 1, tag[0]))
			return true;
	return false;
}

static void check_caa(struct lint *lint, const struct lint_record *one)
{
	const uint8_t *rdata = one->record.rdata;
	bool critical = rdata[0] & 128;

	if (rdata[0] & 127)
		lint_report(lint, one, ODD_CAA,
		    "CAA: flags are 0 or 128, not %u", (unsigned)rdata[0]);
	if (!is_known_tag(rdata + 1))
		lint_report(lint, one, ODD_CAA,
		    "CAA: no authority knows the tag '%.*s'%s", (int)rdata[1],
		    (const char *)rdata + 2,
		    critical ? ", and it is critical: none will issue" : "");
}

void lint_values(struct lint *lint, const struct lint_name *name)
{
	for (size_t i = 0; i < name->count; i++) {
		const struct lint_record *one = &name->list[i];

		if (is_address(one))
			check_address(lint, one);
		else if (one->record.type == RR_CAA && one->record.rdata)
			check_caa(lint, one);
	}
}
