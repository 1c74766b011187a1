/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaving.h - an NSD that is about to end: it answers, and is not ready.
 *
 * The mark is a socket without a file, whose name has the address of the NSD.
 * It is seen in the same network, so by each probe in the pod, and it is gone
 * with the process that set it, however that ends: a container that is started
 * again in the same pod does not find it.
 */
#ifndef CONTROLLER_COMMAND_LEAVING_H
#define CONTROLLER_COMMAND_LEAVING_H

#include <stdint.h>

#include "zonegen/base/err.h"

/* Does the NSD at server, "ADDR" or "ADDR@PORT", leave? */
bool leaving_seen(const char *server) MUST_CHECK;
/*
 * It does for so many ms; then this returns.  Where another process has set the
 * mark, it is set again as soon as that one has ended.
 */
bool leaving_stay(const char *server, uint64_t ms, struct err *err) MUST_CHECK;

#endif
