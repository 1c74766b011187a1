/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfers.c - rows first; then the keys that some pattern uses, and the
 * patterns: the plain one, one for each set of secondaries, and those that
 * zones in NSD have not left yet.
 */
#include "controller/publish/transfer/transfers.h"

#include <string.h>

#include "controller/publish/transfer/ixfr.h"
#include "controller/publish/transfer/replica.h"
#include "zonegen/base/map.h"

static const char *const anyone[] = { "0.0.0.0/0", "::/0" };

/* --- Rows --- */

struct transfer_list {
	struct transfer *list;
	size_t count;
};

/* Under each key that has a secret; without any key where there are none. */
static void add_rows(const struct transfers *t, struct transfer_list *rows,
    const char *address, const struct tsig_key *const *keys, size_t nkeys)
{
	if (!nkeys)
		rows->list[rows->count++] = (struct transfer){ address, NULL };
	for (size_t i = 0; i < nkeys; i++)
		if (keyring_find(t->keyring, keys[i]->name))
			rows->list[rows->count++] =
			    (struct transfer){ address, keys[i]->name };
}

static const struct strings *service_of(
    const struct transfers *t, const struct secondary *secondary)
{
	static const struct strings none = { 0 };

	return secondary->service
	    ? endpoints_of(t->endpoints, secondary->service)
	    : &none;
}

const char *transfers_barred(const struct transfers *transfers,
    const struct secondary *secondary, size_t at)
{
	if (!secondary_is_open(secondary))
		return NULL;
	return nodes_bar(transfers->nodes, &secondary->transfer[at]);
}

struct transfer_rows transfers_allowed(const struct transfers *transfers,
    const struct secondary *secondary, struct arena *arena)
{
	const struct strings *service = service_of(transfers, secondary);
	size_t most =
	    (secondary->ntransfer + service->count) * (secondary->nkeys + 1);
	struct transfer_list rows = {
		arena_alloc(arena, (most + 1) * sizeof(*rows.list)), 0
	};

	for (size_t i = 0; i < secondary->ntransfer; i++)
		if (!transfers_barred(transfers, secondary, i))
			add_rows(transfers, &rows, secondary->transfer[i].text,
			    secondary->keys, secondary->nkeys);
	for (size_t i = 0; i < service->count; i++)
		add_rows(transfers, &rows, service->list[i], secondary->keys,
		    secondary->nkeys);
	return (struct transfer_rows){ rows.list, rows.count };
}

struct transfer_rows transfers_notified(const struct transfers *transfers,
    const struct secondary *secondary, struct arena *arena)
{
	const struct strings *service = service_of(transfers, secondary);
	size_t most = (secondary->nnotify + service->count) *
	    (secondary->nnotify_keys + 1);
	struct transfer_list rows = {
		arena_alloc(arena, (most + 1) * sizeof(*rows.list)), 0
	};

	for (size_t i = 0; i < secondary->nnotify; i++) {
		char text[ENDPOINT_SIZE];

		endpoint_print(&secondary->notify[i], text);
		add_rows(transfers, &rows, arena_strdup(arena, text),
		    secondary->notify_keys, secondary->nnotify_keys);
	}
	for (size_t i = 0; i < service->count; i++)
		add_rows(transfers, &rows,
		    arena_printf(arena, "%s@53", service->list[i]),
		    secondary->notify_keys, secondary->nnotify_keys);
	return (struct transfer_rows){ rows.list, rows.count };
}

/* --- Lines --- */

static void print_row(
    const char *word, const struct transfer *row, struct buf *out)
{
	buf_printf(out, "  %s: %s %s\n", word, row->address,
	    row->key ? row->key : "NOKEY");
}

static bool is_anyone(const char *address)
{
	return !strcmp(address, anyone[0]) || !strcmp(address, anyone[1]);
}

/*
 * A secondary asks for the SOA first, signed or not (NSD before 4.9 matches a
 * signed question with the lines of its key only).  All addresses there are get
 * no line without a key: it would let everybody in.
 */
static void print_queries(const struct transfer_rows *allowed, struct buf *out)
{
	for (size_t i = 0; i < allowed->count; i++) {
		struct transfer row = allowed->list[i];

		if (row.key)
			print_row("allow-query", &row, out);
		row.key = NULL;
		if (!is_anyone(row.address))
			print_row("allow-query", &row, out);
	}
}

static void print_secondary(const struct transfers *t,
    const struct secondary *secondary, struct arena *arena, struct buf *out)
{
	struct transfer_rows notified = transfers_notified(t, secondary, arena);
	struct transfer_rows allowed = transfers_allowed(t, secondary, arena);

	buf_printf(out, "  # %s\n", secondary->name);
	if (secondary->service)
		endpoints_print(t->endpoints, secondary->service, out);
	for (size_t i = 0; i < notified.count; i++)
		print_row("notify", &notified.list[i], out);
	for (size_t i = 0; i < allowed.count; i++)
		print_row("provide-xfr", &allowed.list[i], out);
	if (t->config->limits_queries)
		print_queries(&allowed, out);
}

