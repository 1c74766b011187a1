/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configfile.h - watches the configuration file for changes.
 *
 * The directory is watched, not the file: editors replace files, and a mounted
 * ConfigMap changes when the ..data link beside them is replaced.  A burst of
 * changes is reported once, a moment after its end, and only if the octets of
 * the file differ from those that were read last.
 */
#ifndef CONTROLLER_COMMAND_CONFIGFILE_H
#define CONTROLLER_COMMAND_CONFIGFILE_H

#include "controller/base/loop.h"
#include "zonegen/base/err.h"

struct configfile;

/*
 * digest: of the text that was read last (config.h); if the file differs
 * already, changed is called too.  ERR_SYSTEM: the directory cannot be watched.
 */
struct configfile *configfile_watch(struct loop *loop, const char *path,
    const char *digest, void (*changed)(void *arg), void *arg,
    struct err *err) MUST_CHECK;
/* The file was read again, good or bad, and has this digest; NULL is fine. */
void configfile_loaded(struct configfile *file, const char *digest);
void configfile_free(struct configfile *file); /* NULL is fine */

#endif
