/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/past.h"

#include <string.h>

#include "controller/publish/git/git.h"
#include "zonegen/version/load.h"
#include "zonegen/record/name.h"

#define SCHEME "git:"
#define FILE_LIMIT ((size_t)1 << 30) /* octets of a zone file */

bool past_is(const char *place)
{
	return !strncmp(place, SCHEME, strlen(SCHEME));
}

static bool run(const struct config *config, const char *const *words,
    struct process_result *result, struct err *err)
{
	struct git git;
	bool ok;

	git_open(&git, NULL, config->git.directory);
	ok = git_run(&git,
	    &(struct git_call){ .words = words, .limit = FILE_LIMIT }, result,
	    err);
	git_close(&git);
	return ok;
}

bool past_find(const struct config *config, const char *place,
    char commit[STREAM_ID_SIZE], struct err *err)
{
	const char *revision = place + strlen(SCHEME), *at;
	struct arena arena = { .chunk = 0 };
	struct process_result result;
	bool ok;

	if (!config->git.on)
		return err_set(err, ERR_INPUT,
		    "nothing is recorded: there is no section git");
	ok = run(config,
	    (const char *const[]){ "rev-parse", "--verify", "--end-of-options",
		arena_printf(&arena, "%s^{commit}", revision), NULL },
	    &result, err);
	if (ok) {
		at = buf_text(&result.out);
		ok = stream_id(&at, commit) ||
		    err_set(err, ERR_INPUT, "git told no commit");
		process_result_clear(&result);
	}
	arena_clear(&arena);
	return ok ||
	    err_prefix(err, "'%s' in '%s'", place, config->git.directory);
}

/* A file of the zone; *there: it is in the commit. */
static bool read_file(const struct config *config, const char *commit,
    const char *zone, const char *suffix, struct process_result *file,
    bool *there, struct err *err)
{
	struct arena arena = { .chunk = 0 };
	char name[NAME_FILE_SIZE];
	const char *path = arena_printf(&arena, "%s%s.%s", config->git.path,
	    name_for_file(zone, name), suffix);
	bool ok;

	ok = run(config,
	    (const char *const[]){ "ls-tree", "--full-tree", "--name-only",
		commit, "--", path, NULL },
	    file, err);
	*there = ok && file->out.len > 0;
	if (ok && *there) {
		process_result_clear(file);
		ok = run(config,
		    (const char *const[]){ "cat-file", "blob",
			arena_printf(&arena, "%s:%s", commit, path), NULL },
		    file, err);
	}
	arena_clear(&arena);
	return ok;
}

bool past_load(const struct config *config, const char *commit,
    struct zone *zone, struct err *err)
{
	const char *name = zone_name(zone);
	struct process_result file, origins;
	size_t lost;
	bool there, known;
	bool ok = read_file(config, commit, name, "zone", &file, &there, err);

	if (!ok)
		return false;
	if (there &&
	    read_file(config, commit, name, "origins", &origins, &known, err)) {
		ok = load_version(zone, buf_text(&file.out), file.out.len,
			 buf_text(&origins.out), known ? origins.out.len : 0,
			 &lost, err) ||
		    err_prefix(err, "zone '%s'", name);
		process_result_clear(&origins);
	} else {
		ok = !there;
	}
	process_result_clear(&file);
	return ok;
}