/* The controller itself asks from the machine, or from nsd.query's address. */
static void print_queriers(const struct config *config, struct buf *out)
{
	struct endpoint query;

	if (!config->limits_queries)
		return;
	buf_puts(out,
	    "  allow-query: 127.0.0.1 NOKEY\n"
	    "  allow-query: ::1 NOKEY\n");
	if (config->query && endpoint_parse(config->query, &query))
		buf_printf(out, "  allow-query: %s NOKEY\n", query.address);
	for (size_t i = 0; i < config->nallow_query; i++)
		buf_printf(out, "  allow-query: %s NOKEY\n",
		    config->allow_query[i].text);
}

/* Is there a feed, and may NSD transfer from it? */
static bool is_fed(const struct transfers *t)
{
	return t->feed && t->feed->port &&
	    t->config->handover != HANDOVER_RELOAD;
}

/*
 * A zone that NSD transfers expires, and is SERVFAIL then: not for want of the
 * controller.  While that is away NSD asks in vain once a minute at most.
 */
static void print_feed(const struct transfers *t, struct buf *out)
{
	char address[32];

	if (is_fed(t))
		buf_printf(out,
		    "  request-xfr: %s %s\n  min-expire-time: 2000000000\n"
		    "  max-retry-time: 60\n",
		    feedkey_address(t->feed, address), feedkey_tsig.name);
}

static void print_pattern(
    const struct transfers *t, const char *name, struct buf *out)
{
	const struct secondary *secondary;
	struct arena arena = { .chunk = 0 };
	size_t at = 0;

	buf_printf(out,
	    "pattern:\n  name: \"%s\"\n  zonefile: \"zones/%%s.zone\"\n", name);
	print_queriers(t->config, out);
	print_feed(t, out);
	if (strcmp(name, PATTERN_PLAIN) != 0)
		ixfr_print(t->config->handover, t->config->min_interval, out);
	while ((secondary = pattern_secondary(t->config, name, &at)))
		print_secondary(t, secondary, &arena, out);
	arena_clear(&arena);
}

/* Each name once, in the order of the zones; then those that are kept. */
static struct strings patterns(const struct transfers *t, struct arena *arena)
{
	const struct config *config = t->config;
	size_t most = 1 + config->nzones + t->kept.count, count = 0;
	const char **list = arena_alloc(arena, (most + 1) * sizeof(*list));
	struct map seen = MAP_INIT;

	for (size_t i = 0; i < most; i++) {
		char name[PATTERN_SIZE] = PATTERN_PLAIN;
		const char *text = name;

		if (i > config->nzones)
			text = t->kept.list[i - config->nzones - 1];
		else if (i)
			pattern_name(&config->zones[i - 1], name);
		if (map_get(&seen, text))
			continue;
		list[count] = arena_strdup(arena, text);
		map_put(&seen, list[count], (void *)list[count]);
		count++;
	}
	map_clear(&seen);
	return (struct strings){ list, count };
}

static void print_key(const struct transfers *t, const char *name,
    enum tsig_algorithm algorithm, const struct tsig_secret *secret,
    struct buf *out)
{
	buf_printf(out,
	    "key:\n  name: \"%s\"\n  algorithm: %s\n  secret: \"%s\"\n", name,
	    tsig_words[algorithm], t->hidden ? "hidden" : secret->text);
}

static bool uses(const struct secondary *secondary, const char *key)
{
	for (size_t i = 0; i < secondary->nkeys; i++)
		if (!strcmp(secondary->keys[i]->name, key))
			return true;
	for (size_t i = 0; i < secondary->nnotify_keys; i++)
		if (!strcmp(secondary->notify_keys[i]->name, key))
			return true;
	return false;
}

/* Does a secondary of one of these patterns have the key? */
static bool is_used(
    const struct transfers *t, const struct strings *names, const char *key)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct secondary *secondary;
		size_t at = 0;

		while ((secondary =
			    pattern_secondary(t->config, names->list[i], &at)))
			if (uses(secondary, key))
				return true;
	}
	return false;
}

static bool is_wanted(
    const struct transfers *t, const struct strings *names, const char *key)
{
	return t->replica ? uses(t->replica->secondary, key)
			  : is_used(t, names, key);
}

void transfers_print(const struct transfers *transfers, struct buf *out)
{
	struct arena arena = { .chunk = 0 };
	struct strings names = patterns(transfers, &arena);

	for (size_t i = 0; i < transfers->config->ntsig; i++) {
		const struct keyring_key *key = keyring_find(
		    transfers->keyring, transfers->config->tsig[i].name);

		if (key && is_wanted(transfers, &names, key->name))
			print_key(transfers, key->name, key->algorithm,
			    &key->secret, out);
	}
	if (is_fed(transfers) && !transfers->replica)
		print_key(transfers, feedkey_tsig.name, feedkey_tsig.algorithm,
		    &transfers->feed->secret, out);
	if (transfers->replica)
		replica_print(transfers, out);
	for (size_t i = 0; i < names.count && !transfers->replica; i++)
		print_pattern(transfers, names.list[i], out);
	buf_cut(out, 1); /* the template has the last line break */
	arena_clear(&arena);
}
