/* SPDX-License-Identifier: Apache-2.0 */
/*
 * execcredential.h - what a credential plugin prints.
 *
 * An ExecCredential of client.authentication.k8s.io: a token, or a client
 * certificate with its key, or both, and until when they are good.  No error
 * holds anything of it.
 */
#ifndef CONTROLLER_KUBE_AUTH_EXECCREDENTIAL_H
#define CONTROLLER_KUBE_AUTH_EXECCREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"

struct execcredential {
	char *token;             /* or NULL */
	char *certificate, *key; /* PEM; both, or NULL both */
	bool expires;
	int64_t expiry; /* s since 1970 */
};

/*
 * ERR_INPUT: it is no ExecCredential of api, the apiVersion that was asked for.
 */
bool execcredential_parse(struct execcredential *out, const char *api,
    const char *text, size_t len, struct err *err) MUST_CHECK;
void execcredential_clear(struct execcredential *credential);

#endif
