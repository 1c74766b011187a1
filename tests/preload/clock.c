/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.c - clocks that somebody else moves, for programs under test.
 *
 *	LD_PRELOAD=clock.so CLOCK_SHIFT=FILE program
 *
 * FILE holds seconds to add, two int64_t as the machine writes them; they may
 * change at any time.  The first are for CLOCK_REALTIME, in all its forms.  The
 * second are for what only counts on (CLOCK_MONOTONIC) and may only grow: time
 * passes.  Who sleeps meanwhile learns of it when he is woken.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift;

__attribute__((constructor)) static void find_shift(void)
{
	const char *path = getenv("CLOCK_SHIFT");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, 2 * sizeof(*shift), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (map != MAP_FAILED)
		shift = map;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);

	if (!result && shift &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += shift[0];
	if (!result && shift &&
	    (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE))
		now->tv_sec += shift[1];
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec exact;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &exact))
		return -1;
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *out)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now))
		return -1;
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}
