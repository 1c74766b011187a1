/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_retain.c - what stays of the last version, and whom to trust (Q1).
 */
#include "controller/publish/retain.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/mem.h"

#define HEAD                                            \
	"; k8s-nsd zone a.test\n$ORIGIN a.test.\n"      \
	"@\t3600\tIN\tSOA\tns.b.test. root.b.test. (\n" \
	"\t1\t; serial\n\t900 300 1209600 60 )\n"       \
	"@\t3600\tIN\tNS\tns.b.test.\n"
#define DB "db\t30\tIN\tA\t192.0.2.9\n"
#define WWW "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tA\t192.0.2.2\n"
#define DB_ORIGIN "db\tA\tService\tweb/db\tu1\t100\n"
#define WWW_ORIGINS                         \
	"www\tA\tIngress\tweb/x\tu2\t200\n" \
	"www\tA\tIngress\tweb/y\t-\t-\n"

#define ROW_DB "db.a.test A 30 1 Service web/db u1 1\n"
#define ROW_X "www.a.test A 60 2 Ingress web/x u2 0\n"
#define ROW_Y "www.a.test A 60 2 Ingress web/y  0\n"

enum { FULL = TRUST_FULL, GONE = TRUST_ABSENT, NONE = TRUST_NONE };

static const struct row {
	const char *name;
	int ingress, service; /* trust; -1: not in resources */
	const char *records, *origins;
	const char *rows; /* name type ttl records origin uid rank */
} rows[] = {
	{ "all trusted", FULL, FULL, DB WWW, DB_ORIGIN WWW_ORIGINS, "" },
	{ "one of two is not", FULL, NONE, DB WWW, DB_ORIGIN WWW_ORIGINS,
	    ROW_DB },
	{ "the other is not", NONE, FULL, DB WWW, DB_ORIGIN WWW_ORIGINS,
	    ROW_X ROW_Y },
	{ "nobody is", NONE, NONE, DB WWW, DB_ORIGIN WWW_ORIGINS,
	    ROW_DB ROW_X ROW_Y },
	{ "absent, but it had something", FULL, GONE, DB WWW,
	    DB_ORIGIN WWW_ORIGINS, ROW_DB },
	{ "absent, and it had nothing", FULL, GONE, WWW, WWW_ORIGINS, "" },
	{ "not read any more", NONE, -1, DB WWW, DB_ORIGIN WWW_ORIGINS,
	    ROW_X ROW_Y },
	{ "origins unknown, all trusted", FULL, FULL, DB, "", "" },
	{ "origins unknown, one is not trusted", FULL, NONE, DB, "",
	    "db.a.test A 30 1 Unknown db.a.test  4294967295\n" },
	{ "origins unknown, one is absent", FULL, GONE, DB, "", "" },
	{ "unknown when it was retained before", FULL, NONE, DB,
	    "db\tA\tUnknown\tdb.a.test\t-\t-\n",
	    "db.a.test A 30 1 Unknown db.a.test  4294967295\n" },
	{ "an empty zone", NONE, NONE, "", "", "" },
};

static const struct zone_settings settings = {
	.name = "a.test",
	.ttl = 60,
	.max_ttl = 604800,
	.soa = { "ns.b.test", "root.b.test", 900, 300, 1209600, 60, 3600 },
	.nameservers = &(const struct nameserver){ .name = "ns.b.test" },
	.nnameservers = 1,
	.header = "; k8s-nsd zone a.test\n",
	.max_records = 100,
	.max_types = 100,
};

static struct zone *load(const char *records, const char *origins)
{
	struct zone *zone = zone_new(&settings);
	struct buf text = BUF_INIT(1u << 16);
	struct err err;
	size_t lost;

	buf_puts(&text, HEAD);
	buf_puts(&text, records);
	if (!zone_load(zone, buf_text(&text), text.len, origins,
		strlen(origins), &lost, &err))
		fail_msg("%s", err.text);
	zone_resolve(zone);
	buf_clear(&text);
	return zone;
}

static void print(const struct overlay *overlay, struct buf *out)
{
	for (size_t i = 0; i < overlay->count; i++) {
		const struct retained *row = &overlay->rows[i];

		buf_printf(out, "%s %s %lu %zu %s %s %u\n", row->name,
		    rr_type_text(row->type), (unsigned long)row->records->ttl,
		    row->count, row->origin->text, row->origin->uid,
		    row->origin->rank);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct source_trust list[2];
	struct trusts trusts = { .list = list };
	struct zone *zone = load(row->records, row->origins);
	struct overlay overlay = OVERLAY_INIT;
	struct buf text = BUF_INIT(1u << 16);

	list[trusts.count++] =
	    (struct source_trust){ "Ingress", 0, (enum trust)row->ingress };
	if (row->service >= 0)
		list[trusts.count++] = (struct source_trust){ "Service", 1,
			(enum trust)row->service };
	retain_decide(zone, &trusts, &overlay);
	print(&overlay, &text);
	assert_string_equal(buf_text(&text), row->rows);
	buf_clear(&text);
	overlay_clear(&overlay);
	zone_free(zone);
}

static const struct judged {
	const char *name;
	enum source_state state;
	bool synced;
	uint64_t age; /* ms of the state */
	enum trust trust;
	uint64_t recheck;
} judged[] = {
	{ "unknown", SOURCE_UNKNOWN, false, 0, TRUST_NONE, 0 },
	{ "first list under way", SOURCE_SYNCING, false, 0, TRUST_NONE, 0 },
	{ "forbidden from the start", SOURCE_FORBIDDEN, false, 1, TRUST_NONE,
	    0 },
	{ "lost", SOURCE_LOST, false, 1, TRUST_NONE, 0 },
	{ "absent just now", SOURCE_ABSENT, false, 1000, TRUST_ABSENT, 299000 },
	{ "absent for five minutes", SOURCE_ABSENT, false, 300000, TRUST_FULL,
	    0 },
	{ "live", SOURCE_LIVE, true, 0, TRUST_FULL, 0 },
	{ "forbidden later", SOURCE_FORBIDDEN, true, 0, TRUST_FULL, 0 },
	{ "listing again", SOURCE_SYNCING, true, 0, TRUST_FULL, 0 },
};

static void check_trust(void **state)
{
	const struct judged *row = *state;
	const char *const kinds[] = { "Service" };
	struct config config = { .resources = { kinds, 1 } };
	struct store *store = store_new();
	const struct kind *kind = kind_find("Service");
	struct arena arena = { .chunk = 0 };
	struct trusts trusts;

	if (row->synced) {
		store_begin(store, kind);
		store_commit(store, kind);
	}
	store_set_state(store, kind, row->state, "", 5000);
	trust_read(&trusts, store, &config, 5000 + row->age, &arena);
	assert_int_equal(trusts.count, 1);
	assert_int_equal(trusts.list[0].trust, row->trust);
	assert_int_equal(trusts.recheck, row->recheck);
	assert_int_equal(trust_settled(&trusts), row->trust != TRUST_NONE);
	assert_int_equal(trust_partial(&trusts), row->trust != TRUST_FULL);
	arena_clear(&arena);
	store_free(store);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static struct CMUnitTest others[ARRAY_LEN(judged)];

	TABLE_TESTS(rows, check, tests);
	TABLE_TESTS(judged, check_trust, others);
	return cmocka_run_group_tests(tests, NULL, NULL) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
