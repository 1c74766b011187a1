/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/git/git.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 40

/* Before the words of each call; gc is called by us alone. */
static const char *const settings[] = { "git", "-c", "gc.auto=0", "-c",
	"maintenance.auto=false", "-c", "core.fsync=all", "-c",
	"safe.directory=*", "-c", "core.hooksPath=/dev/null", "-c",
	"core.attributesFile=/dev/null", "-c", "pack.threads=1", "-c",
	"pack.windowMemory=64m" };

static const char *const withheld[] = { "GIT_", "SSH_", "XDG_",
	"HOME=", "EMAIL=", "LANG", "LC_", NULL };

void git_set(struct git *git, const char *text)
{
	assert(git->nenv < GIT_ENV);
	git->env[git->nenv++] = arena_strdup(&git->arena, text);
}

static void set_path(struct git *git, const char *name, const char *path)
{
	assert(git->nenv < GIT_ENV);
	git->env[git->nenv++] = arena_printf(&git->arena, "%s=%s", name, path);
}

void git_open(struct git *git, struct loop *loop, const char *directory)
{
	const char *ca = getenv("GIT_SSL_CAINFO");

	*git = (struct git){ .loop = loop, .directory = directory };
	set_path(git, "GIT_DIR", directory);
	set_path(git, "HOME", directory);
	set_path(git, "XDG_CONFIG_HOME", directory);
	git_set(git, "GIT_CONFIG_NOSYSTEM=1");
	git_set(git, "GIT_CONFIG_GLOBAL=/dev/null");
	git_set(git, "GIT_ATTR_NOSYSTEM=1");
	git_set(git, "GIT_TERMINAL_PROMPT=0");
	git_set(git, "GIT_ALLOW_PROTOCOL=file:ssh:https");
	git_set(git, "LC_ALL=C");
	/* The one that says how things are, not what is wished. */
	if (ca)
		set_path(git, "GIT_SSL_CAINFO", ca);
}

void git_close(struct git *git)
{
	arena_clear(&git->arena);
}

#define ARGV_MAX (ARRAY_LEN(settings) + WORDS_MAX + 1)

static struct process_options options_of(const struct git *git,
    const struct git_call *call, const char *argv[ARGV_MAX])
{
	size_t n = ARRAY_LEN(settings);

	memcpy(argv, settings, sizeof(settings));
	for (size_t i = 0; i < WORDS_MAX && call->words[i]; i++)
		argv[n++] = call->words[i];
	argv[n] = NULL;
	return (struct process_options){
		.argv = argv,
		.env = git->env,
		.withheld = withheld,
		.input = call->input,
		.input_len = call->input_len,
		.limit = call->limit,
		.timeout = call->timeout ? call->timeout : GIT_TIME,
		.session = true,
		.done = call->done,
		.arg = call->arg,
	};
}

struct process *git_start(
    const struct git *git, const struct git_call *call, struct err *err)
{
	const char *argv[ARGV_MAX];
	const struct process_options options = options_of(git, call, argv);

	return process_start(git->loop, &options, err);
}

bool git_run(const struct git *git, const struct git_call *call,
    struct process_result *result, struct err *err)
{
	const char *argv[ARGV_MAX];
	struct process_options options = options_of(git, call, argv);
	struct process_end end;

	options.session = false; /* Ctrl-C ends it too */
	if (!process_run(&options, result, err))
		return false;
	if (!result->status)
		return true;
	end = (struct process_end){ .status = result->status,
		.errors = buf_text(&result->errors) };
	git_words(&end, err);
	process_result_clear(result);
	return false;
}

static bool is_complaint(const char *line)
{
	static const char *const signs[] = { "fatal: ", "error: ", "ERROR: " };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (!strncmp(line, signs[i], strlen(signs[i])))
			return true;
	return false;
}

/*
 * The first line that begins like a complaint; else the last line.  That git
 * could not read from the remote is what it says when ssh has told why.
 */
static const char *find_complaint(const char *text, size_t *len)
{
	static const char unread[] = "fatal: Could not read from remote";
	const char *found = "", *line = text;

	*len = 0;
	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t size = strcspn(line, "\r\n");

		if (!size)
			continue;
		if (*len && !strncmp(line, unread, strlen(unread)))
			break;
		found = line;
		*len = size;
		if (is_complaint(line))
			break;
	}
	return found;
}

void git_words(const struct process_end *end, struct err *err)
{
	size_t len;
	const char *words = find_complaint(end->errors, &len);

	if (end->timed_out)
		err_set(err, ERR_SYSTEM, "git took too long and was ended");
	else if (len)
		err_set(err, ERR_SYSTEM, "%.*s", (int)(len < 300 ? len : 300),
		    words);
	else
		err_set(
		    err, ERR_SYSTEM, "git ended with status %d", end->status);
}

bool git_blames_machine(const struct process_end *end)
{
	static const char *const words[] = { "No space left", "Disk quota",
		"Permission denied", "Read-only file system",
		"Input/output error", "Cannot allocate memory",
		"Too many open files", "out of memory",
		"unable to create thread", "File exists", "cannot run" };

	/* git dies with 128; more is a signal. */
	if (end->timed_out || end->status == 127 || end->status > 128)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strstr(end->errors, words[i]))
			return true;
	return false;
}
