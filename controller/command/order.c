/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.c - the commands that have the running controller do something: what
 * each is called with, the request that it makes, and what it says was done.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "controller/command/command.h"
#include "controller/command/errand.h"
#include "controller/command/options.h"
#include "controller/serve/answer/prose.h"
#include "controller/serve/posted.h"

#define ANSWER_MAX (1u << 24) /* octets */
#define PAUSE 50000000        /* ns between two questions */
#define PAUSES 1200           /* a minute of them */

/* Begins with an example, as options_parse() wants it. */
static const struct {
	const char *command, *usage;
} orders[POSTED_KINDS] = {
	[POSTED_APPROVE] = { "approve",
	    "k8s-nsd approve example.com --plan 5f7c2c0f41d6 --config "
	    "k8s-nsd.yaml\n"
	    "\n"
	    "Approves the deletions that the guard holds in a zone.  For one "
	    "hour\n"
	    "these deletions, or any subset, are published.  status shows what "
	    "is\n"
	    "held, and the plan.\n"
	    "\n"
	    "  --plan HASH    the plan's digest, or its first 12 digits at "
	    "least\n"
	    "  --by WHO       who approves it, as you state it\n"
	    "  --reason TEXT  why\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "\n"
	    "Exit code: 0 done, 1 no such plan, or no controller answers, 2 "
	    "usage.\n" },
	[POSTED_FREEZE] = { "freeze",
	    "k8s-nsd freeze example.com --reason 'incident 7' --for 4h \\\n"
	    "    --config k8s-nsd.yaml\n"
	    "\n"
	    "Freezes a zone, or all: no version of it is published until it "
	    "is\n"
	    "thawed.  What gathers is shown by status, explain and diff, and "
	    "goes\n"
	    "through the guard then.  NSD goes on answering.\n"
	    "\n"
	    "  --all          all zones, also those that are configured later\n"
	    "  --reason TEXT  why\n"
	    "  --for TIME     it ends by itself after that time, such as 4h or "
	    "30m\n"
	    "  --by WHO       who orders it, as you state it\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "  -o, --output text|json  the form of the answer; default: text\n"
	    "\n"
	    "Exit code: 0 done, 1 no such zone, or no controller answers, 2 "
	    "usage.\n" },
	[POSTED_THAW] = { "thaw",
	    "k8s-nsd thaw example.com --config k8s-nsd.yaml\n"
	    "\n"
	    "Ends the freeze of a zone, or of all.  What gathered is "
	    "published, as\n"
	    "far as the guard does not hold it.  The freeze of a zone and that "
	    "of all\n"
	    "end one by one.\n"
	    "\n"
	    "  --all          the freeze of all zones\n"
	    "  --by WHO       who orders it, as you state it\n"
	    "  --reason TEXT  why\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "  -o, --output text|json  the form of the answer; default: text\n"
	    "\n"
	    "Exit code: 0 done, 1 it is not frozen, or no controller answers, "
	    "2 "
	    "usage.\n" },
	[POSTED_RESTORE] = { "restore",
	    "k8s-nsd restore example.com HEAD~2 --plan --config k8s-nsd.yaml\n"
	    "\n"
	    "Publishes a zone once more as it was in a commit of its history.  "
	    "--plan\n"
	    "shows what would change, --approve does it.  Then objects do not "
	    "change\n"
	    "the zone until it is released.  The guard judges either way.\n"
	    "\n"
	    "  --plan          show it, and the hash to approve\n"
	    "  --approve HASH  that plan: its first 12 digits at least\n"
	    "  --for TIME      it is released by itself after that time, such "
	    "as 4h\n"
	    "  --by WHO        who orders it, as you state it\n"
	    "  --reason TEXT   why\n"
	    "  --config FILE   the configuration, for the path of the socket\n"
	    "  --socket PATH   the socket; no configuration is needed\n"
	    "  -o, --output text|json  the form of the answer; default: text\n"
	    "\n"
	    "Exit code: 0 done, 1 no such zone, commit or plan, or no "
	    "controller\n"
	    "answers, 2 usage.\n" },
	[POSTED_RELEASE] = { "release",
	    "k8s-nsd release example.com --config k8s-nsd.yaml\n"
	    "\n"
	    "Ends a restored version: the zone is what the objects ask for "
	    "again, as\n"
	    "far as the guard does not hold it.\n"
	    "\n"
	    "  --by WHO       who orders it, as you state it\n"
	    "  --reason TEXT  why\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "  -o, --output text|json  the form of the answer; default: text\n"
	    "\n"
	    "Exit code: 0 done, 1 nothing is restored, or no controller "
	    "answers,\n"
	    "2 usage.\n" },
	[POSTED_REKEY] = { "rekey",
	    "k8s-nsd rekey to-provider.example.com --now --config "
	    "k8s-nsd.yaml\n"
	    "\n"
	    "Puts the secret in force that the file of a TSIG key has, while "
	    "zones\n"
	    "have secondaries with the former one.  From then on they are "
	    "refused,\n"
	    "until they have the new secret too.  A second key beside the "
	    "first\n"
	    "refuses nobody.\n"
	    "\n"
	    "  --now          yes, at once; without it nothing is done\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "\n"
	    "Exit code: 0 done, 1 no such key, or no controller answers, 2 "
	    "usage.\n" },
	[POSTED_GIT_ACCEPT] = { "git-accept",
	    "k8s-nsd git-accept --by jo --reason 'moved to another server' \\\n"
	    "    --config k8s-nsd.yaml\n"
	    "\n"
	    "Accepts that the git remote lacks commits that were pushed to it. "
	    " They\n"
	    "stay in the controller's repository, below refs/k8s-nsd/lost.  "
	    "Pushing\n"
	    "goes on, on top of what the remote has, with a commit that says "
	    "so.\n"
	    "\n"
	    "  --by WHO       who accepts it, as you state it\n"
	    "  --reason TEXT  why\n"
	    "  --config FILE  the configuration, for the path of the socket\n"
	    "  --socket PATH  the socket; no configuration is needed\n"
	    "\n"
	    "Exit code: 0 done, 1 nothing is to be accepted, or no controller\n"
	    "answers, 2 usage.\n" },
};

