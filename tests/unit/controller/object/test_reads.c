/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_reads.c - who is told of a change: those who read it, each once.
 *
 * Each row is a script: words separated by blanks.
 *	a:x,y   the reader a reads the topics x and y, and nothing else any more
 *	-a      it is gone
 *	?x      who read x?  sorted, must follow as {...}
 *	#GN     who read anything of Gateways (G), Nodes (N)?
 * A topic's first letter is its kind: g for Gateway, n for Node.
 */
#include "controller/object/reads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

static const struct row {
	const char *name;
	const char *script;
} rows[] = {
	{ "nobody", "?g {} #GN {}" },
	{ "one", "a:g ?g {a} ?n {} #G {a} #N {} #GN {a}" },
	{ "two of one, one of two", "a:g1 b:g1,g2 ?g1 {ab} ?g2 {b} #G {ab}" },
	{ "read twice, told once", "a:g1,g1,n,g1 ?g1 {a} #GN {a}" },
	{ "reads the same again", "a:g1,g2 a:g1,g2 ?g1 {a} ?g2 {a}" },
	{ "reads in another order", "a:g1,g2 a:g2,g1 ?g1 {a} ?g2 {a}" },
	{ "reads something else",
	    "a:g1,g2 a:g2,n ?g1 {} ?g2 {a} ?n {a} #N {a}" },
	{ "reads less", "a:g,n a:n ?g {} #G {} #N {a}" },
	{ "reads nothing any more", "a:g,n a: ?g {} ?n {} #GN {}" },
	{ "gone", "a:g b:g -a ?g {b} #G {b}" },
	{ "gone, that never was", "a:g -b ?g {a}" },
	{ "gone, and there again", "a:g1 -a a:g2 ?g1 {} ?g2 {a}" },
	{ "the first of several goes", "a:g b:g c:g -a ?g {bc} -c ?g {b}" },
	{ "the last of several goes", "a:g b:g c:g -c ?g {ab} -a -b ?g {}" },
	{ "those in the middle change",
	    "a:g1,g2,g3 b:g1,g2,g3 c:g1,g2,g3 b:g2 ?g1 {ac} ?g2 {abc} ?g3 {ac} "
	    "a:g3 ?g1 {c} ?g2 {bc} ?g3 {ac} -c ?g1 {} ?g2 {b} ?g3 {a}" },
};

static const struct kind *kind_of(const char *topic)
{
	return kind_find(*topic == 'n' || *topic == 'N' ? "Node" : "Gateway");
}

static void origin_of(char origin[64], const char *word)
{
	snprintf(origin, 64, "HTTPRoute web/%c", *word);
}

static void read_topics(struct reads *reads, const char *word)
{
	char origin[64], topic[32];
	size_t len;

	reads_begin(reads);
	for (const char *p = word + 2; *p; p += len + (p[len] == ',')) {
		len = strcspn(p, ",");
		snprintf(topic, sizeof(topic), "%.*s", (int)len, p);
		reads_note(reads, kind_of(topic), topic);
	}
	origin_of(origin, word);
	reads_end(reads, kind_find("HTTPRoute"), origin);
}

static void found(void *arg, const struct kind *kind, const char *key)
{
	assert_ptr_equal(kind, kind_find("HTTPRoute"));
	assert_memory_equal(key, "web/", 4);
	buf_puts(arg, key + 4);
}

static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void ask(struct reads *reads, const char *word, struct buf *got)
{
	uint32_t kinds = 0;

	buf_reset(got);
	if (*word == '?') {
		reads_topic(reads, word + 1, found, got);
	} else {
		for (const char *p = word + 1; *p; p++)
			kinds |= 1u << kind_index(kind_of(p));
		reads_of_kinds(reads, kinds, found, got);
	}
	if (got->len)
		qsort(got->data, got->len, 1, compare);
}

static void obey(struct reads *reads, const char *word, struct buf *got)
{
	char origin[64];

	if (*word == '{') {
		assert_int_equal(strlen(word), got->len + 2);
		assert_memory_equal(word + 1, buf_text(got), got->len);
	} else if (*word == '?' || *word == '#') {
		ask(reads, word, got);
	} else if (*word == '-') {
		origin_of(origin, word + 1);
		reads_forget(reads, origin);
		assert_int_equal(reads_kinds(reads, origin), 0);
	} else {
		read_topics(reads, word);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct reads *reads = reads_new();
	struct buf got = BUF_INIT(1000);
	char word[64];
	size_t len;

	for (const char *p = row->script; *p; p += len + strspn(p + len, " ")) {
		len = strcspn(p, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, p);
		obey(reads, word, &got);
	}
	buf_clear(&got);
	reads_free(reads);
}

static void kinds_of_one(void **state)
{
	struct reads *reads = reads_new();

	(void)state;
	read_topics(reads, "a:g1,g2,n");
	assert_int_equal(reads_kinds(reads, "HTTPRoute web/a"),
	    1u << kind_index(kind_of("g")) | 1u << kind_index(kind_of("n")));
	assert_int_equal(reads_kinds(reads, "TLSRoute web/a"), 0);
	reads_free(reads);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(kinds_of_one));
}
