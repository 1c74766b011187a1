/* SPDX-License-Identifier: Apache-2.0 */
/*
 * annotationword.h - what stands behind the prefix of an annotation that steers
 * what is claimed (A3: annotations): "hostname", "target", ...
 *
 * Which of them are read, and under which prefixes, the configuration says.
 * Decoding knows no configuration: it keeps each of them under any prefix.
 */
#ifndef CONTROLLER_CONFIG_READ_ANNOTATIONWORD_H
#define CONTROLLER_CONFIG_READ_ANNOTATIONWORD_H

#include <stdbool.h>

extern const char *const annotationword_all[]; /* NULL at the end */

/* Is it one of them under some prefix? */
bool annotationword_ends(const char *key);

#endif
