/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/serve.h"

#include <stdlib.h>

#include "controller/publish/zones.h"
#include "controller/serve/httpd.h"
#include "controller/serve/listening.h"
#include "controller/serve/routes.h"
#include "zonegen/base/mem.h"

struct serve {
	struct loop *loop;
	struct publisher *publisher;
	struct httpd_limits limits;
	struct listening listening;
	struct httpd *httpd;
};

static bool approve(
    void *arg, const char *zone, const char *plan, struct err *err)
{
	const struct serve *serve = arg;

	return publisher_approve(serve->publisher, zone, plan, err);
}

static void report(void *arg)
{
	const struct serve *serve = arg;

	publisher_report(serve->publisher);
}

static const struct zone_state *zone_states(
    const struct zones *zones, struct arena *arena)
{
	struct zone_state *list =
	    arena_alloc(arena, (zones->count + 1) * sizeof(*list));

	for (size_t i = 0; i < zones->count; i++) {
		const struct publication *publication = zones->publications[i];
		const struct zone_overlay *overlay = map_get(
		    &zones->overlays.by_zone, publication_zone(publication));

		list[i].served = publication_served(publication);
		if (!overlay)
			continue;
		list[i].overlay = &overlay->overlay;
		list[i].hold = &overlay->memory.hold;
	}
	return list;
}

static void on_request(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	struct serve *serve = arg;
	struct arena arena = { .chunk = 0 };
	struct publisher_view view;
	bool known = publisher_look(serve->publisher, &view);
	const struct knowledge knowledge = {
		.config = view.config,
		.store = view.store,
		.set = view.set,
	};
	const struct affairs affairs = {
		.knowledge = &knowledge,
		.zones = known ? zone_states(view.zones, &arena) : NULL,
		.nsd_away = view.nsd_away,
		.now = loop_now(serve->loop),
	};
	const struct desk desk = {
		.affairs = known ? &affairs : NULL,
		.report = report,
		.approve = approve,
		.arg = serve,
	};

	routes_answer(&desk, request, answer);
	arena_clear(&arena);
}

struct serve *serve_start(struct loop *loop, struct publisher *publisher,
    const char *directory, struct err *err)
{
	struct serve *serve = xcalloc(1, sizeof(*serve));
	struct arena arena = { 0 };
	const char *path = arena_printf(&arena, "%s/" SERVE_SOCKET, directory);

	serve->loop = loop;
	serve->publisher = publisher;
	serve->limits = httpd_limits;
	serve->limits.posts = true;
	if (!listening_unix(&serve->listening, path, 0660, err)) {
		free(serve);
		serve = NULL;
	} else {
		serve->httpd =
		    httpd_new(loop, &serve->limits, on_request, serve);
		httpd_add(serve->httpd, serve->listening.fd);
		serve->listening.fd = -1; /* httpd's now */
	}
	arena_clear(&arena);
	return serve;
}

void serve_stop(struct serve *serve)
{
	if (!serve)
		return;
	listening_close(&serve->listening);
	httpd_free(serve->httpd);
	free(serve);
}
