/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foreignfile.h - a foreign zone out of a zone file, as anybody may have
 * written it (master.h): what BIND writes, what dig prints of a transfer.
 */
#ifndef ZONEGEN_FOREIGN_FOREIGNFILE_H
#define ZONEGEN_FOREIGN_FOREIGNFILE_H

#include "zonegen/foreign/foreign.h"

/*
 * zone: from name_parse(), or NULL: the first SOA says which.  A record that
 * is wrong is left out, as is one that cannot be published.  ERR_INPUT:
 * nothing says which zone it is or what its names are relative to, or there is
 * no good SOA.  Finished; foreign_clear() it, failed or not.
 */
bool foreignfile_read(struct foreign *out, const char *text, size_t len,
    const char *zone, struct err *err) MUST_CHECK;

#endif
