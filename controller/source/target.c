/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "zonegen/mem.h"
#include "zonegen/name.h"

#define WHERE_SIZE 64

static void bad(struct targets *targets, const char *where, const char *why)
{
	claims_report(targets->claims, BAD_TARGET, "", "%s: %s", where, why);
}

static void add_address(struct targets *targets, const char *where,
    const char *text, const struct record *record)
{
	struct arena *arena = &targets->claims->arena;
	const char *odd = record_odd(record);

	if (targets->count == targets->cap) {
		struct record *larger;

		targets->cap = targets->cap ? targets->cap * 2 : 4;
		larger = arena_alloc(arena, targets->cap * sizeof(*larger));
		if (targets->count)
			memcpy(larger, targets->records,
			    targets->count * sizeof(*larger));
		targets->records = larger;
	}
	targets->records[targets->count++] = *record;
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
	if (targets->host && strcmp(targets->host, name) != 0)
		targets->several = true;
	if (!targets->host || name_compare(name, targets->host) < 0)
		targets->host = arena_strdup(&targets->claims->arena, name);
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

void target_list(struct targets *targets, const char *list)
{
	const char *item;
	size_t len;

	while ((item = annotation_item(&list, &len)))
		target_any(targets, "target annotation", item, len);
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

static int compare(const void *a, const void *b)
{
	return record_compare(a, b);
}

/* Sorted, each once: an object's claim does not depend on their order. */
static void sort(struct targets *targets)
{
	size_t kept = 0;

	if (targets->count)
		qsort(targets->records, targets->count,
		    sizeof(*targets->records), compare);
	for (size_t i = 0; i < targets->count; i++)
		if (!kept ||
		    record_compare(
			&targets->records[kept - 1], &targets->records[i]) != 0)
			targets->records[kept++] = targets->records[i];
	targets->count = kept;
}

/* The object's TTL annotation; 0, the zone's default, when it has none. */
static uint32_t own_ttl(struct claims *claims)
{
	const char *text = annotation_get(claims->object, "ttl");
	uint32_t ttl = 0;

	if (text && !annotation_ttl(text, &ttl))
		claims_report(claims, BAD_TTL, "",
		    "ttl annotation: '%.100s' is neither a duration nor "
		    "seconds from 1 to %d",
		    text, TTL_MAX);
	return ttl;
}

void target_answer(struct targets *targets, const char *why)
{
	struct claims *claims = targets->claims;
	uint32_t ttl = own_ttl(claims);

	sort(targets);
	if (targets->host && targets->count) {
		claims_report(claims, MIXED_TARGETS, "",
		    "addresses and host names; the addresses win over '%s'",
		    targets->host);
	} else if (targets->host) {
		if (targets->several)
			claims_report(claims, MIXED_TARGETS, "",
			    "several host names; '%s' is the first in order",
			    targets->host);
		targets->records =
		    arena_alloc(&claims->arena, sizeof(*targets->records));
		record_host(
		    targets->records, RR_CNAME, targets->host, &claims->arena);
		targets->count = 1;
	}
	for (size_t i = 0; i < targets->count; i++)
		targets->records[i].ttl = ttl;
	claims_answer(claims, targets->records, targets->count, why);
}
