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

/* NULL, ERR_INPUT: the entry cannot be run. */
struct plugin *kubeplugin_new(
    const struct kubeentry *user, struct err *err) MUST_CHECK;
/*
 * Takes the plugin's configuration from the cluster: the entry
 * client.authentication.k8s.io/exec of extensions[], if there is one.
 */
void kubeplugin_configure(
    struct plugin *plugin, const struct kubeentry *cluster);

#endif
