/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.h - the form of a command's output (-o text, json, markdown), and
 * writing it.
 */
#ifndef CONTROLLER_COMMAND_OUTPUT_H
#define CONTROLLER_COMMAND_OUTPUT_H

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

enum output {
	OUTPUT_TEXT,
	OUTPUT_JSON,
	OUTPUT_MARKDOWN,
};

/*
 * word NULL: text.  last: the last form that the command has.  ERR_INPUT: it
 * has no such form.
 */
bool output_parse(const char *word, enum output last, enum output *out,
    struct err *err) MUST_CHECK;
/*
 * Writes the whole text to stdout, as far as stdio knows: main() reports what
 * the system refused.  ERR_INPUT: there is too much.
 */
bool output_write(const struct buf *text, struct err *err) MUST_CHECK;
/* Writes the version of the program, which all commands print alike. */
void output_version(void);
const char *output_release(void); /* the version of the program */

#endif
