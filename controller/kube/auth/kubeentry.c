/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/kubeentry.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/base/base64.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define DATA_SIZE ((size_t)16 << 20)
#define PATH_LIMIT ((size_t)8192)

bool kubeentry_refuse(const struct kubeentry *entry, const char *key,
    const char *why, struct err *err)
{
	return err_set(err, ERR_INPUT, "%s: %s '%s': %s %s", entry->file,
	    entry->what, entry->name, key, why);
}

bool kubeentry_blame(const struct kubeentry *entry, struct err *err)
{
	return err_prefix(
	    err, "%s: %s '%s'", entry->file, entry->what, entry->name);
}

bool kubeentry_text(const struct kubeentry *entry, const char *key,
    const char **out, struct err *err)
{
	return json_get_string(entry->body, key, "", out, err) ||
	    kubeentry_blame(entry, err);
}

bool kubeentry_bool(
    const struct kubeentry *entry, const char *key, bool *out, struct err *err)
{
	return json_get_bool(entry->body, key, false, out, err) ||
	    kubeentry_blame(entry, err);
}

char *kubeentry_path(const struct kubeentry *entry, const char *path)
{
	struct buf out = BUF_INIT(PATH_LIMIT);
	const char *slash = strrchr(entry->file, '/');

	if (*path != '/' && slash)
		buf_add(&out, entry->file, (size_t)(slash - entry->file) + 1);
	buf_puts(&out, path);
	if (!buf_ok(&out) || !out.data) {
		buf_clear(&out);
		return xstrdup(path);
	}
	return out.data; /* the caller's now */
}

bool kubeentry_secret(const struct kubeentry *entry, const char *key,
    struct secret *out, struct err *err)
{
	struct buf bytes = BUF_INIT(DATA_SIZE);
	const char *path, *text;
	char data[64];
	bool ok;

	snprintf(data, sizeof(data), "%s-data", key);
	if (!kubeentry_text(entry, data, &text, err) ||
	    !kubeentry_text(entry, key, &path, err))
		return false;
	if (*text && *path)
		return kubeentry_refuse(
		    entry, key, "and its -data cannot both be set", err);
	if (*path)
		out->path = kubeentry_path(entry, path);
	if (!*text)
		return true;
	ok = base64_decode(text, &bytes) && buf_ok(&bytes);
	if (ok)
		secret_set(out, buf_text(&bytes), bytes.len);
	else
		kubeentry_refuse(entry, data, "is not base64", err);
	buf_clear(&bytes);
	return ok;
}
