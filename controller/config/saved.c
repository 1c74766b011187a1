/* SPDX-License-Identifier: Apache-2.0 */
/*
 * saved.c - a head of lines with the digest of all that follows, the length of
 * each part in a fixed order, an empty line, then the parts.
 */
#include "controller/config/saved.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/config/templates.h"
#include "zonegen/base/outfile.h"

#define HEAD "k8s-nsd saved configuration 1\n"
#define SAVED_MAX ((size_t)4 << 20) /* octets */
#define PARTS (1 + TEMPLATES_COUNT)
#define ERRORS_MAX ((size_t)64 << 10)

/* --- The text --- */

static const char *part_name(size_t at)
{
	return at ? templates_names[at - 1] : "configuration";
}

static const char *part_text(const struct config *config, size_t at)
{
	const char *const texts[PARTS] = { config->text, config->zone_header,
		config->nsd_conf, config->git.commit };

	return texts[at];
}

void saved_print(const struct config *config, struct buf *out)
{
	struct buf rest = BUF_INIT(SAVED_MAX);
	char digest[DIGEST_SIZE];

	for (size_t i = 0; i < PARTS; i++)
		buf_printf(&rest, "%s %zu\n", part_name(i),
		    strlen(part_text(config, i)));
	buf_putc(&rest, '\n');
	for (size_t i = 0; i < PARTS; i++)
		buf_puts(&rest, part_text(config, i));
	digest_hex(buf_text(&rest), rest.len, digest);
	buf_printf(out, HEAD "digest %s\n", digest);
	buf_add(out, buf_text(&rest), rest.len);
	out->overflow |= !buf_ok(&rest);
	buf_clear(&rest);
}

/* Takes "NAME LENGTH\n" off the text. */
static bool take_length(const char **text, const char *name, size_t *length)
{
	size_t len = strlen(name), digits;

	if (strncmp(*text, name, len) != 0 || (*text)[len] != ' ')
		return false;
	*text += len + 1;
	digits = strspn(*text, "0123456789");
	if (!digits || digits > 8 || (*text)[digits] != '\n')
		return false;
	*length = (size_t)strtoull(*text, NULL, 10);
	*text += digits + 1;
	return true;
}

/* Takes the head off the text; what follows it must be what was written. */
static bool take_head(const char **text, size_t *len, struct err *err)
{
	size_t head = strlen(HEAD "digest ") + DIGEST_SIZE;
	char digest[DIGEST_SIZE];

	if (strncmp(*text, HEAD "digest ", strlen(HEAD "digest ")) != 0)
		return err_set(err, ERR_INPUT,
		    "it is no saved configuration of this program");
	if (*len < head || (*text)[head - 1] != '\n')
		return err_set(err, ERR_INPUT, "it is damaged");
	digest_hex(*text + head, *len - head, digest);
	if (strncmp(*text + head - DIGEST_SIZE, digest, DIGEST_SIZE - 1) != 0)
		return err_set(
		    err, ERR_INPUT, "it is damaged: its digest is another");
	*text += head;
	*len -= head;
	return true;
}

/* The parts, each in the arena. */
static bool take_parts(const char *text, size_t len, struct arena *arena,
    const char *parts[PARTS], struct err *err)
{
	const char *end = text + len;
	size_t lengths[PARTS];

	for (size_t i = 0; i < PARTS; i++)
		if (!take_length(&text, part_name(i), &lengths[i]))
			goto damaged;
	if (*text++ != '\n')
		goto damaged;
	for (size_t i = 0; i < PARTS; i++) {
		if (lengths[i] > (size_t)(end - text) ||
		    memchr(text, '\0', lengths[i]))
			goto damaged;
		parts[i] = arena_printf(arena, "%.*s", (int)lengths[i], text);
		text += lengths[i];
	}
	if (text == end)
		return true;
damaged:
	return err_set(err, ERR_INPUT, "it is damaged: its parts do not fit");
}

static struct config *parse_parts(
    const char *const parts[PARTS], const char *path, struct err *err)
{
	const struct config_templates templates = { { parts[1], parts[2],
	    parts[3] } };
	struct config_errors errors = { .text = BUF_INIT(ERRORS_MAX) };
	struct config *config = config_parse_with(
	    path, parts[0], strlen(parts[0]), &templates, &errors);

	if (!config)
		err_set(err, ERR_INPUT,
		    "this program does not accept it any more: %.*s",
		    (int)strcspn(buf_text(&errors.text), "\n"),
		    buf_text(&errors.text));
	config_errors_clear(&errors);
	return config;
}

struct config *saved_parse(
    const char *text, size_t len, const char *path, struct err *err)
{
	struct arena arena = { .chunk = 0 };
	const char *parts[PARTS];
	struct config *config = NULL;

	if (take_head(&text, &len, err) &&
	    take_parts(text, len, &arena, parts, err))
		config = parse_parts(parts, path, err);
	arena_clear(&arena);
	return config;
}

/* --- The file --- */

bool saved_write(const struct config *config, struct err *err)
{
	struct buf text = BUF_INIT(2 * SAVED_MAX);
	int dir = open(config->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (dir < 0)
		return err_errno(err, "cannot open '%s'", config->directory);
	saved_print(config, &text);
	if (!buf_ok(&text) || text.len > SAVED_MAX)
		ok = err_set(err, ERR_INPUT,
		    "the configuration is larger than %zu octets", SAVED_MAX);
	else
		ok = outfile_replace(dir, SAVED_NAME, 0600, &text, err);
	buf_clear(&text);
	close(dir);
	return ok;
}

/*
 * Nobody else may have written it.  The group may be able to: kubelet lets the
 * group of a volume write whatever is on it.
 */
static bool is_own(int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(err, "cannot be read");
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, "it is no file");
	if ((st.st_uid != geteuid() && st.st_uid) || (st.st_mode & S_IWOTH))
		return err_set(
		    err, ERR_INPUT, "another user wrote it, or could have");
	return true;
}

/* Is it the state directory that the configuration names? */
static bool is_at_home(
    const struct config *config, const char *directory, struct err *err)
{
	struct stat named, there;

	if (stat(config->directory, &named) == 0 &&
	    stat(directory, &there) == 0 && named.st_dev == there.st_dev &&
	    named.st_ino == there.st_ino)
		return true;
	return err_set(err, ERR_INPUT,
	    "its nsd.directory is '%s', another directory", config->directory);
}

static bool read_file(const char *directory, struct buf *text, struct err *err)
{
	int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;
	bool ok = false;

	if (dir >= 0)
		fd = openat(dir, SAVED_NAME,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0) {
		ok = is_own(fd, err) &&
		    textfile_read_fd(fd, SAVED_NAME, text, err);
	} else {
		bool absent = errno == ENOENT;

		err_errno(err, "cannot be read");
		if (absent)
			err->kind = ERR_ABSENT;
	}
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	return ok;
}

struct config *saved_read(
    const char *directory, const char *path, struct err *err)
{
	struct buf text = BUF_INIT(SAVED_MAX);
	struct config *config = NULL;

	if (read_file(directory, &text, err))
		config = saved_parse(buf_text(&text), text.len, path, err);
	if (config && !is_at_home(config, directory, err)) {
		config_free(config);
		config = NULL;
	}
	if (!config)
		err_prefix(err, "the saved configuration '%s/%s'", directory,
		    SAVED_NAME);
	buf_clear(&text);
	return config;
}
