/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svcvalue.h - the value of one SVCB or HTTPS parameter (RFC 9460 7, 8).
 *
 * The text is what stands after "=", without its quotes and escapes.
 */
#ifndef ZONEGEN_RECORD_SVCVALUE_H
#define ZONEGEN_RECORD_SVCVALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/rdata.h"

/* Must there be a value, may there be one? */
bool svcvalue_is_needed(uint16_t key);
bool svcvalue_is_allowed(uint16_t key);

/* Appends the octets of the value. */
bool svcvalue_parse(struct rdata *out, uint16_t key, const uint8_t *text,
    size_t len, struct err *err) MUST_CHECK;
/* Quotes and escapes are put in where they are needed. */
void svcvalue_print(
    uint16_t key, const uint8_t *octets, size_t len, struct buf *out);

#endif
