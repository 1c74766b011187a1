/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_journal.c - a file and a journal are the last version, whatever changed;
 * and what a damaged or hostile journal does to it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/babble.h"
#include "zonegen/base/digest.h"
#include "zonegen/version/journal.h"
#include "zonegen/version/load.h"

#define ROUNDS 400
#define HOSTILE 5000
#define STEPS 6
#define SERIAL 100 /* of the version in the file */

/* The two files of a zone's last version. */
struct files {
	struct buf zone, origins;
};

static struct files files_of(const struct zone *zone)
{
	struct files files = { BUF_INIT(1u << 24), BUF_INIT(1u << 24) };
	size_t at = 0;

	version_reprint(zone, &files.zone);
	while (version_reprint_origins(zone, &at, &files.origins))
		;
	return files;
}

static void files_clear(struct files *files)
{
	buf_clear(&files->zone);
	buf_clear(&files->origins);
}

static bool files_same(const struct files *a, const struct files *b)
{
	return !strcmp(buf_text(&a->zone), buf_text(&b->zone)) &&
	    !strcmp(buf_text(&a->origins), buf_text(&b->origins));
}

static struct zone *load(
    const struct zone_settings *settings, const struct files *files)
{
	struct zone *zone = zone_new(settings);
	size_t lost;
	struct err err;

	assert_true(load_version(zone, buf_text(&files->zone), files->zone.len,
	    buf_text(&files->origins), files->origins.len, &lost, &err));
	return zone;
}

/* --- Random zones --- */

/* Versions of one zone: the files of each, and the journal of all. */
struct past {
	struct world world;
	struct files files[STEPS + 1];
	size_t ends[STEPS + 1]; /* where each one's entry ends */
	struct buf journal;
};

static void publish(struct past *past, unsigned step)
{
	struct zone *zone = zoneset_at(past->world.set, 0);
	struct version *version;

	zone_resolve(zone);
	version = version_light(zone, SERIAL + step);
	if (step > 0)
		journal_print(version, &past->journal);
	version_adopt(zone, version);
	version_free(version);
	past->files[step] = files_of(zone);
	past->ends[step] = past->journal.len;
}

static void live(struct past *past, unsigned seed)
{
	struct world *w = &past->world;

	past->journal = (struct buf)BUF_INIT(1u << 24);
	world_open(w, 1, false);
	world_configure(w, "", "*");
	babble(w, "one", &seed);
	babble(w, "two", &seed);
	babble(w, "three", &seed);
	for (size_t i = 0; i < w->norigins; i += 2)
		world_put(w, i);
	publish(past, 0);
	for (unsigned step = 1; step <= STEPS; step++) {
		size_t at = (size_t)rand_r(&seed) % w->norigins;

		if (rand_r(&seed) % 2)
			world_remove(w, at);
		else
			world_put(w, at);
		w->settings[0].soa.refresh += rand_r(&seed) % 4 == 0;
		publish(past, step);
	}
}

static void forget(struct past *past)
{
	for (size_t i = 0; i <= STEPS; i++)
		files_clear(&past->files[i]);
	buf_clear(&past->journal);
	world_close(&past->world);
}

/* What is adopted from the journal is what was adopted before it, in octets. */
static void file_and_journal(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < ROUNDS; seed++) {
		unsigned from = seed % (STEPS + 1);
		struct journal_replay replay;
		struct files files;
		struct past past;
		struct zone *zone;

		live(&past, seed);
		zone = load(&past.world.settings[0], &past.files[from]);
		journal_replay(
		    zone, buf_text(&past.journal), past.journal.len, &replay);
		assert_false(replay.dropped);
		assert_int_equal(replay.heard, STEPS);
		assert_int_equal(replay.applied, STEPS - from);
		assert_int_equal(replay.latest, SERIAL + STEPS);
		files = files_of(zone);
		assert_string_equal(
		    buf_text(&files.zone), buf_text(&past.files[STEPS].zone));
		assert_string_equal(buf_text(&files.origins),
		    buf_text(&past.files[STEPS].origins));
		files_clear(&files);
		zone_free(zone);
		forget(&past);
	}
}

