/* SPDX-License-Identifier: Apache-2.0 */
/*
 * follow.c - the client of the API server alone, for the tests.
 *
 *	follow [-t FACTOR] [-l LIMIT=VALUE]... [-p PAGE] KUBECONFIG KIND...
 *
 * Reads the store where the publisher would, and decides nothing.  Each line
 * of stdout is one JSON object:
 *
 *	{"what":"put", kind, key, uid, version, names}	a change, and
 *	{"what":"gone", kind, key}			an end of an object
 *	{"what":"state", kind, state, reason, ...}	of a source, as it turns
 *	{"what":"dump", "objects":[...], "sources":[...]}
 *
 * names are what an Ingress or a DNSEndpoint is about.  The log is on stderr.
 * Lines on stdin: "dump" asks for the whole store; "hold" takes no changes
 * any more, like a publisher that is busy, until "take".  It ends with 0 on
 * SIGTERM and when stdin does.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/jsonwriter.h"
#include "controller/base/log.h"
#include "controller/base/members.h"
#include "controller/kube/cluster.h"
#include "controller/kube/wire/lines.h"
#include "controller/object/kind/dnsendpoint.h"
#include "controller/object/kind/ingress.h"
#include "tests/client/scale.h"

#define OUT_LIMIT ((size_t)1 << 30)
#define KINDS 16

struct follow {
	struct loop *loop;
	struct store *store;
	struct loop_timer *soon; /* changes are to be taken */
	struct loop_fd *input;
	struct lines commands;
	struct buf out;
	struct jsonwriter writer;
	bool held;
	const struct kind *kinds[KINDS];
	struct source_status told[KINDS]; /* what was said last */
	size_t nkinds;
};

static void begin(struct follow *follow, const char *what)
{
	buf_reset(&follow->out);
	follow->writer = (struct jsonwriter){ .out = &follow->out };
	jsonwriter_object(&follow->writer, NULL);
	jsonwriter_text(&follow->writer, "what", what);
}

static void end(struct follow *follow)
{
	jsonwriter_end_object(&follow->writer);
	buf_putc(&follow->out, '\n');
	fwrite(follow->out.data, 1, follow->out.len, stdout);
	fflush(stdout);
}

/* What is said of things, inside an object that is open. */

static void write_names(struct jsonwriter *writer, const struct object *object)
{
	const struct ingress *ingress = (const void *)object;
	const struct dnsendpoint *endpoint = (const void *)object;

	jsonwriter_list(writer, "names");
	if (!strcmp(object->kind->name, "Ingress"))
		for (uint32_t i = 0; i < ingress->nhosts; i++)
			jsonwriter_text(writer, NULL, ingress->hosts[i]);
	if (!strcmp(object->kind->name, "DNSEndpoint"))
		for (uint32_t i = 0; i < endpoint->nentries; i++)
			jsonwriter_text(
			    writer, NULL, endpoint->entries[i].name);
	jsonwriter_end_list(writer);
}

static void write_object(struct jsonwriter *writer, const struct object *object)
{
	char uid[ORIGIN_UID_SIZE];

	jsonwriter_text(writer, "kind", object->kind->name);
	jsonwriter_text(writer, "key", object_key(object));
	jsonwriter_text(writer, "uid", origin_uid(object->origin, uid));
	jsonwriter_text(writer, "version", object->resource_version);
	write_names(writer, object);
}

static void write_causes(
    struct jsonwriter *writer, const char *key, const uint64_t counts[CAUSES])
{
	jsonwriter_object(writer, key);
	for (unsigned i = 0; i < CAUSES; i++)
		if (counts[i])
			jsonwriter_number(writer,
			    source_cause_word((enum source_cause)i), counts[i]);
	jsonwriter_end_object(writer);
}

static void write_source(struct jsonwriter *writer, const struct kind *kind,
    const struct source_status *status)
{
	jsonwriter_text(writer, "kind", kind->name);
	jsonwriter_text(writer, "state", source_state_word(status->state));
	jsonwriter_text(writer, "reason", status->reason);
	jsonwriter_bool(writer, "synced", status->synced);
	jsonwriter_number(writer, "objects", status->objects);
	jsonwriter_number(writer, "refused", status->refused);
	jsonwriter_number(writer, "lists", status->counters.lists);
	jsonwriter_number(writer, "events", status->counters.events);
	jsonwriter_number(writer, "bookmarks", status->counters.bookmarks);
	write_causes(writer, "relists", status->counters.relists);
	write_causes(writer, "restarts", status->counters.restarts);
	write_causes(writer, "failures", status->counters.failures);
}

/* News of the store. */

static void take(void *arg)
{
	struct follow *follow = arg;
	struct store_change change;

	while (!follow->held && store_next(follow->store, &change)) {
		begin(follow, change.object ? "put" : "gone");
		if (change.object) {
			write_object(&follow->writer, change.object);
		} else {
			jsonwriter_text(
			    &follow->writer, "kind", change.kind->name);
			jsonwriter_text(&follow->writer, "key", change.key);
		}
		end(follow);
	}
}

