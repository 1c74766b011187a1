/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/rdataprint.h"

#include <arpa/inet.h>

#include "zonegen/record/name.h"
#include "zonegen/record/svcparam.h"

static void print_name(const uint8_t *octets, size_t len, struct buf *out)
{
	char name[NAME_SIZE];

	if (name_from_wire(octets, len, name, &len))
		buf_printf(out, "%s.", name);
}

static void print_quoted(const uint8_t *octets, size_t len, struct buf *out)
{
	buf_putc(out, '"');
	rdata_print_string(octets, len, out);
	buf_putc(out, '"');
}

/* Strings that each have their length in front. */
static void print_strings(const uint8_t *octets, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i += octets[i] + 1u) {
		if (i > 0)
			buf_putc(out, ' ');
		print_quoted(octets + i + 1, octets[i], out);
	}
}

static void print_address(const uint8_t *octets, int family, struct buf *out)
{
	char text[INET6_ADDRSTRLEN];

	if (inet_ntop(family, octets, text, sizeof(text)))
		buf_puts(out, text);
}

static void print_hex(const uint8_t *octets, size_t len, struct buf *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		buf_putc(out, digits[octets[i] >> 4]);
		buf_putc(out, digits[octets[i] & 15]);
	}
}

static void print_unknown(const uint8_t *octets, size_t len, struct buf *out)
{
	buf_printf(out, "\\# %zu", len);
	if (len > 0)
		buf_putc(out, ' ');
	print_hex(octets, len, out);
}

void rdata_print_field(
    char field, const uint8_t *octets, size_t len, struct buf *out)
{
	switch (field) {
	case '4':
		print_address(octets, AF_INET, out);
		break;
	case '6':
		print_address(octets, AF_INET6, out);
		break;
	case '1':
		buf_printf(out, "%u", (unsigned)octets[0]);
		break;
	case '2':
		buf_printf(out, "%u", (unsigned)octets[0] << 8 | octets[1]);
		break;
	case 'n':
	case 'r':
		print_name(octets, len, out);
		break;
	case 's':
	case 't':
		print_strings(octets, len, out);
		break;
	case 'g':
		buf_add(out, octets + 1, octets[0]);
		break;
	case 'l':
		print_quoted(octets, len, out);
		break;
	case 'h':
		print_hex(octets, len, out);
		break;
	case 'v':
		svcparam_print(octets, len, out);
		break;
	default:
		print_unknown(octets, len, out);
	}
}
