/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.h - the program as the plugin "nsd" of kubectl.
 *
 * Under the name kubectl-nsd it runs a command in the pod of the controller, by
 * kubectl exec.  Each word of the command is one word of kubectl's: no shell
 * sees any of them, here or there.
 */
#ifndef CONTROLLER_COMMAND_PLUGIN_H
#define CONTROLLER_COMMAND_PLUGIN_H

#include <stdbool.h>

bool plugin_wanted(const char *name); /* argv[0] */
/* Returns only when kubectl cannot be run. */
int plugin_run(int argc, char **argv);

#endif
