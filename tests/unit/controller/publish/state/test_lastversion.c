/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lastversion.c - the last version is the zone file and what the journal
 * has beyond it; which files there are when it has been read.
 */
#include "controller/publish/state/lastversion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/version/journal.h"

#define LAST 12 /* serial of the last version; the first has 10 */

static const struct nameserver nameserver = { .name = "ns.b.test" };
static const struct zone_settings settings = { .name = "a.test",
	.max_ttl = 3600,
	.soa = { .primary = "ns.b.test",
	    .contact = "root.b.test",
	    .refresh = 900,
	    .retry = 300,
	    .expire = 1209600,
	    .minimum = 60,
	    .ttl = 3600 },
	.nameservers = &nameserver,
	.nnameservers = 1,
	.header = "; a zone\n",
	.max_records = 100,
	.max_types = 100 };

static char dir[64];
static struct statedir statedir;
/* Three versions of a zone: their files, and the entries of the last two. */
static struct buf files[3], origins[3], entries[2];

static void claim(struct zone *zone, unsigned at)
{
	struct origin *origin = origin_new("Ingress", "web", "www", "uid", 1);
	struct arena arena = { .chunk = 0 };
	struct record record;
	char text[32];
	struct err err;

	snprintf(text, sizeof(text), "192.0.2.%u", at);
	assert_true(record_address(&record, text, &arena, &err));
	record.ttl = 60;
	zone_claim(zone, origin, 0,
	    &(struct claim){
		.name = "www.a.test", .records = &record, .count = 1 });
	origin_unref(origin);
	arena_clear(&arena);
}

static void make_versions(void)
{
	struct zone *zone = zone_new(&settings);
	struct version *version;

	for (unsigned i = 0; i < 3; i++) {
		size_t at = 0;

		claim(zone, i + 1);
		zone_resolve(zone);
		version = version_light(zone, LAST - 2 + i);
		if (i > 0) {
			entries[i - 1] = (struct buf)BUF_INIT(1u << 16);
			journal_print(version, &entries[i - 1]);
		}
		version_adopt(zone, version);
		version_free(version);
		files[i] = origins[i] = (struct buf)BUF_INIT(1u << 16);
		version_reprint(zone, &files[i]);
		while (version_reprint_origins(zone, &at, &origins[i]))
			;
	}
	zone_free(zone);
}

static int set_up(void **state)
{
	struct err err;

	(void)state;
	temp_dir(dir);
	assert_true(statedir_open(&statedir, dir, 0, &err));
	make_versions();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		buf_clear(&files[i]);
		buf_clear(&origins[i]);
	}
	buf_clear(&entries[0]);
	buf_clear(&entries[1]);
	statedir_close(&statedir);
	remove_dir(dir);
	return 0;
}

static bool is_there(const char *suffix)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/zones/a.test.%s", dir, suffix);
	return access(path, F_OK) == 0;
}

static void expect(const char *suffix, const char *text)
{
	char name[64], *there;

	snprintf(name, sizeof(name), "zones/a.test.%s", suffix);
	there = file_read(dir, name);
	assert_string_equal(there, text);
	free(there);
}

static const struct row {
	const char *name;
	int file;           /* which version; -1: none */
	const char *format; /* of the journal, of both entries; NULL: none */
	bool damaged;       /* the zone file */
	uint32_t serial;    /* of the zone then; 0: it has no version */
	size_t caught_up;
	const char *dropped; /* words of it, or NULL: nothing is */
	uint32_t hint;       /* serial that others may have seen */
} rows[] = {
	{ "no journal", 2, NULL, false, LAST, 0, NULL, 0 },
	{ "two versions", 0, "%s%s", false, LAST, 2, NULL, 0 },
	{ "one of them is in the file", 1, "%s%s", false, LAST, 1, NULL, 0 },
	{ "both are", 2, "%s%s", false, LAST, 0, NULL, 0 },
	{ "an empty one", 0, "", false, LAST - 2, 0, NULL, 0 },
	{ "a torn tail", 0, "%s%.40s", false, LAST - 1, 1, "cut off", LAST },
	{ "a torn serial", 0, "%s%.10s", false, LAST - 1, 1, "cut off",
	    LAST - 1 },
	{ "a hole in the first", 0, "%.40s\n%s", false, LAST - 2, 0,
	    "not an entry", LAST },
	{ "garbage behind", 0, "%s%snonsense\n", false, LAST, 2, "not an entry",
	    LAST },
	{ "zeros behind", 1,
	    "%s%s"
	    "\1\1\1",
	    false, LAST, 1, "cut off", LAST },
	{ "the first is missing", 0, "%2$s", false, LAST - 2, 0,
	    "follows another version", LAST },
	{ "nonsense", 2, "nonsense", false, LAST, 0, "cut off", 0 },
	{ "no zone file", -1, "%s%s", false, 0, 0, "follows another version",
	    LAST },
	{ "a damaged zone file", 0, "%s%s", true, 0, 0,
	    "follows another version", LAST },
};