/* Of how many entries that many octets tell the serial. */
static size_t counted(const struct past *past, size_t len)
{
	size_t head = strlen("entry\t100\t101\t"), count = 0;

	while (count < STEPS && past->ends[count] + head <= len)
		count++;
	return count;
}

/*
 * Cut off at each octet: all whole entries, and of the one behind nothing but
 * the serial that it was given.
 */
static void a_torn_tail(void **state)
{
	struct past past;

	(void)state;
	live(&past, 7);
	for (size_t len = 0, whole = 0; len <= past.journal.len; len++) {
		struct journal_replay replay;
		struct files files;
		struct zone *zone;

		while (whole < STEPS && past.ends[whole + 1] <= len)
			whole++;
		zone = load(&past.world.settings[0], &past.files[0]);
		journal_replay(zone, buf_text(&past.journal), len, &replay);
		assert_int_equal(replay.applied, whole);
		assert_int_equal(replay.dropped, past.ends[whole] != len);
		assert_int_equal(replay.heard, counted(&past, len));
		assert_int_equal(replay.heard ? replay.latest : SERIAL,
		    SERIAL + counted(&past, len));
		files = files_of(zone);
		assert_true(files_same(&files, &past.files[whole]));
		files_clear(&files);
		zone_free(zone);
	}
	forget(&past);
}

/* --- Hostile journals --- */

/* Gives each entry the digest of the lines it has now. */
static void sign(char *text, size_t len)
{
	char *at = text, *end = text + len;

	while (at < end) {
		char *lines = memchr(at, '\n', (size_t)(end - at)), *next;
		unsigned long from, to, count;
		char digest[DIGEST_SIZE];

		if (!lines || lines - at < DIGEST_SIZE ||
		    sscanf(at, "entry\t%lu\t%lu\t%lu\t", &from, &to, &count) !=
			3)
			return;
		for (next = ++lines; count > 0; count--) {
			next = memchr(next, '\n', (size_t)(end - next));
			if (!next)
				return;
			next++;
		}
		digest_hex(lines, (size_t)(next - lines), digest);
		memcpy(lines - DIGEST_SIZE, digest, DIGEST_SIZE - 1);
		at = next;
	}
}

/* Octets, and pieces of the journal at other places of it. */
static void damage(char *text, size_t len, unsigned *seed)
{
	static const char likely[] = "-+@:=\n\t 09aw.\\\"";

	for (int i = rand_r(seed) % 3; i >= 0; i--) {
		size_t at = (size_t)rand_r(seed) % len;
		size_t from = (size_t)rand_r(seed) % len;
		size_t most = len - (at > from ? at : from);

		if (rand_r(seed) % 3 == 0)
			memmove(text + at, text + from,
			    (size_t)rand_r(seed) % (most + 1));
		else
			text[at] = rand_r(seed) % 3
			    ? likely[(size_t)rand_r(seed) %
				  (sizeof(likely) - 1)]
			    : (char)rand_r(seed);
	}
}

/* Is it one of the versions that there were? */
static bool was(const struct past *past, const struct files *files)
{
	for (size_t i = 0; i <= STEPS; i++)
		if (files_same(files, &past->files[i]))
			return true;
	return false;
}

/*
 * Damage never makes another version.  Signed, it may make one, as whoever can
 * write that can write the zone file; but one that reads back as it is.
 */
static void hostile(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < HOSTILE / 50; seed++) {
		unsigned dice = seed;
		struct past past;
		char *text;

		live(&past, seed);
		text = malloc(past.journal.len + 1);
		assert_non_null(text);
		for (int i = 0; i < 50; i++) {
			struct zone *zone =
			    load(&past.world.settings[0], &past.files[0]);
			struct journal_replay replay;
			struct files files, again;

			memcpy(text, past.journal.data, past.journal.len + 1);
			damage(text, past.journal.len, &dice);
			if (i % 4)
				sign(text, past.journal.len);
			journal_replay(zone, text, past.journal.len, &replay);
			files = files_of(zone);
			if (i % 4 == 0)
				assert_true(was(&past, &files));
			zone_resolve(zone);
			zone_free(zone);
			zone = load(&past.world.settings[0], &files);
			again = files_of(zone);
			assert_string_equal(
			    buf_text(&again.zone), buf_text(&files.zone));
			zone_free(zone);
			files_clear(&files);
			files_clear(&again);
		}
		free(text);
		forget(&past);
	}
}

