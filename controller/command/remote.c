/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/remote.h"

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "controller/axfr/fetch.h"
#include "zonegen/record/name.h"

static const char scheme[] = "axfr:";

struct remote_answer {
	struct loop *loop;
	struct foreign *out;
	struct err *err;
	bool done, ok;
};

bool remote_is(const char *place)
{
	return !strncmp(place, scheme, strlen(scheme));
}

bool remote_key(struct remote *remote, const struct config *config,
    const char *name, struct err *err)
{
	char parsed[NAME_SIZE];

	remote->key = NULL;
	if (!name)
		return true;
	if (!name_parse(name, strlen(name), parsed, err))
		return false;
	for (size_t i = 0; i < config->ntsig; i++)
		if (!strcmp(config->tsig[i].name, parsed))
			remote->key = &config->tsig[i];
	return remote->key != NULL ||
	    err_set(err, ERR_INPUT,
		"the configuration has no TSIG key '%s' in tsig", parsed);
}

static void on_done(void *arg, struct foreign *zone, const struct err *err)
{
	struct remote_answer *answer = arg;

	answer->done = true;
	answer->ok = zone != NULL;
	if (zone) {
		*answer->out = *zone;
		*zone = (struct foreign){ .count = 0 };
	} else {
		*answer->err = *err;
	}
	loop_stop(answer->loop);
}

static bool fetch(const struct remote *remote, struct loop *loop,
    const struct endpoint *server, const char *zone, struct foreign *out,
    struct err *err)
{
	struct remote_answer answer = { .loop = loop, .out = out, .err = err };
	const struct axfr_fetch_options options = {
		.server = server,
		.zone = zone,
		.key = remote->key,
		.limits = &limits_real,
		.done = on_done,
		.arg = &answer,
	};

	if (!axfr_fetch_start(loop, &options, err))
		return false;
	while (!answer.done)
		loop_run(loop);
	return answer.ok;
}

static bool read_address(
    const struct addrinfo *info, uint16_t port, struct endpoint *out)
{
	char text[ENDPOINT_SIZE];

	return getnameinfo(info->ai_addr, info->ai_addrlen, text, sizeof(text),
		   NULL, 0, NI_NUMERICHOST) == 0 &&
	    endpoint_parse_at(text, port, out);
}

/* "HOST[@PORT]"; the text of the port is looked at by endpoint_parse(). */
static bool split(
    const char *place, char host[NAME_SIZE], uint16_t *port, struct err *err)
{
	const char *text = place + strlen(scheme), *at = strrchr(text, '@');
	size_t len = at ? (size_t)(at - text) : strlen(text);
	struct endpoint any;
	char with_port[32];

	*port = 53;
	snprintf(with_port, sizeof(with_port), "0.0.0.0%.20s", at ? at : "");
	if (!len || len >= NAME_SIZE ||
	    !endpoint_parse_at(with_port, *port, &any))
		return err_set(err, ERR_INPUT,
		    "'%s' is not axfr:HOST or axfr:HOST@PORT", place);
	memcpy(host, text, len);
	host[len] = '\0';
	*port = any.port;
	return true;
}

bool remote_fetch(const struct remote *remote, struct loop *loop,
    const char *zone, struct foreign *out, struct err *err)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	struct endpoint server;
	char host[NAME_SIZE];
	uint16_t port;
	bool ok = false;
	int why;

	if (!split(remote->place, host, &port, err))
		return false;
	why = getaddrinfo(host, NULL, &hints, &found);
	if (why)
		return err_set(
		    err, ERR_INPUT, "host '%s': %s", host, gai_strerror(why));
	err_set(err, ERR_NETWORK, "no address");
	for (struct addrinfo *info = found; info && !ok; info = info->ai_next)
		ok = read_address(info, port, &server) &&
		    fetch(remote, loop, &server, zone, out, err);
	freeaddrinfo(found);
	return ok || err_prefix(err, "zone '%s' of '%s'", zone, remote->place);
}
