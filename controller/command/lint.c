/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lint.c - the file is read and checked (zonegen/lint/file.h), and its findings
 * are printed as text or JSON.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/jsonwriter.h"
#include "controller/base/textfile.h"
#include "controller/command/command.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "zonegen/lint/file.h"

#define FILE_LIMIT ((size_t)1 << 30)   /* octets of a zone file */
#define OUTPUT_LIMIT ((size_t)1 << 32) /* octets of its findings */
#define SCHEMA 1

static const char usage[] =
    "k8s-nsd lint example.com.zone\n"
    "k8s-nsd lint --zone example.com - < db.example\n"
    "\n"
    "Finds mistakes in any zone file, not only in one of k8s-nsd.  One line\n"
    "each: FILE:LINE: severity id name: sentence.  $INCLUDE is not followed.\n"
    "\n"
    "  --zone NAME             the zone; default: the owner of the SOA\n"
    "  -o, --output text|json  the form of the findings; default: text\n"
    "\n"
    "Exit code: 0 no findings, or only of severity info; 1 findings; 2 bad\n"
    "usage, or a file that cannot be read.\n";

struct linting {
	const char *path, *zone_text, *output;
	enum output form;
	char zone[NAME_SIZE];
	struct lintfile file;
};

static int fail(const struct err *err)
{
	fprintf(stderr, "k8s-nsd lint: %s\n", err->text);
	return EXIT_USAGE;
}

static const char *title(const struct linting *l)
{
	return strcmp(l->path, "-") != 0 ? l->path : "(stdin)";
}

static void print_text(const struct linting *l, struct buf *out)
{
	for (size_t i = 0; i < l->file.count; i++) {
		const struct lintfile_finding *one = &l->file.list[i];
		const struct finding *finding = &one->finding;

		buf_puts(out, title(l));
		if (one->line)
			buf_printf(out, ":%zu", one->line);
		buf_printf(out, ": %s %s %s: %s\n",
		    severity_word(one->severity), finding_word(finding->id),
		    *finding->name ? finding->name : "-", finding->sentence);
	}
}

static void print_finding(
    struct jsonwriter *writer, const struct lintfile_finding *one)
{
	const struct finding *finding = &one->finding;

	jsonwriter_object(writer, NULL);
	if (one->line)
		jsonwriter_number(writer, "line", one->line);
	jsonwriter_text(writer, "severity", severity_word(one->severity));
	jsonwriter_text(writer, "id", finding_word(finding->id));
	jsonwriter_some(writer, "name", finding->name);
	jsonwriter_text(writer, "sentence", finding->sentence);
	jsonwriter_end_object(writer);
}

static void print_json(const struct linting *l, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", SCHEMA);
	jsonwriter_text(&writer, "file", title(l));
	jsonwriter_text(&writer, "zone", l->file.zone);
	jsonwriter_number(&writer, "records", l->file.records);
	jsonwriter_number(
	    &writer, "errors", lintfile_count(&l->file, SEVERITY_ERROR));
	jsonwriter_number(
	    &writer, "warnings", lintfile_count(&l->file, SEVERITY_WARNING));
	jsonwriter_list(&writer, "findings");
	for (size_t i = 0; i < l->file.count; i++)
		print_finding(&writer, &l->file.list[i]);
	jsonwriter_end_list(&writer);
	jsonwriter_end_object(&writer);
	buf_putc(out, '\n');
}

static int show(const struct linting *l)
{
	struct buf text = BUF_INIT(OUTPUT_LIMIT);
	bool clean = !lintfile_count(&l->file, SEVERITY_ERROR) &&
	    !lintfile_count(&l->file, SEVERITY_WARNING);
	struct err err;
	bool ok;

	if (l->form == OUTPUT_JSON)
		print_json(l, &text);
	else
		print_text(l, &text);
	ok = output_write(&text, &err);
	buf_clear(&text);
	if (!ok)
		return fail(&err);
	return clean ? EXIT_GOOD : EXIT_TROUBLE;
}

static bool read_file(const char *path, struct buf *text, struct err *err)
{
	if (!strcmp(path, "-"))
		return textfile_read_fd(STDIN_FILENO, "stdin", text, err);
	return textfile_read_any(path, text, err);
}

/* A guess, for a message. */
static bool has_soa(const struct buf *text)
{
	const char *at = buf_text(text);

	for (; (at = strcasestr(at, "SOA")); at += 3)
		if (at > buf_text(text) && strchr(" \t", at[-1]) &&
		    strchr(" \t(", at[3]))
			return true;
	return false;
}

static int lint(struct linting *l)
{
	const char *zone = l->zone_text ? l->zone : NULL;
	struct buf text = BUF_INIT(FILE_LIMIT);
	int status = EXIT_USAGE;
	struct err err;

	if (!read_file(l->path, &text, &err)) {
		fail(&err);
	} else if (!lintfile_read(
		       &l->file, buf_text(&text), text.len, zone, &err)) {
		err_prefix(&err, "'%s'", title(l));
		fail(&err);
		fputs(has_soa(&text)
			? "k8s-nsd lint: --zone NAME says which zone it is\n"
			: "k8s-nsd lint: this is no zone file: it has no SOA; "
			  "--zone NAME says which zone it is if it is a part "
			  "of one\n",
		    stderr);
	} else {
		status = show(l);
		lintfile_clear(&l->file);
	}
	buf_clear(&text);
	return status;
}

int command_lint(int argc, char **argv)
{
	struct linting l = { .path = NULL };
	int status;
	struct err err;
	const struct option_row rows[] = {
		{ "FILE", .value = &l.path, .required = true, .word = true },
		{ "zone", .value = &l.zone_text },
		{ "output", .value = &l.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!output_parse(l.output, OUTPUT_JSON, &l.form, &err))
		return fail(&err);
	if (l.zone_text &&
	    !name_parse_any(l.zone_text, strlen(l.zone_text), l.zone, &err)) {
		err_prefix(&err, "--zone");
		return fail(&err);
	}
	return lint(&l);
}