static void put_files(const struct row *row)
{
	char text[4096];

	if (row->file >= 0) {
		snprintf(text, sizeof(text), "%s%s",
		    buf_text(&files[row->file]), row->damaged ? "oops\n" : "");
		file_write(dir, "zones/a.test.zone", text);
		file_write(
		    dir, "zones/a.test.origins", buf_text(&origins[row->file]));
	}
	if (!row->format)
		return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), row->format, buf_text(&entries[0]),
	    buf_text(&entries[1]));
#pragma GCC diagnostic pop
	file_write(dir, "zones/a.test.journal", text);
}

/* A look first, which leaves all as it is. */
static void look(const struct row *row)
{
	struct zone *zone = zone_new(&settings);
	struct lastversion last;
	struct err err;

	assert_int_equal(
	    lastversion_look(statedir.zones, zone, &last, &err), !row->damaged);
	assert_int_equal(zone_serial(zone), row->serial);
	assert_int_equal(is_there("journal"), row->format != NULL);
	assert_int_equal(is_there("zone"), row->file >= 0);
	zone_free(zone);
}

static void read_both(void **state)
{
	const struct row *row = *state;
	struct zone *zone = zone_new(&settings);
	struct lastversion last;
	struct err err;

	put_files(row);
	look(row);
	assert_int_equal(
	    lastversion_load(&statedir, zone, &last, &err), !row->damaged);
	assert_int_equal(last.found, row->serial != 0);
	assert_int_equal(zone_serial(zone), row->serial);
	assert_int_equal(last.caught_up, row->caught_up);
	assert_false(last.behind);
	assert_string_equal(last.trouble.text, "");
	if (row->dropped)
		assert_non_null(strstr(last.dropped.text, row->dropped));
	else
		assert_string_equal(last.dropped.text, "");
	assert_int_equal(last.serial_known ? last.serial : 0, row->hint);
	assert_false(is_there("journal"));
	assert_int_equal(is_there("journal.bad-1"), row->dropped != NULL);
	if (row->serial) {
		expect("zone", buf_text(&files[row->serial + 2 - LAST]));
		expect("origins", buf_text(&origins[row->serial + 2 - LAST]));
	}
	zone_free(zone);
}

/* The journal stays as long as the files do not have what is in it. */
static void no_room_for_the_file(void **state)
{
	const struct row *row = &rows[1];
	struct lastversion last;
	char path[128];
	struct err err;

	(void)state;
	put_files(row);
	snprintf(path, sizeof(path), "%s/zones/.a.test.zone.tmp", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	for (int i = 0; i < 2; i++) {
		struct zone *zone = zone_new(&settings);

		assert_true(lastversion_load(&statedir, zone, &last, &err));
		assert_int_equal(zone_serial(zone), LAST);
		assert_true(last.behind);
		assert_string_not_equal(last.trouble.text, "");
		assert_true(is_there("journal"));
		expect("zone", buf_text(&files[0]));
		zone_free(zone);
	}
	assert_int_equal(rmdir(path), 0);
	read_both((void *[]){ (void *)row });
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test_setup_teardown(
		    no_room_for_the_file, set_up, tear_down),
	};
	int failed;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].name,
			.test_func = read_both,
			.setup_func = set_up,
			.teardown_func = tear_down,
			.initial_state = (void *)&rows[i] };
	failed = cmocka_run_group_tests_name("reading", tests, NULL, NULL);
	return failed +
	    cmocka_run_group_tests_name("others", others, NULL, NULL);
}
