/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configfile.h - watches the configuration file, and the templates that it
 * names, for changes.
 *
 * The directories are watched, not the files: editors replace files, and a
 * mounted ConfigMap changes when the ..data link beside them is replaced.  What
 * lies behind other links, or on a disk of another machine, is looked at every
 * few seconds.  A burst of changes is reported once, a moment after its end,
 * and only if the octets differ from those that were read last.
 */
#ifndef CONTROLLER_COMMAND_CONFIGFILE_H
#define CONTROLLER_COMMAND_CONFIGFILE_H

#include "controller/base/loop.h"

struct configfile;

/*
 * digest: of the text that was read last (config.h), templates: the directory
 * that it names, or NULL; if the files differ already, changed is called too.
 */
struct configfile *configfile_watch(struct loop *loop, const char *path,
    const char *digest, const char *templates, void (*changed)(void *arg),
    void *arg);
/* The file was read again and has this digest.  NULL is fine. */
void configfile_loaded(
    struct configfile *file, const char *digest, const char *templates);
/* The same of one that is bad; its templates are those before. */
void configfile_refused(struct configfile *file, const char *digest);
void configfile_free(struct configfile *file); /* NULL is fine */

#endif
