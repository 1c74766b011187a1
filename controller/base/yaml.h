/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml.h - YAML text to JSON text; the only door to libfyaml.
 *
 * The JSON text then takes the same way as any other JSON.  Features of YAML
 * that JSON does not have are refused, not guessed: tags, keys that are not
 * scalars, keys that come twice, NUL, nesting beyond 64.  Anchors, aliases and
 * merge keys ("<<: *x") are followed where no places are asked for, up to 1 MiB
 * of copies in a document (a few lines of them are gigabytes otherwise).
 *
 * A stream is cut into documents before it is parsed, because the parser
 * stops at its first error: so a bad document costs only itself.
 *
 * Errors are ERR_INPUT, "FILE:LINE:COLUMN: what", the first one of a document.
 */
#ifndef CONTROLLER_BASE_YAML_H
#define CONTROLLER_BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/pause.h"

/* One document, or all of a file that may hold only one; borrowed. */
struct yaml_text {
	const char *file; /* what errors call it */
	const char *text; /* need not be terminated */
	size_t len;
	unsigned line; /* of the file, where text begins; from 1 */
};

struct yaml_place {                    /* from 1 */
	unsigned line, column;         /* of a value */
	unsigned key_line, key_column; /* of its key, or of the value again */
};

struct yaml {
	struct buf json; /* empty when the document holds nothing, or null */
	struct map places;
	struct arena arena; /* of places */
};

/* With or without places.  *out is to be cleared only after success. */
bool yaml_parse(const struct yaml_text *text, bool places, struct yaml *out,
    struct err *err) MUST_CHECK;
/*
 * The same in pieces; the text, out and err stay until the end, which frees
 * what was begun.  YAML_MORE: it pauses.
 */
struct yaml_parsing;
enum yaml_outcome { YAML_MORE, YAML_READ, YAML_REFUSED };
struct yaml_parsing *yaml_begin(const struct yaml_text *text, bool places,
    struct yaml *out, struct err *err);
enum yaml_outcome yaml_some(
    struct yaml_parsing *parsing, const struct pause *pause) MUST_CHECK;
void yaml_drop(struct yaml_parsing *parsing); /* NULL is fine */
/*
 * Where the value at a path stands: "zones[0].ttl", "" for the document.  NULL
 * when there is none.
 */
const struct yaml_place *yaml_place(const struct yaml *yaml, const char *path);
void yaml_clear(struct yaml *yaml);

#endif
