/* SPDX-License-Identifier: Apache-2.0 */
/*
 * processfacts.h - what the kernel says about this process.
 */
#ifndef CONTROLLER_SERVE_PROCESSFACTS_H
#define CONTROLLER_SERVE_PROCESSFACTS_H

#include "controller/serve/answer/metrics.h"

/* What cannot be read is 0. */
void processfacts_read(struct process_facts *out);

#endif
