/* SPDX-License-Identifier: Apache-2.0 */
/*
 * health.h - is the controller ready?
 *
 * It is when the configuration is loaded, some zone has a version, and NSD was
 * seen answering every zone that has one, since NSD came.  It does not depend
 * on the API server or on any source.
 */
#ifndef CONTROLLER_SERVE_ANSWER_HEALTH_H
#define CONTROLLER_SERVE_ANSWER_HEALTH_H

#include "controller/serve/answer/status.h"

/*
 * affairs NULL: nothing is known yet.  Writes a line for each check, "[+]NAME
 * ok" or "[-]NAME REASON".
 */
bool health_ready(const struct affairs *affairs, struct buf *out) MUST_CHECK;

#endif
