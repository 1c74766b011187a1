/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nsdmetrics.h - NSD's own statistics under the names that NSD 4.12 and later
 * gives them at its metrics port, whatever NSD is installed.
 */
#ifndef CONTROLLER_SERVE_ANSWER_NSDMETRICS_H
#define CONTROLLER_SERVE_ANSWER_NSDMETRICS_H

#include "controller/serve/answer/exposition.h"

/*
 * text: NSD's reply to stats_noreset.  Lines that are unknown or make no sense
 * are left out.
 */
void nsdmetrics_write(const char *text, struct exposition *out);

#endif
