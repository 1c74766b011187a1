/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base.h - the few macros every file may use.
 *
 * This room knows no DNS: memory (mem), text (buf, template, base64, digest,
 * number), errors (err), the table (map), files that are replaced whole
 * (outfile) and the names in a directory (entries).
 */
#ifndef ZONEGEN_BASE_BASE_H
#define ZONEGEN_BASE_BASE_H

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

#endif
