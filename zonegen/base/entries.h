/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entries.h - the names in a directory, one by one.
 *
 *	DIR *entries = entries_open(dir, ".");
 *
 *	while ((name = entries_next(entries, ".tmp")))
 */
#ifndef ZONEGEN_BASE_ENTRIES_H
#define ZONEGEN_BASE_ENTRIES_H

#include <dirent.h>

/* Of the directory of that name in dir; NULL: it cannot be read. */
DIR *entries_open(int dir, const char *name);
/*
 * The next name that ends with suffix, and is longer.  NULL: there is none, and
 * entries is closed.
 */
const char *entries_next(DIR *entries, const char *suffix);

#endif
