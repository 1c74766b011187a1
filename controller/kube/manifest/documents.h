/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents.h - the objects in the text of a manifest.
 *
 * YAML or JSON, several documents, lists of any kind that ends in "List".  Each
 * object of a known kind is given away as JSON.  A document that cannot be read
 * gives nothing, not even its first half, and does not affect the others; so it
 * is with an item of a list that ends as it should.  What is no object of a
 * kind that is read is passed over, even if it cannot be read: a list of
 * patches, a HelmRelease with a tag.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_DOCUMENTS_H
#define CONTROLLER_KUBE_MANIFEST_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/yaml.h"
#include "controller/object/kinds.h"
#include "zonegen/base/pause.h"
#include "zonegen/claim/finding.h"

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
	const char *file;      /* what remarks call it */
	const char *namespace; /* of objects that name none; NULL: "" */
	void (*object)(void *arg, const struct document *document);
	/*
	 * BAD_MANIFEST: a document could not be read.  NO_OBJECT,
	 * OTHER_VERSION: it was passed over.  origin "" or as origin_new()
	 * would call it; text "FILE:LINE: what".
	 */
	void (*remark)(void *arg, enum finding_id id, const char *origin,
	    const char *text);
	void *arg;
	size_t bad; /* documents and items that could not be read */
	struct yaml_text stream; /* what is not read yet */
	struct unpacking *open;  /* a list that is under way; or NULL */
};

/* In pieces; false: it pauses.  text stays until the end, or drop. */
void documents_begin(struct documents *documents, const char *text, size_t len);
bool documents_some(
    struct documents *documents, const struct pause *pause) MUST_CHECK;
void documents_drop(struct documents *documents);

#endif
