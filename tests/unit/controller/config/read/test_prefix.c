/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_prefix.c - blocks of addresses: written, compared, known as local.
 */
#include "controller/config/read/prefix.h"

#include "tests/test.h"

static const struct row {
	const char *name, *text, *canonical; /* NULL: refused */
	const char *local;
} rows[] = {
	{ "an address", "192.0.2.1", "192.0.2.1" },
	{ "its own length", "192.0.2.1/32", "192.0.2.1" },
	{ "a block", "192.0.2.128/25", "192.0.2.128/25" },
	{ "all", "0.0.0.0/0", "0.0.0.0/0", "private" },
	{ "IPv6", "2001:DB8:0::1", "2001:db8::1" },
	{ "a block of IPv6", "2001:db8::/61", "2001:db8::/61" },
	{ "all of IPv6", "::/0", "::/0", "unique local" },
	{ "private, a part", "10.255.0.0/16", "10.255.0.0/16", "private" },
	{ "private, and more", "172.0.0.0/8", "172.0.0.0/8", "private" },
	{ "beside private", "172.32.0.0/12", "172.32.0.0/12" },
	{ "before private", "172.15.255.255", "172.15.255.255" },
	{ "shared", "100.127.255.255", "100.127.255.255", "shared" },
	{ "beside shared", "100.128.0.0", "100.128.0.0" },
	{ "unique local", "fdff::1", "fdff::1", "unique local" },
	{ "link-local", "fe80::1", "fe80::1", "link-local" },
	{ "loopback", "127.0.0.1", "127.0.0.1" },
	{ "empty", "" },
	{ "a name", "example.com" },
	{ "no length", "10.0.0.0/" },
	{ "too long", "10.0.0.0/33" },
	{ "too long for IPv6", "::/129" },
	{ "a length of four digits", "::/0128" },
	{ "a sign", "::/+1" },
	{ "a blank", "10.0.0.0 /8" },
	{ "bits beyond", "10.0.0.1/31" },
	{ "the last bit beyond", "::1/127" },
	{ "mapped", "::ffff:10.0.0.1" },
	{ "a zone of IPv6", "fe80::1%eth0" },
	{ "a port", "10.0.0.1@53" },
	{ "an address that is too long",
	    "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb" },
	{ "octal", "010.0.0.1" },
	{ "three numbers", "10.0.1" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct prefix prefix;
	struct err err;

	assert_int_equal(
	    prefix_parse(row->text, &prefix, &err), row->canonical != NULL);
	if (!row->canonical)
		return;
	assert_string_equal(prefix.text, row->canonical);
	assert_string_equal(prefix_local(&prefix) ? prefix_local(&prefix) : "",
	    row->local ? row->local : "");
}

static bool is_within(const char *a, const char *b)
{
	struct prefix inner, outer;
	struct err err;

	assert_true(prefix_parse(a, &inner, &err));
	assert_true(prefix_parse(b, &outer, &err));
	return prefix_within(&inner, &outer);
}

static void within(void **state)
{
	(void)state;
	assert_true(is_within("192.0.2.1", "192.0.2.0/24"));
	assert_true(is_within("192.0.2.0/24", "192.0.2.0/24"));
	assert_true(is_within("192.0.2.0/24", "0.0.0.0/0"));
	assert_false(is_within("192.0.2.0/24", "192.0.2.0/25"));
	assert_false(is_within("192.0.3.1", "192.0.2.0/24"));
	assert_false(is_within("0.0.0.0/0", "::/0"));
	assert_true(is_within("2001:db8::1", "2001:db8::/127"));
	assert_false(is_within("2001:db8::2", "2001:db8::/127"));
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(within));
}
