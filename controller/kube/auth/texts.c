/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/texts.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

void texts_add(struct texts *texts, const char *text)
{
	texts->list = xgrow(
	    texts->list, texts->count + 1, &texts->cap, sizeof(*texts->list));
	texts->list[texts->count++] = xstrdup(text);
	texts->list[texts->count] = NULL;
}

void texts_clear(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->list[i]);
	free(texts->list);
	*texts = (struct texts){ 0 };
}
