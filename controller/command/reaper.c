/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/reaper.h"

#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Waits for all children that have ended.  true: the program is one of them. */
static bool reap(pid_t program, int *status)
{
	pid_t pid;
	int how;
	bool ended = false;

	while ((pid = waitpid(-1, &how, WNOHANG)) > 0) {
		if (pid != program)
			continue;
		*status = exit_status(how);
		ended = true;
	}
	return ended;
}

bool reaper_waited(int *status)
{
	static const int signals[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP };
	sigset_t waited, before;
	pid_t program;
	int number;

	if (getpid() != 1)
		return false;
	sigemptyset(&waited);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		sigaddset(&waited, signals[i]);
	sigprocmask(SIG_BLOCK, &waited, &before);
	program = fork();
	if (program <= 0) {
		/* The child; or there is none, and orphans are not reaped. */
		sigprocmask(SIG_SETMASK, &before, NULL);
		return false;
	}
	for (;;) {
		if (sigwait(&waited, &number) != 0)
			continue;
		if (number != SIGCHLD)
			kill(program, number);
		else if (reap(program, status))
			return true;
	}
}
