/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unclosed.h - files that somebody has written to and not closed yet.
 *
 * Half a file must not be taken for all of it, so a file waits until it is
 * closed.  Some programs never close what they write: such a file waits until
 * nothing was written for a while, or for a longer while at most.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_UNCLOSED_H
#define CONTROLLER_KUBE_MANIFEST_UNCLOSED_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/map.h"

#define UNCLOSED_PATIENCE 3000 /* ms after the last write */
#define UNCLOSED_MOST 60000    /* ms after the first */

/* A write at now, in ms; the map begins empty. */
void unclosed_note(struct map *files, const char *path, uint64_t now);
/* Was it there? */
bool unclosed_forget(struct map *files, const char *path);
/* Must the file still wait?  If not, it is forgotten. */
bool unclosed_waits(struct map *files, const char *path, uint64_t now);
void unclosed_clear(struct map *files);

#endif
