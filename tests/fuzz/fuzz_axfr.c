/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a server may send as a transfer, messages with their lengths; an odd
 * first octet: signed ones are expected.  A zone that comes out of it is a last
 * version.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/axfr/axfr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_zone(const struct foreign *foreign)
{
	static const struct zone_settings settings = {
		.name = "example.com", .header = "", .ttl = 60
	};
	struct buf text = BUF_INIT(1u << 26);
	struct zone *zone = zone_new(&settings);
	struct err err;

	foreign_print(foreign, &text);
	for (size_t i = 0; i < text.len; i++)
		assert((text.data[i] >= ' ' && text.data[i] < 0x7f) ||
		    text.data[i] == '\t' || text.data[i] == '\n');
	assert(foreign_load(foreign, zone, &err));
	for (size_t i = 0; i < foreign->nleft; i++)
		assert(*foreign->left[i].why);
	buf_clear(&text);
	zone_free(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct tsig_key key = { .name = "key.example",
		.algorithm = TSIG_SHA256 };
	static const struct tsig_secret secret = { .size = 16,
		.octets = "0123456789abcdef" };
	struct buf request = BUF_INIT(AXFR_REQUEST_MAX);
	enum axfr_step step = AXFR_MORE;
	size_t at = 1;
	bool is_signed = size && *data % 2;
	struct axfr axfr;
	struct err err;

	if (size < 5)
		return 0;
	axfr_open(&axfr, "example.com", is_signed ? &key : NULL,
	    is_signed ? &secret : NULL);
	axfr_request(
	    &axfr, (uint16_t)(data[3] << 8 | data[4]), 1795429416, &request);
	while (step == AXFR_MORE && size - at >= 2) {
		size_t len = (size_t)(data[at] << 8 | data[at + 1]);

		at += 2;
		if (len > size - at)
			break;
		step = axfr_take(&axfr, data + at, len, 1795429416, &err);
		at += len;
	}
	if (step == AXFR_DONE)
		check_zone(&axfr.foreign);
	assert(step != AXFR_FAILED || *err.text);
	buf_clear(&request);
	axfr_close(&axfr);
	return 0;
}
