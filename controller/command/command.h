/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h - the commands of the program, one file for each; order.c has those
 * that have the controller do something.
 *
 * A command gets its own arguments (argv[0] is its name) and returns the exit
 * code.  Data goes to stdout, messages to stderr.
 *
 * Besides run.c, the controller itself, there are commands that read objects
 * once (render, diff, import, explain --from), commands that ask the controller
 * (explain, status, approve, freeze, thaw, restore, release, git-accept,
 * rekey), and others (history, check, lint, nsd-conf, rbac, probe, leave,
 * version).  They share these files:
 *
 *	options        the arguments
 *	configuration  the configuration, or its errors on stderr
 *	kinds          the kinds that a configuration wants read
 *	inforce        the configuration in force, for run
 *	configfile     watches the configuration file, for run
 *	snapshot       objects read once, and their zones
 *	against        what the zones of a snapshot are compared with
 *	remote         the zones of another server
 *	imports        the records of a foreign zone that nobody asks for
 *	foresight      the deletions that the controller would retain
 *	difference     the changes that diff found, printed
 *	errand         a request to the controller, and its answer
 *	leaving        an NSD that is about to end, for probe and leave
 *	plugin         these commands in the pod, by kubectl exec
 *	output         text, JSON or Markdown on stdout
 */
#ifndef CONTROLLER_COMMAND_COMMAND_H
#define CONTROLLER_COMMAND_COMMAND_H

enum exit_code {
	EXIT_GOOD = 0,
	EXIT_TROUBLE = 1,   /* the command failed */
	EXIT_DIFFERENT = 1, /* of diff and import, which fail with 2 */
	EXIT_USAGE = 2,     /* bad arguments or configuration */
};

int command_run(int argc, char **argv);
int command_render(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_import(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_status(int argc, char **argv);
int command_order(int argc, char **argv); /* the name says which */
int command_history(int argc, char **argv);
int command_check(int argc, char **argv);
int command_probe(int argc, char **argv);
int command_leave(int argc, char **argv);
int command_nsd_conf(int argc, char **argv);
int command_rbac(int argc, char **argv);
int command_version(int argc, char **argv);

#endif
