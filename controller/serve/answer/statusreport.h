/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusreport.h - a status (status.h) as text for a person.
 *
 *	NSD: answering
 *	sources:
 *	  Ingress: live for 2 h, 120 objects, last event 3 s ago
 *	zones:
 *	  example.com: serial 1795429416 served, 240 records; 1 error
 *	    held: 40 deletions of 100 RRsets: a.example.com, ...
 *	    approve: k8s-nsd approve example.com --plan 5f7c2c0f41d6
 */
#ifndef CONTROLLER_SERVE_ANSWER_STATUSREPORT_H
#define CONTROLLER_SERVE_ANSWER_STATUSREPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/*
 * ERR_INPUT, nothing appended: not an answer of this schemaVersion.  out NULL:
 * sets only *well.
 */
bool statusreport_print(const char *json, size_t len, struct buf *out,
    bool *well, struct err *err) MUST_CHECK;

#endif
