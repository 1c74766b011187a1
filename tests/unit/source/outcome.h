/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - a row: an object, a configuration, and what comes of them.
 *
 * The rows follow the rules, N1-N6, A1-A7, C1, and the acceptance table of the
 * nearest peer ("row 24").  What came of an object is printed as
 *	NAME[ TTL]: TYPE RDATA, TYPE RDATA
 * for each claim and
 *	!FINDING NAME
 * for each finding, in the order in which they were made.
 */
#ifndef TESTS_UNIT_SOURCE_OUTCOME_H
#define TESTS_UNIT_SOURCE_OUTCOME_H

#include <string.h>

#include "controller/source/ingress.h"
#include "controller/source/service.h"
#include "tests/unit/source/document.h"
#include "tests/unit/source/rules.h"

struct row {
	const char *name;
	const char *object;
	const struct config *config;
	const char *want;
};

static void print_claim(struct buf *out, const struct claim *claim)
{
	buf_printf(out, "%s", claim->name);
	if (claim->count && claim->records[0].ttl)
		buf_printf(out, " %u", claim->records[0].ttl);
	buf_puts(out, claim->count ? ":" : ": -");
	for (size_t i = 0; i < claim->count; i++) {
		buf_printf(out, "%s %s ", i ? "," : "",
		    rr_type_text(claim->records[i].type));
		record_print(&claim->records[i], out);
	}
	buf_putc(out, '\n');
}

static void print(struct buf *out, const struct claims *claims)
{
	for (size_t i = 0; i < claims->count; i++)
		print_claim(out, &claims->list[i]);
	for (size_t i = 0; i < claims->findings.count; i++) {
		const struct finding *finding = &claims->findings.list[i];

		assert_string_equal(finding->origin, claims->origin);
		assert_int_equal(
		    !*finding->zone, !strstr(finding->name, "example.com"));
		buf_printf(out, "!%s %s\n", finding_word(finding->id),
		    *finding->name ? finding->name : "-");
	}
}

static void run(struct claims *claims)
{
	if (!strcmp(claims->object->kind->name, "Ingress"))
		ingress_claims(claims);
	else
		service_claims(claims);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct object *object = decode(row->object);
	struct store *store = store_new();
	struct lookup lookup = { store, reads_new(), slices_new() };
	struct claims claims = {
		.config = row->config,
		.lookup = &lookup,
		.object = object,
		.origin = "Ingress web/www",
	};
	struct buf got = BUF_INIT(100000);

	run(&claims);
	print(&got, &claims);
	assert_string_equal(buf_text(&got), row->want);
	findings_clear(&claims.findings);
	arena_clear(&claims.arena);
	buf_clear(&got);
	object_free(object);
	reads_free(lookup.reads);
	slices_free(lookup.slices);
	store_free(store);
}

#endif
