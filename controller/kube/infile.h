/* SPDX-License-Identifier: Apache-2.0 */
/*
 * infile.h - a small file as bytes.
 */
#ifndef CONTROLLER_KUBE_INFILE_H
#define CONTROLLER_KUBE_INFILE_H

#include <stdbool.h>

#include "zonegen/buf.h"
#include "zonegen/err.h"

/*
 * Appends all of it.  ERR_ABSENT: there is no such file; ERR_INPUT: larger
 * than out takes; ERR_SYSTEM: cannot be read.
 */
bool infile_read(const char *path, struct buf *out, struct err *err) MUST_CHECK;

#endif
