/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeentry.h - a named entry of a kubeconfig, and what can stand in one.
 *
 * {name: NAME, WHAT: {...}} of the lists clusters, users, contexts.  Errors
 * say where: "FILE: WHAT 'NAME': KEY ..."; they never hold a value.
 */
#ifndef CONTROLLER_KUBE_AUTH_KUBEENTRY_H
#define CONTROLLER_KUBE_AUTH_KUBEENTRY_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "controller/kube/auth/auth.h"
#include "zonegen/base/err.h"

struct kubeentry {
	const struct json *body;
	const char *file;
	const char *what, *name; /* for errors */
};

/* ERR_INPUT: KEY and why; always false. */
bool kubeentry_refuse(const struct kubeentry *entry, const char *key,
    const char *why, struct err *err);
/* Puts the entry in front of what is there; always false. */
bool kubeentry_blame(const struct kubeentry *entry, struct err *err);

/* "" and false when absent. */
bool kubeentry_text(const struct kubeentry *entry, const char *key,
    const char **out, struct err *err) MUST_CHECK;
bool kubeentry_bool(const struct kubeentry *entry, const char *key, bool *out,
    struct err *err) MUST_CHECK;
/* The decoded octets of KEY-data, or else the path KEY. */
bool kubeentry_secret(const struct kubeentry *entry, const char *key,
    struct secret *out, struct err *err) MUST_CHECK;

/* A relative path is relative to the file; the result is the caller's. */
char *kubeentry_path(const struct kubeentry *entry, const char *path);

#endif
