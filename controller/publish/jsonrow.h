/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonrow.h - members of one row of overlay.json, read strictly.
 */
#ifndef CONTROLLER_PUBLISH_JSONROW_H
#define CONTROLLER_PUBLISH_JSONROW_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/json.h"
#include "zonegen/buf.h"
#include "zonegen/err.h"
#include "zonegen/name.h"

/* ERR_INPUT: the row has a member that is not among these. */
bool jsonrow_known(const struct json *row, const char *const *known,
    size_t count, struct err *err) MUST_CHECK;
/* A string, which must be there. */
bool jsonrow_string(const struct json *row, const char *key, const char **out,
    struct err *err) MUST_CHECK;
bool jsonrow_name(const struct json *row, const char *key, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;

/* "KEY":"TEXT", */
void jsonrow_print(struct buf *out, const char *key, const char *text);

#endif
