/* SPDX-License-Identifier: Apache-2.0 */
/*
 * discovery.c - asks for the resources of one API version, and after a 404 for
 * all groups. Parsing the two documents comes first, the request after it.
 */
#include "controller/kube/discovery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/kube/decide/response.h"
#include "zonegen/base/mem.h"

struct discovery {
	const struct api *api;
	const struct kind *kind;
	size_t api_version;
	bool groups; /* the second question: all groups */
	struct http_transfer *transfer;
	struct response response;
	void (*done)(void *arg, const struct reflector_event *event);
	void *arg;
};

static bool has(const struct json *node, const char *key, const char *text)
{
	const struct json *member = json_get(node, key);
	const char *found;

	return member && json_string(member, &found) && !strcmp(found, text);
}

static bool any(const struct json *list, const char *key, const char *text)
{
	const struct json *at;

	for (at = json_first(list); at; at = json_next(at))
		if (has(at, key, text))
			return true;
	return false;
}

static struct json *parse(
    const char *text, size_t len, const char *kind, struct err *err)
{
	struct json *tree = json_parse(text, len, err);

	if (tree && !has(tree, "kind", kind)) {
		json_free(tree);
		tree = NULL;
		err_set(err, ERR_INPUT, "discovery: not an %s", kind);
	}
	return tree;
}

bool discovery_in_resources(const char *text, size_t len, const char *plural,
    bool *found, struct err *err)
{
	struct json *tree = parse(text, len, "APIResourceList", err);
	const struct json *list;
	bool ok;

	if (!tree)
		return false;
	ok = json_get_array(tree, "resources", &list, err);
	if (ok)
		*found = any(list, "name", plural);
	json_free(tree);
	return ok;
}

static bool announced(
    const struct json *groups, const struct kind *kind, size_t api_version)
{
	const struct json *at;
	char text[256];

	snprintf(text, sizeof(text), "%s/%s", kind->group,
	    kind->api_versions[api_version]);
	for (at = json_first(groups); at; at = json_next(at))
		if (any(json_get(at, "versions"), "groupVersion", text))
			return true;
	return false;
}

bool discovery_in_groups(const char *text, size_t len, const struct kind *kind,
    size_t *api_version, struct err *err)
{
	struct json *tree = parse(text, len, "APIGroupList", err);
	const struct json *list;
	bool ok;

	if (!tree)
		return false;
	ok = json_get_array(tree, "groups", &list, err);
	while (ok && kind->api_versions[*api_version] &&
	    !announced(list, kind, *api_version))
		++*api_version;
	json_free(tree);
	return ok;
}

static void discovery_free(struct discovery *discovery)
{
	response_clear(&discovery->response);
	free(discovery);
}

static bool on_body(void *arg, const char *bytes, size_t len)
{
	struct discovery *discovery = arg;

	response_add(&discovery->response, bytes, len);
	return true;
}

/* Judges a whole response with 200. */
static struct reflector_event judge(struct discovery *discovery)
{
	const struct kind *kind = discovery->kind;
	struct response *response = &discovery->response;
	struct reflector_event event = {
		.what = REQUEST_FAILED,
		.fault = FAULT_BUSY,
		.text = response->why.text,
	};
	const char *text = buf_text(&response->body);
	size_t len = response->body.len;
	size_t api_version = discovery->api_version;
	bool found;

	if (!buf_ok(&response->body)) {
		err_set(&response->why, ERR_INPUT, "discovery: too large");
		return event;
	}
	if (!discovery->groups) {
		if (discovery_in_resources(
			text, len, kind->plural, &found, &response->why))
			event.what = found ? API_SERVED : API_ABSENT;
		return event;
	}
	if (!discovery_in_groups(text, len, kind, &api_version, &response->why))
		return event;
	if (api_version == discovery->api_version) {
		err_set(&response->why, ERR_NETWORK,
		    "'%s/%s' is announced but not served", kind->group,
		    kind->api_versions[api_version]);
		return event;
	}
	event.what = API_ABSENT;
	event.api = api_version;
	return event;
}

static void ask(struct discovery *discovery);

static void on_done(void *arg, const struct http_result *result)
{
	struct discovery *discovery = arg;
	struct reflector_event event;

	if (result->whole && result->status == 404 && !discovery->groups &&
	    *discovery->kind->group) {
		discovery->groups = true;
		buf_clear(&discovery->response.body);
		ask(discovery);
		return;
	}
	if (result->whole && result->status == 200)
		event = judge(discovery);
	else
		event = response_event(&discovery->response, result);
	discovery->done(discovery->arg, &event);
	discovery_free(discovery);
}

static void ask(struct discovery *discovery)
{
	const struct limits *limits = discovery->api->limits;
	struct buf path = BUF_INIT(API_PATH_LIMIT);

	if (discovery->groups)
		buf_puts(&path, "/apis");
	else
		api_group_path(&path, discovery->kind, discovery->api_version);
	discovery->transfer = http_start(discovery->api->http,
	    &(struct http_request){
		.auth = discovery->api->auth,
		.path = buf_text(&path),
		.silence = limits->silence,
		.wall = limits->wall,
		.body = on_body,
		.done = on_done,
		.arg = discovery,
	    });
	buf_clear(&path);
}

struct discovery *discovery_start(const struct api *api,
    const struct kind *kind, size_t api_version,
    void (*done)(void *arg, const struct reflector_event *event), void *arg)
{
	struct discovery *discovery = xcalloc(1, sizeof(*discovery));

	discovery->api = api;
	discovery->kind = kind;
	discovery->api_version = api_version;
	discovery->response.body.limit = api->limits->response_size;
	discovery->done = done;
	discovery->arg = arg;
	ask(discovery);
	return discovery;
}

void discovery_cancel(struct discovery *discovery)
{
	if (!discovery)
		return;
	http_cancel(discovery->transfer);
	discovery_free(discovery);
}
