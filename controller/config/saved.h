/* SPDX-License-Identifier: Apache-2.0 */
/*
 * saved.h - the last configuration that was in force, kept in the state
 * directory for a start at which the file is bad.
 *
 * It is the text of the file and of its templates, octet for octet; secrets are
 * files of their own, which the text only names.  A digest guards the whole: a
 * cut file could be a good configuration with fewer zones.
 */
#ifndef CONTROLLER_CONFIG_SAVED_H
#define CONTROLLER_CONFIG_SAVED_H

#include "controller/config/config.h"
#include "zonegen/base/err.h"

#define SAVED_NAME "config.saved"

/* Writes it in the state directory of the configuration, if it differs. */
bool saved_write(const struct config *config, struct err *err) MUST_CHECK;
/*
 * The one in the directory; path is where its text was read.  NULL:
 * ERR_ABSENT: there is none; ERR_SYSTEM: it cannot be read; ERR_INPUT: it is
 * damaged, of another program, written by another user, or of another
 * directory.
 */
struct config *saved_read(
    const char *directory, const char *path, struct err *err) MUST_CHECK;

/* The text of the file, and back. */
void saved_print(const struct config *config, struct buf *out);
struct config *saved_parse(
    const char *text, size_t len, const char *path, struct err *err) MUST_CHECK;

#endif
