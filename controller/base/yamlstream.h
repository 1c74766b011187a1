/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlstream.h - a YAML stream, cut into its documents (YAML 1.2.2, 9.1).
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

#endif
