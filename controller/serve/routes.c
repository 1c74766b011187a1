/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/routes.h"

#include <string.h>

#include "controller/serve/explain.h"
#include "controller/serve/parameters.h"

/* One question, as a name or as an object. */
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

static void answer_explain(const struct knowledge *knowledge,
    const struct parameters *parameters, struct httpd_answer *answer)
{
	struct question question;
	struct err err;

	if (read_question(parameters, &question, &err))
		explain(knowledge, &question, &answer->body);
	else
		httpd_fail(answer, 400, "%s", err.text);
}

static const struct route {
	const char *path;
	void (*answer)(const struct knowledge *knowledge,
	    const struct parameters *parameters, struct httpd_answer *answer);
} routes[] = {
	{ "/v1/explain", answer_explain },
};

static const struct route *find_route(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(routes); i++)
		if (!strcmp(routes[i].path, path))
			return &routes[i];
	return NULL;
}

void routes_answer(const struct knowledge *knowledge,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	const struct route *route = find_route(request->path);
	struct parameters parameters;
	struct err err;

	if (!route) {
		httpd_fail(answer, 404, "there is no '%.100s'", request->path);
	} else if (!parameters_parse(&parameters, request->query, &err)) {
		httpd_fail(answer, 400, "%s", err.text);
	} else {
		if (knowledge)
			route->answer(knowledge, &parameters, answer);
		else
			httpd_fail(answer, 503, "nothing is known yet");
		parameters_clear(&parameters);
	}
}
