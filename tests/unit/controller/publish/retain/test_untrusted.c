/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_untrusted.c - what stays of the last version (Q1).
 */
#include "controller/publish/retain/untrusted.h"

#include <string.h>

#include "tests/test.h"
#include "zonegen/version/load.h"

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
	    "db.a.test A 30 1 Unknown db.a.test  15\n" },
	{ "origins unknown, one is absent", FULL, GONE, DB, "", "" },
	{ "unknown when it was retained before", FULL, NONE, DB,
	    "db\tA\tUnknown\tdb.a.test\t-\t-\n",
	    "db.a.test A 30 1 Unknown db.a.test  15\n" },
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
	if (!load_version(zone, buf_text(&text), text.len, origins,
		strlen(origins), &lost, &err))
		fail_msg("%s", err.text);
	zone_resolve(zone);
	buf_clear(&text);
	return zone;
}

static void print(const struct overlay *overlay, struct buf *out)
{
	char uid[ORIGIN_UID_SIZE];

	for (size_t i = 0; i < overlay->count; i++) {
		const struct retained *row = &overlay->rows[i];

		buf_printf(out, "%s %s %lu %zu %s %s %u\n", row->name,
		    rr_type_text(row->type), (unsigned long)row->records->ttl,
		    row->count, row->origin->text, origin_uid(row->origin, uid),
		    row->rank);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct source_trust list[2];
	struct trusts trusts = { .list = list };
	struct store *store = store_new();
	struct sources *sources = sources_new(store);
	struct zone *zone = load(row->records, row->origins);
	struct overlay overlay = OVERLAY_INIT;
	struct buf text = BUF_INIT(1u << 16);

	list[trusts.count++] = (struct source_trust){ "Ingress", 0,
		(enum trust)row->ingress, true };
	if (row->service >= 0)
		list[trusts.count++] = (struct source_trust){ "Service", 1,
			(enum trust)row->service, true };
	untrusted_decide(zone, &trusts, sources, &overlay);
	print(&overlay, &text);
	assert_string_equal(buf_text(&text), row->rows);
	buf_clear(&text);
	overlay_clear(&overlay);
	zone_free(zone);
	sources_free(sources);
	store_free(store);
}

/* What an object looked at: a route at Gateways, or a Service at slices. */
#define R_ORIGIN "r\tA\tHTTPRoute\tweb/r\tu3\t100\n"
#define R "r\t60\tIN\tA\t192.0.2.3\n"
#define ROW_R "r.a.test A 60 1 HTTPRoute web/r u3 0\n"
#define ROUTE(parent)                                                  \
	"{\"kind\":\"HTTPRoute\",\"metadata\":{\"namespace\":\"web\"," \
	"\"name\":\"r\"},\"spec\":{\"hostnames\":[\"r.a.test\"],"      \
	"\"parentRefs\":[{\"kind\":\"" parent "\",\"name\":\"g\"}]}}"

static const struct looked {
	const char *name;
	const char *object; /* NULL: it is not there */
	int route, gateway, set;
	const char *rows;
} looked[] = {
	{ "all trusted", ROUTE("Gateway"), FULL, FULL, FULL, "" },
	{ "what it looked at is not listed", ROUTE("Gateway"), FULL, NONE, FULL,
	    ROW_R },
	{ "what it looked at is absent", ROUTE("Gateway"), FULL, GONE, FULL,
	    ROW_R },
	{ "what it did not look at is not listed", ROUTE("Gateway"), FULL, FULL,
	    NONE, "" },
	{ "what it did not look at is absent", ROUTE("Gateway"), FULL, FULL,
	    GONE, "" },
	{ "a set that is not listed", ROUTE("ListenerSet"), FULL, FULL, NONE,
	    ROW_R },
	{ "a set of a kind that is absent", ROUTE("ListenerSet"), FULL, FULL,
	    GONE, ROW_R },
	{ "it looked at neither", ROUTE("Service"), FULL, NONE, NONE, "" },
	{ "its own kind is not listed", NULL, NONE, FULL, FULL, ROW_R },
	{ "it is gone, whatever is not trusted", NULL, FULL, NONE, NONE, "" },
};

static const char *const kinds[] = { "HTTPRoute" };
static const struct config config = { .resources = { kinds, 1 } };

static void check_looked(void **state)
{
	const struct looked *row = *state;
	struct source_trust list[] = {
		{ "HTTPRoute", 0, (enum trust)row->route, true },
		{ "Gateway", 1, (enum trust)row->gateway, false },
		{ "ListenerSet", 1, (enum trust)row->set, false },
	};
	const struct trusts trusts = { list, ARRAY_LEN(list) };
	struct store *store = store_new();
	struct sources *sources = sources_new(store);
	struct zoneset *set = zoneset_new(&settings, 1);
	struct zone *zone = load(R, R_ORIGIN);
	struct overlay overlay = OVERLAY_INIT;
	struct buf text = BUF_INIT(1u << 16);
	struct err err;

	if (row->object &&
	    !store_put(store, kind_find("HTTPRoute"), row->object,
		strlen(row->object), &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < kind_count(); i++)
		store_commit(store, kind_at(i));
	sources_pass(sources, &config, set, 0);
	untrusted_decide(zone, &trusts, sources, &overlay);
	print(&overlay, &text);
	assert_string_equal(buf_text(&text), row->rows);
	buf_clear(&text);
	overlay_clear(&overlay);
	zone_free(zone);
	zoneset_free(set);
	sources_free(sources);
	store_free(store);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(looked, check_looked);
}
