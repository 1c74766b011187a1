/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - a row: an object, a configuration, and what comes of them.
 *
 * The rows follow zonegen/RULES.md and tests/cases/ROWS.md ("row 24").  What
 * came of an object is printed as
 *	NAME[ TTL]: TYPE RDATA, TYPE RDATA
 * for each claim ("-" without records, "lost" when they are of a load balancer
 * that has none now) and
 *	!FINDING NAME
 * for each finding, in the order in which they were made.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_OUTCOME_H
#define TESTS_UNIT_CONTROLLER_SOURCE_OUTCOME_H

#include <string.h>

#include "controller/source/claims.h"
#include "tests/unit/controller/source/rules.h"
#include "tests/unit/controller/source/world.h"

struct row {
	const char *name;
	const char *object;
	const struct config *config;
	const char *want;
	const char *others[7]; /* the objects there are besides */
};

static void print_claim(struct buf *out, const struct claim *claim)
{
	buf_printf(out, "%s", claim->name);
	if (claim->count && claim->records[0].ttl)
		buf_printf(out, " %u", claim->records[0].ttl);
	buf_puts(out, claim->count ? ":" : claim->lost ? ": lost" : ": -");
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

/* A row at work; at stays where it is. */
struct outcome {
	struct object *object;
	struct store *store;
	struct lookup lookup;
	struct claims claims;
};

static void begin(struct outcome *at, const struct row *row)
{
	*at = (struct outcome){ .object = decode(row->object),
		.store = store_new() };
	at->lookup = (struct lookup){ at->store, reads_new(), slices_new() };
	at->claims = (struct claims){
		.config = row->config,
		.lookup = &at->lookup,
		.object = at->object,
		.origin = "Ingress web/www",
	};
	fill(at->store, &at->lookup, row->others);
	reads_begin(at->lookup.reads);
	run(&at->claims);
}

static void end(struct outcome *at)
{
	claims_clear(&at->claims);
	object_free(at->object);
	reads_free(at->lookup.reads);
	slices_free(at->lookup.slices);
	store_free(at->store);
}

static void check(void **state)
{
	struct buf got = BUF_INIT(100000);
	const struct row *row = *state;
	struct outcome outcome;

	begin(&outcome, row);
	print(&got, &outcome.claims);
	assert_string_equal(buf_text(&got), row->want);
	end(&outcome);
	buf_clear(&got);
}

#endif
