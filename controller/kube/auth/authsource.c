/* SPDX-License-Identifier: Apache-2.0 */
/*
 * authsource.c - finds the files, reads and merges them, and remembers their
 * text, so that a later look can tell whether they changed.
 */
#include "controller/kube/auth/authsource.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/textfile.h"
#include "controller/kube/auth/incluster.h"
#include "controller/kube/auth/kubeconfig.h"
#include "zonegen/base/mem.h"

#define PATH_LIMIT 4096
#define FILES_SIZE ((size_t)64 << 20)

static bool in_cluster(void)
{
	const char *host = getenv("KUBERNETES_SERVICE_HOST");

	return host && *host && getenv("KUBERNETES_SERVICE_PORT");
}

static char *home_file(void)
{
	const char *home = getenv("HOME");
	struct buf file = BUF_INIT(PATH_LIMIT);

	buf_printf(&file, "%s/.kube/config", home ? home : "");
	return file.data; /* the caller's now */
}

void authsource_init(
    struct authsource *source, const char *kubeconfig, const char *context)
{
	const char *list = kubeconfig ? kubeconfig : getenv("KUBECONFIG");

	*source = (struct authsource){ .texts = BUF_INIT(FILES_SIZE) };
	if (context)
		source->context = xstrdup(context);
	if (list && *list) {
		source->files = xstrdup(list);
		source->single = kubeconfig != NULL;
	} else if (!in_cluster() || context) {
		source->files = home_file();
		source->home = source->single = true;
	}
}

void authsource_clear(struct authsource *source)
{
	free(source->files);
	free(source->context);
	buf_clear(&source->texts);
	*source = (struct authsource){ .files = NULL };
}

/* The next of "a:b", in path; false at the end.  single: "a:b" is one. */
static bool next_file(const char **at, bool single, struct buf *path)
{
	size_t len;

	do {
		len = strcspn(*at, single ? "" : ":");
		buf_reset(path);
		buf_add(path, *at, len);
		*at += len + ((*at)[len] == ':');
	} while (!len && **at);
	return len > 0;
}

/*
 * Appends the files that exist to texts, each with a NUL behind it, and adds
 * them to config, if there is one.  *any: some file exists.
 */
static bool read_files(const struct authsource *source,
    struct kubeconfig *config, struct buf *texts, bool *any, struct err *err)
{
	struct buf path = BUF_INIT(PATH_LIMIT);
	const char *at = source->files;
	bool ok = true;

	while (ok && next_file(&at, source->single, &path)) {
		size_t start = texts->len;
		bool found;

		ok = textfile_read(buf_text(&path), texts, err);
		found = ok;
		if (!ok && err->kind == ERR_ABSENT)
			ok = true;
		if (found && config)
			ok = kubeconfig_add(config, buf_text(&path),
			    buf_text(texts) + start, texts->len - start, err);
		*any |= found;
		buf_putc(texts, '\0');
	}
	buf_clear(&path);
	return ok;
}

static bool from_files(
    struct authsource *source, struct auth *out, struct err *err)
{
	struct kubeconfig *config = kubeconfig_new();
	struct buf texts = BUF_INIT(FILES_SIZE);
	const char *context = source->context;
	bool any = false, ok = false;

	if (!read_files(source, config, &texts, &any, err))
		goto out;
	if (!any) {
		err_set(
		    err, ERR_SYSTEM, "no kubeconfig at '%s'", source->files);
		goto out;
	}
	if ((!context && !kubeconfig_current(config, &context, err)) ||
	    !kubeconfig_auth(config, context, out, err))
		goto out;
	if (!source->context)
		source->context = xstrdup(context);
	buf_clear(&source->texts);
	source->texts = texts;
	texts = (struct buf)BUF_INIT(FILES_SIZE); /* the source's now */
	ok = true;
out:
	buf_clear(&texts);
	kubeconfig_free(config);
	return ok;
}

bool authsource_find(
    struct authsource *source, struct auth *out, struct err *err)
{
	if (!source->files)
		return incluster_auth(getenv("KUBERNETES_SERVICE_HOST"),
		    getenv("KUBERNETES_SERVICE_PORT"), INCLUSTER_DIRECTORY, out,
		    err);
	if (from_files(source, out, err))
		return true;
	return source->home
	    ? err_prefix(
		  err, "neither $KUBECONFIG is set nor do we run in a cluster")
	    : false;
}

bool authsource_changed(const struct authsource *source)
{
	struct buf texts = BUF_INIT(FILES_SIZE);
	struct err ignored;
	bool any = false, changed;

	if (!source->files)
		return false;
	changed = read_files(source, NULL, &texts, &any, &ignored) && any &&
	    buf_ok(&texts) &&
	    (texts.len != source->texts.len ||
		memcmp(texts.data, source->texts.data, texts.len) != 0);
	buf_clear(&texts);
	return changed;
}

void authsource_forget(struct authsource *source)
{
	buf_clear(&source->texts);
}
