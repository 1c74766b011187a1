/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_random.c - good records with octets altered, always the same.
 *
 * Whatever of them is still taken must print in printable ASCII and read back
 * to the same octets; whatever is refused says why.
 */
#include "tests/unit/zonegen/record/recordrow.h"

#define ROUNDS 3000 /* of each row */

static const struct seed {
	const char *name;
	uint16_t type;
	const char *text;
} seeds[] = {
	{ "A", RR_A, "192.0.2.1" },
	{ "AAAA", RR_AAAA, "2001:db8::1" },
	{ "CNAME", RR_CNAME, "lb.example.net." },
	{ "NS", RR_NS, "ns1.example.net" },
	{ "PTR", RR_PTR, "host.example.net" },
	{ "DNAME", RR_DNAME, "b.example.net" },
	{ "MX", RR_MX, "10 mail.example.net" },
	{ "MX, none", RR_MX, "0 ." },
	{ "SRV", RR_SRV, "0 5 443 host.example.net" },
	{ "TXT", RR_TXT, "\"a\\195\\\"b\" \"c\\\\\"" },
	{ "NAPTR", RR_NAPTR,
	    "100 10 \"u\" \"E2U+sip\" \"!^([a-z]+)x{1,2}$!sip:\\\\1@x!i\" ." },
	{ "NAPTR, replacement", RR_NAPTR,
	    "100 10 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.net" },
	{ "CAA", RR_CAA, "0 issue \"letsencrypt.org; a=\\001\"" },
	{ "URI", RR_URI, "10 1 \"https://example.net/a?b\"" },
	{ "SSHFP", RR_SSHFP, "4 1 0123456789abcdef0123456789abcdef01234567" },
	{ "SSHFP, to come", RR_SSHFP, "4 9 01 23" },
	{ "TLSA", RR_TLSA, "3 1 0 0123 4567 89ab" },
	{ "DS", RR_DS, "4711 13 1 0123456789abcdef0123456789abcdef01234567" },
	{ "SVCB", RR_SVCB,
	    "1 x.example.net mandatory=port alpn=h2,h3 no-default-alpn "
	    "port=443 ipv4hint=192.0.2.1 ech=AAE= ipv6hint=2001:db8::1" },
	{ "HTTPS", RR_HTTPS, "1 . key667=\"a\\000b\" key668 key9=x" },
	{ "unknown", RR_PRIVATE_FIRST, "\\# 4 01234567" },
};

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* One to four octets changed, dropped or doubled. */
static size_t alter(char *text, size_t len, uint32_t *state)
{
	static const char odd[] = "\"\\ \t\n;()=,.0123456789#!-*\xff$@{}[]ab";

	for (uint32_t n = next(state) % 4 + 1; n > 0 && len > 1; n--) {
		size_t at = next(state) % len;

		switch (next(state) % 3) {
		case 0:
			text[at] = odd[next(state) % sizeof(odd)];
			break;
		case 1:
			memmove(text + at, text + at + 1, len - at - 1);
			len--;
			break;
		default:
			memmove(text + at + 1, text + at, len - at);
			len++;
		}
	}
	return len;
}

static void check(void **state)
{
	const struct seed *seed = *state;
	struct buf printed = BUF_INIT(100000);
	struct arena arena = { 0 };
	uint32_t random = seed->type;
	size_t taken = 0;

	for (size_t i = 0; i < ROUNDS; i++) {
		struct err err = { .text = "" };
		struct record record;
		char text[400];
		size_t len = strlen(seed->text);

		memcpy(text, seed->text, len);
		if (i > 0)
			len = alter(text, len, &random);
		buf_reset(&printed);
		if (record_parse(
			&record, seed->type, text, len, &arena, &err)) {
			check_printed(&record, &printed, &arena);
			taken++;
		} else {
			assert_int_equal(err.kind, ERR_INPUT);
			assert_true(*err.text);
		}
		assert_true(record_text(&record, text, len, &arena, &err));
		buf_reset(&printed);
		check_printed(&record, &printed, &arena);
		arena_clear(&arena);
	}
	assert_in_range(taken, 1, ROUNDS - 1);
	buf_clear(&printed);
}

RUN_TABLE(seeds, check)
