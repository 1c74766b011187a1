/* SPDX-License-Identifier: Apache-2.0 */
/*
 * discovery.h - does the API serve a kind in one of its versions?
 *
 * "No" needs evidence: a whole list of resources or of groups without the kind.
 * 404 alone also comes from proxies and from servers that have just started,
 * and a "no" removes records.
 */
#ifndef CONTROLLER_KUBE_DISCOVERY_H
#define CONTROLLER_KUBE_DISCOVERY_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/kube/decide/reflector.h"
#include "controller/kube/request/api.h"

struct discovery;

/*
 * done() gets API_SERVED, API_ABSENT or REQUEST_FAILED, once; the discovery is
 * freed then.  ABSENT skips the versions that the same response rules out.
 */
struct discovery *discovery_start(const struct api *api,
    const struct kind *kind, size_t api_version,
    void (*done)(void *arg, const struct reflector_event *event), void *arg);
void discovery_cancel(struct discovery *discovery); /* NULL is fine */

/* Is there such a resource in an APIResourceList?  ERR_INPUT: it is none. */
bool discovery_in_resources(const char *text, size_t len, const char *plural,
    bool *found, struct err *err) MUST_CHECK;
/*
 * The first of the versions of kind, from the one at *api_version on, that
 * stands in an APIGroupList; api_versions() when there is none.
 */
bool discovery_in_groups(const char *text, size_t len, const struct kind *kind,
    size_t *api_version, struct err *err) MUST_CHECK;

#endif
