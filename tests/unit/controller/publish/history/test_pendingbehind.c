/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pendingbehind.c - versions that are served before their files follow
 * (F3: the file follows) wait for these, and are in one commit then.
 */
#include "controller/publish/history/pending.h"

#include "tests/test.h"

#define DAY 86400
#define NOW 1000000

struct waiting {
	struct pending pending;
	struct pending_zone *zone, *taken[PENDING_BATCH];
	uint32_t next;
};

static void place(struct waiting *w)
{
	struct note note = NOTE_INIT;

	note.any = note.has_previous = true;
	note.previous = w->next++;
	note.first = note.last = w->next;
	note.versions = 1;
	pending_place(&w->pending, "a.test", &note);
}

/* true: the files in place are to be linked. */
static bool serve(struct waiting *w, uint32_t serial, bool behind)
{
	return pending_serve(&w->pending, "a.test", serial, behind, DAY, NOW);
}

/* The next one is served with its files, or its files follow. */
static void grow(struct waiting *w, bool behind)
{
	place(w);
	assert_int_equal(serve(w, w->next, behind), !behind);
	w->zone = pending_find(&w->pending, "a.test");
	if (!behind)
		w->zone->linked = true;
}

static void follow(struct waiting *w)
{
	assert_true(serve(w, w->next, false));
	assert_false(w->zone->behind.any);
	assert_false(w->zone->linked);
	w->zone->linked = true;
}

static bool is_due(const struct waiting *w)
{
	return pending_due(&w->pending) != PENDING_NEVER;
}

static void commit(struct waiting *w, uint32_t first, uint32_t last)
{
	assert_int_equal(
	    pending_take(&w->pending, NOW + PENDING_SPACE, w->taken), 1);
	assert_int_equal(w->zone->flight.first, first);
	assert_int_equal(w->zone->flight.last, last);
	assert_int_equal(w->zone->flight.versions, last - first + 1);
	assert_false(w->zone->flight.found);
	pending_commit(w->zone, DAY, NOW);
}

/* The first version is in a commit. */
static struct waiting begin(void)
{
	struct waiting w = { .next = 0 };

	grow(&w, false);
	commit(&w, 1, 1);
	return w;
}

static void they_wait_for_files(void **state)
{
	struct waiting w = begin();

	(void)state;
	for (int i = 0; i < 3; i++)
		grow(&w, true);
	assert_false(is_due(&w));
	assert_int_equal(pending_oldest(&w.pending), NOW);
	follow(&w);
	commit(&w, 2, 4);
	assert_true(pending_oldest(&w.pending) == PENDING_NEVER);
	pending_clear(&w.pending);
}

/* Git was busy when its files came: what is behind now is in the next one. */
static void one_that_has_files_keeps_them(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, false);
	grow(&w, true);
	assert_true(w.zone->linked);
	commit(&w, 2, 2);
	assert_int_equal(pending_oldest(&w.pending), NOW);
	assert_false(is_due(&w));
	follow(&w);
	commit(&w, 3, 3);
	pending_clear(&w.pending);
}

/* Git was busy all the time: their files take the place of its own. */
static void one_that_waits_is_in_one_commit_with_them(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, false);
	grow(&w, true);
	follow(&w);
	commit(&w, 2, 3);
	pending_clear(&w.pending);
}

/* Nobody complains of files that are about to come. */
static void one_that_was_not_linked_is_in_the_next(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, false);
	w.zone->linked = false;
	assert_true(is_due(&w));
	grow(&w, true);
	assert_false(is_due(&w));
	follow(&w);
	commit(&w, 2, 3);
	pending_clear(&w.pending);
}

static void a_version_with_its_file_covers_them(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, true);
	grow(&w, true);
	grow(&w, false);
	commit(&w, 2, 4);
	pending_clear(&w.pending);
}

/* NSD rejects the one after it, and it has its files by that. */
static void one_that_is_put_back_has_files(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, true);
	place(&w);
	pending_revert(&w.pending, "a.test");
	w.next--;
	follow(&w);
	commit(&w, 2, 2);
	pending_clear(&w.pending);
}

/* It may be empty: they are not found once more. */
static void they_outlive_the_repository(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, true);
	pending_open(&w.pending);
	pending_opened(&w.pending, DAY, NOW);
	assert_false(w.zone->next.any);
	assert_false(is_due(&w));
	follow(&w);
	commit(&w, 2, 2);
	pending_clear(&w.pending);
}

/* What may not have been committed comes before them, with its own files. */
static void one_in_doubt_is_before_them(void **state)
{
	struct waiting w = begin();

	(void)state;
	grow(&w, false);
	assert_int_equal(
	    pending_take(&w.pending, NOW + PENDING_SPACE, w.taken), 1);
	grow(&w, true);
	pending_doubt(w.zone);
	pending_open(&w.pending);
	pending_has(&w.pending, "a.test", 1);
	pending_opened(&w.pending, DAY, NOW);
	commit(&w, 2, 2);
	follow(&w);
	commit(&w, 3, 3);
	pending_clear(&w.pending);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(they_wait_for_files),
	    cmocka_unit_test(one_that_has_files_keeps_them),
	    cmocka_unit_test(one_that_waits_is_in_one_commit_with_them),
	    cmocka_unit_test(one_that_was_not_linked_is_in_the_next),
	    cmocka_unit_test(a_version_with_its_file_covers_them),
	    cmocka_unit_test(one_that_is_put_back_has_files),
	    cmocka_unit_test(they_outlive_the_repository),
	    cmocka_unit_test(one_in_doubt_is_before_them));
}
