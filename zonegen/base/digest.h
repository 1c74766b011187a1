/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - SHA-256 (FIPS 180-4) of octets, as lower-case hexadecimal digits.
 */
#ifndef ZONEGEN_BASE_DIGEST_H
#define ZONEGEN_BASE_DIGEST_H

#include <stddef.h>

#define DIGEST_SIZE 65 /* 64 digits and a NUL */

void digest_hex(const void *octets, size_t len, char out[DIGEST_SIZE]);

#endif