/* States at once, so that none is missed; changes when all is at rest. */
static void on_news(void *arg)
{
	struct follow *follow = arg;

	for (size_t i = 0; i < follow->nkinds; i++) {
		const struct source_status *status =
		    store_status(follow->store, follow->kinds[i]);
		struct source_status *told = &follow->told[i];

		if (status->state == told->state &&
		    !strcmp(status->reason, told->reason))
			continue;
		*told = *status;
		begin(follow, "state");
		write_source(&follow->writer, follow->kinds[i], status);
		end(follow);
	}
	loop_timer_set(follow->soon, 0);
}

static void dump(struct follow *follow)
{
	struct jsonwriter *writer = &follow->writer;
	const struct object *object;

	begin(follow, "dump");
	jsonwriter_list(writer, "objects");
	for (size_t i = 0; i < follow->nkinds; i++)
		for (size_t at = 0; (object = store_each(follow->store,
					 follow->kinds[i], &at));) {
			jsonwriter_object(writer, NULL);
			write_object(writer, object);
			jsonwriter_end_object(writer);
		}
	jsonwriter_end_list(writer);
	jsonwriter_list(writer, "sources");
	for (size_t i = 0; i < follow->nkinds; i++) {
		jsonwriter_object(writer, NULL);
		write_source(writer, follow->kinds[i],
		    store_status(follow->store, follow->kinds[i]));
		jsonwriter_end_object(writer);
	}
	jsonwriter_end_list(writer);
	end(follow);
}

/* Commands. */

static bool on_command(void *arg, const char *text, size_t len)
{
	struct follow *follow = arg;
	struct slice word = { text, len };

	if (slice_is(word, "dump"))
		dump(follow);
	else if (slice_is(word, "hold"))
		follow->held = true;
	else if (slice_is(word, "take"))
		follow->held = false;
	take(follow);
	return true;
}

static void on_input(void *arg, unsigned events)
{
	struct follow *follow = arg;
	char bytes[512];
	ssize_t len = read(STDIN_FILENO, bytes, sizeof(bytes));
	struct err err;

	(void)events;
	if (len <= 0 ||
	    !lines_feed(&follow->commands, bytes, (size_t)len, &err))
		loop_stop(follow->loop);
}

static void on_stop(void *arg)
{
	struct follow *follow = arg;

	loop_stop(follow->loop);
}

static bool run(struct follow *follow, const struct cluster_options *options,
    struct err *err)
{
	struct loop_signal *stop;
	struct cluster *cluster;

	follow->loop = loop_new();
	follow->store = store_new();
	follow->soon = loop_timer_new(follow->loop, take, follow);
	follow->out.limit = OUT_LIMIT;
	follow->commands = (struct lines){
		.line = on_command, .arg = follow, .part = BUF_INIT(64)
	};
	store_listen(follow->store, on_news, follow);
	stop = loop_signal_new(follow->loop, SIGTERM, on_stop, follow);
	follow->input = loop_fd_new(
	    follow->loop, STDIN_FILENO, LOOP_READ, on_input, follow);
	cluster = cluster_start(follow->loop, follow->store, options, err);
	if (cluster)
		loop_run(follow->loop);
	cluster_stop(cluster);
	loop_fd_free(follow->input);
	loop_signal_free(stop);
	loop_timer_free(follow->soon);
	store_free(follow->store);
	loop_free(follow->loop);
	lines_clear(&follow->commands);
	buf_clear(&follow->out);
	return cluster;
}

static bool read_options(
    int argc, char **argv, struct limits *limits, unsigned *page_size)
{
	struct err err = { 0 };
	int option;

	while ((option = getopt(argc, argv, "t:l:p:")) != -1) {
		unsigned long number =
		    option == '?' ? 0 : strtoul(optarg, NULL, 10);

		if (option == 't' && number)
			scale_times(limits, (unsigned)number);
		else if (option == 'p')
			*page_size = (unsigned)number;
		else if (option != 'l' || !scale_set(limits, optarg, &err))
			break;
	}
	if (option == -1 && argc - optind >= 2 && argc - optind <= KINDS)
		return true;
	fprintf(stderr,
	    "usage: follow [-t FACTOR] [-l LIMIT=VALUE]... [-p PAGE]"
	    " KUBECONFIG KIND...\n%s\n",
	    err.text);
	return false;
}

int main(int argc, char **argv)
{
	struct limits limits = limits_real;
	struct follow follow = { 0 };
	struct cluster_options options = { .limits = &limits };
	struct err err;

	signal(SIGPIPE, SIG_IGN);
	log_setup(LOG_DEBUG, LOG_JSON);
	if (!read_options(argc, argv, &limits, &options.page_size))
		return 2;
	options.kubeconfig = argv[optind++];
	for (; optind < argc; optind++) {
		const struct kind *kind = kind_find(argv[optind]);

		if (!kind) {
			fprintf(stderr, "follow: no kind '%s'\n", argv[optind]);
			return 2;
		}
		follow.kinds[follow.nkinds++] = kind;
	}
	options.kinds = follow.kinds;
	options.nkinds = follow.nkinds;
	if (run(&follow, &options, &err))
		return 0;
	fprintf(stderr, "follow: %s\n", err.text);
	return 1;
}
