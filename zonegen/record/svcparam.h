/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svcparam.h - the parameters of SVCB and HTTPS (RFC 9460 2.1, 2.2).
 *
 * People write them in any order; in the rdata, and in what we print, they
 * stand by number, each once.
 */
#ifndef ZONEGEN_RECORD_SVCPARAM_H
#define ZONEGEN_RECORD_SVCPARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/rdata.h"
#include "zonegen/record/scanner.h"

#define SVCPARAM_MAX 62 /* of one record; NSD reads no more */

/* Appends what stands from here to the end, one parameter at least. */
bool svcparam_parse(
    struct scanner *scanner, struct rdata *out, struct err *err) MUST_CHECK;
void svcparam_print(const uint8_t *octets, size_t len, struct buf *out);

#endif
