/* SPDX-License-Identifier: Apache-2.0 */
/* What a stranger may write behind "/v1/explain?": decoded, then understood. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "controller/serve/answer/question.h"
#include "controller/serve/parameters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const char *text)
{
	struct question question;
	struct err err;
	char again[NAME_SIZE];

	if (!question_parse(&question, text, &err))
		return;
	assert(!strcmp(question.text, text));
	if (question.kind) {
		assert(question.key > question.text);
		assert(
		    !!strchr(question.key, '/') == question.kind->namespaced);
	} else if (question.named) {
		assert(name_parse_record(
		    question.name, strlen(question.name), again, &err));
		assert(!strcmp(question.name, again));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *query = xmalloc(size + 1);
	struct parameters parameters;
	struct err err;

	memcpy(query, data, size);
	query[size] = '\0';
	ask(query);
	if (parameters_parse(&parameters, query, &err)) {
		for (size_t i = 0; i < parameters.count; i++) {
			const struct parameter *one = &parameters.list[i];

			assert(parameters_get(&parameters, one->key) ==
			    one->value);
			assert(strlen(one->key) + strlen(one->value) <= size);
			ask(one->value);
		}
		parameters_clear(&parameters);
	}
	free(query);
	return 0;
}
