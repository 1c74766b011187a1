/* SPDX-License-Identifier: Apache-2.0 */
/*
 * authsource.h - where a struct auth comes from: as kubectl looks for it.
 *
 * The files named in the configuration, else those of $KUBECONFIG, else what a
 * pod has, else ~/.kube/config.  The files may change while the program runs
 * (another address of the server, another token in the file itself).  The
 * context may not: a changed current-context is meant for kubectl.
 */
#ifndef CONTROLLER_KUBE_AUTH_AUTHSOURCE_H
#define CONTROLLER_KUBE_AUTH_AUTHSOURCE_H

#include <stdbool.h>

#include "controller/kube/auth/auth.h"
#include "zonegen/base/buf.h"

struct authsource {
	char *files;      /* like "a:b"; NULL: the pod's */
	bool single;      /* it is one file, whatever its name */
	char *context;    /* NULL: not known yet, current-context */
	bool home;        /* the files are those of the home directory */
	struct buf texts; /* of the files, when they were read last */
};

/* kubeconfig and context: as configured, NULL where they are not. */
void authsource_init(
    struct authsource *source, const char *kubeconfig, const char *context);
void authsource_clear(struct authsource *source);

/*
 * The server and the identity; files of secrets are named but not read.
 * ERR_INPUT: the configuration makes no sense; ERR_SYSTEM: it is absent or
 * cannot be read.
 */
bool authsource_find(
    struct authsource *source, struct auth *out, struct err *err) MUST_CHECK;
/* Did the files change since they were found?  Unreadable ones did not. */
bool authsource_changed(const struct authsource *source);
/* The files that were found could not be used: they count as changed. */
void authsource_forget(struct authsource *source);

#endif
