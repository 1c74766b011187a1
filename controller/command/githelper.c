/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/githelper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/process.h"
#include "controller/base/textfile.h"
#include "controller/command/command.h"
#include "controller/publish/git/access.h"
#include "zonegen/base/mem.h"

#define TOKEN_MAX 65536

/* For hosts that do not look at it, as those with tokens do. */
#define USER "git"

/* No configuration of a user or of the machine counts, and no agent. */
static const char *const options[] = { "ssh", "-F", "none", "-o",
	"BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o",
	"GlobalKnownHostsFile=/dev/null", "-o", "UpdateHostKeys=no", "-o",
	"IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o",
	"PasswordAuthentication=no", "-o", "ConnectTimeout=10", "-o",
	"ServerAliveInterval=10", "-o", "ServerAliveCountMax=3" };

static int fail(const char *text)
{
	fprintf(stderr, "k8s-nsd: %s\n", text);
	return EXIT_TROUBLE;
}

static int run_ssh(int argc, char **argv)
{
	const char *hosts = getenv(ACCESS_HOSTS), *key = getenv(ACCESS_KEY);
	size_t n = ARRAY_LEN(options);
	struct arena arena = { .chunk = 0 };
	const char **words;
	struct err err;

	if (!hosts || !key)
		return fail("ssh has no key or no hosts");
	words = arena_alloc(&arena, (n + (size_t)argc + 5) * sizeof(*words));
	memcpy(words, options, sizeof(options));
	words[n++] = "-o";
	words[n++] = arena_printf(&arena, "UserKnownHostsFile=\"%s\"", hosts);
	words[n++] = "-i";
	words[n++] = key;
	for (int i = 1; i < argc; i++)
		words[n++] = argv[i];
	process_become(words, &err);
	arena_clear(&arena);
	return fail(err.text);
}

/* "Username for 'https://example.com': ", and of a password likewise. */
static int answer(const char *question)
{
	const char *path = getenv(ACCESS_TOKEN);
	struct buf token = BUF_INIT(TOKEN_MAX);
	struct err err;

	if (!strncmp(question, "Username", 8)) {
		puts(USER);
		return EXIT_GOOD;
	}
	if (!path || !textfile_read(path, &token, &err))
		return fail(path ? err.text : "there is no token");
	printf(
	    "%.*s\n", (int)strcspn(buf_text(&token), "\r\n"), buf_text(&token));
	explicit_bzero(token.data, token.len);
	buf_clear(&token);
	return EXIT_GOOD;
}

bool githelper_wanted(void)
{
	return getenv(ACCESS_HELPER) != NULL;
}

int githelper_run(int argc, char **argv)
{
	if (!strcmp(getenv(ACCESS_HELPER), "ssh"))
		return run_ssh(argc, argv);
	return answer(argc > 1 ? argv[1] : "");
}
