/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target.c - texts become records of the claims: addresses, or aliases for
 * host names. At the end the offers are reduced and given to the names.
 */
#include "controller/source/target.h"

#include <stdio.h>
#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define WHERE_SIZE 400

static void bad(struct targets *targets, const char *where, const char *why)
{
	claims_report(targets->claims, BAD_TARGET, "", "%s: %s", where, why);
}

struct targets target_begin(struct claims *claims)
{
	return (struct targets){ .claims = claims,
		.offers = { .arena = &claims->arena } };
}

static void add_address(struct targets *targets, const char *where,
    const char *text, const struct record *record)
{
	const char *odd = record_odd(record);

	if (record_is_unspecified(record)) {
		claims_report(targets->claims, BAD_TARGET, "", "%s: '%s' is %s",
		    where, text, odd);
		return;
	}
	offers_add(&targets->offers, record);
	if (odd)
		claims_report(targets->claims, ODD_ADDRESS, "",
		    "%s: '%s' is %s", where, text, odd);
}

void target_address(
    struct targets *targets, const char *where, const char *text)
{
	struct record record;
	struct err err;

	if (record_address(&record, text, &targets->claims->arena, &err))
		add_address(targets, where, text, &record);
	else
		bad(targets, where, err.text);
}

static void add_host(
    struct targets *targets, const char *where, const char *text, size_t len)
{
	char name[NAME_SIZE];
	struct record record;
	const char *why;
	struct err err;

	if (!name_parse(text, len, name, &err)) {
		bad(targets, where, err.text);
		return;
	}
	why = name_misfit(name, text, len);
	if (why) {
		claims_report(targets->claims, BAD_TARGET, "", "%s: '%s': %s",
		    where, name, why);
		return;
	}
	record_host(&record, RR_CNAME, name, &targets->claims->arena);
	offers_add(&targets->offers, &record);
}

void target_any(
    struct targets *targets, const char *where, const char *text, size_t len)
{
	char address[64]; /* longer than any */
	struct record record;
	struct err err;

	if (len < sizeof(address)) {
		memcpy(address, text, len);
		address[len] = '\0';
		if (record_address(
			&record, address, &targets->claims->arena, &err)) {
			add_address(targets, where, address, &record);
			return;
		}
	}
	add_host(targets, where, text, len);
}

void target_list(struct targets *targets, const char *where, const char *list)
{
	const char *item;
	size_t len;

	while ((item = annotation_item(&list, &len)))
		target_any(targets, where, item, len);
}

void target_addresses(struct targets *targets, const char *where,
    const char *const *list, uint32_t count)
{
	char element[WHERE_SIZE];

	for (uint32_t i = 0; i < count; i++) {
		snprintf(element, sizeof(element), "%s[%u]", where, i);
		target_address(targets, element, list[i]);
	}
}

void target_balancers(
    struct targets *targets, const struct balancer *list, uint32_t count)
{
	static const char path[] = "status.loadBalancer.ingress";
	char where[WHERE_SIZE];

	for (uint32_t i = 0; i < count; i++) {
		if (list[i].ip) {
			snprintf(where, sizeof(where), "%s[%u].ip", path, i);
			target_address(targets, where, list[i].ip);
		}
		if (list[i].hostname) {
			snprintf(
			    where, sizeof(where), "%s[%u].hostname", path, i);
			target_any(targets, where, list[i].hostname,
			    strlen(list[i].hostname));
		}
	}
}

uint32_t target_ttl(struct claims *claims)
{
	const char *text =
	    annotation_get(claims->config, claims->object, "ttl");
	uint32_t ttl = 0;

	if (text && !annotation_ttl(text, &ttl))
		claims_report(claims, BAD_TTL, "",
		    "ttl annotation: '%.100s' is neither a duration nor "
		    "seconds from 1 to %d",
		    text, TTL_MAX);
	return ttl;
}

void target_reduce(struct targets *targets, uint32_t ttl)
{
	struct offers *offers = &targets->offers;

	claims_reduce(targets->claims, offers, "");
	for (size_t i = 0; i < offers->count; i++)
		offers->list[i].ttl = ttl;
}

void target_offer(struct targets *targets, const char *why)
{
	struct claims *claims = targets->claims;

	target_reduce(targets, target_ttl(claims));
	claims_offer(claims, &targets->offers);
	claims_review(claims, why);
}
