/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/base/dns1123.h"
#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "controller/command/snapshot.h"
#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/report.h"

#define ANSWER_MAX ((size_t)64 << 20) /* octets */

static const char usage[] =
    "k8s-nsd explain www.example.com --config /etc/k8s-nsd/k8s-nsd.yaml\n"
    "k8s-nsd explain Ingress/web/www --config k8s-nsd.yaml --from manifests/\n"
    "\n"
    "Explains why a name exists or not: which objects ask for it, and the\n"
    "outcome of each claim.  For an object it explains each of its names;\n"
    "KIND/NAME for kinds without namespaces.  The running controller is\n"
    "asked; with --from, manifests are read instead.\n"
    "\n"
    "  --config FILE           the configuration, for the path of the socket\n"
    "  --socket PATH           the socket; no configuration is needed\n"
    "  --from PATH             directory, file or - (stdin) of manifests\n"
    "  --namespace NAME        of manifests that name none\n"
    "  -o, --output text|json  the form of the answer; default: text\n"
    "\n"
    "Exit code: 0 found, 1 nothing known, or no controller answers, 2 usage.\n";

struct explain_command {
	const char *text, *file, *socket, *output;
	struct manifest_from from;
	enum output form;
	struct question question;
	struct buf answer; /* JSON */
};

static int ask_manifests(struct explain_command *e, const struct config *config)
{
	struct snapshot snapshot;
	int status = EXIT_TROUBLE;

	if (snapshot_open(&snapshot, "explain", config, &e->from, NULL)) {
		const struct knowledge knowledge = {
			.config = config,
			.store = snapshot.store,
			.set = snapshot.zones,
		};

		explain_write(&knowledge, &e->question, &e->answer);
		status = EXIT_GOOD;
	}
	snapshot_close(&snapshot);
	return status;
}

static int ask_controller(struct explain_command *e)
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

static int ask(struct explain_command *e)
{
	struct config *config;
	int status;

	if (!e->from.path)
		return ask_controller(e);
	config = configuration_load(e->file);
	if (!config)
		return EXIT_USAGE;
	log_setup(LOG_WARNING, config->log_format);
	status = ask_manifests(e, config);
	config_free(config);
	return status;
}

/* The mistake in the arguments; NULL: none. */
static const char *wrong(struct explain_command *e, struct err *err)
{
	if (!question_parse(&e->question, e->text, err))
		return err->text;
	if (!output_parse(e->output, OUTPUT_JSON, &e->form, err))
		return err->text;
	if (e->from.path && !e->file && !e->socket)
		return "--from needs --config";
	if (!e->socket && !e->file)
		return "--config or --socket is needed";
	if (e->socket && e->from.path)
		return "--socket and --from exclude each other";
	return NULL;
}

int command_explain(int argc, char **argv)
{
	struct explain_command e = { .answer = BUF_INIT(ANSWER_MAX) };
	const char *mistake;
	int status;
	struct err err;
	const struct option_row rows[] = {
		{ "NAME or KIND/NAMESPACE/NAME", .value = &e.text,
		    .required = true, .word = true },
		{ "config", .value = &e.file },
		{ "socket", .value = &e.socket },
		{ "from", .value = &e.from.path, .typed = true },
		{ "namespace", .value = &e.from.namespace,
		    .valid = dns1123_is_label },
		{ "output", .value = &e.output, .letter = 'o' },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	mistake = wrong(&e, &err);
	if (mistake) {
		fprintf(stderr, "k8s-nsd explain: %s\n", mistake);
		return EXIT_USAGE;
	}
	status = ask(&e);
	if (status == EXIT_GOOD)
		status =
		    errand_show("explain", &e.answer, e.form, report_print);
	buf_clear(&e.answer);
	return status;
}
