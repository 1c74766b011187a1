/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_changes.c - claims of the last version and of now in, changes out.
 */
#include "zonegen/version/changes.h"

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"

static const struct row {
	const char *name, *before, *now;
	const char *changes; /* "OP NAME TYPE TTL:DATA,... TTL:DATA (ORIGIN)" */
	uint32_t refresh;    /* 0: as before */
	const char *server;  /* another nameserver; NULL: as before */
} rows[] = {
	{ "nothing", "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n", "" },
	{ "other origin, same records",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    "Ingress web/b 1 0 www.example.com 0 A 192.0.2.1\n", "" },
	{ "added", "", "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    "+ www.example.com A - 60:192.0.2.1 (Ingress web/a)\n" },
	{ "removed", "Ingress web/a 1 0 www.example.com 9 A 192.0.2.1\n", "",
	    "- www.example.com A 9:192.0.2.1 - (Ingress web/a)\n" },
	{ "changed by two", "Ingress web/a 1 0 www.example.com 9 A 192.0.2.1\n",
	    "Ingress web/a 1 0 www.example.com 8 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 9 A 192.0.2.2\n",
	    "~ www.example.com A 9:192.0.2.1 8:192.0.2.1,192.0.2.2 "
	    "(Ingress web/a)(Ingress web/b)\n" },
	{ "types of one name, names in their order",
	    "DNSEndpoint web/a 1 0 b.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint web/a 1 0 b.example.com 0 TXT \"a b\"\n",
	    "DNSEndpoint web/a 1 0 b.example.com 0 AAAA 2001:db8::1\n"
	    "DNSEndpoint web/a 1 0 b.example.com 0 TXT \"a c\"\n"
	    "DNSEndpoint web/a 1 0 a.example.com 0 A 192.0.2.1\n",
	    "+ a.example.com A - 60:192.0.2.1 (DNSEndpoint web/a)\n"
	    "- b.example.com A 60:192.0.2.1 - (DNSEndpoint web/a)\n"
	    "~ b.example.com TXT 60:\"a b\" 60:\"a c\" (DNSEndpoint web/a)\n"
	    "+ b.example.com AAAA - 60:2001:db8::1 (DNSEndpoint web/a)\n" },
	{ "SOA", "", "",
	    "~ example.com SOA "
	    "3600:ns1.example.com. hostmaster.example.com. 900 300 1209600 60 "
	    "3600:ns1.example.com. hostmaster.example.com. 7 300 1209600 60 "
	    "(Zone example.com)\n",
	    .refresh = 7 },
	{ "nameservers", "", "",
	    "~ example.com NS 3600:ns1.example.com. 3600:ns.o. "
	    "(Zone example.com)\n",
	    .server = "ns.o" },
};

static void put_side(struct buf *out, const struct changes_side *side)
{
	for (size_t i = 0; i < side->count; i++) {
		if (i == 0)
			buf_printf(out, " %u:", side->ttl);
		buf_printf(out, "%s%s", i ? "," : "", side->data[i]);
	}
	if (!side->count)
		buf_puts(out, " -");
}

static void put_rows(struct buf *out, const struct changes *changes)
{
	size_t counts[3] = { 0 };

	for (size_t i = 0; i < changes->count; i++) {
		const struct changes_row *row = &changes->list[i];

		counts[row->op]++;
		buf_printf(
		    out, "%c %s %s", "+~-"[row->op], row -> name, row -> type);
		put_side(out, &row->old);
		put_side(out, &row->new);
		buf_putc(out, ' ');
		for (size_t j = 0; j < row->norigins; j++)
			buf_printf(out, "(%s)", row->origins[j]);
		buf_putc(out, '\n');
	}
	assert_int_equal(counts[CHANGE_ADD], changes->added);
	assert_int_equal(counts[CHANGE_UPDATE], changes->updated);
	assert_int_equal(counts[CHANGE_REMOVE], changes->removed);
}

static void put_all(struct world *world, const char *lines)
{
	while (world->norigins)
		world_remove(world, world->norigins-- - 1);
	world_forget(world);
	world_read(world, lines);
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
}

static void tells(void **state)
{
	const struct row *row = *state;
	struct nameserver server = { .name = row->server };
	struct buf got = BUF_INIT(100000);
	struct changes changes;
	struct version *version;
	struct world world;
	struct zone *zone;
	struct err err;

	world_open(&world, 1, false);
	put_all(&world, row->before);
	world_adopt(&world);
	put_all(&world, row->now);
	if (row->refresh)
		world.settings[0].soa.refresh = row->refresh;
	if (row->server)
		world.settings[0].nameservers = &server;
	zone = zoneset_at(world.set, 0);
	zone_resolve(zone);
	version = version_new(zone, 7, &err);
	assert_non_null(version);
	changes_read(&changes, version, CHANGES_ALL);
	put_rows(&got, &changes);
	assert_string_equal(buf_text(&got), row->changes);
	changes_clear(&changes);
	version_free(version);
	buf_clear(&got);
	world_close(&world);
}

static void first_version_adds_all(void **state)
{
	struct buf got = BUF_INIT(100000);
	struct changes changes;
	struct version *version;
	struct world world;
	struct zone *zone;
	struct err err;

	(void)state;
	world_open(&world, 1, false);
	zone = zoneset_at(world.set, 0);
	zone_resolve(zone);
	version = version_new(zone, 7, &err);
	assert_non_null(version);
	changes_read(&changes, version, CHANGES_ALL);
	put_rows(&got, &changes);
	assert_string_equal(buf_text(&got),
	    "+ example.com SOA - 3600:ns1.example.com. "
	    "hostmaster.example.com. 900 300 1209600 60 (Zone example.com)\n"
	    "+ example.com NS - 3600:ns1.example.com. (Zone example.com)\n"
	    "+ ns1.example.com A - 3600:192.0.2.53 (Zone example.com)\n");
	changes_clear(&changes);
	version_free(version);
	buf_clear(&got);
	world_close(&world);
}

int main(void)
{
	return RUN_ROWS(rows, tells) +
	    RUN_TESTS(cmocka_unit_test(first_version_adds_all));
}
