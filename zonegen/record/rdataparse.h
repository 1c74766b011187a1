/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdataparse.h - the text of a record, field by field, into octets.
 */
#ifndef ZONEGEN_RECORD_RDATAPARSE_H
#define ZONEGEN_RECORD_RDATAPARSE_H

#include "zonegen/record/rdata.h"

/*
 * Appends what the text says; fields are those of rr_type_fields(), origin as
 * in record_parse_in(), or NULL.  any_name: names need not be those of hosts.
 */
bool rdata_parse(struct rdata *out, const char *fields, const char *text,
    size_t len, const char *origin, bool any_name, struct err *err) MUST_CHECK;
/* A target of TXT: quoted strings or one raw value (D3: text is data). */
bool rdata_parse_text(struct rdata *out, const char *text, size_t len,
    struct err *err) MUST_CHECK;

#endif
