/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - a document read into structs by the table in keys.c.
 *
 * The reader walks the document, finds the row of each key and has the row's
 * function put the value where the row says.
 */
#ifndef CONTROLLER_CONFIG_READ_READER_H
#define CONTROLLER_CONFIG_READ_READER_H

#include <stddef.h>

#include "controller/config/read/reading.h"
#include "zonegen/base/digest.h"

/* A list of structs; each begins with the path of its element. */
struct list {
	void *items;
	size_t count;
};

/*
 * Reads a whole document (NULL: an empty one) into *base, which is zeroed.
 * Its mistakes are the reader's.
 */
void reader_read(struct reader *reader, const struct json *document,
    const struct key *keys, size_t nkeys, void *base);

/*
 * The SHA-256 of the values of the keys that claim, defaults included: comments
 * and other keys do not change it, nor does a default that is written out.
 */
void reader_digest(struct reader *reader, char out[DIGEST_SIZE]);

/* For rows with .size: one struct at least where it is required. */
void read_structs(const struct value *value);

#endif
