/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeconfig.h - the files kubectl is configured with.
 *
 * Several files make one configuration: of entries of the same name the first
 * file's counts, and of current-context the first that sets it.  Relative
 * paths are relative to the file they stand in.
 *
 * Everything that kubectl accepts is accepted, except auth-provider, which
 * Kubernetes gave up.  Contradictions are refused.  kubeuser.c reads users.
 */
#ifndef CONTROLLER_KUBE_AUTH_KUBECONFIG_H
#define CONTROLLER_KUBE_AUTH_KUBECONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/kube/auth/auth.h"

struct kubeconfig;

struct kubeconfig *kubeconfig_new(void);
/* ERR_INPUT: not a kubeconfig; FILE:LINE:COLUMN where it is no YAML. */
bool kubeconfig_add(struct kubeconfig *config, const char *file,
    const char *text, size_t len, struct err *err) MUST_CHECK;
/* current-context, the configuration's.  ERR_INPUT: there is none. */
bool kubeconfig_current(const struct kubeconfig *config, const char **out,
    struct err *err) MUST_CHECK;
/* Server and credentials of a context; files are named in *out, not read. */
bool kubeconfig_auth(const struct kubeconfig *config, const char *context,
    struct auth *out, struct err *err) MUST_CHECK;
void kubeconfig_free(struct kubeconfig *config); /* NULL is fine */

#endif
