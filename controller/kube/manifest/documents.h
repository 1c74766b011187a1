/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents.h - the objects in the text of a manifest.
 *
 * YAML or JSON, several documents, lists of any kind that ends in "List".  Each
 * object of a known kind is given away as JSON, others are passed over.  A
 * document that cannot be read gives nothing, not even its first half, and does
 * not affect the others.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_DOCUMENTS_H
#define CONTROLLER_KUBE_MANIFEST_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/object/kinds.h"
#include "zonegen/base/err.h"

/* Good during the call. */
struct document {
	const struct kind *kind;
	const char *text; /* JSON, not terminated */
	size_t len;
	const char *namespace; /* "" for kinds that have none */
	const char *name;      /* not "" */
	bool versioned;        /* with uid and resourceVersion */
};

struct documents {
	const char *file; /* what errors call it */
	void (*object)(void *arg, const struct document *document);
	void *arg;
	size_t bad;       /* documents that could not be read */
	struct err first; /* of the first of them: "FILE:LINE: what" */
};

void documents_read(struct documents *documents, const char *text, size_t len);

#endif
