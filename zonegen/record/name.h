/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name.h - domain names as text.
 *
 * Inside the library a name is lower-case ASCII, absolute, without the final
 * dot: "www.example.com"; the root is "".  name_parse() is the one way in.
 * Because only letters, digits, "-", "_" and a left-most "*" pass, the text
 * needs no escapes and its labels are what stands between the dots.  The names
 * of foreign zones may be any (name_parse_any()): there an octet that would be
 * syntax of a zone file, a dot in a label too, is an escape \DDD.
 *
 * The rules are those of RFC 1035 2.3.4 (sizes), RFC 4592 (wildcards) and UTS
 * 46 non-transitional through libidn2 (labels that are not plain ASCII or
 * begin with xn--); label.c has them.
 */
#ifndef ZONEGEN_RECORD_NAME_H
#define ZONEGEN_RECORD_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"

#define NAME_SIZE 254 /* text of the longest name, and a NUL */
#define NAME_WIRE 255 /* octets of the longest name in wire form */

/*
 * ERR_INPUT when text (len octets, need not be terminated) is no such name.
 * One final dot is dropped.  "" and "." are refused.
 */
bool name_parse(const char *text, size_t len, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;

/*
 * The same of a name that need not be a host's (RFC 2181 11): any octets, given
 * as they are or as \DDD and \X.  ERR_INPUT too when its text is longer than a
 * name of ours.  "." is the root.
 */
bool name_parse_any(const char *text, size_t len, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;

/*
 * The same of a name that a record or a zone may have and no host (N1:
 * well-formed names): labels of a reverse zone with "/" (RFC 2317 4), and as
 * the left-most label, left of "_x._tcp", "_x._udp" or of "_tcp" or "_udp"
 * itself, a service instance of any octets (RFC 6763 4.1.1), as they are or as
 * \DDD and \X.
 */
bool name_parse_record(const char *text, size_t len, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;

/*
 * For file names and whoever makes some of it: "/" is \047, which means the
 * same name.
 */
#define NAME_FILE_SIZE (NAME_SIZE + NAME_SIZE)
const char *name_for_file(const char *name, char out[NAME_FILE_SIZE]);

/* Why a legal name is odd as the owner of addresses, as a sentence; or NULL. */
const char *name_odd(const char *name);

/*
 * Why name, which was given as text, is no target, or NULL: one label without a
 * final dot, a last label of digits only (N6: absolute targets).
 */
const char *name_misfit(const char *name, const char *text, size_t len);

/* Canonical order, RFC 4034 6.1: like strcmp(). */
int name_compare(const char *a, const char *b);
/* Is name the zone or below it? */
bool name_within(const char *name, const char *zone);
/* The name without its first label; NULL for the root. */
const char *name_parent(const char *name);
bool name_is_wildcard(const char *name);

/* Wire form (RFC 1035 3.1), uncompressed; returns its length. */
size_t name_to_wire(const char *name, uint8_t out[NAME_WIRE]);
/*
 * Text of the wire name at wire; false when it is cut, compressed or too long
 * as text.  *used: octets read.
 */
bool name_from_wire(const uint8_t *wire, size_t size, char out[NAME_SIZE],
    size_t *used) MUST_CHECK;

#endif
