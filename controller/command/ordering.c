/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/ordering.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"
#include "controller/serve/answer/prose.h"

#define ANSWER_MAX (1u << 24) /* octets */
#define PAUSE 50000000        /* ns between two questions */
#define PAUSES 1200           /* a minute of them */

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
	case POSTED_RELEASE:
		printf("%s%s: released\n", what, zone);
		break;
	case POSTED_RESTORE: /* see say_plan() */
	case POSTED_KINDS:
		break;
	}
}

/* In printable ASCII. */
static void put_line(struct buf *out, const char *line)
{
	for (; *line; line++)
		if (*line == '\t')
			buf_putc(out, ' ');
		else
			buf_putc(
			    out, *line >= ' ' && *line < 0x7f ? *line : '?');
	buf_putc(out, '\n');
}

/* What changes, and what to do or what was done. */
static void say_plan(const struct json *answer)
{
	const char *zone = prose_text(answer, "zone");
	const struct json *line = prose_first(answer, "lines");
	int64_t all =
	    prose_number(answer, "added") + prose_number(answer, "removed");
	struct buf text = BUF_INIT(ANSWER_MAX);
	const char *one;

	for (; line; line = json_next(line), all--)
		if (json_string(line, &one))
			put_line(&text, one);
	if (all > 0)
		buf_printf(&text, "and %lld more lines\n", (long long)all);
	if (!strcmp(prose_text(answer, "state"), "restored"))
		PROSE(&text, "zone ", zone, ": as it was in commit ",
		    prose_text(answer, "commit"), ", until it is released");
	else
		PROSE(&text, "to do it: k8s-nsd restore ", zone, " ",
		    prose_text(answer, "revision"), " --approve ",
		    prose_text(answer, "plan"));
	puts(buf_text(&text));
	buf_clear(&text);
}

/* Is the old version still being read?  If not, it is said if it is to be. */
static bool is_reading(const struct buf *answer, bool said)
{
	struct err err;
	struct json *json = json_parse(buf_text(answer), answer->len, &err);
	bool reading = json && !strcmp(prose_text(json, "state"), "reading");

	if (json && said && !reading)
		say_plan(json);
	json_free(json);
	return reading;
}

/* Asks again as long as the answer is being prepared. */
static int ask(const struct errand *errand, struct buf *answer)
{
	const struct timespec pause = { .tv_nsec = PAUSE };
	int status = errand_run(errand, answer);

	for (unsigned i = 0;
	     status == EXIT_GOOD && i < PAUSES && is_reading(answer, false);
	     i++) {
		nanosleep(&pause, NULL);
		buf_reset(answer);
		status = errand_run(errand, answer);
	}
	return status;
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
	status = ask(&errand, &answer);
	if (status == EXIT_GOOD && form == OUTPUT_JSON)
		fputs(buf_text(&answer), stdout);
	else if (status == EXIT_GOOD && posted->kind == POSTED_RESTORE)
		(void)is_reading(&answer, true);
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
