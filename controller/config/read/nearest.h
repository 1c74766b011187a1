/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nearest.h - a guess at the word that was meant by a wrong one.
 */
#ifndef CONTROLLER_CONFIG_READ_NEAREST_H
#define CONTROLLER_CONFIG_READ_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *wrong;
	const char *word; /* the best so far; NULL: nothing comes close */
	size_t distance;
};

/* Takes word, len octets, into account; word is borrowed. */
void nearest_try(struct nearest *nearest, const char *word, size_t len);

#endif
