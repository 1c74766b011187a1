/* SPDX-License-Identifier: Apache-2.0 */
/*
 * texts.h - a list of strings that grows, NULL behind the last.
 */
#ifndef CONTROLLER_KUBE_AUTH_TEXTS_H
#define CONTROLLER_KUBE_AUTH_TEXTS_H

#include <stddef.h>

struct texts {
	char **list; /* NULL while empty */
	size_t count, cap;
};

void texts_add(struct texts *texts, const char *text); /* a copy */
void texts_clear(struct texts *texts);

#endif
