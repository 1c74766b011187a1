/* SPDX-License-Identifier: Apache-2.0 */
/*
 * githelper.h - what git runs of this program: ssh, with our key and hosts
 * alone, or the answer to its question for a name and a password.
 *
 * No command of an operator's: it is this when the controller's git started it,
 * which the environment tells (publish/git/access.h).
 */
#ifndef CONTROLLER_COMMAND_GITHELPER_H
#define CONTROLLER_COMMAND_GITHELPER_H

#include <stdbool.h>

/* Was it git that started it? */
bool githelper_wanted(void);
int githelper_run(int argc, char **argv);

#endif
