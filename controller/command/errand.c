/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/errand.h"

#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"

#define TEXT_MAX ((size_t)64 << 20) /* octets */

static int fail(const char *command, const char *text, int status)
{
	fprintf(stderr, "k8s-nsd %s: %s\n", command, text);
	return status;
}

static int send_to(
    const struct errand *errand, const char *socket, struct buf *answer)
{
	struct client_question question = errand->question;
	struct err err;

	question.socket = socket;
	if (client_ask(&question, answer, &err))
		return EXIT_GOOD;
	return fail(errand->command, err.text, EXIT_TROUBLE);
}

int errand_run(const struct errand *errand, struct buf *answer)
{
	struct config *config;
	int status;

	if (errand->socket)
		return send_to(errand, errand->socket, answer);
	if (!errand->file)
		return fail(errand->command, "--config or --socket is needed",
		    EXIT_USAGE);
	config = configuration_load(errand->file);
	if (!config)
		return EXIT_USAGE;
	status = send_to(errand, config->control_socket, answer);
	config_free(config);
	return status;
}

int errand_show(const char *command, const struct buf *answer, enum output form,
    errand_print *print)
{
	struct buf text = BUF_INIT(TEXT_MAX);
	bool json = form == OUTPUT_JSON, good;
	int status;
	struct err err;

	if (print(buf_text(answer), answer->len, json ? NULL : &text, &good,
		&err) &&
	    output_write(json ? answer : &text, &err))
		status = good ? EXIT_GOOD : EXIT_TROUBLE;
	else
		status = fail(command, err.text, EXIT_TROUBLE);
	buf_clear(&text);
	return status;
}
