/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.h - which server to talk to, and how to prove who we are.
 *
 * The struct is filled by kubeconfig.c or incluster.c with values and with
 * paths of files.  auth_load() reads the files, auth_refresh() reads them
 * again: tokens expire within the hour, and certificates are replaced while we
 * run.  Files are opened by path each time, because the kubelet swaps them by
 * symlink.  credentials.c (request/) decides when.
 *
 * No value of it may reach a log line, not even in an error text.
 *
 * The room: authsource.h looks for it as kubectl does; kubeentry.h, kubeuser.h
 * and kubeplugin.h read a kubeconfig's entries; plugin.h, pluginrun.h and
 * execcredential.h run a credential plugin; pem.h checks certificates and keys.
 */
#ifndef CONTROLLER_KUBE_AUTH_AUTH_H
#define CONTROLLER_KUBE_AUTH_AUTH_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/kube/auth/texts.h"
#include "controller/kube/auth/plugin.h"
#include "zonegen/base/err.h"

/* Text from the configuration itself, or from a file. */
struct secret {
	char *path; /* NULL: it never changes */
	char *text; /* NULL: there is none */
	size_t len;
};

struct auth {
	char *place;  /* for operators: "kubeconfig '/x', context 'c', ..." */
	char *server; /* "https://192.0.2.1:6443/prefix", no slash behind */
	char *server_name; /* in its certificate, when not the host; or NULL */
	bool insecure;     /* the server's certificate is not checked */
	struct secret authority;        /* PEM; none: the system's */
	struct secret certificate, key; /* PEM, of the client */
	struct secret token;
	char *user, *password; /* or NULL */
	struct texts headers;  /* "Impersonate-User: x", checked */
	char *proxy;           /* its URL; NULL: what the environment says */
	bool uncompressed;     /* no gzip, wherever it could be asked for */
	struct plugin *plugin; /* gives token or certificate; or NULL */
	unsigned generation;   /* counts changes */
	unsigned changed;      /* enum auth_part, by the last auth_refresh() */
};

enum auth_part {
	AUTH_TOKEN = 1,
	AUTH_AUTHORITY = 2,
	AUTH_CERTIFICATE = 4, /* or its key */
};

/* "http://HOST" or "https://HOST", with or without a port and a path. */
bool auth_set_server(
    struct auth *auth, const char *server, struct err *err) MUST_CHECK;
/* false: it has this value already. */
bool secret_set(struct secret *secret, const char *text, size_t len);
void secret_clear(struct secret *secret);
/* Fit for a header: visible ASCII, and some of it. */
bool auth_is_token(const char *text, size_t len);

/* ERR_SYSTEM: a file cannot be read; ERR_INPUT: it has no such secret. */
bool auth_load(struct auth *auth, struct err *err) MUST_CHECK;
/*
 * Reads the files again.  A secret that cannot be used now keeps its last
 * value; *err is the first such fault.  Raises generation when something
 * changed.
 */
bool auth_refresh(struct auth *auth, struct err *err) MUST_CHECK;
void auth_clear(struct auth *auth);

#endif
