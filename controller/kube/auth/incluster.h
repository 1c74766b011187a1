/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incluster.h - the API server as a pod finds it.
 *
 * Its address stands in the environment, token and authority in files that
 * the kubelet mounts and replaces.
 */
#ifndef CONTROLLER_KUBE_AUTH_INCLUSTER_H
#define CONTROLLER_KUBE_AUTH_INCLUSTER_H

#include <stdbool.h>

#include "controller/kube/auth/auth.h"

#define INCLUSTER_DIRECTORY "/var/run/secrets/kubernetes.io/serviceaccount"

/*
 * host and port are KUBERNETES_SERVICE_HOST and _PORT; the files in directory
 * are named, not read.  ERR_INPUT: no such address.
 */
bool incluster_auth(const char *host, const char *port, const char *directory,
    struct auth *out, struct err *err) MUST_CHECK;

#endif
