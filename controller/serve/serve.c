/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/serve.h"

#include <stdlib.h>

#include "controller/serve/http.h"
#include "controller/serve/listening.h"
#include "controller/serve/routes.h"
#include "zonegen/mem.h"

struct serve {
	const struct publisher *publisher;
	struct listening listening;
	struct httpd *httpd;
};

static void on_request(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	const struct serve *serve = arg;
	struct publisher_view view;
	bool known = publisher_look(serve->publisher, &view);
	const struct knowledge knowledge = {
		.config = view.config,
		.store = view.store,
		.set = view.set,
	};

	routes_answer(known ? &knowledge : NULL, request, answer);
}

struct serve *serve_start(struct loop *loop, const struct publisher *publisher,
    const char *directory, struct err *err)
{
	struct serve *serve = xcalloc(1, sizeof(*serve));
	struct arena arena = { 0 };
	const char *path = arena_printf(&arena, "%s/" SERVE_SOCKET, directory);

	serve->publisher = publisher;
	if (!listening_unix(&serve->listening, path, 0660, err)) {
		free(serve);
		serve = NULL;
	} else {
		serve->httpd =
		    httpd_new(loop, &httpd_limits, on_request, serve);
		httpd_add(serve->httpd, serve->listening.fd);
		serve->listening.fd = -1; /* the server's now */
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
