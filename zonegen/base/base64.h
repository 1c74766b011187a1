/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64.h - octets as base64 and back, RFC 4648 4.
 */
#ifndef ZONEGEN_BASE_BASE64_H
#define ZONEGEN_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/base.h"
#include "zonegen/base/buf.h"

/*
 * Appends; false: text is not base64, padded as it should be.  Line breaks in
 * between are passed over.
 */
bool base64_decode(const char *text, struct buf *out) MUST_CHECK;
/* Appends, padded, without line breaks. */
void base64_encode(const uint8_t *octets, size_t len, struct buf *out);

#endif
