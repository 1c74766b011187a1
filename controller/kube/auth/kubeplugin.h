/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeplugin.h - users[].user.exec of a kubeconfig.
 *
 * A command with a slash is a path, relative to the file; another is looked
 * for in PATH.  There is no terminal here: interactiveMode Always is refused.
 */
#ifndef CONTROLLER_KUBE_AUTH_KUBEPLUGIN_H
#define CONTROLLER_KUBE_AUTH_KUBEPLUGIN_H

#include "controller/kube/auth/kubeentry.h"

/* ERR_INPUT, NULL: what stands there cannot be run. */
struct plugin *kubeplugin_new(
    const struct kubeentry *user, struct err *err) MUST_CHECK;
/*
 * What the cluster has for the plugin, extensions[] of the cluster by the name
 * client.authentication.k8s.io/exec; nothing when there is none.
 */
void kubeplugin_configure(
    struct plugin *plugin, const struct kubeentry *cluster);

#endif
