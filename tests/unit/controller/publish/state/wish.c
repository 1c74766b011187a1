/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/state/wish.h"

#include <stdio.h>
#include <string.h>

#include "controller/object/part/object.h"
#include "tests/test.h"
#include "zonegen/base/mem.h"

static void add_record(struct record *list, size_t *count, uint16_t type,
    const char *text, uint32_t ttl, struct arena *arena)
{
	struct err err;

	if (!record_parse(&list[*count], type, text, strlen(text), arena, &err))
		fail_msg("%s: %s", text, err.text);
	list[(*count)++].ttl = ttl;
}

void wish_ask(
    const struct wish *wish, struct zone *zone, const struct store *store)
{
	struct origin *origin = origin_new(
	    "Ingress", wish->namespace, wish->object, wish->uid, 100);
	struct arena arena = { 0 };
	struct record list[2];
	struct claim claim = { .name = wish->name, .records = list };
	const struct object *object;

	if (!strcmp(wish->how, "put") || !strcmp(wish->how, "both"))
		add_record(list, &claim.count, RR_A, wish->ip, 60, &arena);
	if (!strcmp(wish->how, "both"))
		add_record(
		    list, &claim.count, RR_AAAA, "2001:db8::1", 60, &arena);
	if (!strcmp(wish->how, "slow"))
		add_record(list, &claim.count, RR_A, wish->ip, 7, &arena);
	if (!strcmp(wish->how, "host"))
		add_record(
		    list, &claim.count, RR_CNAME, "lb.c.test.", 60, &arena);
	if (!strcmp(wish->how, "text"))
		add_record(list, &claim.count, RR_TXT, "\"x\"", 60, &arena);
	claim.lost = !strcmp(wish->how, "lose");
	object = store_get(store, kind_find("Ingress"), origin_key(origin));
	origin->digest = object ? object->digest : 0;
	if (wish->gone)
		zone_unclaim(zone, origin, wish->name);
	else
		zone_claim(zone, origin, 0, &claim);
	arena_clear(&arena);
	origin_unref(origin);
}

void wish_store(const struct wish *wish, struct store *store)
{
	char text[512];
	struct err err;

	snprintf(text, sizeof(text),
	    "{\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\","
	    "\"uid\":\"%s\"},\"spec\":{\"ingressClassName\":\"%s\"}}",
	    wish->namespace, wish->object, wish->uid, wish->class);
	if (!store_put(store, kind_find("Ingress"), text, strlen(text), &err))
		fail_msg("%s", err.text);
}

bool wish_is_met(const struct wish *wish, const struct zone *zone)
{
	const struct rrsets *now = zone_now(zone, wish->name);
	struct arena arena = { 0 };
	struct rrset set;
	struct record wanted;
	struct err err;
	bool met;

	if (!strcmp(wish->how, "lose") || !strcmp(wish->how, "mute"))
		return true;
	if (!strcmp(wish->how, "host"))
		return rrsets_has(now, RR_CNAME) && !rrsets_has(now, RR_A);
	if (!strcmp(wish->how, "text"))
		return rrsets_has(now, RR_TXT);
	if (!strcmp(wish->how, "both") && !rrsets_has(now, RR_AAAA))
		return false;
	met = rrsets_read(now, RR_A, &arena, &set) && set.count == 1 &&
	    record_address(&wanted, wish->ip, &arena, &err) &&
	    !record_compare(&wanted, &set.records[0]);
	arena_clear(&arena);
	return met;
}
