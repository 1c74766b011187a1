/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pidfd.c - children of a program that runs in valgrind, which knows no
 * pidfd_open(2).
 *
 *	LD_PRELOAD=pidfd.so valgrind program
 *
 * In its place is a descriptor that can be read after a moment, whatever
 * became of the child: by then the program finds it ended, or looks again.
 * Of other processes there is none.
 */
#include <errno.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

int pidfd_open(pid_t pid, unsigned flags);

int pidfd_open(pid_t pid, unsigned flags)
{
	const struct itimerspec moment = { .it_value.tv_nsec = 100000000 };
	siginfo_t ended;
	int fd;

	(void)flags;
	if (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT) < 0) {
		errno = ENOSYS;
		return -1;
	}
	fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (fd >= 0 && timerfd_settime(fd, 0, &moment, NULL) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}
