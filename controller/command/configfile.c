/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/configfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"
#include "zonegen/base/mem.h"

#define MOMENT 100 /* ms */
#define TEXT_LIMIT (16u << 20)

struct configfile {
	char *path;
	char loaded[DIGEST_SIZE]; /* of the text read last; "": none */
	int fd;
	struct loop_fd *handle;
	struct loop_timer *moment;
	void (*changed)(void *arg);
	void *arg;
};

/* The kind of event does not matter: the file is read in any case. */
static void on_event(void *arg, unsigned events)
{
	struct configfile *file = arg;
	char buffer[4096];

	(void)events;
	while (read(file->fd, buffer, sizeof(buffer)) > 0)
		;
	loop_timer_set(file->moment, MOMENT);
}

/* A file that is missing for the moment did not change. */
static void on_moment(void *arg)
{
	struct configfile *file = arg;
	struct buf text = BUF_INIT(TEXT_LIMIT);
	char there[DIGEST_SIZE] = "";
	struct err err;

	if (textfile_read(file->path, &text, &err))
		digest_hex(buf_text(&text), text.len, there);
	buf_clear(&text);
	if (*there && strcmp(there, file->loaded) != 0)
		file->changed(file->arg);
}

static int watch_directory(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = xstrdup(slash ? path : ".");
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (slash)
		dir[slash == path ? 1 : slash - path] = '\0';
	if (fd < 0 ||
	    inotify_add_watch(fd, dir,
		IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE) < 0) {
		err_errno(err, "cannot watch '%s'", dir);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	free(dir);
	return fd;
}

void configfile_loaded(struct configfile *file, const char *digest)
{
	if (file)
		snprintf(file->loaded, sizeof(file->loaded), "%s", digest);
}

struct configfile *configfile_watch(struct loop *loop, const char *path,
    const char *digest, void (*changed)(void *arg), void *arg, struct err *err)
{
	int fd = watch_directory(path, err);
	struct configfile *file;

	if (fd < 0)
		return NULL;
	file = xcalloc(1, sizeof(*file));
	file->path = xstrdup(path);
	file->fd = fd;
	file->handle = loop_fd_new(loop, fd, LOOP_READ, on_event, file);
	file->moment = loop_timer_new(loop, on_moment, file);
	file->changed = changed;
	file->arg = arg;
	configfile_loaded(file, digest);
	/* It may have changed before it was watched. */
	loop_timer_set(file->moment, MOMENT);
	return file;
}

void configfile_free(struct configfile *file)
{
	if (!file)
		return;
	loop_fd_free(file->handle);
	loop_timer_free(file->moment);
	close(file->fd);
	free(file->path);
	free(file);
}