/* --- One entry each --- */

#define HEAD_OF(serial)                                              \
	"=$ORIGIN example.com.\n"                                    \
	"=@\t3600\tIN\tSOA\tns1.example.com. admin.example.com. (\n" \
	"=\t" serial "\t; serial\n=\t900 300 1209600 60 )\n"         \
	"=@\t3600\tIN\tNS\tns1.example.com.\n"
#define HEAD HEAD_OF("101")
#define WWW "www\t60\tIN\tA\t192.0.2.1\n"
#define OTHER "www\t60\tIN\tA\t192.0.2.2\n"
#define BY ":www\tA\tIngress\tweb/a\tuid\t1\n"
#define LATER ":www\tA\tIngress\tweb/b\tuid\t-\n"
#define BEFORE ":www\tA\tIngress\tweb/c\tuid\t-5\n"

static const struct row {
	const char *name;
	uint32_t from, to;
	const char *lines;
	const char *why; /* NULL: it fits */
} rows[] = {
	{ "a change", 100, 101, HEAD "@www\n-" WWW "+" OTHER BY, NULL },
	{ "origins alone", 100, 101, HEAD "@www\n:owner\twww\tx\t5\tnext\n" BY,
	    NULL },
	{ "origins before 1970 and of no time", 100, 101,
	    HEAD "@www\n" BEFORE BY LATER, NULL },
	{ "origins not by age", 100, 101, HEAD "@www\n" BY BEFORE,
	    "origins not by age" },
	{ "a name that goes", 100, 101, HEAD "@www\n-" WWW, NULL },
	{ "the head alone", 100, 101, HEAD, NULL },
	{ "another version before it", 99, 101, HEAD, "follows another" },
	{ "no head", 100, 101, "@www\n-" WWW, "no head" },
	{ "a comment in its head", 100, 101, "=;\n" HEAD, "no head" },
	{ "a record in its head", 100, 101, HEAD "=" WWW "@www\n",
	    "in its head" },
	{ "another zone's head", 100, 101, "=$ORIGIN example.org.\n",
	    "line 1: not '$ORIGIN" },
	{ "another serial in its head", 100, 101, HEAD_OF("102"),
	    "another serial" },
	{ "what goes is not there", 100, 101, HEAD "@www\n-" OTHER,
	    "a record goes that is none" },
	{ "what comes is there", 100, 101, HEAD "@www\n+" WWW,
	    "a record comes that is there" },
	{ "it goes and comes", 100, 101, HEAD "@www\n-" WWW "+" WWW BY,
	    "not as it is written" },
	{ "not in order", 100, 101,
	    HEAD "@www\n+www\t60\tIN\tA\t192.0.2.9\n" OTHER, "another form" },
	{ "what comes is not in order", 100, 101,
	    HEAD "@www\n+www\t60\tIN\tA\t192.0.2.9\n+" OTHER BY,
	    "not as it is written" },
	{ "two TTLs", 100, 101, HEAD "@www\n+www\t61\tIN\tA\t192.0.2.2\n",
	    "two TTLs" },
	{ "another name's record", 100, 101, HEAD "@api\n+" WWW,
	    "a record of another name" },
	{ "another name's origin", 100, 101, HEAD "@api\n" BY,
	    "an origin of another name" },
	{ "an origin of no record", 100, 101, HEAD "@www\n-" WWW BY,
	    "an origin of no record" },
	{ "no origin", 100, 101, HEAD "@www\n:www\tA\n", "another form" },
	{ "names not in order", 100, 101, HEAD "@www\n-" WWW "@api\n",
	    "not in canonical order" },
	{ "a name twice", 100, 101, HEAD "@www\n-" WWW "@www\n",
	    "not in canonical order" },
	{ "a name of capitals", 100, 101, HEAD "@WWW\n", "a name of another" },
	{ "no name", 100, 101, HEAD "-" WWW, "a line of another form" },
	{ "a nameserver of the head", 100, 101,
	    HEAD "@@\n+@\t3600\tIN\tNS\tns9.example.com.\n",
	    "a record of the head" },
	{ "a SOA below", 100, 101,
	    HEAD "@www\n+www\t60\tIN\tSOA\ta. b. 1 2 3 4 5\n",
	    "bad TTL, class or type" },
	{ "an unknown line", 100, 101, HEAD "@www\n-" WWW "?\n",
	    "another form" },
	{ "an empty line", 100, 101, HEAD "\n", "another form" },
};

