/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_culprit.c - which lines it is, with checkers that say more or less.
 */
#include "controller/publish/trial/culprit.h"

#include <string.h>

#include "controller/publish/nsd/checkzone.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define HEAD HEAD_OF_A_TEST
#define A "a\t60\tIN\tA\t192.0.2.1\n"
#define B "b\t60\tIN\tA\t192.0.2.2\n"
#define BAD_A "bad\t60\tIN\tA\t192.0.2\n"
#define BAD_TXT "bad\t60\tIN\tTXT\t\"x\n"
#define Y "y\t60\tIN\tTXT\t\"y\"\n"
#define Z "z\t60\tIN\tA\t192.0.2.4\n"

/* Checkers that refuse what has "192.0.2" and no fourth octet, or so. */
#define REFUSE(words)                                         \
	"#!/bin/sh\n[ \"$2\" = - ] && f=/dev/stdin || f=$2\n" \
	"text=$(cat \"$f\")\n" words "exit 0\n"
#define HAS(pattern, words)                                        \
	"if printf '%s' \"$text\" | grep -q '" pattern "'; then\n" \
	"\tprintf '" words "\\n' >&2; exit 1\nfi\n"
#define SILENT REFUSE(HAS("192.0.2$", "no"))
#define LIAR \
	REFUSE(HAS("192.0.2$", "error: x:6: not this\\nerror: x:999: none"))
#define HEADSTRONG REFUSE(HAS("SOA", "error: x:2: no SOA"))
#define PAIR                                                             \
	"#!/bin/sh\ntext=$(cat)\ncase $text in *192.0.2.1*192.0.2.4*)\n" \
	"\techo 'those two' >&2; exit 1;;\nesac\nexit 0\n"

static const struct row {
	const char *name;
	const char *checker; /* NULL: the real one */
	const char *body;
	const char *lines; /* "": not found */
	bool in_head;
	const char *words; /* NULL: whatever */
} rows[] = {
	{ "the line that is named", NULL, A BAD_A Z, BAD_A, false,
	    "invalid IPv4 address '192.0.2'" },
	{ "two of them", NULL, A BAD_A "c\t60\tIN\tA\tx\n" Z,
	    BAD_A "c\t60\tIN\tA\tx\n", false,
	    "invalid IPv4 address '192.0.2'" },
	{ "the end is named, the quote was before", NULL, A BAD_TXT B Y Z,
	    BAD_TXT, false, NULL },
	{ "the first line", NULL, BAD_A Z, BAD_A, false, NULL },
	{ "the only line", NULL, BAD_A, BAD_A, false, NULL },
	{ "two lines that do not go together", NULL,
	    A "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tCNAME\tx.\n" Z,
	    "www\t60\tIN\tCNAME\tx.\n", false,
	    "CNAME and other data at the same name" },
	{ "no line is named", SILENT, A B BAD_A Y Z, BAD_A, false, "no" },
	{ "no line is named, many names", SILENT,
	    A B Y Z "z1\t60\tIN\tA\t192.0.2\nz2\t60\tIN\tA\t192.0.2.9\n",
	    "z1\t60\tIN\tA\t192.0.2\n", false, "no" },
	{ "wrong lines are named", LIAR, A B BAD_A Y, BAD_A, false,
	    "not this" },
	{ "the head", HEADSTRONG, A B, "", true, "no SOA" },
	{ "two names that do not go together", PAIR, A B Y Z, Z, false,
	    "those two" },
};

/* As they stand in the text. */
static struct seniority lines_of(const struct buf *text)
{
	const struct zone_settings settings = { .name = "a.test" };
	struct zone *zone = zone_new(&settings);
	struct aging *aging = seniority_begin(text, strlen(HEAD));
	struct seniority out;

	assert_false(seniority_next(aging, zone));
	seniority_end(aging, &out);
	zone_free(zone);
	return out;
}

static struct seniority order;

static struct trials trials;

static struct culprit *find(const struct buf *text, const char *said,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err))
{
	seniority_clear(&order);
	order = lines_of(text);
	return culprit_find(&trials,
	    &(struct refused_text){ .zone = "a.test",
		.text = text,
		.head_len = strlen(HEAD),
		.said = said,
		.lines = &order },
	    done, NULL);
}

static struct loop *loop;
static struct buf lines, words;
static bool in_head, told;

