/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.c - git finds the commits in which a line of the name changed; of
 * their messages the lines about it are shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "controller/base/jsonwriter.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "controller/publish/git/git.h"
#include "zonegen/record/line.h"
#include "zonegen/record/name.h"

#define OUTPUT_LIMIT ((size_t)1 << 30) /* octets */
#define HISTORY_SCHEMA 1
#define FIELDS 4 /* of a commit: id, time, serial, message */

static const char usage[] =
    "k8s-nsd history www.example.com --config k8s-nsd.yaml\n"
    "\n"
    "Shows the versions in which a name changed, the last first, as they are\n"
    "recorded in git: when, with which serial, and because of which object.\n"
    "Reads the repository; the controller need not run.\n"
    "\n"
    "  --config FILE   the configuration, with a section git\n"
    "  -o, --output text|json\n"
    "                  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 found, 1 nothing is known of the name, 2 trouble.\n";

struct commit {
	const char *fields[FIELDS];
};

struct history_asking {
	const struct config *config;
	char name[NAME_SIZE];
	const char *zone;
	struct buf text;
	struct jsonwriter json;
	size_t found;
};

static int fail(const char *text)
{
	fprintf(stderr, "k8s-nsd history: %s\n", text);
	return EXIT_USAGE;
}

/* --- One commit --- */

/* What others committed may have any octet in it. */
static void put_clean(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_putc(out, text[i] >= ' ' && text[i] < 0x7f ? text[i] : '?');
}

/* "+ NAME TYPE ..." */
static bool is_about(const char *line, size_t len, const char *name)
{
	size_t size = strlen(name);

	return len > size + 3 && strchr("+~-", line[0]) && line[1] == ' ' &&
	    !strncmp(line + 2, name, size) && line[2 + size] == ' ';
}

/* The next line of a message about the name; NULL: there is none. */
static const char *next_line(
    const struct history_asking *a, const char **at, size_t *len)
{
	while (**at) {
		const char *line = *at;

		*len = strcspn(line, "\n");
		*at = line + *len + (line[*len] == '\n');
		if (is_about(line, *len, a->name))
			return line;
	}
	return NULL;
}

static const char *time_of(const struct commit *commit, char out[32])
{
	time_t time = (time_t)strtoll(commit->fields[1], NULL, 10);
	struct tm tm;

	if (!gmtime_r(&time, &tm) ||
	    !strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm))
		*out = '\0';
	return out;
}

static void put_text(struct history_asking *a, const struct commit *commit)
{
	const char *at = commit->fields[3], *line;
	bool any = false;
	char time[32];
	size_t len;

	buf_printf(&a->text, "%s serial ", time_of(commit, time));
	put_clean(&a->text, commit->fields[2], strlen(commit->fields[2]));
	buf_printf(&a->text, " commit %.12s\n", commit->fields[0]);
	while ((line = next_line(a, &at, &len))) {
		buf_puts(&a->text, "    ");
		put_clean(&a->text, line, len);
		buf_putc(&a->text, '\n');
		any = true;
	}
	if (!any)
		buf_puts(&a->text, "    the message does not list it\n");
}

static void put_json(struct history_asking *a, const struct commit *commit)
{
	const char *at = commit->fields[3], *line;
	struct buf text = BUF_INIT(1u << 16);
	char time[32];
	size_t len;

	jsonwriter_object(&a->json, NULL);
	jsonwriter_text(&a->json, "commit", commit->fields[0]);
	jsonwriter_text(&a->json, "time", time_of(commit, time));
	jsonwriter_number(
	    &a->json, "serial", strtoull(commit->fields[2], NULL, 10));
	jsonwriter_list(&a->json, "changes");
	while ((line = next_line(a, &at, &len))) {
		buf_reset(&text);
		put_clean(&text, line, len);
		jsonwriter_text(&a->json, NULL, buf_text(&text));
	}
	jsonwriter_end_list(&a->json);
	jsonwriter_end_object(&a->json);
	buf_clear(&text);
}

/* --- All of them --- */

/* As many fields as a commit has, a NUL behind each; false: no more. */
static bool next_commit(const char **at, const char *end, struct commit *commit)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const char *stop;

		while (!i && *at < end && **at == '\n')
			++*at;
		stop = memchr(*at, '\0', (size_t)(end - *at));
		if (!stop)
			return false;
		commit->fields[i] = *at;
		*at = stop + 1;
	}
	return true;
}

