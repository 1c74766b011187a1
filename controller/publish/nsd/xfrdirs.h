/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xfrdirs.h - nsd-xfr-PID: where a running NSD keeps what it transfers.  One
 * that is killed leaves it behind.
 */
#ifndef CONTROLLER_PUBLISH_NSD_XFRDIRS_H
#define CONTROLLER_PUBLISH_NSD_XFRDIRS_H

/*
 * Removes those in dir of which no process lives, and in which nobody else has
 * put anything.  Only for an NSD whose processes are seen here.
 */
void xfrdirs_sweep(int dir);

#endif
