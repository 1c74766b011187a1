/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/dirwatch.h"

#include <limits.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "zonegen/base/mem.h"

#define EVENTS                                                            \
	(IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | \
	    IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

struct watched_dir {
	int number; /* inotify's */
	char *prefix;
};

struct dirwatch {
	int fd;
	struct loop_fd *handle;
	struct watched_dir *list;
	size_t count, cap;
	void (*happened)(
	    void *arg, enum dirwatch_event event, const char *path);
	void *arg;
};

static struct watched_dir *find(struct dirwatch *watch, int number)
{
	for (size_t i = 0; i < watch->count; i++)
		if (watch->list[i].number == number)
			return &watch->list[i];
	return NULL;
}

static void forget(struct dirwatch *watch, struct watched_dir *watched)
{
	free(watched->prefix);
	*watched = watch->list[--watch->count];
}

static void tell(struct dirwatch *watch, const struct inotify_event *event)
{
	struct watched_dir *watched = find(watch, event->wd);
	enum dirwatch_event what = DIRWATCH_CHANGED;
	char path[PATH_MAX + NAME_MAX + 2];
	size_t prefix = watched ? strlen(watched->prefix) : 0;
	const char *name = event->len ? event->name : "";

	if (event->mask & IN_Q_OVERFLOW) {
		watch->happened(watch->arg, DIRWATCH_LOST, "");
		return;
	}
	/* The directory is elsewhere now: another may have its old path. */
	if (event->mask & IN_MOVE_SELF)
		inotify_rm_watch(watch->fd, event->wd);
	if (watched && (event->mask & IN_IGNORED))
		forget(watch, watched);
	if (!watched || (event->mask & IN_IGNORED) ||
	    prefix + strlen(name) >= sizeof(path))
		return;
	memcpy(path, watched->prefix, prefix);
	memcpy(path + prefix, name, strlen(name) + 1);
	if (event->mask & IN_CLOSE_WRITE)
		what = DIRWATCH_WRITTEN;
	else if (event->mask & IN_MODIFY)
		what = DIRWATCH_WRITING;
	else if (event->mask & IN_MOVED_TO)
		what = DIRWATCH_RENAMED;
	watch->happened(watch->arg, what, path);
}

static void ready(void *arg, unsigned events)
{
	struct dirwatch *watch = arg;
	alignas(struct inotify_event) char buffer[8192];
	ssize_t got;

	(void)events;
	while ((got = read(watch->fd, buffer, sizeof(buffer))) > 0) {
		const char *at = buffer;

		while (at < buffer + got) {
			const struct inotify_event *event =
			    (const struct inotify_event *)(const void *)at;

			at += sizeof(*event) + event->len;
			tell(watch, event);
		}
	}
}

struct dirwatch *dirwatch_new(struct loop *loop,
    void (*happened)(void *arg, enum dirwatch_event event, const char *path),
    void *arg, struct err *err)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct dirwatch *watch;

	if (fd < 0) {
		err_errno(err, "cannot watch directories");
		return NULL;
	}
	watch = xcalloc(1, sizeof(*watch));
	watch->fd = fd;
	watch->happened = happened;
	watch->arg = arg;
	watch->handle = loop_fd_new(loop, fd, LOOP_READ, ready, watch);
	return watch;
}

void dirwatch_free(struct dirwatch *watch)
{
	if (!watch)
		return;
	while (watch->count)
		forget(watch, &watch->list[watch->count - 1]);
	free(watch->list);
	loop_fd_free(watch->handle);
	close(watch->fd);
	free(watch);
}

bool dirwatch_add(struct dirwatch *watch, const char *dir, const char *prefix,
    struct err *err)
{
	int number = inotify_add_watch(watch->fd, dir, EVENTS | IN_ONLYDIR);
	struct watched_dir *watched;

	if (number < 0)
		return err_errno(err, "cannot watch '%s'", dir);
	watched = find(watch, number);
	if (!watched) {
		watch->list = xgrow(watch->list, watch->count, &watch->cap,
		    sizeof(*watch->list));
		watched = &watch->list[watch->count++];
		watched->number = number;
	} else {
		free(watched->prefix);
	}
	watched->prefix = xstrdup(prefix);
	return true;
}
