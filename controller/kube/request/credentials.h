/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credentials.h - keeps a struct auth good while the program runs.
 *
 * Files are read again each limits.credentials, and at once when the server is
 * away or denies a request, or when a certificate is not accepted on either
 * side.  A secret that cannot be used keeps its last value.  The kubeconfig is
 * one of the files: after a change everything is taken from the new one.
 *
 * A plugin is run at the start, and requests pause until it has ended.  It is
 * run again when four fifths of the life of its credentials are over, and when
 * the server rejects them (401); in between it rests, longer each time.  When
 * it fails and no valid credentials are left, requests fail with its reason,
 * and the plugin is tried again.
 *
 * The log has one line for each change, for the first failure and its end.
 */
#ifndef CONTROLLER_KUBE_REQUEST_CREDENTIALS_H
#define CONTROLLER_KUBE_REQUEST_CREDENTIALS_H

#include <stdbool.h>

#include "controller/kube/auth/authsource.h"
#include "controller/kube/request/api.h"

struct credentials;

/*
 * api, its auth, which is loaded, and source outlive it.  moved: the kubeconfig
 * names another server now; the auth has it already.
 */
struct credentials *credentials_start(const struct api *api,
    struct authsource *source, void (*moved)(void *arg), void *arg);
void credentials_stop(struct credentials *credentials); /* NULL is fine */

/*
 * A request was denied (unknown: with 401).  true: a request that begins now
 * waits for other credentials, or fails because there are none.
 */
bool credentials_renew(struct credentials *credentials, bool unknown);

#endif
