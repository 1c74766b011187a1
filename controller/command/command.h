/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h - what the program can be told to do; one file per command.
 *
 * A command gets its own arguments (argv[0] is its name) and returns the exit
 * code.  Data goes to stdout, messages to stderr.
 */
#ifndef CONTROLLER_COMMAND_COMMAND_H
#define CONTROLLER_COMMAND_COMMAND_H

enum exit_code {
	EXIT_GOOD = 0,
	EXIT_TROUBLE = 1,   /* it was tried and did not work */
	EXIT_DIFFERENT = 1, /* diff, whose trouble is 2 */
	EXIT_USAGE = 2,     /* bad arguments or configuration */
};

int command_run(int argc, char **argv);
int command_render(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_status(int argc, char **argv);
int command_approve(int argc, char **argv);
int command_check(int argc, char **argv);
int command_nsd_conf(int argc, char **argv);
int command_version(int argc, char **argv);

#endif
