/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/followers.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "zonegen/base/mem.h"

#define READ_EVERY 5000 /* ms */

struct followers {
	const struct config *config;
	struct keyring keyring;
	struct endpoints endpoints;
	struct loop_timer *timer;
	void (*changed)(void *arg);
	void *arg;
};

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
	(void)read_secrets(f);
	return f;
}

void followers_free(struct followers *f)
{
	if (!f)
		return;
	loop_timer_free(f->timer);
	keyring_clear(&f->keyring);
	endpoints_clear(&f->endpoints);
	free(f);
}

void followers_reconfigure(struct followers *f, const struct config *config)
{
	f->config = config;
	loop_timer_stop(f->timer);
	(void)read_secrets(f);
}

static bool are_known(const struct trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (!strcmp(trusts->list[i].kind, "EndpointSlice"))
			return trusts->list[i].trust == TRUST_FULL;
	return false;
}

bool followers_look(struct followers *f, const struct sources *sources,
    const struct trusts *trusts)
{
	bool changed = false;

	if (!are_known(trusts))
		return false;
	for (size_t i = 0; i < f->config->nsecondaries; i++) {
		const char *service = f->config->secondaries[i].service;
		struct arena arena = { .chunk = 0 };
		struct strings addresses;

		if (!service)
			continue;
		addresses = sources_endpoints(sources, service, &arena);
		changed |= endpoints_set(&f->endpoints, service, &addresses);
		arena_clear(&arena);
	}
	return changed;
}

struct transfers followers_transfers(const struct followers *f)
{
	return (struct transfers){
		.config = f->config,
		.keyring = &f->keyring,
		.endpoints = &f->endpoints,
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
