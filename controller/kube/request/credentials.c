/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credentials.c - reads files again by a timer and on request, adopts a
 * changed kubeconfig, and runs the plugin when its credentials are missing,
 * rejected or nearly expired.
 */
#include "controller/kube/request/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/kube/auth/pluginrun.h"
#include "controller/kube/request/backoff.h"
#include "zonegen/base/mem.h"

struct credentials {
	const struct api *api;
	struct authsource *source;
	void (*moved)(void *arg); /* NULL: it is not asked for */
	void *arg;
	struct loop_timer *again; /* files are read */
	bool unreadable;          /* the last time */

	/* The plugin. */
	struct loop_timer *next; /* it is run */
	struct pluginrun *run;
	struct backoff backoff;
	uint64_t rested; /* before that it is not run */
	uint64_t since;  /* it gave something; 0: not the last time */
	bool good;       /* what it gave is, as far as we know */
	bool certified;  /* the kubeconfig has a certificate */
	bool failing;    /* the last run did, and this is why: */
	struct err reason;
	bool expires;
	int64_t expiry;
};

/* One line, whatever was changed. */
static void say_changed(unsigned parts, const char *plugin)
{
	static const struct {
		enum auth_part is;
		const char *name;
	} names[] = {
		{ AUTH_TOKEN, "token" },
		{ AUTH_AUTHORITY, "authority" },
		{ AUTH_CERTIFICATE, "certificate" },
	};
	char text[64] = "";
	size_t len = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (parts & names[i].is)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s%s", len ? ", " : "", names[i].name);
	if (len)
		log_event(LOG_INFO, "credentials changed", "what", text,
		    "plugin", plugin);
}

static void run_plugin(struct credentials *credentials);

/* Everything anew, as another kubeconfig says. */
static void adopt(struct credentials *credentials, struct auth *fresh)
{
	struct auth *auth = credentials->api->auth;
	unsigned generation = auth->generation;
	bool moved = strcmp(auth->server, fresh->server) != 0;

	pluginrun_stop(credentials->run);
	credentials->run = NULL;
	loop_timer_stop(credentials->next);
	auth_clear(auth);
	*auth = *fresh;
	auth->generation = generation + 1;
	log_event(LOG_INFO, "kubeconfig changed", "server", auth->server);
	credentials->certified = auth->certificate.text != NULL;
	credentials->good = credentials->expires = credentials->failing = false;
	credentials->since = credentials->rested = 0;
	if (auth->plugin)
		run_plugin(credentials);
	else
		http_open(credentials->api->http);
	if (moved && credentials->moved)
		credentials->moved(credentials->arg);
}

/* A kubeconfig that makes no sense changes nothing and is read again later. */
static bool read_kubeconfig(struct credentials *credentials, struct err *err)
{
	struct authsource *source = credentials->source;
	struct auth fresh = { 0 };

	if (!authsource_changed(source))
		return true;
	if (!authsource_find(source, &fresh, err))
		return false;
	if (!auth_load(&fresh, err) || !http_check(&fresh, err)) {
		auth_clear(&fresh);
		authsource_forget(source);
		return false;
	}
	adopt(credentials, &fresh);
	return true;
}

/* Trouble and its end are logged once each. */
static void read_files(struct credentials *credentials)
{
	struct auth *auth = credentials->api->auth;
	struct err err, other;
	bool ok = read_kubeconfig(credentials, &err);

	ok &= auth_refresh(auth, ok ? &err : &other);
	if (!ok && !credentials->unreadable)
		log_event(LOG_WARNING, "credentials cannot be read again",
		    "reason", err.text);
	if (ok && credentials->unreadable)
		log_event(LOG_INFO, "credentials read again");
	say_changed(auth->changed, NULL);
	credentials->unreadable = !ok;
}

static void on_again(void *arg)
{
	struct credentials *credentials = arg;

	read_files(credentials);
	loop_timer_set(
	    credentials->again, credentials->api->limits->credentials);
}

/* The plugin. */

static bool change(struct secret *secret, const char *text)
{
	if (text)
		return secret_set(secret, text, strlen(text));
	if (!secret->text)
		return false;
	secret_clear(secret);
	return true;
}

static void take(
    struct credentials *credentials, const struct execcredential *credential)
{
	struct auth *auth = credentials->api->auth;
	unsigned changed = 0;

	if (change(&auth->token, credential->token))
		changed |= AUTH_TOKEN;
	if (!credentials->certified) {
		if (change(&auth->certificate, credential->certificate))
			changed |= AUTH_CERTIFICATE;
		if (change(&auth->key, credential->key))
			changed |= AUTH_CERTIFICATE;
	}
	if (changed)
		auth->generation++;
	say_changed(changed, auth->plugin->argv.list[0]);
	credentials->expires = credential->expires;
	credentials->expiry = credential->expiry;
}

