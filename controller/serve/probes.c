/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/probes.h"

#include <string.h>

#include "controller/serve/answer/exposition.h"
#include "controller/serve/answer/health.h"

static bool verbose(const struct httpd_request *request)
{
	const char *query = request->query;

	return query &&
	    (!strcmp(query, "verbose") || !strncmp(query, "verbose=", 8));
}

static void say_health(const struct httpd_request *request, const char *name,
    bool good, struct httpd_answer *answer)
{
	answer->type = "text/plain; charset=utf-8";
	answer->status = good ? 200 : 503;
	if (good && !verbose(request))
		buf_reset(&answer->body);
	else
		buf_printf(&answer->body, "%s ", name);
	buf_puts(&answer->body, good ? "ok\n" : "failed\n");
}

static void answer_live(const struct probes *probes,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	(void)probes;
	/* A loop that hangs does not come here. */
	buf_puts(&answer->body, "[+]loop ok\n");
	say_health(request, "livez", true, answer);
}

static void answer_ready(const struct probes *probes,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	bool ready = health_ready(probes->affairs, &answer->body);

	say_health(request, "readyz", ready, answer);
}

static void answer_metrics(const struct probes *probes,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	(void)request;
	answer->type = EXPOSITION_TYPE;
	if (probes->measure(probes->arg, &answer->body))
		return;
	httpd_fail(answer, 429, "metrics are read too often");
	answer->headers = "Retry-After: 1\r\n";
}

static const struct probe_row {
	const char *path;
	void (*answer)(const struct probes *probes,
	    const struct httpd_request *request, struct httpd_answer *answer);
} paths[] = {
	{ "/livez", answer_live },
	{ "/readyz", answer_ready },
	{ "/metrics", answer_metrics },
};

void probes_answer(const struct probes *probes,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (!strcmp(paths[i].path, request->path)) {
			paths[i].answer(probes, request, answer);
			return;
		}
	httpd_fail(answer, 404, "there is no '%.100s'", request->path);
}
