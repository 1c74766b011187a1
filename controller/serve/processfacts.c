/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/processfacts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Of /proc/self/stat behind the name of the program: proc(5). */
enum { UTIME = 14, STIME = 15, START = 22, VSIZE = 23, RSS = 24, FIELDS };
#define FIRST 3 /* the first of them */

/* false: it cannot be read.  Cut at the size. */
static bool read_file(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, size - 1);

	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* The name of the program is in parentheses and may have any octet. */
static void read_stat(unsigned long long out[FIELDS])
{
	char text[2048];
	const char *at;

	memset(out, 0, FIELDS * sizeof(*out));
	if (!read_file("/proc/self/stat", text, sizeof(text)))
		return;
	at = strrchr(text, ')');
	for (int field = FIRST - 1; at && field < FIELDS; field++) {
		if (field >= FIRST)
			sscanf(at, "%llu", &out[field]);
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
}

static uint64_t count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	uint64_t count = 0;

	if (!dir)
		return 0;
	for (const struct dirent *entry; (entry = readdir(dir));)
		count += *entry->d_name != '.';
	closedir(dir);
	return count - 1; /* without the directory's own */
}

/* Ticks since the machine started, as ms since 1970. */
static uint64_t start_of(uint64_t ticks, uint64_t per_second)
{
	struct timespec booted, now;
	uint64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &booted);
	ms = (uint64_t)(now.tv_sec - booted.tv_sec) * 1000;
	return ms + ticks * 1000 / per_second;
}

void processfacts_read(struct process_facts *out)
{
	uint64_t per_second = (uint64_t)sysconf(_SC_CLK_TCK);
	unsigned long long stat[FIELDS];
	struct rlimit limit;

	read_stat(stat);
	*out = (struct process_facts){
		.cpu = (stat[UTIME] + stat[STIME]) * 1000 / per_second,
		.started = start_of(stat[START], per_second),
		.virtual = stat[VSIZE],
		.resident = stat[RSS] * (uint64_t)sysconf(_SC_PAGESIZE),
		.fds = count_fds(),
	};
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		out->fds_max = limit.rlim_cur;
}
