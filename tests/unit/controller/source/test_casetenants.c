/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two tenants: the objects of one namespace of a golden case make a version;
 * then any object of another namespace comes, with the oldest of ages forged.
 * No RRset of the first one changes (C2: one owner namespace; C5: the older of
 * cut and name).
 *
 *	PAIRS=2000
 *	SEED=1
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/source/source.h"
#include "tests/test.h"
#include "tests/unit/controller/source/caseworld.h"
#include "zonegen/base/mem.h"

/* Everybody may do everything that a configuration can allow. */
static const char rules[] =
    "zones:\n"
    "- name: example.com\n"
    "  nameservers: [{name: ns1.example.com, addresses: [192.0.2.53]}]\n"
    "  soa: {contact: hostmaster@example.com}\n"
    "  administrators: ['*']\n"
    "resources: [HTTPRoute, TLSRoute, GRPCRoute, TCPRoute, UDPRoute, Gateway,\n"
    "  Ingress, Service, DNSEndpoint]\n"
    "ingress: {tlsHosts: true}\n"
    "services: {publishClusterIP: true, nodePort: true}\n"
    "gateway: {wildcardListeners: true}\n"
    "unknownTypes: true\n";

static unsigned number(const char *variable, unsigned fallback)
{
	const char *text = getenv(variable);

	return text ? (unsigned)strtoul(text, NULL, 10) : fallback;
}

static const struct case_object *pick(
    const struct goldens *goldens, size_t *from, unsigned *seed)
{
	const struct golden *golden;

	do {
		*from = (size_t)rand_r(seed) % goldens->count;
		golden = &goldens->list[*from];
	} while (!golden->count);
	return &golden->objects[(size_t)rand_r(seed) % golden->count];
}

/* Of two equal keys the first counts, so this one is its age. */
static struct case_object forge(const struct case_object *object)
{
	static const char age[] =
	    "\"creationTimestamp\":\"2000-01-01T00:00:00Z\",";
	const char *meta = strstr(object->text, "\"metadata\"");
	struct case_object forged = *object;
	size_t head;

	assert_non_null(meta);
	head = (size_t)(strchr(meta, '{') + 1 - object->text);
	forged.len = object->len + strlen(age);
	forged.text = xmalloc(forged.len + 1);
	snprintf(forged.text, forged.len + 1, "%.*s%s%s", (int)head,
	    object->text, age, object->text + head);
	return forged;
}

static void put_from(struct caseworld *world, const struct golden *golden,
    const char *namespace, bool claims)
{
	for (size_t i = 0; i < golden->count; i++) {
		const struct case_object *object = &golden->objects[i];
		bool own = !strcmp(object->namespace, namespace);
		bool looked_at =
		    !source_claims(world->config, object->kind->name);

		if (claims ? own || looked_at : looked_at)
			caseworld_put(world, object);
	}
}

static void check_kept(const char *first, const char *now, const char *who)
{
	char *copy = xstrdup(first), *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		struct buf whole = BUF_INIT(1u << 20);

		buf_printf(&whole, "\n%s\n", line);
		if (*line && *line != ';' && !strstr(now, buf_text(&whole)))
			fail_msg("%s\nlost '%s' of\n%s\nin\n%s", who, line,
			    first, now);
		buf_clear(&whole);
	}
	free(copy);
}

/* 1 when there was something that could have been hurt. */
static unsigned one_pair(
    const struct goldens *goldens, const struct config *config, unsigned seed)
{
	size_t first_case, second_case;
	const struct case_object *first = pick(goldens, &first_case, &seed);
	const struct case_object *second = pick(goldens, &second_case, &seed);
	struct case_object forged;
	struct caseworld world;
	char *before, *now;
	bool told;

	if (!*first->namespace ||
	    !strcmp(first->namespace, second->namespace) ||
	    !source_claims(config, second->kind->name))
		return 0;
	caseworld_open(&world, config, true);
	put_from(&world, &goldens->list[second_case], "", false);
	put_from(&world, &goldens->list[first_case], first->namespace, true);
	caseworld_pass(&world);
	before = caseworld_print(&world, true);
	told = strstr(before, "NoGlue");
	free(before);
	before = caseworld_print(&world, false);
	caseworld_adopt(&world);
	forged = forge(second);
	caseworld_put(&world, &forged);
	caseworld_pass(&world);
	now = caseworld_print(&world, false);
	if (!told)
		check_kept(before, now, forged.text);
	free(now);
	free(before);
	free(forged.text);
	caseworld_close(&world);
	return 1;
}

static void nobody_is_hurt(void **state)
{
	unsigned pairs = number("PAIRS", 2000), seed = number("SEED", 1);
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct config *config =
	    config_parse("rules", rules, strlen(rules), &errors);
	struct goldens goldens;

	(void)state;
	if (!config)
		fail_msg("%s", buf_text(&errors.text));
	goldens_read(&goldens);
	for (unsigned done = 0, turn = 0; done < pairs; turn++)
		done += one_pair(&goldens, config, seed + turn);
	print_message("# %u pairs, seed %u\n", pairs, seed);
	goldens_clear(&goldens);
	config_free(config);
	config_errors_clear(&errors);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(nobody_is_hurt));
}
