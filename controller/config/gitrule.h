/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gitrule.h - the keys of git: where versions are recorded, and as whom.
 */
#ifndef CONTROLLER_CONFIG_GITRULE_H
#define CONTROLLER_CONFIG_GITRULE_H

#include <stdbool.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct draft;
struct reader;

enum git_remote {
	GIT_REMOTE_NONE,
	GIT_REMOTE_FILE,
	GIT_REMOTE_SSH,
	GIT_REMOTE_HTTPS,
};

struct git_rule {
	bool on;                 /* the section is there */
	bool required;           /* a version that is no commit stays out */
	const char *directory;   /* absolute: the repository */
	const char *branch;      /* "main" */
	const char *path;        /* "" or "zones/", of the files in it */
	const char *author;      /* "NAME <EMAIL>" */
	const char *commit;      /* commit.tmpl, as read or built in */
	const char *signing_key; /* absolute; NULL: nothing is signed */
	enum git_remote kind;
	const char *remote;      /* as git takes it; NULL: none */
	const char *ssh_key;     /* absolute, of all three: */
	const char *known_hosts; /* with an ssh remote, else NULL */
	const char *token_file;  /* with an https remote; NULL: none */
};

/* What may stand in commit.tmpl, as "{{zone}}". */
struct commit_words {
	const char *zone, *cluster, *serials, *summary, *changes;
};

/* file is what errors call the template.  ERR_INPUT: it names another word. */
bool gitrule_fill(const char *file, const char *text,
    const struct commit_words *words, struct buf *out,
    struct err *err) MUST_CHECK;
/* Checks the section, and fills in what depends on other keys. */
void gitrule_check(struct draft *draft, struct reader *reader);
/* Are both the same repository, filled in the same way? */
bool gitrule_same(const struct git_rule *a, const struct git_rule *b);

#endif
