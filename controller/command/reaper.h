/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reaper.h - the first process of a container, if that is ours.
 *
 * The kernel makes process 1 the parent of every orphan: children of a killed
 * NSD or of a credential plugin.  Without a wait() for each they would stay as
 * zombies.  Process 1 therefore only waits, and passes signals on to the
 * program, which is its child.
 */
#ifndef CONTROLLER_COMMAND_REAPER_H
#define CONTROLLER_COMMAND_REAPER_H

#include <stdbool.h>

#include "zonegen/base/base.h"

/*
 * false: go on as the program; in process 1 only a child gets here.  true, in
 * process 1: the program ended with *status, 128 and the signal if it was
 * killed.  Call it before anything is opened.
 */
bool reaper_waited(int *status) MUST_CHECK;

#endif
