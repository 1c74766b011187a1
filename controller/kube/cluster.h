/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cluster.h - the API server as a source of objects: the story of kube/.
 *
 * Each kind has one informer, which lists it, then watches it, for ever.  The
 * store is filled and told how far each kind can be trusted.  Everything runs
 * on one loop and one libcurl multi handle.
 *
 *	auth/     kubeconfig, incluster -> authsource -> auth
 *	                                                  |
 *	request/  credentials (files, plugins) -> http -> easy (libcurl)
 *	                                           | bytes
 *	kube/     listing ---------- watching ---- discovery
 *	            | slicer           | lines, event        (wire/)
 *	            v                  v
 *	          the store <------- informer <-> reflector  (decide/)
 *	                               does         decides
 *
 * access.h says what to do when it cannot be read.  complaints.h keeps the log
 *to one line for each object that is refused. manifest/ is another source of
 *objects: files.
 */
#ifndef CONTROLLER_KUBE_CLUSTER_H
#define CONTROLLER_KUBE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/loop.h"
#include "controller/kube/request/http.h"
#include "controller/object/store.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct api;
struct cluster;
struct limits;

struct cluster_options {
	const char *kubeconfig; /* NULL: $KUBECONFIG, in-cluster, ~/.kube */
	const char *context;    /* NULL: current-context */
	unsigned page_size;     /* 0: one page */
	const struct kind *const *kinds;
	size_t nkinds;
	bool once; /* list only, for commands that end; no watch */
	const struct limits *limits; /* NULL: the real ones; for tests */
};

/* ERR_INPUT or ERR_SYSTEM: credentials or addresses make no sense. */
struct cluster *cluster_start(struct loop *loop, struct store *store,
    const struct cluster_options *options, struct err *err) MUST_CHECK;
/* once: every kind was listed, or will not be. */
bool cluster_done(const struct cluster *cluster);
/* For requests of others; borrowed. */
const struct api *cluster_api(const struct cluster *cluster);
/* Of its requests, since it was started. */
const struct http_counters *cluster_counters(const struct cluster *cluster);
/* "server 'https://...', kubeconfig '...', context ...": for operators. */
void cluster_place(const struct cluster *cluster, struct buf *out);
/* Frees it; not from within a callback of the store.  NULL is fine. */
void cluster_stop(struct cluster *cluster);

#endif
