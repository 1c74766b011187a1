/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/rdata.h"

#include <string.h>

void rdata_init(struct rdata *rdata)
{
	rdata->len = 0;
	rdata->too_long = false;
}

bool rdata_add(
    struct rdata *rdata, const void *octets, size_t len, struct err *err)
{
	if (len > sizeof(rdata->octets) - rdata->len) {
		rdata->too_long = true;
		return err_set(
		    err, ERR_INPUT, "longer than %d octets", RECORD_MAX);
	}
	memcpy(rdata->octets + rdata->len, octets, len);
	rdata->len += len;
	return true;
}

bool rdata_add8(struct rdata *rdata, unsigned value, struct err *err)
{
	uint8_t octet = (uint8_t)value;

	return rdata_add(rdata, &octet, 1, err);
}

bool rdata_add16(struct rdata *rdata, unsigned value, struct err *err)
{
	uint8_t octets[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	return rdata_add(rdata, octets, sizeof(octets), err);
}

static size_t name_len(const uint8_t *octets)
{
	size_t len = 0;

	while (octets[len])
		len += octets[len] + 1u;
	return len + 1;
}

size_t rdata_field_len(char field, const uint8_t *octets, size_t left)
{
	switch (field) {
	case '4':
		return 4;
	case '6':
		return 16;
	case '1':
		return 1;
	case '2':
		return 2;
	case 'n':
	case 'r':
		return name_len(octets);
	case 's':
	case 'g':
		return octets[0] + 1u;
	default:
		return left;
	}
}

/* Every octet that is not plain ASCII as \DDD; ldns would print tabs raw. */
void rdata_print_string(const uint8_t *octets, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t c = octets[i];

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			buf_printf(out, "\\%03u", c);
		else
			buf_putc(out, (char)c);
	}
}
