/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_ixfr.c - how many versions NSD keeps, by how often there may be one.
 */
#include "controller/publish/transfer/ixfr.h"

#include "tests/test.h"

static const struct row {
	const char *name;
	enum handover_mode mode;
	uint64_t interval; /* ms; 0: auto */
	unsigned number;
} rows[] = {
	{ "files", HANDOVER_RELOAD, 0, 20 },
	{ "files, often", HANDOVER_RELOAD, 20, 20 },
	{ "a version a second", HANDOVER_TRANSFER, 0, 60 },
	{ "the same for large zones only", HANDOVER_AUTO, 0, 60 },
	{ "four a second", HANDOVER_TRANSFER, 250, 240 },
	{ "fifty a second", HANDOVER_TRANSFER, 20, 500 },
	{ "without any pause", HANDOVER_TRANSFER, 1, 500 },
	{ "every three seconds", HANDOVER_TRANSFER, 3000, 20 },
	{ "one an hour", HANDOVER_TRANSFER, 3600000, 20 },
};

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(ixfr_number(row->mode, row->interval), row->number);
}

RUN_TABLE(rows, check)
