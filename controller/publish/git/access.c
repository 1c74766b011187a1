/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/git/access.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/textfile.h"

#define KEY_MAX (1u << 16)

static void set(struct git *git, const char *name, const char *value)
{
	struct buf text = BUF_INIT(PATH_MAX + 100);

	buf_printf(&text, "%s=%s", name, value);
	git_set(git, buf_text(&text));
	buf_clear(&text);
}

/*
 * This program, by its path, or where that cannot be walked (it was replaced,
 * or stands where this uid may not look) by the process that runs it.
 */
static void set_program(struct git *git, const char *name)
{
	char path[PATH_MAX], process[64];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[len > 0 ? len : 0] = '\0';
	snprintf(process, sizeof(process), "/proc/%ld/exe", (long)getpid());
	set(git, name, access(path, X_OK) == 0 ? path : process);
}

/* An editor, or a Secret, may have left out the last newline. */
static bool write_key(int fd, struct buf *key, struct err *err)
{
	if (key->len && key->data[key->len - 1] != '\n')
		buf_putc(key, '\n');
	if (fchmod(fd, 0600) < 0 ||
	    write(fd, buf_text(key), key->len) != (ssize_t)key->len)
		return err_errno(err, "cannot keep the key");
	return true;
}

bool access_keep(
    const char *path, int *fd, char out[ACCESS_PATH_SIZE], struct err *err)
{
	struct buf key = BUF_INIT(KEY_MAX);
	bool ok = textfile_read(path, &key, err);

	if (ok) {
		*fd = memfd_create("key", MFD_CLOEXEC);
		ok = *fd >= 0 ? write_key(*fd, &key, err)
			      : err_errno(err, "cannot keep the key");
	}
	if (key.len)
		explicit_bzero(key.data, key.len);
	buf_clear(&key);
	snprintf(out, ACCESS_PATH_SIZE, "/proc/%ld/fd/%d", (long)getpid(), *fd);
	return ok;
}

bool access_open(struct access *way, struct loop *loop,
    const struct git_rule *rule, struct err *err)
{
	struct git *git = &way->git;
	char key[ACCESS_PATH_SIZE];

	*way = (struct access)ACCESS_INIT;
	git_open(git, loop, rule->directory);
	if (rule->kind == GIT_REMOTE_SSH) {
		set(git, ACCESS_HELPER, "ssh");
		set(git, ACCESS_HOSTS, rule->known_hosts);
		git_set(git, "GIT_SSH_VARIANT=ssh");
		set_program(git, "GIT_SSH");
		if (!access_keep(rule->ssh_key, &way->key, key, err))
			return false;
		set(git, ACCESS_KEY, key);
		return true;
	}
	if (rule->token_file) {
		set(git, ACCESS_HELPER, "token");
		set(git, ACCESS_TOKEN, rule->token_file);
		set_program(git, "GIT_ASKPASS");
	}
	return true;
}

void access_close(struct access *way)
{
	git_close(&way->git);
	if (way->key >= 0)
		close(way->key);
	*way = (struct access)ACCESS_INIT;
}
