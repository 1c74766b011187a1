/* SPDX-License-Identifier: Apache-2.0 */
/*
 * label.h - one label of a name, from text to the text that name.h describes.
 *
 * Each function appends to out, whose length is *used, and returns NULL or why
 * the label is refused.  first: there is no label before it, else a dot comes
 * in front.
 */
#ifndef ZONEGEN_RECORD_LABEL_H
#define ZONEGEN_RECORD_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/record/name.h"

/* Of a host; "*" when it is the first; others than ASCII by UTS 46. */
const char *label_add_host(const char *label, size_t len, bool first,
    char out[NAME_SIZE], size_t *used);
/* Of a reverse zone: a "/" between letters and digits, also as an escape. */
const char *label_add_range(const char *label, size_t len, bool first,
    char out[NAME_SIZE], size_t *used);
/* A service instance, the first label: any octets, escapes among them. */
const char *label_add_instance(
    const char *label, size_t len, char out[NAME_SIZE], size_t *used);

/* The octet at text, which may be escaped; how much was read, 0: bad. */
size_t label_octet(const char *text, size_t left, unsigned char *out);
/* Appends one octet, escaped if need be; false: the text gets too long. */
bool label_add(unsigned char c, char out[NAME_SIZE], size_t *used);

#endif
