/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_domain.c - the claims on one name, few and many: each origin's is found,
 * however they came and went.
 */
#include "zonegen/domain/domain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

#define ORIGINS 40
#define STEPS 20000

static struct {
	struct domain *domain;
	struct entry *live[ORIGINS]; /* what must be found; NULL: nothing */
	size_t retained;             /* rows that stand beside them */
	uint32_t random;
} test;

static uint32_t choose(uint32_t below)
{
	test.random = test.random * 1103515245u + 12345u;
	return (test.random >> 16) % below;
}

static struct entry *make(size_t number, enum entry_from from)
{
	char name[16];
	struct origin *origin;
	struct entry *entry;

	snprintf(name, sizeof(name), "o%zu", number);
	origin = origin_new("Ingress", "web", name, "uid", AGE_UNKNOWN);
	entry = entry_new(origin, 0, NULL, 0);
	entry->from = from;
	origin_unref(origin);
	return entry;
}

static struct entry *find(size_t number)
{
	char text[32];
	struct entry **at;

	snprintf(text, sizeof(text), "Ingress web/o%zu", number);
	at = domain_place(test.domain, text);
	return at ? *at : NULL;
}

static void add(size_t number)
{
	test.live[number] = make(number, ENTRY_LIVE);
	domain_add(test.domain, test.live[number]);
}

static void take(size_t number)
{
	char text[32];
	struct entry **at;

	snprintf(text, sizeof(text), "Ingress web/o%zu", number);
	at = domain_place(test.domain, text);
	assert_non_null(at);
	entry_free(domain_take(test.domain, at));
	test.live[number] = NULL;
}

/* As a new overlay does it: rows go one by one, wherever they stand. */
static void drop_retained(void)
{
	struct entry **at = &test.domain->entries;

	while (*at) {
		if ((*at)->from == ENTRY_RETAINED)
			entry_free(domain_take(test.domain, at));
		else
			at = &(*at)->next;
	}
	test.retained = 0;
}

static void all_are_found(void)
{
	size_t count = 0, found = 0;

	for (size_t i = 0; i < ORIGINS; i++) {
		assert_ptr_equal(find(i), test.live[i]);
		count += test.live[i] != NULL;
	}
	for (struct entry *e = test.domain->entries; e; e = e->next)
		found++;
	assert_int_equal(found, count + test.retained);
}

static const struct row {
	const char *name;
	size_t most; /* origins at a time */
} rows[] = {
	{ "few", 5 },
	{ "about as many as are walked", 17 },
	{ "many", ORIGINS },
};

static void check(void **state)
{
	const struct row *row = *state;

	memset(&test, 0, sizeof(test));
	test.random = 1;
	test.domain = domain_new("www.example.com", 0);
	for (unsigned step = 0; step < STEPS; step++) {
		size_t number = choose((uint32_t)row->most);

		if (choose(20) == 0 && test.retained < 5) {
			/* A row of the same origin is not its claim. */
			domain_add(test.domain, make(number, ENTRY_RETAINED));
			test.retained++;
		} else if (choose(50) == 0) {
			drop_retained();
		} else if (test.live[number]) {
			take(number);
		} else {
			add(number);
		}
		if (step % 16 == 0)
			all_are_found();
	}
	all_are_found();
	domain_free(test.domain);
}

RUN_TABLE(rows, check)
