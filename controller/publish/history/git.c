/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/git.h"

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

void git_open(struct git *git, struct loop *loop, const char *directory)
{
	struct arena *arena = &git->arena;
	size_t n = 0;

	*git = (struct git){ .loop = loop, .directory = directory };
	git->env[n++] = arena_printf(arena, "GIT_DIR=%s", directory);
	git->env[n++] = arena_printf(arena, "HOME=%s", directory);
	git->env[n++] = arena_printf(arena, "XDG_CONFIG_HOME=%s", directory);
	git->env[n++] = "GIT_CONFIG_NOSYSTEM=1";
	git->env[n++] = "GIT_CONFIG_GLOBAL=/dev/null";
	git->env[n++] = "GIT_ATTR_NOSYSTEM=1";
	git->env[n++] = "GIT_TERMINAL_PROMPT=0";
	git->env[n++] = "LC_ALL=C";
}

void git_close(struct git *git)
{
	arena_clear(&git->arena);
}

struct process *git_start(
    const struct git *git, const struct git_call *call, struct err *err)
{
	const char *argv[ARRAY_LEN(settings) + WORDS_MAX + 1];
	size_t n = ARRAY_LEN(settings);

	memcpy(argv, settings, sizeof(settings));
	for (size_t i = 0; call->words[i] && i < WORDS_MAX; i++)
		argv[n++] = call->words[i];
	argv[n] = NULL;
	return process_start(git->loop,
	    &(struct process_options){
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
	    },
	    err);
}

/* The last line that begins like a complaint; else the last line. */
static const char *find_complaint(const char *text, size_t *len)
{
	static const char *const signs[] = {
		"fatal: ", "error: ", "ERROR: ", "ssh: "
	};
	const char *found = "", *line = text;
	bool complains = false;

	*len = 0;
	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t size = strcspn(line, "\n");
		bool sign = false;

		for (size_t i = 0; i < ARRAY_LEN(signs); i++)
			sign |= !strncmp(line, signs[i], strlen(signs[i]));
		if (!size || (complains && !sign))
			continue;
		complains |= sign;
		found = line;
		*len = size;
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
