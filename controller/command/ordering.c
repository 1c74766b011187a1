/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/ordering.h"

#include <stdio.h>
#include <string.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"

#define ANSWER_MAX (1u << 20) /* octets */

/* In plain words. */
static void say(const struct posted *posted)
{
	bool all = !strcmp(posted->zone, ORDERS_ALL);
	const char *zone = all ? "all zones" : posted->zone;
	const char *what = all ? "" : "zone ";

	switch (posted->kind) {
	case POSTED_APPROVE:
		printf("zone %s: plan %s is approved for an hour\n",
		    posted->zone, posted->plan);
		break;
	case POSTED_REKEY:
		printf("key %s: the secret of its file is in force\n",
		    posted->key);
		break;
	case POSTED_GIT_ACCEPT:
		puts("accepted; pushing goes on");
		break;
	case POSTED_FREEZE:
		printf("%s%s: frozen %s%s\n", what, zone,
		    posted->life ? "for " : "until thawed", posted->period);
		break;
	case POSTED_THAW:
		printf("%s%s: thawed\n", what, zone);
		break;
	case POSTED_KINDS:
		break;
	}
}

static int send_posted(
    const struct ordering *o, const struct posted *posted, enum output form)
{
	struct buf body = BUF_INIT(ANSWER_MAX), answer = BUF_INIT(ANSWER_MAX);
	struct errand errand = {
		.command = o->command, .file = o->file, .socket = o->socket
	};
	int status;

	posted_print(posted, &body);
	errand.question =
	    (struct client_question){ .path = posted_path(posted->kind),
		    .body = buf_text(&body) };
	status = errand_run(&errand, &answer);
	if (status == EXIT_GOOD && form == OUTPUT_JSON)
		fputs(buf_text(&answer), stdout);
	else if (status == EXIT_GOOD)
		say(posted);
	buf_clear(&body);
	buf_clear(&answer);
	return status;
}

/* A zone or all of them, where the command has the choice. */
static bool choose_zone(
    const struct ordering *o, struct posted_words *words, struct err *err)
{
	bool choice = o->kind == POSTED_FREEZE || o->kind == POSTED_THAW;

	if (choice && !words->zone == !o->all)
		return err_set(err, ERR_INPUT, "one zone is needed, or --all");
	if (words->zone && !strcmp(words->zone, ORDERS_ALL))
		return err_set(err, ERR_INPUT, "all zones are --all");
	if (o->all)
		words->zone = ORDERS_ALL;
	return true;
}

bool ordering_valid(const struct ordering *o)
{
	struct posted posted;
	struct err err;

	return posted_set(&posted, o->kind, &o->words, &err);
}

int ordering_run(const struct ordering *o)
{
	struct posted_words words = o->words;
	struct posted posted;
	enum output form;
	struct err err;

	if (output_parse(o->output, OUTPUT_JSON, &form, &err) &&
	    choose_zone(o, &words, &err) &&
	    posted_set(&posted, o->kind, &words, &err))
		return send_posted(o, &posted, form);
	fprintf(stderr, "k8s-nsd %s: %s\n", o->command, err.text);
	return EXIT_USAGE;
}
