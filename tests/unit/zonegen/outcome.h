/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h - a row of a table: claims in, a zone and its findings out.
 *
 * Each row is two tests: the claims as they stand, and in a hundred random
 * orders with removals and resolving in between; the outcome is the same.
 */
#ifndef TESTS_UNIT_ZONEGEN_OUTCOME_H
#define TESTS_UNIT_ZONEGEN_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/test.h"

struct outcome {
	const char *name;
	const char *claims;   /* as world.h has them */
	const char *body;     /* of the first zone */
	const char *findings; /* as world_findings() */
	bool union_namespaces;
	size_t zones;        /* 0: one */
	const char *statics; /* see world_configure() */
	const char *administrator;
	const char *before; /* claims of the last version */
};

void outcome_resolves(void **state);
void outcome_any_order(void **state);

/* main() for a program that is one table of them. */
#define RUN_OUTCOMES(rows)                                \
	int main(void)                                    \
	{                                                 \
		return RUN_ROWS(rows, outcome_resolves) + \
		    RUN_ROWS(rows, outcome_any_order);    \
	}

#endif