static void show(
    struct history_asking *a, const struct buf *log, enum output form)
{
	const char *at = buf_text(log), *end = at + log->len;
	struct commit commit;

	a->json.out = &a->text;
	if (form == OUTPUT_JSON) {
		jsonwriter_object(&a->json, NULL);
		jsonwriter_number(&a->json, "schemaVersion", HISTORY_SCHEMA);
		jsonwriter_text(&a->json, "name", a->name);
		jsonwriter_text(&a->json, "zone", a->zone);
		jsonwriter_list(&a->json, "versions");
	}
	for (; next_commit(&at, end, &commit); a->found++)
		(form == OUTPUT_JSON ? put_json : put_text)(a, &commit);
	if (form == OUTPUT_JSON) {
		jsonwriter_end_list(&a->json);
		jsonwriter_end_object(&a->json);
		buf_putc(&a->text, '\n');
	}
}

/* A line that begins with the owner: an extended regular expression. */
static void print_pattern(const struct history_asking *a, struct buf *out)
{
	char owner[NAME_SIZE];
	const char *at = line_relative(a->name, a->zone, owner);

	buf_putc(out, '^');
	for (; *at; at++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", *at))
			buf_putc(out, '\\');
		buf_putc(out, *at);
	}
	buf_putc(out, '\t');
}

static bool find(struct history_asking *a, enum output form, struct err *err)
{
	const struct git_rule *rule = &a->config->git;
	struct buf pattern = BUF_INIT(4096);
	struct arena arena = { .chunk = 0 };
	struct process_result result;
	char file[NAME_FILE_SIZE];
	struct git git;
	bool ok;

	print_pattern(a, &pattern);
	git_open(&git, NULL, rule->directory);
	ok = git_run(&git,
	    &(struct git_call){
		.words = (const char *const[]){ "log", "-G", buf_text(&pattern),
		    "--format=%H%x00%at%x00%(trailers:key=Zone-Serial,"
		    "key=Zone-Restored-Serial,valueonly,separator=%x2C)%x00%B%"
		    "x00",
		    arena_printf(&arena, "refs/heads/%s", rule->branch), "--",
		    arena_printf(&arena, ":(top,literal)%s%s.zone", rule->path,
			name_for_file(a->zone, file)),
		    NULL },
		.limit = OUTPUT_LIMIT,
	    },
	    &result, err);
	if (ok) {
		show(a, &result.out, form);
		process_result_clear(&result);
	}
	git_close(&git);
	arena_clear(&arena);
	buf_clear(&pattern);
	return ok;
}

/* The longest zone that has the name. */
static const char *find_zone(const struct config *config, const char *name)
{
	const char *found = NULL;

	for (size_t i = 0; i < config->nzones; i++) {
		const char *zone = config->settings[i].name;

		if (name_within(name, zone) &&
		    (!found || strlen(zone) > strlen(found)))
			found = zone;
	}
	return found;
}

static int ask(struct history_asking *a, const char *name, enum output form)
{
	struct err err;

	if (!name_parse_record(name, strlen(name), a->name, &err))
		return fail(err.text);
	a->zone = find_zone(a->config, a->name);
	if (!a->zone)
		return fail("the name is in no zone of the configuration");
	if (!a->config->git.on)
		return fail("nothing is recorded: there is no section git");
	if (!find(a, form, &err) || !output_write(&a->text, &err))
		return fail(err.text);
	return a->found ? EXIT_GOOD : EXIT_TROUBLE;
}

int command_history(int argc, char **argv)
{
	const char *name = NULL, *file = NULL, *output = NULL;
	struct history_asking a = { .text = BUF_INIT(OUTPUT_LIMIT) };
	struct config *config;
	enum output form;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "NAME", .value = &name, .required = true, .word = true },
		{ "config", .value = &file, .required = true },
		{ "output", .value = &output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!output_parse(output, OUTPUT_JSON, &form, &err))
		return fail(err.text);
	config = configuration_load(file);
	if (!config)
		return EXIT_USAGE;
	a.config = config;
	status = ask(&a, name, form);
	buf_clear(&a.text);
	config_free(config);
	return status;
}
