/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/routes.h"

#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/approve.h"
#include "controller/serve/gitaccept.h"
#include "controller/serve/parameters.h"
#include "controller/serve/rekey.h"

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

static void answer_approve(const struct call *call, struct httpd_answer *answer)
{
	const struct desk *desk = call->desk;
	struct approve approve;
	struct err err;

	if (call->parameters.count)
		httpd_fail(answer, 400, "approve takes no parameter");
	else if (!approve_parse(&approve, call->request->body,
		     call->request->body_len, &err))
		httpd_fail(answer, 400, "%s", err.text);
	else if (!desk->approve(desk->arg, approve.zone, approve.plan, &err))
		httpd_fail(
		    answer, err.kind == ERR_ABSENT ? 404 : 400, "%s", err.text);
	else
		approve_print_done(&approve, &answer->body);
}

static void answer_rekey(const struct call *call, struct httpd_answer *answer)
{
	const struct desk *desk = call->desk;
	struct rekey rekey;
	struct err err;

	if (call->parameters.count)
		httpd_fail(answer, 400, "rekey takes no parameter");
	else if (!rekey_parse(&rekey, call->request->body,
		     call->request->body_len, &err))
		httpd_fail(answer, 400, "%s", err.text);
	else if (!desk->rekey(desk->arg, rekey.key, &err))
		httpd_fail(
		    answer, err.kind == ERR_ABSENT ? 404 : 400, "%s", err.text);
	else
		rekey_print_done(&rekey, &answer->body);
}

static void answer_git_accept(
    const struct call *call, struct httpd_answer *answer)
{
	const struct desk *desk = call->desk;
	struct gitaccept accept;
	struct err err;

	if (call->parameters.count)
		httpd_fail(answer, 400, "git-accept takes no parameter");
	else if (!gitaccept_parse(&accept, call->request->body,
		     call->request->body_len, &err))
		httpd_fail(answer, 400, "%s", err.text);
	else if (!desk->accept(desk->arg, accept.by, accept.reason, &err))
		httpd_fail(
		    answer, err.kind == ERR_ABSENT ? 404 : 400, "%s", err.text);
	else
		gitaccept_print_done(&accept, &answer->body);
}

static const struct route_row {
	const char *path;
	bool post; /* it changes something, so only POST is allowed */
	void (*answer)(const struct call *call, struct httpd_answer *answer);
} endpoints[] = {
	{ "/v1/explain", false, answer_explain },
	{ "/v1/status", false, answer_status },
	{ "/v1/approve", true, answer_approve },
	{ "/v1/rekey", true, answer_rekey },
	{ "/v1/git-accept", true, answer_git_accept },
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
		if (desk->affairs)
			endpoint->answer(&call, answer);
		else
			httpd_fail(answer, 503, "nothing is known yet");
		parameters_clear(&call.parameters);
	}
}
