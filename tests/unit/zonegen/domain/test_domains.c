/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_domains.c - names come and go in any number: those that are left stand
 * in canonical order, and the others are gone.
 */
#include "zonegen/domain/domains.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/record/name.h"

#define BASES 40
#define FORMS 4
#define NAMES ((size_t)BASES * FORMS)
#define ROUNDS 300
#define STEPS 20

static const struct zone_settings settings = { .name = "a.test" };

/* Four names of each unit; those of a unit do not stand in a row. */
static void name_at(size_t at, char out[NAME_SIZE])
{
	static const char *const forms[FORMS] = {
		"n%zu.a.test",
		"*.n%zu.a.test",
		"_x.n%zu.a.test",
		"_y._z.n%zu.a.test",
	};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(out, NAME_SIZE, forms[at % FORMS], at / FORMS);
#pragma GCC diagnostic pop
}

/* One that is there goes, one that is not comes; all a version's. */
static void turn(struct domains *domains, bool *there, size_t at)
{
	struct owner *owner = owner_new("web", 1, OWNER_OLDEST);
	struct domain *domain;
	char name[NAME_SIZE];

	name_at(at, name);
	domain = domains_make(domains, name);
	there[at] = !there[at];
	domains_set(domains, domain,
	    there[at] ? rrsets_new("x", NULL, 0, owner) : NULL);
	owner_unref(owner);
}

/* As after each version. */
static void adopt(struct domains *domains)
{
	for (size_t i = 0; i < domains->nlisted; i++) {
		struct domain *domain = domains->listed[i];

		rrsets_unref(domain->last);
		domain->last = rrsets_ref(domain->now);
		domain->listed = false;
		if (!domain->now)
			domains_fade(domains, domain);
	}
	domains->nlisted = 0;
	domains_tidy(domains);
}

/* A base stays as long as any name of its unit. */
static bool is_needed(const bool *there, size_t at)
{
	bool any = there[at];

	for (size_t i = 0; at % FORMS == 0 && i < FORMS; i++)
		any |= there[at + i];
	return any;
}

static void check(const struct domains *domains, const bool *there)
{
	size_t count = 0;

	for (size_t at = 0; at < NAMES; at++) {
		const struct domain *domain;
		char name[NAME_SIZE];

		name_at(at, name);
		domain = domains_find(domains, name);
		assert_int_equal(domain != NULL, is_needed(there, at));
		if (!domain)
			continue;
		count++;
		assert_ptr_equal(
		    domains->sorted[domains_place(domains, name)], domain);
	}
	assert_int_equal(domains->nsorted, count);
	assert_int_equal(domains->nfading, 0);
	for (size_t i = 1; i < count; i++)
		assert_true(name_compare(domains->sorted[i - 1]->name,
				domains->sorted[i]->name) < 0);
}

static void come_and_go(void **state)
{
	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned seed = round;
		bool there[NAMES] = { false };
		struct domains domains;

		domains_init(&domains, &settings);
		for (int step = 0; step < STEPS; step++) {
			int count = rand_r(&seed) % 4 ? rand_r(&seed) % 4 : 90;

			for (int i = 0; i < count; i++)
				turn(&domains, there,
				    (size_t)rand_r(&seed) % NAMES);
			adopt(&domains);
			check(&domains, there);
		}
		for (size_t at = 0; at < NAMES; at++)
			if (there[at])
				turn(&domains, there, at);
		adopt(&domains);
		check(&domains, there);
		assert_int_equal(domains.nsorted, 0);
		domains_clear(&domains);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(come_and_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
