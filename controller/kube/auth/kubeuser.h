/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeuser.h - a user of a kubeconfig: who we are, and whom we act as.
 *
 * A token, or username and password, or a program that gives credentials
 * (exec); of these one, and a client certificate beside it.  as, as-uid,
 * as-groups and as-user-extra become headers, so no value may end one.
 */
#ifndef CONTROLLER_KUBE_AUTH_KUBEUSER_H
#define CONTROLLER_KUBE_AUTH_KUBEUSER_H

#include "controller/kube/auth/kubeentry.h"

/* Fills its part of *out, also when it fails. */
bool kubeuser_auth(
    const struct kubeentry *user, struct auth *out, struct err *err) MUST_CHECK;

#endif