/* ms until what it gave should be replaced. */
static uint64_t life(const struct credentials *credentials)
{
	int64_t left = credentials->expiry - loop_wall(credentials->api->loop);

	return left > 0 ? (uint64_t)left * 800 : 0;
}

static void succeed(struct credentials *credentials,
    const struct execcredential *credential, uint64_t rest)
{
	struct loop *loop = credentials->api->loop;
	uint64_t wait;

	take(credentials, credential);
	if (credentials->failing)
		log_event(LOG_INFO, "credential plugin works again");
	credentials->failing = false;
	credentials->good = true;
	credentials->since = loop_now(loop);
	http_open(credentials->api->http);
	if (!credentials->expires)
		return;
	wait = life(credentials);
	loop_timer_set(credentials->next, wait > rest ? wait : rest);
}

static void fail(
    struct credentials *credentials, const struct err *err, uint64_t rest)
{
	const struct api *api = credentials->api;

	if (!credentials->failing)
		log_event(LOG_WARNING, "credential plugin fails", "reason",
		    err->text);
	credentials->failing = true;
	credentials->reason = *err;
	credentials->since = 0;
	if (credentials->expires && credentials->expiry <= loop_wall(api->loop))
		credentials->good = false;
	if (!credentials->good)
		http_shut(api->http, err->text);
	loop_timer_set(credentials->next, rest);
}

/* The requests that fail with it add the randomness. */
static uint32_t none(uint32_t n)
{
	(void)n;
	return 0;
}

static void on_run(
    void *arg, const struct execcredential *credential, const struct err *why)
{
	struct credentials *credentials = arg;
	const struct api *api = credentials->api;
	uint64_t now = loop_now(api->loop);
	uint64_t rest;
	struct err err;

	credentials->run = NULL;
	if (credentials->since &&
	    now - credentials->since >= api->limits->backoff_reset)
		credentials->backoff.steps = 0;
	rest = backoff_next(&credentials->backoff, api->limits, none);
	credentials->rested = now + rest;
	if (credential && credential->certificate && credentials->certified) {
		err_set(&err, ERR_INPUT,
		    "credential plugin '%s': it gives a certificate, and the "
		    "kubeconfig has one",
		    api->auth->plugin->argv.list[0]);
		credential = NULL;
		why = &err;
	}
	if (credential)
		succeed(credentials, credential, rest);
	else
		fail(credentials, why, rest);
}

static void run_plugin(struct credentials *credentials)
{
	const struct api *api = credentials->api;
	struct err err;

	if (!credentials->good)
		http_pause(api->http);
	if (credentials->run)
		return;
	loop_timer_stop(credentials->next);
	credentials->run = pluginrun_start(api->loop,
	    &(struct pluginrun_options){
		.auth = api->auth,
		.limits = api->limits,
		.done = on_run,
		.arg = credentials,
	    },
	    &err);
	if (!credentials->run)
		on_run(credentials, NULL, &err);
}

static void on_next(void *arg)
{
	run_plugin(arg);
}

static bool replace(struct credentials *credentials)
{
	const struct api *api = credentials->api;

	if (!credentials->run && loop_now(api->loop) < credentials->rested &&
	    !credentials->failing)
		return false; /* it has just said so */
	credentials->good = false;
	if (!credentials->run && loop_now(api->loop) < credentials->rested)
		http_shut(api->http, credentials->reason.text);
	else
		run_plugin(credentials);
	return true;
}

bool credentials_renew(struct credentials *credentials, bool unknown)
{
	const struct auth *auth = credentials->api->auth;
	unsigned generation = auth->generation;

	read_files(credentials);
	if (generation != auth->generation)
		return true;
	return unknown && auth->plugin && replace(credentials);
}

struct credentials *credentials_start(const struct api *api,
    struct authsource *source, void (*moved)(void *arg), void *arg)
{
	struct credentials *credentials = xcalloc(1, sizeof(*credentials));

	credentials->api = api;
	credentials->source = source;
	credentials->moved = moved;
	credentials->arg = arg;
	credentials->certified = api->auth->certificate.text != NULL;
	credentials->again = loop_timer_new(api->loop, on_again, credentials);
	loop_timer_set(credentials->again, api->limits->credentials);
	credentials->next = loop_timer_new(api->loop, on_next, credentials);
	if (api->auth->plugin)
		run_plugin(credentials);
	return credentials;
}

void credentials_stop(struct credentials *credentials)
{
	if (!credentials)
		return;
	pluginrun_stop(credentials->run);
	loop_timer_free(credentials->again);
	loop_timer_free(credentials->next);
	free(credentials);
}
