/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlstream.h - a YAML stream before the parser sees it: cut into its
 * documents (YAML 1.2.2, 9.1), and what is refused at once.
 *
 * "---" and "..." at the start of a line end a document wherever they stand,
 * in a quoted string or a block scalar too.
 */
#ifndef CONTROLLER_BASE_YAMLSTREAM_H
#define CONTROLLER_BASE_YAMLSTREAM_H

#include <stdbool.h>

#include "controller/base/yaml.h"

/* The next document of a stream, taken off it; false at the end. */
bool yamlstream_next(struct yaml_text *stream, struct yaml_text *out);

struct yamlstream_place { /* from 0 */
	unsigned line;
	size_t column; /* in octets */
};

/*
 * A fault of a document, and its place; NULL: none.  NUL and octets that are
 * no UTF-8; and flow collections ("[", "{") that are nested deeply or go on and
 * on in one line: libfyaml keeps about 350 octets for each token of those
 * before it gives the first away, because each could still be a key.
 */
const char *yamlstream_fault(
    const char *text, size_t len, struct yamlstream_place *out);

#endif
