/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_authsource.c - which files count, and which of their changes.
 */
#include "controller/kube/auth/authsource.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"

#define SERVER(name) "{name: k, cluster: {server: 'https://" name "'}}"
#define CONTEXTS                                                          \
	"contexts: [{name: c, context: {cluster: k, user: u}}, {name: d," \
	" context: {cluster: l, user: u}}]\n"                             \
	"users: [{name: u, user: {token: t}}]\n"
#define TWO(current, k, l)                                              \
	"current-context: " current "\n" CONTEXTS "clusters: [" SERVER( \
	    k) ", {name: l, cluster: {server: 'https://" l "'}}]\n"

#define GOOD TWO("c", "one", "two")

struct folder {
	char path[64], home[96], file[96], second[96], list[256];
};

static void put(const char *path, const char *text)
{
	FILE *file;

	if (!text) {
		unlink(path);
		return;
	}
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void folder_open(struct folder *folder)
{
	snprintf(folder->path, sizeof(folder->path), "/tmp/authsource-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	snprintf(folder->home, sizeof(folder->home), "%s/.kube", folder->path);
	mkdir(folder->home, 0700);
	snprintf(folder->home, sizeof(folder->home), "%s/.kube/config",
	    folder->path);
	snprintf(folder->file, sizeof(folder->file), "%s/a", folder->path);
	snprintf(folder->second, sizeof(folder->second), "%s/b", folder->path);
	snprintf(folder->list, sizeof(folder->list), "%s::%s:", folder->file,
	    folder->second);
	setenv("HOME", folder->path, 1);
	unsetenv("KUBECONFIG");
	unsetenv("KUBERNETES_SERVICE_HOST");
	unsetenv("KUBERNETES_SERVICE_PORT");
}

static void folder_close(struct folder *folder)
{
	char kube[96];

	unlink(folder->home);
	unlink(folder->file);
	unlink(folder->second);
	snprintf(kube, sizeof(kube), "%s/.kube", folder->path);
	rmdir(kube);
	rmdir(folder->path);
}

/* The server that is found; "" and the reason when there is none. */
static const char *found(
    struct authsource *source, char out[256], struct err *err)
{
	struct auth auth = { 0 };

	*out = '\0';
	if (authsource_find(source, &auth, err))
		snprintf(out, 256, "%s", auth.server);
	auth_clear(&auth);
	return out;
}

static const struct row {
	const char *name;
	const char *variable; /* KUBECONFIG: the list of both, or not */
	const char *home, *file, *second;
	const char *configured; /* the file, as the configuration's */
	const char *context;
	bool pod;
	const char *server, *why;
} rows[] = {
	{ "at home", .home = GOOD, .server = "https://one" },
	{ "nowhere", .why = "neither $KUBECONFIG is set nor do we run in a" },
	{ "in a pod", .home = GOOD, .pod = true,
	    .server = "https://192.0.2.1:443" },
	{ "a context asked for in a pod", .home = GOOD, .pod = true,
	    .context = "d", .server = "https://two" },
	{ "the variable before the pod", .variable = "", .file = GOOD,
	    .pod = true, .server = "https://one" },
	{ "the configuration before the variable", .variable = "", .file = GOOD,
	    .configured = "", .context = "d", .server = "https://two" },
	{ "the second file alone", .variable = "", .second = GOOD,
	    .server = "https://one" },
	{ "both files", .variable = "",
	    .file = "clusters: [" SERVER("first") "]\n", .second = GOOD,
	    .server = "https://first" },
	{ "an empty file", .variable = "", .file = "", .second = GOOD,
	    .server = "https://one" },
	{ "none of the files", .variable = "", .home = GOOD,
	    .why = "no kubeconfig at '" },
	{ "no context", .variable = "", .file = "clusters: []\n",
	    .why = "kubeconfig: no current-context" },
	{ "no YAML", .variable = "", .file = "[", .why = "/tmp/" },
	{ "another context than there are", .home = GOOD, .context = "x",
	    .why = "neither $KUBECONFIG" },
};

static void finds(void **state)
{
	const struct row *row = *state;
	struct authsource source;
	struct folder folder;
	struct err err = { 0 };
	char server[256];

	folder_open(&folder);
	put(folder.home, row->home);
	put(folder.file, row->file);
	put(folder.second, row->second);
	if (row->variable)
		setenv("KUBECONFIG", folder.list, 1);
	if (row->pod) {
		setenv("KUBERNETES_SERVICE_HOST", "192.0.2.1", 1);
		setenv("KUBERNETES_SERVICE_PORT", "443", 1);
	}
	authsource_init(
	    &source, row->configured ? folder.file : NULL, row->context);
	found(&source, server, &err);
	assert_string_equal(server, row->server ? row->server : "");
	if (row->why)
		assert_memory_equal(err.text, row->why, strlen(row->why));
	assert_false(row->server && authsource_changed(&source));
	authsource_clear(&source);
	folder_close(&folder);
}

/* The file of the configuration is one, whatever its name. */
static void a_colon_in_the_name(void **state)
{
	struct authsource source;
	struct folder folder;
	struct err err;
	char server[256];

	(void)state;
	folder_open(&folder);
	snprintf(folder.file, sizeof(folder.file), "%s/a:b", folder.path);
	put(folder.file, GOOD);
	authsource_init(&source, folder.file, NULL);
	assert_string_equal(found(&source, server, &err), "https://one");
	authsource_clear(&source);
	/* A pipe is refused at once: nobody may have its other end. */
	unlink(folder.file);
	assert_int_equal(mkfifo(folder.file, 0600), 0);
	authsource_init(&source, folder.file, NULL);
	assert_string_equal(found(&source, server, &err), "");
	assert_non_null(strstr(err.text, "is no regular file"));
	authsource_clear(&source);
	folder_close(&folder);
}

static const struct change {
	const char *name;
	const char *now; /* NULL: the file is gone */
	bool changed;
	const char *server; /* found then */
} changes[] = {
	{ "the same", GOOD, false, "https://one" },
	{ "another server", TWO("c", "new", "two"), true, "https://new" },
	{ "another context in use is not ours", TWO("d", "one", "two"), true,
	    "https://one" },
	{ "broken", "[", true, "" },
	{ "emptied", "", true, "" },
	{ "gone", NULL, false, "" },
	{ "our context is gone",
	    "current-context: x\nclusters: [" SERVER("k") "]\n", true, "" },
};

static void follows(void **state)
{
	const struct change *change = *state;
	struct authsource source;
	struct folder folder;
	struct err err;
	char server[256];

	folder_open(&folder);
	put(folder.file, GOOD);
	authsource_init(&source, folder.file, NULL);
	assert_string_equal(found(&source, server, &err), "https://one");
	put(folder.file, change->now);
	assert_int_equal(authsource_changed(&source), change->changed);
	assert_string_equal(found(&source, server, &err), change->server);
	/* What was found is what is compared with from then on. */
	assert_int_equal(
	    authsource_changed(&source), change->changed && !*change->server);
	if (*server) {
		authsource_forget(&source);
		assert_true(authsource_changed(&source));
	}
	authsource_clear(&source);
	folder_close(&folder);
}

int main(void)
{
	return RUN_ROWS(rows, finds) + RUN_ROWS(changes, follows) +
	    RUN_TESTS(cmocka_unit_test(a_colon_in_the_name));
}
