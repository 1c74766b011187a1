/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdataprint.h - octets as text, in the one form that NSD, BIND, Knot and ldns
 * all read as the same octets.
 */
#ifndef ZONEGEN_RECORD_RDATAPRINT_H
#define ZONEGEN_RECORD_RDATAPRINT_H

#include "zonegen/record/rdata.h"

/*
 * One field, whose octets are well-formed: they were made here.  So printing
 * cannot fail.
 */
void rdata_print_field(
    char field, const uint8_t *octets, size_t len, struct buf *out);

#endif