struct order_command {
	enum posted_kind kind;
	/* From the arguments. */
	struct posted_words words;
	bool all;  /* instead of a zone */
	bool plan; /* of restore: no hash yet */
	bool now;  /* of rekey */
	const char *file, *socket, *output;
};

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
		prose_add(&text,
		    "zone %s: as it was in commit %s, until it is released",
		    zone, prose_text(answer, "commit"));
	else
		prose_add(&text, "to do it: k8s-nsd restore %s %s --approve %s",
		    zone, prose_text(answer, "revision"),
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

static int send_posted(const struct order_command *o,
    const struct posted *posted, enum output form)
{
	struct buf body = BUF_INIT(ANSWER_MAX), answer = BUF_INIT(ANSWER_MAX);
	struct errand errand = { .command = orders[o->kind].command,
		.file = o->file,
		.socket = o->socket };
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
static bool choose_zone(struct order_command *o, struct err *err)
{
	bool choice = o->kind == POSTED_FREEZE || o->kind == POSTED_THAW;
	struct posted_words *words = &o->words;

	if (choice && !words->zone == !o->all)
		return err_set(err, ERR_INPUT, "one zone is needed, or --all");
	if (words->zone && !strcmp(words->zone, ORDERS_ALL))
		return err_set(err, ERR_INPUT, "all zones are --all");
	if (o->all)
		words->zone = ORDERS_ALL;
	return true;
}

/* What the arguments ask for, and whether it is said plainly enough. */
static bool read_order(struct order_command *o, struct posted *posted,
    enum output *form, struct err *err)
{
	if (o->kind == POSTED_RESTORE && o->plan == (o->words.plan != NULL))
		return err_set(err, ERR_INPUT,
		    "either --plan or --approve HASH is needed");
	if (!output_parse(o->output, OUTPUT_JSON, form, err) ||
	    !choose_zone(o, err) ||
	    !posted_set(posted, o->kind, &o->words, err))
		return false;
	return o->kind != POSTED_REKEY || o->now ||
	    err_set(err, ERR_INPUT,
		"secondaries with the former secret of '%s' would be refused "
		"at once; --now does it",
		o->words.key);
}

/* The commands that a row of the options is of. */
enum {
	APPROVE = 1 << POSTED_APPROVE,
	REKEY = 1 << POSTED_REKEY,
	GIT_ACCEPT = 1 << POSTED_GIT_ACCEPT,
	FREEZE = 1 << POSTED_FREEZE,
	THAW = 1 << POSTED_THAW,
	RESTORE = 1 << POSTED_RESTORE,
	RELEASE = 1 << POSTED_RELEASE,
	ALL = (1 << POSTED_KINDS) - 1,
};

/* The command is that of argv[0]. */
static bool parse_options(
    int argc, char **argv, struct order_command *o, int *status)
{
	const struct {
		unsigned of;
		struct option_row row;
	} options[] = {
		{ APPROVE | RESTORE | RELEASE,
		    { "ZONE", .value = &o->words.zone, .required = true,
			.word = true } },
		{ FREEZE | THAW,
		    { "ZONE", .value = &o->words.zone, .word = true } },
		{ REKEY,
		    { "KEY", .value = &o->words.key, .required = true,
			.word = true } },
		{ RESTORE,
		    { "REV", .value = &o->words.revision, .required = true,
			.word = true } },
		{ FREEZE | THAW, { "all", .flag = &o->all, .typed = true } },
		{ RESTORE, { "plan", .flag = &o->plan, .typed = true } },
		{ APPROVE,
		    { "plan", .value = &o->words.plan, .sort = "HASH",
			.required = true } },
		{ RESTORE,
		    { "approve", .value = &o->words.plan, .sort = "HASH",
			.typed = true } },
		{ REKEY, { "now", .flag = &o->now } },
		{ FREEZE | RESTORE,
		    { "for", .value = &o->words.life, .typed = true } },
		{ APPROVE | FREEZE | THAW | RESTORE | RELEASE,
		    { "by", .value = &o->words.by } },
		{ GIT_ACCEPT,
		    { "by", .value = &o->words.by, .required = true } },
		{ APPROVE | THAW | RESTORE | RELEASE,
		    { "reason", .value = &o->words.reason, .typed = true } },
		{ FREEZE,
		    { "reason", .value = &o->words.reason, .required = true,
			.typed = true } },
		{ GIT_ACCEPT,
		    { "reason", .value = &o->words.reason, .required = true } },
		{ ALL, { "config", .value = &o->file } },
		{ ALL, { "socket", .value = &o->socket } },
		{ FREEZE | THAW | RESTORE | RELEASE,
		    { "output", .value = &o->output, .letter = 'o' } },
	};
	struct option_row rows[ARRAY_LEN(options)];
	size_t count = 0;

	while (strcmp(orders[o->kind].command, argv[0]) != 0)
		o->kind++;
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (options[i].of & 1u << o->kind)
			rows[count++] = options[i].row;
	return options_parse(
	    argc, argv, rows, count, orders[o->kind].usage, status);
}

int command_order(int argc, char **argv)
{
	struct order_command o = { .kind = 0 };
	struct posted posted;
	enum output form;
	struct err err;
	int status;

	if (!parse_options(argc, argv, &o, &status))
		return status;
	if (read_order(&o, &posted, &form, &err))
		return send_posted(&o, &posted, form);
	fprintf(stderr, "k8s-nsd %s: %s\n", argv[0], err.text);
	return EXIT_USAGE;
}
