/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/history/logread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/git/git.h"
#include "controller/publish/git/stream.h"
#include "tests/test.h"
#include "zonegen/base/mem.h"

#define OUT_MAX (1u << 28)

void log_note(struct log_serials *serials, uint32_t serial)
{
	serials->list = xgrow(serials->list, serials->count, &serials->cap,
	    sizeof(*serials->list));
	serials->list[serials->count++] = serial;
}

bool log_has(const struct log_serials *serials, uint32_t serial)
{
	for (size_t i = 0; i < serials->count; i++)
		if (serials->list[i] == serial)
			return true;
	return false;
}

void log_forget(struct log_serials *serials)
{
	free(serials->list);
	*serials = (struct log_serials){ 0 };
}

static char complaint[sizeof(struct err)];

/* What it prints; clear it if it succeeds. */
static struct process_result try(
    const char *path, const char *const *words, const char *input, bool *ok)
{
	struct process_result result;
	struct git git;
	struct err err;

	git_open(&git, NULL, path);
	git_set(&git, "GIT_AUTHOR_NAME=Jo");
	git_set(&git, "GIT_AUTHOR_EMAIL=jo@example.com");
	git_set(&git, "GIT_COMMITTER_NAME=Jo");
	git_set(&git, "GIT_COMMITTER_EMAIL=jo@example.com");
	*ok = git_run(&git,
	    &(struct git_call){ .words = words,
		.input = input,
		.input_len = input ? strlen(input) : 0,
		.limit = OUT_MAX },
	    &result, &err);
	if (!*ok)
		snprintf(complaint, sizeof(complaint), "%s", err.text);
	git_close(&git);
	return result;
}

static struct process_result run(
    const char *path, const char *const *words, const char *input)
{
	bool ok;
	struct process_result result = try(path, words, input, &ok);

	if (!ok)
		fail_msg("git %s: %s", words[0], complaint);
	return result;
}

void log_bare(const char *path)
{
	struct process_result result = run("/",
	    (const char *const[]){
		"init", "--bare", "--quiet", "-b", "main", path, NULL },
	    NULL);

	process_result_clear(&result);
}

void log_foreign(const char *path)
{
	struct process_result tip = run(path,
	    (const char *const[]){ "for-each-ref", "--format=%(objectname)",
		"refs/heads/main", NULL },
	    NULL);
	struct process_result made;
	char id[STREAM_ID_SIZE] = { 0 }, tree[STREAM_ID_SIZE + 8];
	char commit[STREAM_ID_SIZE];
	bool ok;

	snprintf(id, sizeof(id), "%.*s", (int)strcspn(buf_text(&tip.out), "\n"),
	    buf_text(&tip.out));
	process_result_clear(&tip);
	if (!*id)
		return;
	snprintf(tree, sizeof(tree), "%s^{tree}", id);
	made = run(path,
	    (const char *const[]){ "commit-tree", tree, "-p", id, "-m",
		"not of the controller", NULL },
	    NULL);
	snprintf(commit, sizeof(commit), "%.*s",
	    (int)strcspn(buf_text(&made.out), "\n"), buf_text(&made.out));
	process_result_clear(&made);
	/* Never in place of what was pushed meanwhile. */
	made = try(path,
	    (const char *const[]){
		"update-ref", "refs/heads/main", commit, id, NULL },
	    NULL, &ok);
	if (ok)
		process_result_clear(&made);
}

#define KEY(name) "%(trailers:key=" name ",valueonly,separator=%x2C)|"

/* "ID|ZONE|SERIAL|PREVIOUS|..." */
static void read_line(char *line, struct log_commits *out, struct buf *wanted)
{
	struct log_commit one = { .gap = false };
	char *fields[8];

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		fields[i] = line;
		line = strchr(line, '|');
		assert_non_null(line);
		*line++ = '\0';
	}
	if (!*fields[1])
		return;
	snprintf(one.zone, sizeof(one.zone), "%s", fields[1]);
	one.serial = (uint32_t)strtoul(fields[2], NULL, 10);
	one.previous = (uint32_t)strtoul(fields[3], NULL, 10);
	one.restored = (uint32_t)strtoul(fields[4], NULL, 10);
	one.withdrawn = (uint32_t)strtoul(fields[5], NULL, 10);
	one.versions = (uint32_t)strtoul(fields[6], NULL, 10);
	one.gap = *fields[7] != '\0';
	buf_printf(wanted, "%s:%s.zone\n", fields[0], one.zone);
	out->list = xgrow(out->list, out->count, &out->cap, sizeof(*out->list));
	out->list[out->count++] = one;
}

