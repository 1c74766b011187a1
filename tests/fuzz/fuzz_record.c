/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "zonegen/record.h"
#include "zonegen/zonefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * First octet: the type.  What is accepted prints as one line that holds only
 * printable ASCII and reads back as the same record.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct buf line = BUF_INIT(1 << 20);
	struct zonefile_fields fields;
	struct record record, again;
	struct err err;

	if (size == 0 ||
	    !record_parse(&record, data[0], (const char *)data + 1, size - 1,
		&arena, &err))
		goto out;
	zonefile_line("www", 60, &record, &line);
	for (size_t i = 0; i + 1 < line.len; i++)
		assert((line.data[i] >= ' ' && line.data[i] < 0x7f) ||
		    line.data[i] == '\t');
	assert(zonefile_split(line.data, line.len - 1, &fields, &err));
	assert(record_parse(
	    &again, fields.type, fields.rdata, fields.rdata_len, &arena, &err));
	assert(record_compare(&record, &again) == 0);
out:
	buf_clear(&line);
	arena_clear(&arena);
	return 0;
}
