/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/followers.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "zonegen/base/mem.h"

#define READ_EVERY 5000 /* ms */

struct followers {
	const struct config *config;
	struct keyring keyring;
	struct endpoints endpoints;
	struct nodes nodes;
	uint64_t nodes_digest;
	char *signs; /* one for each address without a key */
	struct loop_timer *timer;
	void (*changed)(void *arg);
	void *arg;
};

/* May the address transfer? */
enum { ALLOWED = '+', BARRED = '-', UNKNOWN = '?' };

static void log_problems(const struct followers *f)
{
	for (size_t i = 0; i < f->keyring.count; i++) {
		const struct keyring_key *key = &f->keyring.list[i];

		if (key->news && *key->problem)
			log_event(LOG_ERROR, "tsig key is not as its file says",
			    "key", key->name, "error", key->problem);
		else if (key->news)
			log_event(LOG_INFO, "tsig key is as its file says",
			    "key", key->name);
	}
}

/* --- Transfers without a key --- */

static void log_barred(
    const struct secondary *secondary, size_t at, const char *why)
{
	if (why)
		log_event(LOG_ERROR, "no transfer without a key", "secondary",
		    secondary->name, "address", secondary->transfer[at].text,
		    "error", why);
	else
		log_event(LOG_INFO, "transfers without a key", "secondary",
		    secondary->name, "address", secondary->transfer[at].text);
}

/* Which of them may transfer now; true: not those of before. */
static bool judge_open(struct followers *f, bool anew)
{
	const struct transfers transfers = followers_transfers(f);
	struct buf signs = BUF_INIT(SIZE_MAX);
	bool changed;

	for (size_t i = 0; i < f->config->nsecondaries; i++) {
		const struct secondary *one = &f->config->secondaries[i];

		for (size_t j = 0; secondary_is_open(one) && j < one->ntransfer;
		     j++) {
			const char *why = transfers_barred(&transfers, one, j);
			char sign = !why     ? ALLOWED
			    : f->nodes.known ? BARRED
					     : UNKNOWN;

			if (anew ? sign == BARRED : f->signs[signs.len] != sign)
				log_barred(one, j, why);
			buf_putc(&signs, sign);
		}
	}
	changed = !f->signs || strcmp(f->signs, buf_text(&signs)) != 0;
	free(f->signs);
	f->signs = xstrdup(buf_text(&signs));
	buf_clear(&signs);
	return changed;
}

static bool look_at_nodes(struct followers *f, const struct sources *sources)
{
	struct arena arena = { .chunk = 0 };
	uint64_t digest;
	struct strings addresses;

	if (!nodes_matter(f->config))
		return false;
	digest = sources_nodes_digest(sources);
	if (f->nodes.known && digest == f->nodes_digest)
		return false;
	f->nodes_digest = digest;
	addresses = sources_nodes(sources, &arena);
	nodes_set(&f->nodes, &addresses);
	arena_clear(&arena);
	return judge_open(f, false);
}

/* --- Secrets --- */

static bool read_secrets(struct followers *f)
{
	bool changed = keyring_refresh(&f->keyring, f->config);

	log_problems(f);
	if (f->config->ntsig)
		loop_timer_set(f->timer, READ_EVERY);
	return changed;
}

static void on_time(void *arg)
{
	struct followers *f = arg;

	if (read_secrets(f))
		f->changed(f->arg);
}

struct followers *followers_new(struct loop *loop, const struct config *config,
    const char *conf, void (*changed)(void *arg), void *arg)
{
	struct followers *f = xcalloc(1, sizeof(*f));

	f->config = config;
	f->changed = changed;
	f->arg = arg;
	f->timer = loop_timer_new(loop, on_time, f);
	keyring_recall(&f->keyring, conf ? conf : "");
	endpoints_recall(&f->endpoints, conf ? conf : "");
	nodes_recall(&f->nodes, conf ? conf : "");
	(void)read_secrets(f);
	(void)judge_open(f, true);
	return f;
}

void followers_free(struct followers *f)
{
	if (!f)
		return;
	loop_timer_free(f->timer);
	keyring_clear(&f->keyring);
	endpoints_clear(&f->endpoints);
	nodes_clear(&f->nodes);
	free(f->signs);
	free(f);
}

void followers_reconfigure(struct followers *f, const struct config *config)
{
	f->config = config;
	loop_timer_stop(f->timer);
	if (!nodes_matter(config))
		nodes_clear(&f->nodes); /* they are not read any more */
	(void)read_secrets(f);
	(void)judge_open(f, true);
}

/* --- The cluster --- */

static bool are_known(const struct trusts *trusts, const char *kind)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (!strcmp(trusts->list[i].kind, kind))
			return trusts->list[i].trust == TRUST_FULL;
	return false;
}

static void log_left(
    const struct followers *f, const char *service, size_t before)
{
	size_t left = endpoints_left(&f->endpoints, service);

	if (left && !before)
		log_event(LOG_ERROR,
		    "a Service has more endpoints than a secondary may have, "
		    "the others do not get the zones",
		    "service", service, "left_out", log_u(left));
}

static bool look_at_services(struct followers *f, const struct sources *sources)
{
	bool changed = false;

	for (size_t i = 0; i < f->config->nsecondaries; i++) {
		const char *service = f->config->secondaries[i].service;
		struct arena arena = { .chunk = 0 };
		struct strings addresses;
		size_t left;

		if (!service)
			continue;
		addresses = sources_endpoints(sources, service, &arena);
		left = endpoints_left(&f->endpoints, service);
		changed |= endpoints_set(&f->endpoints, service, &addresses);
		log_left(f, service, left);
		arena_clear(&arena);
	}
	return changed;
}

bool followers_look(struct followers *f, const struct sources *sources,
    const struct trusts *trusts)
{
	bool changed = false;

	if (are_known(trusts, "EndpointSlice"))
		changed |= look_at_services(f, sources);
	if (are_known(trusts, "Node"))
		changed |= look_at_nodes(f, sources);
	return changed;
}

struct transfers followers_transfers(const struct followers *f)
{
	return (struct transfers){
		.config = f->config,
		.keyring = &f->keyring,
		.endpoints = &f->endpoints,
		.nodes = &f->nodes,
	};
}

bool followers_rekey(struct followers *f, const char *key, struct err *err)
{
	if (!keyring_take(&f->keyring, f->config, key, err))
		return false;
	log_event(LOG_INFO, "tsig key has another secret", "key", key);
	f->changed(f->arg);
	return true;
}
