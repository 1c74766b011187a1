/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"
#include "controller/command/reading.h"
#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/report.h"

#define ANSWER_MAX ((size_t)64 << 20) /* octets */

static const char usage[] =
    "k8s-nsd explain www.example.com --config /etc/k8s-nsd/k8s-nsd.yaml\n"
    "k8s-nsd explain Ingress/web/www --config k8s-nsd.yaml --from manifests/\n"
    "\n"
    "Why a name is, or is not, there: who asks for it and what became of\n"
    "that.  Of an object: each name it asks for.  KIND/NAME for kinds without\n"
    "namespaces.  The running controller is asked, or, with --from,\n"
    "manifests.\n"
    "\n"
    "  --config FILE           the configuration; it tells where to ask\n"
    "  --socket PATH           ask there; no configuration is needed\n"
    "  --from PATH             directory, file or - (stdin) of manifests\n"
    "  -o, --output text|json  the form of the answer; text\n"
    "\n"
    "Exit code: 0 found, 1 nothing known or nobody to ask, 2 usage.\n";

struct explaining {
	const char *text, *file, *socket, *from, *output;
	struct question question;
	struct buf answer; /* JSON */
};

static int fail(const char *text, int status)
{
	fprintf(stderr, "k8s-nsd explain: %s\n", text);
	return status;
}

/* --- Who answers --- */

static int ask_manifests(struct explaining *e, const struct config *config)
{
	struct reading reading;
	int status = EXIT_TROUBLE;

	if (reading_open(&reading, "explain", config, e->from, NULL)) {
		const struct knowledge knowledge = {
			.config = config,
			.store = reading.store,
			.set = reading.zones,
		};

		explain_write(&knowledge, &e->question, &e->answer);
		status = EXIT_GOOD;
	}
	reading_close(&reading);
	return status;
}

static int ask_controller(struct explaining *e)
{
	const struct errand errand = {
		.command = "explain",
		.file = e->file,
		.socket = e->socket,
		.question = { .path = "/v1/explain",
		    .key = e->question.kind ? "object" : "name",
		    .value = e->question.text },
	};

	return errand_run(&errand, &e->answer);
}

static int ask(struct explaining *e)
{
	struct config *config;
	int status;

	if (!e->from)
		return ask_controller(e);
	config = configuration_load(e->file);
	if (!config)
		return EXIT_USAGE;
	log_setup(LOG_WARNING, config->log_format);
	status = ask_manifests(e, config);
	config_free(config);
	return status;
}

/* --- The answer --- */

static int show(const struct explaining *e)
{
	bool json = e->output && !strcmp(e->output, "json");
	struct buf text = BUF_INIT(ANSWER_MAX);
	const struct buf *shown = json ? &e->answer : &text;
	int status = EXIT_TROUBLE;
	bool found;
	struct err err;

	if (!report_print(buf_text(&e->answer), e->answer.len,
		json ? NULL : &text, &found, &err)) {
		fail(err.text, status);
	} else {
		fwrite(buf_text(shown), 1, shown->len, stdout);
		status = found ? EXIT_GOOD : EXIT_TROUBLE;
	}
	if (fflush(stdout) != 0) {
		err_errno(&err, "cannot write");
		status = fail(err.text, EXIT_TROUBLE);
	}
	buf_clear(&text);
	return status;
}

/* What cannot be asked; NULL: it can. */
static const char *wrong(struct explaining *e, struct err *err)
{
	if (!question_parse(&e->question, e->text, err))
		return err->text;
	if (e->output && strcmp(e->output, "text") != 0 &&
	    strcmp(e->output, "json") != 0)
		return "--output is text or json";
	if (!e->socket && !e->file)
		return "--config or --socket is needed";
	if (e->socket && e->from)
		return "--socket and --from exclude each other";
	return NULL;
}

int command_explain(int argc, char **argv)
{
	struct explaining e = { .answer = BUF_INIT(ANSWER_MAX) };
	const char *mistake;
	int status;
	struct err err;
	const struct option_row rows[] = {
		{ "NAME or KIND/NAMESPACE/NAME", .value = &e.text,
		    .required = true, .word = true },
		{ "config", .value = &e.file },
		{ "socket", .value = &e.socket },
		{ "from", .value = &e.from },
		{ "output", .value = &e.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	mistake = wrong(&e, &err);
	if (mistake)
		return fail(mistake, EXIT_USAGE);
	status = ask(&e);
	if (status == EXIT_GOOD)
		status = show(&e);
	buf_clear(&e.answer);
	return status;
}
