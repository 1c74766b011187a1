/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notices.h - what the controller writes to the cluster: Events about objects,
 * and status.observedGeneration of DNSEndpoints.
 *
 * An object whose records are seen served gets RecordReady, one whose records
 * went RecordDeleted; an error or a warning about it becomes an Event with the
 * finding's id as its reason.  Nothing waits for any of it: what cannot be
 * written is dropped, and where writing is not allowed that is logged once and
 * tried again after ten minutes.
 *
 * The room: deeds says what a version did to each object, bulletin is one
 * Event, outbox decides what is written when, sender sends it.
 */
#ifndef CONTROLLER_NOTICE_NOTICES_H
#define CONTROLLER_NOTICE_NOTICES_H

#include "controller/kube/request/api.h"
#include "controller/publish/publisher.h"

struct notices;

/* Both outlive it; api is of a running cluster. */
struct notices *notices_start(
    const struct api *api, struct publisher *publisher);
void notices_stop(struct notices *notices); /* NULL is fine */

#endif
