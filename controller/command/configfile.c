/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configfile.c - inotify and a slow poll lead to a look at the files; the poll
 * compares what stat says first, so that nothing is read for nothing.
 */
#include "controller/command/configfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/config/templates.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"
#include "zonegen/base/mem.h"

#define MOMENT 100 /* ms after the last event */
#define LATEST 500 /* and after the first one, whatever follows */
#define POLL 3000  /* ms without any */
#define TEXT_LIMIT (16u << 20)
#define FILES (1 + TEMPLATES_COUNT)

struct configfile {
	struct loop *loop;
	char *path;
	char *templates;           /* their directory, or NULL */
	char loaded[DIGEST_SIZE];  /* of the text read last; "": none */
	char dressed[DIGEST_SIZE]; /* of the templates then */
	struct stat seen[FILES];   /* when they were looked at last */
	int fd;                    /* -1: there is only the poll */
	struct loop_fd *handle;
	struct loop_timer *moment, *poll;
	uint64_t since; /* ms: the first event; 0: there was none since */
	void (*changed)(void *arg);
	void *arg;
};

/* The file with that number: the configuration, then its templates. */
static bool path_of(const struct configfile *file, size_t at, struct buf *out)
{
	buf_reset(out);
	if (!at)
		buf_puts(out, file->path);
	else if (file->templates)
		buf_printf(
		    out, "%s/%s", file->templates, templates_names[at - 1]);
	return out->len && buf_ok(out);
}

static void digest_templates(
    const struct configfile *file, char out[DIGEST_SIZE])
{
	struct buf text = BUF_INIT(TEXT_LIMIT), path = BUF_INIT(8192);
	struct err err;

	for (size_t i = 1; i < FILES; i++) {
		if (path_of(file, i, &path) &&
		    textfile_read(buf_text(&path), &text, &err))
			buf_putc(&text, '.');
		buf_putc(&text, '\0');
	}
	digest_hex(buf_text(&text), text.len, out);
	buf_clear(&text);
	buf_clear(&path);
}

/* A file that is missing for the moment did not change. */
static void on_moment(void *arg)
{
	struct configfile *file = arg;
	struct buf text = BUF_INIT(TEXT_LIMIT);
	char there[DIGEST_SIZE] = "", dress[DIGEST_SIZE];
	struct err err;

	file->since = 0;
	if (textfile_read(file->path, &text, &err))
		digest_hex(buf_text(&text), text.len, there);
	buf_clear(&text);
	digest_templates(file, dress);
	if (*there &&
	    (strcmp(there, file->loaded) != 0 ||
		strcmp(dress, file->dressed) != 0))
		file->changed(file->arg);
}

/* Others may write into that directory all the time. */
static void look_soon(struct configfile *file)
{
	uint64_t now = loop_now(file->loop), left;

	if (!file->since)
		file->since = now;
	left = file->since + LATEST > now ? file->since + LATEST - now : 0;
	loop_timer_set(file->moment, left < MOMENT ? left : MOMENT);
}

/* The kind of event does not matter: the files are read in any case. */
static void on_event(void *arg, unsigned events)
{
	struct configfile *file = arg;
	char buffer[4096];

	(void)events;
	while (read(file->fd, buffer, sizeof(buffer)) > 0)
		;
	look_soon(file);
}

static bool same_stat(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    !memcmp(&a->st_mtim, &b->st_mtim, sizeof(a->st_mtim));
}

/* Notes what stat says; true: something else than before. */
static bool look(struct configfile *file)
{
	struct buf path = BUF_INIT(8192);
	bool differs = false;

	for (size_t i = 0; i < FILES; i++) {
		struct stat now = { 0 };

		if (path_of(file, i, &path) && stat(buf_text(&path), &now))
			now = (struct stat){ 0 };
		differs |= !same_stat(&now, &file->seen[i]);
		file->seen[i] = now;
	}
	buf_clear(&path);
	return differs;
}

static void on_poll(void *arg)
{
	struct configfile *file = arg;

	if (look(file))
		look_soon(file);
	loop_timer_set(file->poll, POLL);
}

static void watch_directory(const struct configfile *file, const char *dir)
{
	if (file->fd >= 0)
		inotify_add_watch(file->fd, dir,
		    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE);
}

static void watch_directory_of(const struct configfile *file)
{
	const char *slash = strrchr(file->path, '/');
	char *dir = xstrdup(slash ? file->path : ".");

	if (slash)
		dir[slash == file->path ? 1 : slash - file->path] = '\0';
	watch_directory(file, dir);
	free(dir);
}

void configfile_refused(struct configfile *file, const char *digest)
{
	if (!file)
		return;
	snprintf(file->loaded, sizeof(file->loaded), "%s", digest);
	digest_templates(file, file->dressed);
}

void configfile_loaded(
    struct configfile *file, const char *digest, const char *templates)
{
	if (!file)
		return;
	free(file->templates);
	file->templates = templates ? xstrdup(templates) : NULL;
	if (templates)
		watch_directory(file, templates);
	configfile_refused(file, digest);
	look(file);
}

struct configfile *configfile_watch(struct loop *loop, const char *path,
    const char *digest, const char *templates, void (*changed)(void *arg),
    void *arg)
{
	struct configfile *file = xcalloc(1, sizeof(*file));

	file->loop = loop;
	file->path = xstrdup(path);
	file->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (file->fd >= 0)
		file->handle =
		    loop_fd_new(loop, file->fd, LOOP_READ, on_event, file);
	file->moment = loop_timer_new(loop, on_moment, file);
	file->poll = loop_timer_new(loop, on_poll, file);
	file->changed = changed;
	file->arg = arg;
	watch_directory_of(file);
	configfile_loaded(file, digest, templates);
	/* It may have changed before it was watched. */
	loop_timer_set(file->moment, MOMENT);
	loop_timer_set(file->poll, POLL);
	return file;
}

void configfile_free(struct configfile *file)
{
	if (!file)
		return;
	loop_fd_free(file->handle);
	loop_timer_free(file->moment);
	loop_timer_free(file->poll);
	if (file->fd >= 0)
		close(file->fd);
	free(file->templates);
	free(file->path);
	free(file);
}
