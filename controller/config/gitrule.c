/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/gitrule.h"

#include <string.h>

#include "controller/config/draft.h"
#include "zonegen/base/template.h"

#define WORD_CHARS                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789._-"
#define PART_MAX 100 /* octets between two slashes */
#define PATH_MOST 500

/*
 * Words between single slashes, as git takes them for a branch and for a folder
 * (git-check-ref-format(1)), and a little stricter: none begins with a dot or a
 * hyphen.
 */
static bool is_words(const char *text)
{
	if (strlen(text) > PATH_MOST)
		return false;
	for (;;) {
		size_t len = strspn(text, WORD_CHARS);

		if (!len || len > PART_MAX || *text == '.' || *text == '-' ||
		    text[len - 1] == '.' || strstr(text, "..") ||
		    (len >= 5 && !strncmp(text + len - 5, ".lock", 5)))
			return false;
		if (!text[len])
			return true;
		if (text[len] != '/')
			return false;
		text += len + 1;
	}
}

/* "NAME <EMAIL>", which must not end its line or field in a commit. */
static bool is_author(const char *text)
{
	size_t name = strcspn(text, "<>"), email;

	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	if (strlen(text) > PATH_MOST || name < 2 || *text == ' ' ||
	    text[name] != '<' || text[name - 1] != ' ' || text[name - 2] == ' ')
		return false;
	text += name + 1;
	email = strcspn(text, "<> ");
	return email > 0 && !strcmp(text + email, ">");
}

static const char *as_folder(struct reader *reader, const char *path)
{
	size_t len = path ? strlen(path) : 0;

	if (!len)
		return "";
	return path[len - 1] == '/' ? path
				    : arena_printf(reader->arena, "%s/", path);
}

static bool is_folder(const char *path)
{
	size_t len = strlen(path);
	char text[PATH_MOST + 1];

	if (len >= sizeof(text) || len < 1)
		return false;
	memcpy(text, path, len + 1);
	if (text[len - 1] == '/')
		text[len - 1] = '\0';
	return is_words(text);
}

/* --- The remote --- */

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text >= 0x7f)
			return false;
	return true;
}

/* Does a URL of that scheme name a host, and no password? */
static bool is_url(const char *text, const char *scheme)
{
	size_t len = strlen(scheme), host;
	const char *at, *colon;

	if (strncmp(text, scheme, len) != 0)
		return false;
	text += len;
	host = strcspn(text, "/");
	at = memchr(text, '@', host);
	colon = memchr(text, ':', host);
	if (at && colon && colon < at)
		return false;
	return host > 0 && *text != '-' && text[host] == '/';
}

/* "git@example.com:dns.git", and not "ext::sh". */
static bool is_scp(const char *text)
{
	size_t host = strcspn(text, ":/");

	return host > 0 && text[host] == ':' && text[host + 1] &&
	    text[host + 1] != ':' && text[host + 1] != '/' && *text != '-' &&
	    !strstr(text, "@-");
}

static enum git_remote kind_of(const char *remote)
{
	if (!is_printable(remote) || strlen(remote) > PATH_MOST)
		return GIT_REMOTE_NONE;
	if (*remote == '/' || !strncmp(remote, "file:///", 8))
		return GIT_REMOTE_FILE;
	if (is_url(remote, "ssh://"))
		return GIT_REMOTE_SSH;
	if (is_url(remote, "https://"))
		return GIT_REMOTE_HTTPS;
	if (!strstr(remote, "://") && is_scp(remote))
		return GIT_REMOTE_SSH;
	return GIT_REMOTE_NONE;
}

/* A file that ssh is told of: ssh expands some characters of a path. */
static void check_ssh_file(
    struct reader *reader, const char *path, const char *file)
{
	if (!file)
		reader_refuse(reader, path, "is required for a remote by ssh");
	else if (strpbrk(file, "\"%$\\"))
		reader_refuse(
		    reader, path, "must not have '\"', '%%', '$' or '\\'");
}

static void refuse_without(
    struct reader *reader, const char *path, const char *file, const char *kind)
{
	if (file)
		reader_refuse(
		    reader, path, "is only read for a remote by %s", kind);
}

static void check_remote(struct reader *reader, struct git_rule *git)
{
	if (git->remote) {
		git->kind = kind_of(git->remote);
		if (git->kind == GIT_REMOTE_NONE) {
			reader_refuse(reader, "git.remote",
			    "must be a path, or a URL of ssh or https without "
			    "a password");
			return;
		}
	}
	if (git->kind == GIT_REMOTE_SSH) {
		check_ssh_file(reader, "git.sshKey", git->ssh_key);
		check_ssh_file(reader, "git.knownHosts", git->known_hosts);
	} else {
		refuse_without(reader, "git.sshKey", git->ssh_key, "ssh");
		refuse_without(
		    reader, "git.knownHosts", git->known_hosts, "ssh");
	}
	if (git->kind != GIT_REMOTE_HTTPS)
		refuse_without(
		    reader, "git.tokenFile", git->token_file, "https");
}

bool gitrule_fill(const char *file, const char *text,
    const struct commit_words *words, struct buf *out, struct err *err)
{
	const struct template_value values[] = {
		{ "zone", words->zone },
		{ "cluster", words->cluster },
		{ "serials", words->serials },
		{ "summary", words->summary },
		{ "changes", words->changes },
	};

	return template_fill(file, text, values, ARRAY_LEN(values), out, err);
}

/* A damaged repository is renamed, and must not take anything with it. */
static bool is_above(const char *folder, const char *path)
{
	size_t len = strlen(folder);

	while (len > 1 && folder[len - 1] == '/')
		len--;
	return !strncmp(folder, path, len) &&
	    (len == 1 || !path[len] || path[len] == '/');
}

void gitrule_check(struct draft *draft, struct reader *reader)
{
	struct config *config = &draft->config;
	struct git_rule *git = &config->git;

	if (config->cluster_name &&
	    (!is_words(config->cluster_name) ||
		strchr(config->cluster_name, '/')))
		reader_refuse(reader, "cluster.name",
		    "must be letters, digits, '.', '_' and '-', not '%.80s'",
		    config->cluster_name);
	git->on = reader_has(reader, "git");
	if (!is_words(git->branch))
		reader_refuse(reader, "git.branch",
		    "must be a branch like main, not '%.80s'", git->branch);
	if (git->path && !is_folder(git->path))
		reader_refuse(reader, "git.path",
		    "must be a folder like dns/zones, not '%.80s'", git->path);
	if (!is_author(git->author))
		reader_refuse(reader, "git.author",
		    "must be like 'DNS <dns@example.com>', not '%.80s'",
		    git->author);
	check_remote(reader, git);
	git->path = as_folder(reader, git->path);
	if (!git->directory)
		git->directory =
		    arena_printf(reader->arena, "%s/git", config->directory);
	else if (is_above(git->directory, config->directory))
		reader_refuse(reader, "git.directory",
		    "must be a directory for git alone, not '%s'",
		    git->directory);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool gitrule_same(const struct git_rule *a, const struct git_rule *b)
{
	return a->on == b->on && a->required == b->required &&
	    !strcmp(a->directory, b->directory) &&
	    !strcmp(a->branch, b->branch) && !strcmp(a->path, b->path) &&
	    !strcmp(a->author, b->author) && !strcmp(a->commit, b->commit) &&
	    same_text(a->signing_key, b->signing_key) &&
	    same_text(a->remote, b->remote) &&
	    same_text(a->ssh_key, b->ssh_key) &&
	    same_text(a->known_hosts, b->known_hosts) &&
	    same_text(a->token_file, b->token_file);
}
