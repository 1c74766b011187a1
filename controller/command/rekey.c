/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/rekey.h"

#include <stdio.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"

#define ANSWER_MAX (1u << 20) /* octets */

static const char usage[] =
    "k8s-nsd rekey to-provider.example.com --now --config k8s-nsd.yaml\n"
    "\n"
    "Puts the secret in force that the file of a TSIG key has, while zones\n"
    "have secondaries with the former one.  From then on they are refused,\n"
    "until they have the new secret too.  A second key beside the first\n"
    "refuses nobody.\n"
    "\n"
    "  --now          yes, at once; without it nothing is done\n"
    "  --config FILE  the configuration, for the path of the socket\n"
    "  --socket PATH  the socket; no configuration is needed\n"
    "\n"
    "Exit code: 0 done, 1 no such key, or no controller answers, 2 usage.\n";

static int ask(struct errand *errand, const struct rekey *rekey)
{
	struct buf body = BUF_INIT(ANSWER_MAX), answer = BUF_INIT(ANSWER_MAX);
	int status;

	rekey_print(rekey, &body);
	errand->question = (struct client_question){ .path = "/v1/rekey",
		.body = buf_text(&body) };
	status = errand_run(errand, &answer);
	if (status == EXIT_GOOD)
		printf(
		    "key %s: the secret of its file is in force\n", rekey->key);
	buf_clear(&body);
	buf_clear(&answer);
	return status;
}

int command_rekey(int argc, char **argv)
{
	struct errand errand = { .command = "rekey" };
	const char *key = NULL;
	struct rekey rekey;
	struct err err;
	bool now = false;
	int status;
	const struct option_row rows[] = {
		{ "KEY", .value = &key, .required = true, .word = true },
		{ "now", .flag = &now },
		{ "config", .value = &errand.file },
		{ "socket", .value = &errand.socket },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	if (!rekey_set(&rekey, key, &err)) {
		fprintf(stderr, "k8s-nsd rekey: %s\n", err.text);
		return EXIT_USAGE;
	}
	if (!now) {
		fprintf(stderr,
		    "k8s-nsd rekey: secondaries with the former secret of '%s' "
		    "would be refused at once; --now does it\n",
		    rekey.key);
		return EXIT_USAGE;
	}
	return ask(&errand, &rekey);
}
