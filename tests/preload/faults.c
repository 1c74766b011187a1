/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faults.c - a library to preload: files that cannot be written, or not read.
 *
 * FAULTS names a file that is read before each call, so that faults come and go
 * while the program runs.  A line is one fault:
 *
 *	CALL ERROR PATH      open, write, sync, rename, link, unlink or connect
 *	                     of a file whose path contains PATH fails with
 *	                     ENOSPC, EIO ...
 *	kill CALL PATH       ends the program (SIGKILL) before that call,
 *	kill2 CALL PATH      before the second such call, and so on
 *	reject TEXT PATH     fopen() of such a file fails when TEXT is in it: a
 *	                     server that does not take what its checker took
 *
 * PATH$ is at the end of a path.  open is of files that are opened for writing,
 * sync is fsync(), connect is to unix sockets.  No such file: no faults.
 *
 * HISTORY is a directory: of each zone file that gets its name a link is put
 * there, called by the time and that name, and of each entry of a journal a
 * copy.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define RULES_MAX 4096

static const struct {
	const char *word;
	int number;
} errors[] = {
	{ "ENOSPC", ENOSPC },
	{ "EIO", EIO },
	{ "EROFS", EROFS },
	{ "EACCES", EACCES },
	{ "EDQUOT", EDQUOT },
};

/* By system call: none of ours is in the way. */
static size_t read_file(const char *path, char *out, size_t size)
{
	long fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
	size_t used = 0;
	long n;

	while (fd >= 0 && used < size - 1 &&
	    (n = syscall(SYS_read, fd, out + used, size - 1 - used)) > 0)
		used += (size_t)n;
	if (fd >= 0)
		syscall(SYS_close, fd);
	out[used] = '\0';
	return used;
}

static int number_of(const char *word)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (!strcmp(errors[i].word, word))
			return errors[i].number;
	return 0;
}

static bool holds(const char *path, const char *text)
{
	size_t size = 64u << 20;
	char *whole = malloc(size);
	bool found;

	if (!whole)
		return false;
	read_file(path, whole, size);
	found = strstr(whole, text) != NULL;
	free(whole);
	return found;
}

/* A '$' at its end is the end of the path. */
static bool matches(const char *path, const char *part)
{
	size_t len = strlen(part), path_len = strlen(path);

	if (len && part[len - 1] == '$' && path_len >= --len)
		return !memcmp(path + path_len - len, part, len);
	return strstr(path, part) != NULL;
}

/* The error that this line has for the call; 0: none. */
static int apply(const char *line, const char *call, const char *path)
{
	static unsigned calls; /* that a line with "kill" is about */
	char first[32], second[256], part[256];

	if (sscanf(line, "%31s %255s %255[^\n]", first, second, part) != 3 ||
	    !matches(path, part))
		return 0;
	if (!strncmp(first, "kill", 4) && !strcmp(second, call) &&
	    ++calls >= strtoul(first + 4, NULL, 10))
		kill(getpid(), SIGKILL);
	if (!strcmp(first, "reject") && !strcmp(call, "fopen") &&
	    holds(path, second))
		return EACCES;
	return strcmp(first, call) ? 0 : number_of(second);
}

/* true, with errno: the call fails. */
static bool fails(const char *call, const char *path)
{
	const char *rules = getenv("FAULTS");
	char text[RULES_MAX];
	int before = errno, number = 0;

	if (!rules || !read_file(rules, text, sizeof(text))) {
		errno = before;
		return false;
	}
	for (const char *line = text; *line && !number;) {
		number = apply(line, call, path);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	errno = number ? number : before;
	return number != 0;
}

static const char *path_of(int fd, char out[512])
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, out, 511);
	out[n > 0 ? n : 0] = '\0';
	return out;
}

/* Of a name in a directory. */
static const char *path_at(int dir, const char *name, char out[1024])
{
	char folder[512] = "";

	if (dir != AT_FDCWD && *name != '/')
		path_of(dir, folder);
	snprintf(out, 1024, "%s/%s", folder, name);
	return *name == '/' ? name : out;
}

static void remember(int dir, const char *name)
{
	const char *history = getenv("HISTORY");
	size_t len = strlen(name);
	struct timespec now;
	char link[1024];

	if (!history || len < 5 || strcmp(name + len - 5, ".zone") != 0)
		return;
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	snprintf(link, sizeof(link), "%s/%010lld.%09ld.%s", history,
	    (long long)now.tv_sec, now.tv_nsec, name);
	syscall(SYS_linkat, dir, name, AT_FDCWD, link, 0);
}

/* Under another name at first: nobody reads half of it. */
static void remember_entry(const char *path, const void *entry, size_t len)
{
	const char *history = getenv("HISTORY"), *name = strrchr(path, '/');
	size_t path_len = strlen(path);
	struct timespec now;
	char copy[1024], temp[1024];
	long fd;

	if (!history || !name || path_len < 8 ||
	    strcmp(path + path_len - 8, ".journal") != 0)
		return;
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	snprintf(copy, sizeof(copy), "%s/%010lld.%09ld.%s", history,
	    (long long)now.tv_sec, now.tv_nsec, name + 1);
	snprintf(temp, sizeof(temp), "%s.new", history);
	fd = syscall(SYS_openat, AT_FDCWD, temp,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (syscall(SYS_write, fd, entry, len) == (long)len)
		syscall(SYS_renameat, AT_FDCWD, temp, AT_FDCWD, copy);
	syscall(SYS_close, fd);
}

#define NEXT(name)                     \
	static __typeof__(&name) next; \
	if (!next)                     \
	*(void **)&next = dlsym(RTLD_NEXT, #name)

int openat(int dir, const char *name, int flags, ...)
{
	char path[1024];
	mode_t mode = 0;
	va_list ap;

	NEXT(openat);
	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	if ((flags & O_ACCMODE) != O_RDONLY &&
	    fails("open", path_at(dir, name, path)))
		return -1;
	return next(dir, name, flags, mode);
}

FILE *fopen(const char *name, const char *mode)
{
	NEXT(fopen);
	return fails("fopen", name) ? NULL : next(name, mode);
}

FILE *fopen64(const char *name, const char *mode)
{
	NEXT(fopen64);
	return fails("fopen", name) ? NULL : next(name, mode);
}

ssize_t write(int fd, const void *data, size_t len)
{
	char path[512];
	ssize_t n;

	NEXT(write);
	if (fails("write", path_of(fd, path)))
		return -1;
	n = next(fd, data, len);
	if (n > 0 && (size_t)n == len)
		remember_entry(path, data, len);
	return n;
}

int fsync(int fd)
{
	char path[512];

	NEXT(fsync);
	return fails("sync", path_of(fd, path)) ? -1 : next(fd);
}

int renameat(int from, const char *old, int to, const char *new)
{
	char path[1024];

	NEXT(renameat);
	if (fails("rename", path_at(to, new, path)) ||
	    next(from, old, to, new) < 0)
		return -1;
	remember(to, new);
	return 0;
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
	char path[1024];

	NEXT(linkat);
	return fails("link", path_at(to, new, path))
	    ? -1
	    : next(from, old, to, new, flags);
}

int unlinkat(int dir, const char *name, int flags)
{
	char path[1024];

	NEXT(unlinkat);
	return fails("unlink", path_at(dir, name, path))
	    ? -1
	    : next(dir, name, flags);
}

int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t len)
{
	const struct sockaddr_un *path = to.__sockaddr_un__;

	NEXT(connect);
	return path->sun_family == AF_UNIX && fails("connect", path->sun_path)
	    ? -1
	    : next(fd, to, len);
}
