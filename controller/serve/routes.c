/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/routes.h"

#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/parameters.h"
#include "controller/serve/posted.h"

/* Reads the one parameter of explain, a name or an object. */
static bool read_question(const struct parameters *parameters,
    struct question *question, struct err *err)
{
	const char *name = parameters_get(parameters, "name");
	const char *object = parameters_get(parameters, "object");

	if (parameters->count != 1 || !(name || object))
		return err_set(err, ERR_INPUT,
		    "explain takes one parameter, name or object");
	if (!question_parse(question, name ? name : object, err))
		return false;
	if (!name == !question->kind)
		return err_set(err, ERR_INPUT, "'%s' is not %s", question->text,
		    name ? "a name" : "KIND/NAMESPACE/NAME");
	return true;
}

/* One request to an endpoint. */
struct call {
	const struct desk *desk;
	const struct httpd_request *request;
	struct parameters parameters;
};

static void answer_explain(const struct call *call, struct httpd_answer *answer)
{
	struct question question;
	struct err err;

	if (read_question(&call->parameters, &question, &err))
		explain_write(
		    call->desk->affairs->knowledge, &question, &answer->body);
	else
		httpd_fail(answer, 400, "%s", err.text);
}

static void answer_status(const struct call *call, struct httpd_answer *answer)
{
	if (call->parameters.count) {
		httpd_fail(answer, 400, "status takes no parameter");
		return;
	}
	status_write(call->desk->affairs, &answer->body);
	call->desk->report(call->desk->arg);
}

static unsigned status_of(const struct err *err)
{
	if (err->kind == ERR_ABSENT)
		return 404;
	return err->kind == ERR_SYSTEM ? 500 : 400;
}

/* The request is done, if it is a good one. */
static void answer_post(
    const struct call *call, enum posted_kind kind, struct httpd_answer *answer)
{
	const struct desk *desk = call->desk;
	struct posted posted;
	struct err err;

	if (call->parameters.count)
		httpd_fail(answer, 400, "%s takes no parameter",
		    posted_path(kind) + strlen("/v1/"));
	else if (!posted_parse(&posted, kind, call->request->body,
		     call->request->body_len, &err))
		httpd_fail(answer, 400, "%s", err.text);
	else if (!desk->act(desk->arg, &posted, &answer->body, &err))
		httpd_fail(answer, status_of(&err), "%s", err.text);
	else if (!answer->body.len)
		posted_print_done(&posted, &answer->body);
}

static const struct route_row {
	const char *path;
	bool post; /* it changes something, so only POST is allowed */
	void (*answer)(const struct call *call, struct httpd_answer *answer);
	enum posted_kind kind; /* of what is posted */
} endpoints[] = {
	{ "/v1/explain", false, answer_explain },
	{ "/v1/status", false, answer_status },
	{ "/v1/approve", true, NULL, POSTED_APPROVE },
	{ "/v1/rekey", true, NULL, POSTED_REKEY },
	{ "/v1/git-accept", true, NULL, POSTED_GIT_ACCEPT },
	{ "/v1/freeze", true, NULL, POSTED_FREEZE },
	{ "/v1/thaw", true, NULL, POSTED_THAW },
	{ "/v1/restore", true, NULL, POSTED_RESTORE },
	{ "/v1/release", true, NULL, POSTED_RELEASE },
};

static const struct route_row *find_endpoint(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(endpoints); i++)
		if (!strcmp(endpoints[i].path, path))
			return &endpoints[i];
	return NULL;
}

void routes_answer(const struct desk *desk, const struct httpd_request *request,
    struct httpd_answer *answer)
{
	const struct route_row *endpoint = find_endpoint(request->path);
	struct call call = { .desk = desk, .request = request };
	struct err err;

	if (!endpoint) {
		httpd_fail(answer, 404, "there is no '%.100s'", request->path);
	} else if (endpoint->post != request->post) {
		httpd_fail_method(
		    answer, endpoint->post ? HTTPD_POST : HTTPD_READS);
	} else if (!parameters_parse(&call.parameters, request->query, &err)) {
		httpd_fail(answer, 400, "%s", err.text);
	} else {
		if (!desk->affairs)
			httpd_fail(answer, 503, "nothing is known yet");
		else if (endpoint->post)
			answer_post(&call, endpoint->kind, answer);
		else
			endpoint->answer(&call, answer);
		parameters_clear(&call.parameters);
	}
}
