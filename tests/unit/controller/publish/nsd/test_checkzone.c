/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_checkzone.c - what is checked, how much of it, and what comes of it.
 */
#include "controller/publish/nsd/checkzone.h"

#include <string.h>

#include "controller/publish/state/lastversion.h"
#include "tests/test.h"
#include "zonegen/version/version.h"

#define HEAD                                            \
	"$ORIGIN a.test.\n"                             \
	"@\t3600\tIN\tSOA\tns.b.test. root.b.test. (\n" \
	"\t7\t; serial\n\t900 300 1209600 60 )\n"       \
	"@\t3600\tIN\tNS\tns.b.test.\n"

static const struct row {
	const char *name;
	enum checkzone_mode mode;
	bool seen, first, head;
	const char *word, *rdata; /* of the one changed RRset; NULL: gone */
	enum check_extent extent;
} rows[] = {
	{ "never", CHECKZONE_NEVER, false, true, true, "TXT", "\"x\"",
	    CHECK_NOTHING },
	{ "always", CHECKZONE_ALWAYS, true, false, false, "A", "192.0.2.1",
	    CHECK_WHOLE },
	{ "the first version of all", CHECKZONE_CHANGED, true, true, false, "A",
	    "192.0.2.1", CHECK_WHOLE },
	{ "the first after a start", CHECKZONE_CHANGED, false, false, false,
	    "A", "192.0.2.1", CHECK_WHOLE },
	{ "an address", CHECKZONE_CHANGED, true, false, false, "A", "192.0.2.1",
	    CHECK_NOTHING },
	{ "an address of 128 bits", CHECKZONE_CHANGED, true, false, false,
	    "AAAA", "2001:db8::1", CHECK_NOTHING },
	{ "an alias", CHECKZONE_CHANGED, true, false, false, "CNAME",
	    "x.b.test.", CHECK_NOTHING },
	{ "nothing but a removal", CHECKZONE_CHANGED, true, false, false, "A",
	    NULL, CHECK_NOTHING },
	{ "a text", CHECKZONE_CHANGED, true, false, false, "TXT", "\"x\"",
	    CHECK_PART },
	{ "the head", CHECKZONE_CHANGED, true, false, true, "A", "192.0.2.1",
	    CHECK_PART },
};

/* At an owner, relative to the zone. */
static struct rrsets *one_rrset(
    const char *owner, const char *word, const char *rdata, struct arena *arena)
{
	struct record record;
	struct rrset set = { .type = rr_type_parse(word),
		.ttl = 60,
		.count = 1,
		.records = &record };
	struct err err;

	if (!rdata)
		return NULL;
	assert_true(
	    record_parse(&record, set.type, rdata, strlen(rdata), arena, &err));
	record.ttl = 60;
	return rrsets_new(owner, &set, 1, NULL);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct arena arena = { .chunk = 0 };
	struct version version = { .zone = "a.test",
		.plan.zone = "a.test",
		.file = BUF_INIT(1u << 16),
		.first = row->first,
		.head_changed = row->head };
	struct rrsets *old = one_rrset("www", "A", "192.0.2.9", &arena);
	struct rrsets *new = one_rrset("www", row->word, row->rdata, &arena);
	struct buf part = BUF_INIT(1u << 16), want = BUF_INIT(1u << 16);

	buf_puts(&version.file, HEAD);
	version.head_len = version.file.len;
	buf_puts(&version.file, "other\t60\tIN\tA\t192.0.2.7\n");
	plan_add(&version.plan, old, new);
	assert_int_equal(
	    checkzone_extent(row->mode, &version, row->seen), row->extent);
	checkzone_part(NULL, &version, &part);
	buf_puts(&want, HEAD);
	if (row->rdata)
		buf_printf(
		    &want, "www\t60\tIN\t%s\t%s\n", row->word, row->rdata);
	assert_string_equal(buf_text(&part), buf_text(&want));
	rrsets_unref(old);
	rrsets_unref(new);
	plan_clear(&version.plan);
	buf_clear(&version.file);
	buf_clear(&part);
	buf_clear(&want);
	arena_clear(&arena);
}

static void claim(struct zone *zone, const char *name, const char *rdata)
{
	struct origin *origin = origin_new("Ingress", "web", name, "uid", 1);
	uint16_t type = *rdata == '"' ? RR_TXT : RR_A;
	struct arena arena = { .chunk = 0 };
	struct record record;
	struct err err;

	assert_true(
	    record_parse(&record, type, rdata, strlen(rdata), &arena, &err));
	record.ttl = 60;
	zone_claim(zone, origin, 0,
	    &(struct claim){ .name = name, .records = &record, .count = 1 });
	origin_unref(origin);
	arena_clear(&arena);
}

/* The zone as it is when sub is delegated, but for sub. */
static struct zone *zone_below(const struct zone_settings *settings)
{
	struct zone *zone = zone_new(settings);

	claim(zone, "asub.a.test", "192.0.2.7");
	claim(zone, "a.sub.a.test", "192.0.2.8");
	claim(zone, "b.c.sub.a.test", "\"x\"");
	claim(zone, "xsub.a.test", "192.0.2.7");
	zone_resolve(zone);
	return zone;
}

#define SUB_A "a.sub\t60\tIN\tA\t192.0.2.8\n"
#define SUB_B "b.c.sub\t60\tIN\tTXT\t\"x\"\n"

