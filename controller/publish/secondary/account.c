/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/secondary/account.h"

#include <string.h>

#include "controller/publish/secondary/servers.h"

static void write_rows(
    struct jsonwriter *out, const char *key, struct transfer_rows rows)
{
	jsonwriter_list(out, key);
	for (size_t i = 0; i < rows.count; i++) {
		jsonwriter_object(out, NULL);
		jsonwriter_text(out, "address", rows.list[i].address);
		if (rows.list[i].key)
			jsonwriter_text(out, "key", rows.list[i].key);
		jsonwriter_end_object(out);
	}
	jsonwriter_end_list(out);
}

static void write_server(const struct account *s, const struct tracked *tracked,
    struct jsonwriter *out)
{
	const char *finding = tracked_word(tracked->trouble);
	char server[ENDPOINT_SIZE];

	jsonwriter_object(out, NULL);
	if (tracked->server.port) {
		endpoint_print(&tracked->server, server);
		jsonwriter_text(out, "server", server);
	}
	if (tracked->has_serial) {
		jsonwriter_number(out, "serial", tracked->serial);
		jsonwriter_bool(out, "counts", tracked->counts);
		jsonwriter_number(out, "behind", tracked->behind);
		jsonwriter_number(out, "lag",
		    tracked->behind_since
			? (s->now - tracked->behind_since) / 1000
			: 0);
	}
	if (tracked->answered)
		jsonwriter_number(
		    out, "age", (s->now - tracked->answered) / 1000);
	if (finding) {
		jsonwriter_text(out, "finding", finding);
		jsonwriter_text(out, "reason", tracked->why);
	}
	jsonwriter_end_object(out);
}

static void write_barred(const struct account *s,
    const struct secondary *secondary, size_t i, struct jsonwriter *out,
    bool *well)
{
	const char *why = transfers_barred(s->transfers, secondary, i);

	if (!why)
		return;
	*well = false;
	jsonwriter_object(out, NULL);
	jsonwriter_text(out, "server", secondary->transfer[i].text);
	jsonwriter_text(out, "finding", "SecondaryNode");
	jsonwriter_text(out, "reason", why);
	jsonwriter_end_object(out);
}

static void write_servers(const struct account *s,
    const struct secondary *secondary, struct jsonwriter *out, bool *well)
{
	static const char *const words[] = { NULL, "pending", "answered",
		"unanswered" };
	enum notified notified = NOTIFIED_UNKNOWN;
	const struct tracked *tracked;
	size_t at = 0;

	jsonwriter_list(out, "servers");
	for (size_t i = 0; i < secondary->ntransfer; i++)
		write_barred(s, secondary, i, out, well);
	while ((tracked = tracking_next(s->tracking, s->settings->name, &at))) {
		if (tracked->secondary != secondary)
			continue;
		notified = tracked->notified;
		*well = *well && !tracked->trouble;
		write_server(s, tracked, out);
	}
	jsonwriter_end_list(out);
	if (words[notified])
		jsonwriter_text(out, "notifyState", words[notified]);
}

static void write_key(const struct account *s, const char *name,
    struct jsonwriter *out, bool *well)
{
	const char *problem = keyring_problem(s->transfers->keyring, name);

	if (!problem)
		return;
	*well = false;
	jsonwriter_object(out, NULL);
	jsonwriter_text(out, "key", name);
	jsonwriter_text(out, "reason", problem);
	jsonwriter_end_object(out);
}

static void write_keys(const struct account *s,
    const struct secondary *secondary, struct jsonwriter *out, bool *well)
{
	jsonwriter_list(out, "keys");
	for (size_t i = 0; i < secondary->nkeys; i++)
		write_key(s, secondary->keys[i]->name, out, well);
	for (size_t i = 0; i < secondary->nnotify_keys; i++)
		if (secondary->notify_keys != secondary->keys)
			write_key(
			    s, secondary->notify_keys[i]->name, out, well);
	jsonwriter_end_list(out);
}

static void write_secondary(const struct account *s,
    const struct secondary *secondary, struct jsonwriter *out, bool *well)
{
	struct arena arena = { .chunk = 0 };
	uint32_t serial;

	jsonwriter_object(out, NULL);
	jsonwriter_text(out, "name", secondary->name);
	write_rows(out, "transfer",
	    transfers_allowed(s->transfers, secondary, &arena));
	write_rows(
	    out, "notify", transfers_notified(s->transfers, secondary, &arena));
	if (tracking_last(s->tracking, s->settings->name, &serial))
		jsonwriter_number(out, "notified", serial);
	jsonwriter_bool(out, "listed",
	    servers_listed(s->transfers, secondary, s->settings));
	write_servers(s, secondary, out, well);
	write_keys(s, secondary, out, well);
	jsonwriter_end_object(out);
	arena_clear(&arena);
}

void account_write(const struct account *s, struct jsonwriter *out, bool *well)
{
	jsonwriter_list(out, "secondaries");
	for (size_t i = 0; i < s->config->nsecondaries; i++)
		write_secondary(s, s->config->secondaries[i], out, well);
	jsonwriter_end_list(out);
}