static void add_entry(
    uint32_t from, uint32_t to, const char *lines, struct buf *out)
{
	char digest[DIGEST_SIZE];
	size_t count = 0;

	for (size_t i = 0; lines[i]; i++)
		count += lines[i] == '\n';
	digest_hex(lines, strlen(lines), digest);
	buf_printf(
	    out, "entry\t%u\t%u\t%zu\t%s\n%s", from, to, count, digest, lines);
}

/* www.example.com A 192.0.2.1 in version 100. */
static struct files one_name(struct world *w)
{
	struct zone *zone;
	struct version *version;
	struct files files;

	world_open(w, 1, false);
	world_read(w, "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n");
	world_put(w, 0);
	zone = zoneset_at(w->set, 0);
	zone_resolve(zone);
	version = version_light(zone, 100);
	version_adopt(zone, version);
	version_free(version);
	files = files_of(zone);
	return files;
}

static void one_entry(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1u << 16);
	struct journal_replay replay;
	struct files before, after;
	struct world w;
	struct zone *zone;

	before = one_name(&w);
	add_entry(row->from, row->to, row->lines, &text);
	zone = load(&w.settings[0], &before);
	journal_replay(zone, buf_text(&text), text.len, &replay);
	after = files_of(zone);
	assert_int_equal(replay.heard, 1);
	assert_int_equal(replay.latest, row->to);
	assert_int_equal(replay.dropped, row->why != NULL);
	assert_int_equal(zone_serial(zone), row->why ? 100 : row->to);
	if (row->why) {
		assert_non_null(strstr(replay.why.text, row->why));
		assert_true(files_same(&before, &after));
	}
	zone_free(zone);
	buf_clear(&text);
	files_clear(&before);
	files_clear(&after);
	world_close(&w);
}

/* What comes behind an entry that does not fit is not applied, but told. */
static void behind_a_misfit(void **state)
{
	struct buf text = BUF_INIT(1u << 16);
	struct journal_replay replay;
	struct files before;
	struct world w;
	struct zone *zone;

	(void)state;
	before = one_name(&w);
	add_entry(90, 91, "old\n", &text); /* the file has that already */
	add_entry(100, 101, HEAD, &text);
	add_entry(105, 106, HEAD_OF("106"), &text);
	add_entry(101, 102, HEAD_OF("102"), &text);
	buf_puts(&text, "entry\t102\t103\t5\t");
	zone = load(&w.settings[0], &before);
	journal_replay(zone, buf_text(&text), text.len, &replay);
	assert_int_equal(replay.heard, 5);
	assert_int_equal(replay.applied, 1);
	assert_int_equal(replay.latest, 106);
	assert_true(replay.dropped);
	assert_non_null(strstr(replay.why.text, "follows another"));
	assert_int_equal(zone_serial(zone), 101);
	zone_free(zone);
	/* Without a file nothing fits. */
	zone = zone_new(&w.settings[0]);
	journal_replay(zone, buf_text(&text), text.len, &replay);
	assert_int_equal(replay.applied, 0);
	assert_int_equal(replay.latest, 106);
	assert_true(replay.dropped);
	assert_false(zone_has_version(zone));
	zone_free(zone);
	buf_clear(&text);
	files_clear(&before);
	world_close(&w);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest all[] = {
		cmocka_unit_test(file_and_journal),
		cmocka_unit_test(a_torn_tail),
		cmocka_unit_test(hostile),
		cmocka_unit_test(behind_a_misfit),
	};
	int failed;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].name,
			.test_func = one_entry,
			.initial_state = (void *)&rows[i] };
	failed = cmocka_run_group_tests_name("entries", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("all", all, NULL, NULL);
}