/* Below a name that is delegated now; in the file's order, each line once. */
static void a_new_cut(void **state)
{
	struct arena arena = { .chunk = 0 };
	struct version version = { .zone = "a.test",
		.plan.zone = "a.test",
		.file = BUF_INIT(1u << 16) };
	struct rrsets *a = one_rrset("sub", "A", "192.0.2.9", &arena);
	struct rrsets *ns = one_rrset("sub", "NS", "ns.sub.a.test.", &arena);
	struct rrsets *below = one_rrset("a.sub", "A", "192.0.2.9", &arena);
	struct rrsets *z = one_rrset("z", "A", "192.0.2.9", &arena);
	struct buf part = BUF_INIT(1u << 16);
	const struct zone_settings settings = { .name = "a.test",
		.header = "",
		.max_ttl = 3600,
		.max_records = 100,
		.max_types = 100,
		.soa = { .primary = "ns.b.test", .contact = "root.b.test" } };
	struct zone *zone = zone_below(&settings);

	(void)state;
	buf_puts(&version.file, HEAD);
	version.head_len = version.file.len;
	plan_add(&version.plan, a, ns);
	plan_add(&version.plan, NULL, below);
	plan_add(&version.plan, NULL, z);
	checkzone_part(zone, &version, &part);
	assert_string_equal(buf_text(&part),
	    HEAD "sub\t60\tIN\tNS\tns.sub.a.test.\n" SUB_A SUB_B
		 "z\t60\tIN\tA\t192.0.2.9\n");
	plan_clear(&version.plan);
	/* It was one before: nothing below is new. */
	version.plan.zone = version.zone;
	plan_add(&version.plan, ns, ns);
	buf_reset(&part);
	checkzone_part(zone, &version, &part);
	assert_string_equal(
	    buf_text(&part), HEAD "sub\t60\tIN\tNS\tns.sub.a.test.\n");
	plan_clear(&version.plan);
	rrsets_unref(a);
	rrsets_unref(ns);
	rrsets_unref(below);
	rrsets_unref(z);
	zone_free(zone);
	buf_clear(&version.file);
	buf_clear(&part);
	arena_clear(&arena);
}

static struct loop *loop;
static struct err verdict;
static bool good;

static void on_checked(void *arg, const struct err *err, const char *said)
{
	(void)arg;
	(void)said;
	good = !err;
	if (err)
		verdict = *err;
	loop_stop(loop);
}

static void run(const char *text)
{
	struct buf zone = BUF_INIT(1u << 16);
	struct checkers *checkers;

	buf_puts(&zone, text);
	loop = loop_new();
	checkers = checkers_new(loop);
	checkzone_start(checkers, "a.test", NULL, &zone, on_checked, NULL);
	buf_clear(&zone);
	loop_run(loop);
	checkers_free(checkers);
	loop_free(loop);
}

static void real_checker(void **state)
{
	(void)state;
	run(HEAD);
	assert_true(good);
	run(HEAD "www 60 IN A 192.0.2\n");
	assert_false(good);
	assert_int_equal(verdict.kind, ERR_INPUT);
	assert_non_null(strstr(verdict.text, "nsd-checkzone refuses it: "));
	run("");
	assert_false(good);
}

static size_t ended;

static void on_one(void *arg, const struct err *err, const char *said)
{
	(void)said;
	assert_int_equal(err != NULL, arg != NULL);
	if (++ended == 18)
		loop_stop(loop);
}

/* More than run at a time, good and bad; two that are not waited for. */
static void many_at_once(void **state)
{
	struct buf good_zone = BUF_INIT(1000), bad_zone = BUF_INIT(1000);
	struct checkers *checkers;
	struct checkzone *checks[20];

	(void)state;
	loop = loop_new();
	checkers = checkers_new(loop);
	buf_puts(&good_zone, HEAD);
	buf_puts(&bad_zone, HEAD "www 60 IN A 192.0.2\n");
	ended = 0;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		checks[i] = checkzone_start(checkers, "a.test", NULL,
		    i % 2 ? &bad_zone : &good_zone, on_one,
		    i % 2 ? &ended : NULL);
	checkzone_stop(checks[0]);
	checkzone_stop(checks[19]);
	checkzone_stop(NULL);
	loop_run(loop);
	assert_int_equal(ended, 18);
	checkers_free(checkers);
	loop_free(loop);
	buf_clear(&good_zone);
	buf_clear(&bad_zone);
}

static const struct hint {
	const char *name;
	const char *text;
	int64_t serial; /* -1: none to be read */
} hints[] = {
	{ "ours", HEAD, 7 },
	{ "on one line", "@ 60 IN SOA ns root 12 1 1 1 1\n", 12 },
	{ "bracket at once", "@ IN SOA ns. root. (34 1 1 1 1 )", 34 },
	{ "bracket apart", "@ IN SOA ns. root. (\n\t56\n1 1 1 1)", 56 },
	{ "the second SOA", "; SOA a b c\n@ SOA ns root 78 1 1 1 1", 78 },
	{ "too large", "@ SOA ns root 4294967296 1 1 1 1", -1 },
	{ "no number", "@ SOA ns root x1 1 1 1 1", -1 },
	{ "glued to more", "@ SOA ns root 12x 1 1 1 1", -1 },
	{ "cut", "@ SOA ns root", -1 },
	{ "none", "hello", -1 },
	{ "empty", "", -1 },
};

static void check_hint(void **state)
{
	const struct hint *hint = *state;
	uint32_t serial = 0;

	assert_int_equal(
	    lastversion_serial(hint->text, &serial), hint->serial >= 0);
	if (hint->serial >= 0)
		assert_int_equal(serial, hint->serial);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(hints, check_hint) +
	    RUN_TESTS(cmocka_unit_test(a_new_cut),
		cmocka_unit_test(real_checker), cmocka_unit_test(many_at_once));
}
