/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_restored.c - an old version: what is one, what differs from it, and that
 * claiming it makes the same zone again.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/order/restored.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/version/load.h"
#include "zonegen/version/version.h"

static const struct nameserver nameservers[] = { { .name = "ns.b.test" } };
static const struct zone_settings settings = {
	.name = "a.test",
	.ttl = 60,
	.max_ttl = 604800,
	.nameservers = nameservers,
	.nnameservers = 1,
	.max_records = 100,
	.max_types = 100,
	.header = "",
	.soa = { "ns.b.test", "root.b.test", 900, 300, 1209600, 60, 3600 },
};
static const struct config config = { .nzones = 1 };

#define NAMES "$ORIGIN a.test.\n"
#define FILE(records) "; k8s-nsd zone a.test\n" HEAD_OF_A_TEST records
#define WWW "www\t60\tIN\tA\t192.0.2.1\n"
#define OLD "old\t60\tIN\tA\t192.0.2.3\nold\t60\tIN\tA\t192.0.2.4\n"

static void fill(struct restored *out, const char *file)
{
	*out = (struct restored){ .file = BUF_INIT(RESTORED_MAX),
		.origins = BUF_INIT(RESTORED_MAX) };
	buf_puts(&out->file, file);
}

static const struct reading_row {
	const char *name, *file;
	bool good;
} readings[] = {
	{ "a version", FILE(OLD WWW), true },
	{ "an empty one", FILE(""), true },
	{ "nothing", "", false },
	{ "no zone file", "x", false },
	{ "cut", FILE("www\t60\tIN\tA\t192.0.2.1"), false },
	{ "another order", FILE(WWW OLD), false },
	{ "an address that is none", FILE("www\t60\tIN\tA\t192.0.2.999\n"),
	    false },
	{ "a name elsewhere", FILE("www.b.test.\t60\tIN\tA\t192.0.2.1\n"),
	    false },
	{ "a directive", FILE("$INCLUDE /etc/passwd\n"), false },
	{ "a TTL beyond all", FILE("www\t4294967295\tIN\tA\t192.0.2.1\n"),
	    false },
	{ "a type that is not published",
	    FILE("www\t60\tIN\tRRSIG\tA 8 3 60 1 1 1 a.test. AA==\n"), false },
};

static void reads(void **state)
{
	const struct reading_row *row = *state;
	struct restored restored;
	struct err err;
	bool good;

	fill(&restored, row->file);
	good = restored_read(&restored, &settings, &err);
	if (!good)
		assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(good, row->good);
	assert_int_equal(restored.was != NULL, row->good);
	restored_clear(&restored);
}

static const struct comparing {
	const char *name, *now, *then, *lines;
	size_t added, removed;
} comparings[] = {
	{ "the same", FILE(WWW), FILE(WWW), "" },
	{ "gone", FILE(OLD WWW), FILE(WWW),
	    "- old\t60\tIN\tA\t192.0.2.3\n- old\t60\tIN\tA\t192.0.2.4\n",
	    .removed = 2 },
	{ "there again", FILE(WWW), FILE(OLD WWW),
	    "+ old\t60\tIN\tA\t192.0.2.3\n+ old\t60\tIN\tA\t192.0.2.4\n",
	    .added = 2 },
	{ "other data", FILE("www\t60\tIN\tA\t192.0.2.9\n"), FILE(WWW),
	    "- www\t60\tIN\tA\t192.0.2.9\n+ www\t60\tIN\tA\t192.0.2.1\n",
	    .added = 1, .removed = 1 },
	{ "another TTL", FILE("www\t30\tIN\tA\t192.0.2.1\n"), FILE(WWW),
	    "- www\t30\tIN\tA\t192.0.2.1\n+ www\t60\tIN\tA\t192.0.2.1\n",
	    .added = 1, .removed = 1 },
	{ "another type", FILE("www\t60\tIN\tTXT\t\"x\"\n"), FILE(WWW),
	    "- www\t60\tIN\tTXT\t\"x\"\n+ www\t60\tIN\tA\t192.0.2.1\n",
	    .added = 1, .removed = 1 },
};

static struct zone *load(const char *file)
{
	struct zone *zone = zone_new(&settings);
	struct err err;
	size_t lost;

	if (!load_version(zone, file, strlen(file), "", 0, &lost, &err))
		fail_msg("%s", err.text);
	return zone;
}

static void compares(void **state)
{
	const struct comparing *row = *state;
	struct zone *now = load(row->now);
	struct restored_plan plan, other;
	struct restored restored;
	struct err err;

	fill(&restored, row->then);
	assert_true(restored_read(&restored, &settings, &err));
	restored_compare(&restored, now, "c1", &plan);
	assert_string_equal(buf_text(&plan.lines), row->lines);
	assert_int_equal(plan.added, row->added);
	assert_int_equal(plan.removed, row->removed);
	/* What is approved is of one commit. */
	restored_compare(&restored, now, "c2", &other);
	assert_string_not_equal(plan.digest, other.digest);
	buf_clear(&plan.lines);
	buf_clear(&other.lines);
	restored_clear(&restored);
	zone_free(now);
}

/* The records are there again, and nothing else; objects pass it by. */
static void is_claimed(void **state)
{
	struct zone *zone = load(FILE("x\t60\tIN\tA\t192.0.2.9\n"));
	struct restored restored;
	struct version *version;
	struct err err;

	(void)state;
	fill(&restored, FILE(OLD WWW));
	assert_true(restored_read(&restored, &settings, &err));
	zone_restore(zone);
	assert_true(zone_is_restored(zone));
	restored_claim(&restored, &config, zone);
	restored_clear(&restored);
	zone_resolve(zone);
	assert_true(version_differs(zone));
	version = version_new(zone, 8, &err);
	assert_non_null(version);
	assert_non_null(strstr(buf_text(&version->file), "\n" OLD WWW));
	assert_null(strstr(buf_text(&version->file), "192.0.2.9"));
	version_free(version);
	zone_free(zone);
}

#define C1 "00112233445566778899aabbccddeeff00112233"
#define C2 "10112233445566778899aabbccddeeff00112233"

static void saved(void **state)
{
	struct restored restored, again;
	char path[64];
	struct err err;
	int dir;

	(void)state;
	temp_dir(path);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	assert_false(restored_load(dir, "a.test", C1, &again, &err));
	restored_clear(&again);
	fill(&restored, FILE(WWW));
	assert_true(restored_save(dir, "a.test", C1, &restored, &err));
	assert_true(restored_load(dir, "a.test", C1, &again, &err));
	assert_string_equal(buf_text(&again.file), FILE(WWW));
	assert_true(restored_read(&again, &settings, &err));
	restored_clear(&again);
	restored_clear(&restored);
	/* Another one leaves it as it is. */
	fill(&restored, FILE(OLD));
	assert_true(restored_save(dir, "a.test", C2, &restored, &err));
	restored_clear(&restored);
	assert_true(restored_load(dir, "a.test", C1, &again, &err));
	assert_string_equal(buf_text(&again.file), FILE(WWW));
	restored_clear(&again);
	restored_remove(dir, "a.test", C2);
	restored_remove(dir, "a.test", C1);
	restored_remove(dir, "a.test", C1);
	assert_false(restored_load(dir, "a.test", C1, &again, &err));
	restored_clear(&again);
	close(dir);
	remove_dir(path);
}

int main(void)
{
	return RUN_ROWS(readings, reads) + RUN_ROWS(comparings, compares) +
	    RUN_TESTS(cmocka_unit_test(is_claimed), cmocka_unit_test(saved));
}
