/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api.h - what every request to the API server needs, and its paths.
 */
#ifndef CONTROLLER_KUBE_REQUEST_API_H
#define CONTROLLER_KUBE_REQUEST_API_H

#include <stddef.h>

#include "controller/config/limits.h"
#include "controller/kube/auth/auth.h"
#include "controller/kube/request/http.h"
#include "controller/object/store.h"
#include "zonegen/base/buf.h"

/* Everything is borrowed. */
struct api {
	struct loop *loop;
	struct http *http;
	struct auth *auth;
	const struct limits *limits;
	struct store *store;
};

#define API_PATH_LIMIT ((size_t)1 << 19)

/* The group in the api_version with that index: "/apis/GROUP/VERSION". */
void api_group_path(
    struct buf *out, const struct kind *kind, size_t api_version);
/* Its objects in all namespaces: ".../ingresses". */
void api_path(struct buf *out, const struct kind *kind, size_t api_version);
size_t api_versions(const struct kind *kind);

#endif