/* Each answer begins with "ID blob SIZE". */
static void read_files(
    const char *path, const struct buf *wanted, struct log_commits *out)
{
	struct process_result files =
	    run(path, (const char *const[]){ "cat-file", "--batch", NULL },
		buf_text(wanted));
	const char *at = buf_text(&files.out);

	for (size_t i = 0; i < out->count; i++) {
		const char *serial = strstr(at, "\t; serial\n");

		assert_non_null(serial);
		while (serial[-1] != '\t')
			serial--;
		out->list[i].in_file = (uint32_t)strtoul(serial, NULL, 10);
		at = strstr(at, "\t; serial\n") + 1;
	}
	process_result_clear(&files);
}

void log_read(const char *path, struct log_commits *out)
{
	struct buf wanted = BUF_INIT(OUT_MAX);
	struct process_result log = run(path,
	    (const char *const[]){ "log", "--reverse",
		"--format=%H|" KEY("Zone") KEY("Zone-Serial")
		    KEY("Zone-Previous-Serial") KEY("Zone-Restored-Serial")
			KEY("Zone-Withdrawn-Serial") KEY("Zone-Versions")
			    KEY("Zone-Gap"),
		"main", NULL },
	    NULL);

	*out = (struct log_commits){ 0 };
	for (char *at = log.out.data, *end; at && *at; at = end + 1) {
		end = strchr(at, '\n');
		*end = '\0';
		read_line(at, out, &wanted);
	}
	process_result_clear(&log);
	read_files(path, &wanted, out);
	buf_clear(&wanted);
}

void log_clear(struct log_commits *commits)
{
	free(commits->list);
	*commits = (struct log_commits){ 0 };
}

/* --- What must hold --- */

/* For whoever looks for the reason of a failure. */
static void print_zone(const struct log_commits *commits, const char *zone)
{
	for (size_t i = 0; i < commits->count; i++) {
		const struct log_commit *one = &commits->list[i];

		if (!strcmp(one->zone, zone))
			print_message("%s %u previous %u restored %u withdrawn "
				      "%u versions %u file %u%s\n",
			    zone, one->serial, one->previous, one->restored,
			    one->withdrawn, one->versions, one->in_file,
			    one->gap ? " gap" : "");
	}
}

/* It goes on where the one before it ended, and has the file it speaks of. */
static void check_order(const struct log_commit *commit, uint32_t before)
{
	assert_int_equal(commit->previous, before);
	assert_int_equal(commit->in_file,
	    commit->restored ? commit->restored : commit->serial);
	assert_true(!commit->serial != !commit->restored);
	if (commit->withdrawn)
		assert_int_equal(commit->withdrawn, before);
}

/* Nothing was published that was no commit, and nothing twice. */
static void audit_required(const struct log_commits *commits,
    const struct log_zone *zone, struct log_serials *brought)
{
	uint32_t gone = 0; /* brought, and not placed, or rejected */

	for (size_t i = 0; i < commits->count; i++) {
		const struct log_commit *commit = &commits->list[i];

		if (strcmp(commit->zone, zone->name) != 0)
			continue;
		assert_false(commit->gap);
		assert_int_equal(commit->versions, 0);
		/* A restored one stands where it was before. */
		assert_int_equal(commit->withdrawn, gone);
		gone = commit->serial &&
			(!log_has(zone->placed, commit->serial) ||
			    log_has(zone->rejected, commit->serial))
		    ? commit->serial
		    : 0;
	}
	assert_int_equal(gone, 0);
	for (size_t i = 0; i < zone->placed->count; i++)
		assert_true(log_has(brought, zone->placed->list[i]));
}

/* What was served is in a commit or covered by the next. */
static void audit_beside(
    const struct log_zone *zone, const struct log_serials *brought)
{
	for (size_t i = 0; i < brought->count; i++)
		assert_true(log_has(zone->seen, brought->list[i]));
}

void log_audit(const struct log_commits *commits, const struct log_zone *zone)
{
	struct log_serials brought = { 0 };
	uint32_t before = 0, last = 0;

	if (getenv("SEED"))
		print_zone(commits, zone->name);
	for (size_t i = 0; i < commits->count; i++) {
		const struct log_commit *commit = &commits->list[i];

		if (strcmp(commit->zone, zone->name) != 0)
			continue;
		check_order(commit, before);
		if (commit->serial) {
			assert_true(commit->serial > last);
			last = commit->serial;
			log_note(&brought, last);
		} else {
			assert_true(zone->required);
			assert_true(log_has(&brought, commit->restored));
		}
		before = commit->in_file;
	}
	assert_int_equal(before, zone->seen->list[zone->seen->count - 1]);
	if (zone->required)
		audit_required(commits, zone, &brought);
	else
		audit_beside(zone, &brought);
	log_forget(&brought);
}