static void on_found(
    void *arg, const struct culprit_found *found, const struct err *err)
{
	(void)arg;
	(void)err;
	told = found != NULL;
	if (found) {
		buf_add(&lines, buf_text(found->lines), found->lines->len);
		buf_puts(&words, found->words);
		in_head = found->in_head;
	}
	loop_stop(loop);
}

static void on_checked(void *arg, const struct err *err, const char *said)
{
	struct buf *out = arg;

	(void)err;
	buf_puts(out, said);
	loop_stop(loop);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1u << 16), said = BUF_INIT(1u << 16);
	char dir[64], *path = NULL;

	temp_dir(dir);
	if (row->checker)
		path = path_script(dir, "nsd-checkzone", row->checker);
	loop = loop_new();
	trials =
	    (struct trials){ .loop = loop, .checkers = checkers_new(loop) };
	lines = words = (struct buf)BUF_INIT(1u << 16);
	buf_puts(&text, HEAD);
	buf_puts(&text, row->body);
	checkzone_start(
	    trials.checkers, "a.test", NULL, &text, on_checked, &said);
	loop_run(loop);
	find(&text, buf_text(&said), on_found);
	loop_run(loop);
	assert_true(told);
	assert_int_equal(in_head, row->in_head);
	if (*row->lines)
		assert_memory_equal(buf_text(&lines), HEAD, strlen(HEAD));
	assert_string_equal(
	    lines.len ? buf_text(&lines) + strlen(HEAD) : "", row->lines);
	if (row->words)
		assert_string_equal(buf_text(&words), row->words);
	if (path)
		path_restore(path);
	seniority_clear(&order);
	checkers_free(trials.checkers);
	loop_free(loop);
	buf_clear(&text);
	buf_clear(&said);
	buf_clear(&lines);
	buf_clear(&words);
	remove_dir(dir);
}

/* It cannot be asked: that is said, and stopping half-way is fine. */
static void no_checker(void **state)
{
	struct buf text = BUF_INIT(1u << 16);
	char dir[64], *path;

	(void)state;
	temp_dir(dir);
	path = path_script(dir, "nsd-checkzone", "#!/bin/sh\nexit 7\n");
	loop = loop_new();
	trials =
	    (struct trials){ .loop = loop, .checkers = checkers_new(loop) };
	buf_puts(&text, HEAD A);
	find(&text, "error: x:6: y", on_found);
	told = true;
	loop_run(loop);
	assert_false(told);
	culprit_stop(find(&text, "", on_found));
	culprit_stop(NULL);
	seniority_clear(&order);
	path_restore(path);
	checkers_free(trials.checkers);
	loop_free(loop);
	buf_clear(&text);
	remove_dir(dir);
}

static const struct said {
	const char *name, *text, *words;
	size_t first, second;
} saids[] = {
	{ "as it is",
	    "[2026-11-25 18:56:10.006] nsd-checkzone[1]: error: "
	    "/x/z:6: invalid IPv4 address '1.2.3'\n",
	    "invalid IPv4 address '1.2.3'", 6, 0 },
	{ "two lines", "error: -:6: a: b\nerror: <stdin>:12: c\n", "a: b", 6,
	    12 },
	{ "the time is no line", "[2026-11-25 18:56:10.006] x\n",
	    "[2026-11-25 18:56:10.006] x", 0, 0 },
	{ "no line", "error: no SOA", "no SOA", 0, 0 },
	{ "no error", "z:7: no\nrest\n", "no", 7, 0 },
	{ "a number that is none", "error: z:x: no\nerror: z:: a\n", "z:x: no",
	    0, 0 },
	{ "line 0", "error: z:0: no\n", "no", 0, 0 },
	{ "more digits than a line has", "error: z:99999999999: a\n",
	    "z:99999999999: a", 0, 0 },
	{ "nothing", "", "", 0, 0 },
	{ "an empty line first", "\nerror: z:3: a\n", "", 3, 0 },
};

static void check_said(void **state)
{
	const struct said *row = *state;
	struct buf out = BUF_INIT(100);
	const char *at = row->text;

	checkzone_words(row->text, 99, &out);
	assert_string_equal(buf_text(&out), row->words);
	assert_int_equal(checkzone_line(&at), row->first);
	assert_int_equal(checkzone_line(&at), row->second);
	buf_clear(&out);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(saids, check_said) +
	    RUN_TESTS(cmocka_unit_test(no_checker));
}
