/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "zonegen/record/line.h"
#include "zonegen/record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 0: a target of TXT. */
static const uint16_t types[] = { 0, RR_A, RR_NS, RR_CNAME, RR_PTR, RR_MX,
	RR_TXT, RR_AAAA, RR_SRV, RR_NAPTR, RR_DNAME, RR_DS, RR_SSHFP, RR_TLSA,
	RR_SVCB, RR_HTTPS, RR_URI, RR_CAA, RR_PRIVATE_FIRST, RR_PRIVATE_LAST };

static bool parse(struct record *record, const uint8_t *data, size_t size,
    struct arena *arena, struct err *err)
{
	uint16_t type = types[data[0] % ARRAY_LEN(types)];
	const char *text = (const char *)data + 1;
	bool ok;

	if (type)
		return record_parse(record, type, text, size - 1, arena, err);
	ok = record_text(record, text, size - 1, arena, err);
	assert(ok || record_too_long(record));
	return ok;
}

/*
 * First octet: the type, by its place above.  What is accepted prints as one
 * line that holds only printable ASCII and reads back as the same record.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct buf line = BUF_INIT(1 << 20);
	struct line_fields fields;
	struct record record, again;
	struct err err;

	if (size == 0)
		return 0;
	if (!parse(&record, data, size, &arena, &err)) {
		assert(record_too_long(&record) ==
		    !strncmp(err.text, "longer than ", 12));
		goto out;
	}
	line_print("www", 60, &record, &line);
	for (size_t i = 0; i + 1 < line.len; i++)
		assert((line.data[i] >= ' ' && line.data[i] < 0x7f) ||
		    line.data[i] == '\t');
	assert(line_split(line.data, line.len - 1, &fields, &err));
	assert(fields.type == record.type);
	assert(record_parse(
	    &again, fields.type, fields.rdata, fields.rdata_len, &arena, &err));
	assert(again.size == record.size);
	assert(record_compare(&record, &again) == 0);
out:
	buf_clear(&line);
	arena_clear(&arena);
	return 0;
}
