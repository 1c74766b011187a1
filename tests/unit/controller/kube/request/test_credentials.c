/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_credentials.c - plugins that are run, and what requests make of it.
 *
 * A plugin is a script of the row.  Nobody listens where requests go.
 */
#include "controller/kube/request/credentials.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/base/textfile.h"
#include "tests/test.h"
#include "zonegen/base/mem.h"

#define V1 "client.authentication.k8s.io/v1"
#define SAY(members)                                                        \
	"printf '%s\\n' '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1 \
	"\",\"status\":{" members "}}'\n"
#define TOKEN(text) SAY("\"token\":\"'" text "'\"")
#define COUNT                                              \
	"n=$(cat \"$D/runs\" 2>/dev/null); n=$((n + 1))\n" \
	"echo $n >\"$D/runs\"\n"
#define PEM(label)                  \
	"-----BEGIN " label "-----" \
	"\\nMAMCAQE=\\n-----END " label "-----\\n"

#define PAIR                                \
	"\"clientCertificateData\":\"" PEM( \
	    "CERTIFICATE") "\","            \
			   "\"clientKeyData\":\"" PEM("PRIVATE KEY") "\""

struct world {
	char directory[64], script[128], variable[128];
	struct limits limits;
	struct auth auth;
	struct authsource source;
	struct api api;
	struct credentials *credentials;
	char error[256]; /* of the last request */
	unsigned pending;
};

static void on_head(void *arg, const struct http_head *head)
{
	(void)arg, (void)head;
	fail();
}

static bool on_body(void *arg, const char *bytes, size_t len)
{
	(void)arg, (void)bytes, (void)len;
	return false;
}

static void on_done(void *arg, const struct http_result *result)
{
	struct world *world = arg;

	assert_false(result->whole);
	assert_int_equal(result->status, 0);
	snprintf(world->error, sizeof(world->error), "%s", result->error);
	if (!--world->pending)
		loop_stop(world->api.loop);
}

static struct http_transfer *request(struct world *world)
{
	struct http_request request = {
		.auth = &world->auth,
		.path = "/x",
		.head = on_head,
		.body = on_body,
		.done = on_done,
		.arg = world,
	};

	world->pending++;
	return http_start(world->api.http, &request);
}

/* Why a request fails that begins now. */
static const char *ask(struct world *world)
{
	request(world);
	loop_run(world->api.loop);
	return world->error;
}

static bool let_through(const char *error)
{
	return strstr(error, "127.0.0.1 port 1 ") != NULL;
}

static void write_script(const struct world *world, const char *text)
{
	FILE *file;

	unlink(world->script);
	if (!text)
		return;
	file = fopen(world->script, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s", text);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(world->script, 0700), 0);
}

static struct plugin *make_plugin(const struct world *world)
{
	struct plugin *plugin = xcalloc(1, sizeof(*plugin));

	plugin->api = xstrdup(V1);
	plugin->hint = xstrdup("install it");
	texts_add(&plugin->argv, world->script);
	texts_add(&plugin->argv, "$HOME;`id`");
	texts_add(&plugin->env, world->variable);
	texts_add(&plugin->env, "HOME=elsewhere");
	texts_add(&plugin->env, "KUBERNETES_EXEC_INFO=forged");
	return plugin;
}

static struct world *world_new(const char *script)
{
	struct world *world = xcalloc(1, sizeof(*world));
	struct err err;

	snprintf(world->directory, sizeof(world->directory),
	    "/tmp/credentials-XXXXXX");
	assert_non_null(mkdtemp(world->directory));
	snprintf(world->script, sizeof(world->script), "%s/plugin",
	    world->directory);
	snprintf(world->variable, sizeof(world->variable), "D=%.60s",
	    world->directory);
	write_script(world, script);
	world->limits = limits_real;
	world->limits.plugin_size = 4096;
	world->auth.plugin = make_plugin(world);
	assert_true(auth_set_server(&world->auth, "https://127.0.0.1:1", &err));
	world->api = (struct api){ .loop = loop_new(),
		.limits = &world->limits,
		.auth = &world->auth };
	world->api.http = http_new(world->api.loop, &world->limits, &err);
	assert_non_null(world->api.http);
	return world;
}

static void start(struct world *world)
{
	log_setup(LOG_ERROR, LOG_TEXT);
	world->credentials =
	    credentials_start(&world->api, &world->source, NULL, NULL);
}

static void in_directory(
    const struct world *world, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", world->directory, name);
}

static void world_free(struct world *world)
{
	static const char *const names[] = { "plugin", "runs", "said" };
	char path[256];

	credentials_stop(world->credentials);
	http_free(world->api.http);
	loop_free(world->api.loop);
	auth_clear(&world->auth);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		in_directory(world, names[i], path, sizeof(path));
		unlink(path);
	}
	assert_int_equal(rmdir(world->directory), 0);
	free(world);
}

/* What the script wrote into the file name. */
static void wrote(const struct world *world, const char *name, struct buf *out)
{
	char path[256];
	struct err err;

	in_directory(world, name, path, sizeof(path));
	buf_reset(out);
	assert_true(textfile_read(path, out, &err));
}

static unsigned runs(const struct world *world)
{
	struct buf text = BUF_INIT(64);
	unsigned count;

	wrote(world, "runs", &text);
	count = (unsigned)strtoul(buf_text(&text), NULL, 10);
	buf_clear(&text);
	return count;
}

static const struct row {
	const char *name;
	const char *script; /* NULL: there is none */
	const char *token;  /* or why there is none: */
	const char *reason;
	const char *certificate; /* the kubeconfig has one */
} rows[] = {
	{ "a token", TOKEN("abc"), "abc" },
	{ "its words are words, its variables replace ours",
	    "[ \"$1\" = '$HOME;`id`' ] && " TOKEN("$HOME"), "elsewhere" },
	{ "nothing to read", "read x || " TOKEN("abc"), "abc" },
	{ "what it says on stderr does not matter",
	    "echo s3cr3t >&2\n" TOKEN("abc"), "abc" },

	{ "not there", NULL, NULL, "': it cannot be run: install it" },
	{ "a failure, and no word of it",
	    "echo s3cr3t >&2; echo s3cr3t; exit 3", NULL,
	    "': it ended with status 3; its output is not repeated" },
	{ "a failure with a token", TOKEN("abc") "exit 1", NULL,
	    "': it ended with status 1;" },
	{ "too slow, it and its child", "sleep 1000 & sleep 1000", NULL,
	    "': it did not end within 0 s" },
	{ "no JSON", "echo s3cr3t", NULL,
	    "': it printed no good ExecCredential: not JSON" },
	{ "nothing", "", NULL,
	    "': it printed no good ExecCredential: not JSON" },
	{ "too much", "yes s3cr3t | head -c 1000000", NULL,
	    "': it printed too much" },
	{ "another version",
	    "printf '%s\\n' '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
	    "beta1\",\"status\":{\"token\":\"secret\"}}'",
	    NULL, "apiVersion is not '" V1 "'" },
	{ "a second certificate", SAY(PAIR), NULL,
	    "it gives a certificate, and the kubeconfig has one",
	    "-----BEGIN CERTIFICATE-----" },
};

static void runs_it(void **state)
{
	const struct row *row = *state;
	struct world *world = world_new(row->script);
	const char *error;

	if (row->reason && !strncmp(row->reason, "': it did not end", 17))
		world->limits.plugin = 100;
	if (row->certificate)
		secret_set(&world->auth.certificate, row->certificate,
		    strlen(row->certificate));
	start(world);
	error = ask(world);
	if (row->reason) {
		assert_non_null(strstr(error, row->reason));
		assert_non_null(strstr(error, "credential plugin '/tmp/"));
		assert_null(strstr(error, "s3cr3t"));
		assert_null(world->auth.token.text);
		assert_int_equal(world->auth.generation, 0);
	} else {
		assert_true(let_through(error));
		assert_string_equal(world->auth.token.text, row->token);
		assert_int_equal(world->auth.generation, 1);
	}
	world_free(world);
}

static void tells_what_it_is_for(void **state)
{
	struct world *world = world_new(
	    "echo \"$KUBERNETES_EXEC_INFO\" >\"$D/said\"\n" TOKEN("abc"));
	struct buf said = BUF_INIT(4096);

	(void)state;
	start(world);
	assert_true(let_through(ask(world)));
	wrote(world, "said", &said);
	assert_string_equal(buf_text(&said),
	    "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
	    "\",\"spec\":{\"interactive\":false}}\n");
	buf_clear(&said);
	world_free(world);
}

static void tells_about_its_cluster(void **state)
{
	struct world *world = world_new(
	    "echo \"$KUBERNETES_EXEC_INFO\" >\"$D/said\"\n" TOKEN("abc"));
	struct buf said = BUF_INIT(4096);

	(void)state;
	world->auth.plugin->cluster = true;
	world->auth.plugin->config = xstrdup("{\"a\":1}");
	world->auth.server_name = xstrdup("name");
	world->auth.uncompressed = true;
	secret_set(&world->auth.authority, "CA", 2);
	start(world);
	ask(world);
	wrote(world, "said", &said);
	assert_string_equal(buf_text(&said),
	    "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
	    "\",\"spec\":{\"interactive\":false,\"cluster\":{\"server\":"
	    "\"https://127.0.0.1:1\",\"tls-server-name\":\"name\","
	    "\"certificate-authority-data\":\"Q0E=\","
	    "\"disable-compression\":true,\"config\":{\"a\":1}}}}\n");
	buf_clear(&said);
	world_free(world);
}

static void a_certificate_comes_and_goes(void **state)
{
	struct world *world = world_new(
	    COUNT "if [ $n = 1 ]; then\n" SAY(PAIR) "else"
						    "\n" TOKEN("$n") "fi\n");

	(void)state;
	world->limits.backoff_first = 0;
	start(world);
	ask(world);
	assert_non_null(world->auth.certificate.text);
	assert_non_null(world->auth.key.text);
	assert_null(world->auth.token.text);
	assert_true(credentials_renew(world->credentials, true));
	ask(world);
	assert_null(world->auth.certificate.text);
	assert_null(world->auth.key.text);
	assert_string_equal(world->auth.token.text, "2");
	assert_int_equal(world->auth.generation, 2);
	world_free(world);
}

/* Once for all who wait, and not again as long as it is good. */
static void runs_once_for_all(void **state)
{
	struct world *world = world_new(COUNT TOKEN("$n"));

	(void)state;
	start(world);
	for (int i = 0; i < 5; i++)
		request(world);
	assert_true(let_through(ask(world)));
	assert_true(let_through(ask(world)));
	assert_int_equal(runs(world), 1);
	world_free(world);
}

static void a_request_that_waits_can_be_cancelled(void **state)
{
	struct world *world = world_new(TOKEN("abc"));
	struct http_transfer *first, *last;

	(void)state;
	start(world);
	first = request(world);
	request(world);
	last = request(world);
	http_cancel(first);
	http_cancel(last);
	world->pending = 1;
	loop_run(world->api.loop);
	assert_true(let_through(world->error));
	world_free(world);
}

static void unknown_to_the_server(void **state)
{
	struct world *world = world_new(COUNT TOKEN("$n"));

	(void)state;
	start(world);
	ask(world);
	/* It has just given that one: there is no better. */
	assert_false(credentials_renew(world->credentials, true));
	world_free(world);
	world = world_new(COUNT TOKEN("$n"));
	world->limits.backoff_first = 0;
	start(world);
	ask(world);
	/* Forbidden is another thing. */
	assert_false(credentials_renew(world->credentials, false));
	assert_true(credentials_renew(world->credentials, true));
	assert_true(credentials_renew(world->credentials, true));
	assert_true(let_through(ask(world)));
	assert_string_equal(world->auth.token.text, "2");
	assert_int_equal(runs(world), 2);
	world_free(world);
}

/* Requests fail until it works again, and then they do not. */
static void tries_again(void **state)
{
	struct world *world =
	    world_new(COUNT "[ $n = 3 ] || exit $n\n" TOKEN("$n"));
	unsigned fails = 0;

	(void)state;
	world->limits.backoff_first = 1;
	start(world);
	while (!let_through(ask(world)))
		fails++;
	assert_true(fails >= 2);
	assert_string_equal(world->auth.token.text, "3");
	assert_int_equal(runs(world), 3);
	world_free(world);
}

/* The old is good until the server says otherwise; then there is none. */
static void fails_later(void **state)
{
	struct world *world =
	    world_new(COUNT "[ $n = 1 ] || exit $n\n" TOKEN("$n"));

	(void)state;
	start(world);
	assert_true(let_through(ask(world)));
	world_free(world);
	world = world_new(COUNT "[ $n = 1 ] || exit $n\n" TOKEN("$n"));
	world->limits.backoff_first = 0;
	start(world);
	assert_true(let_through(ask(world)));
	world->limits.backoff_first = 60000;
	assert_true(credentials_renew(world->credentials, true));
	assert_non_null(strstr(ask(world), "it ended with status 2;"));
	assert_true(credentials_renew(world->credentials, true));
	assert_non_null(strstr(ask(world), "it ended with status 2;"));
	assert_int_equal(runs(world), 2);
	world_free(world);
}

static void before_it_expires(void **state)
{
	struct world *world =
	    world_new(COUNT SAY("\"token\":\"'$n'\",\"expirationTimestamp\":"
				"\"2001-01-01T00:00:00Z\""));

	(void)state;
	world->limits.backoff_first = world->limits.backoff_cap = 1;
	start(world);
	/* With a clock of which it is never good it is used all the same. */
	while (
	    !world->auth.token.text || strcmp(world->auth.token.text, "3") < 0)
		assert_true(let_through(ask(world)));
	world_free(world);
}

static void expired_without_another(void **state)
{
	struct world *world = world_new(COUNT "[ $n = 1 ] || exit $n\n" SAY(
	    "\"token\":\"'$n'\",\"expirationTimestamp\":"
	    "\"2001-01-01T00:00:00Z\""));

	(void)state;
	world->limits.backoff_first = 1;
	start(world);
	while (let_through(ask(world)))
		;
	assert_non_null(strstr(world->error, "it ended with status 2;"));
	world_free(world);
}

/* No child is left. */
static void is_ended_with_us(void **state)
{
	struct world *world = world_new("exec sleep 1000\n");
	struct http_transfer *waiting;

	(void)state;
	start(world);
	waiting = request(world);
	http_cancel(waiting);
	credentials_stop(world->credentials);
	world->credentials = NULL;
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	world_free(world);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(tells_what_it_is_for),
		cmocka_unit_test(tells_about_its_cluster),
		cmocka_unit_test(a_certificate_comes_and_goes),
		cmocka_unit_test(runs_once_for_all),
		cmocka_unit_test(a_request_that_waits_can_be_cancelled),
		cmocka_unit_test(unknown_to_the_server),
		cmocka_unit_test(tries_again),
		cmocka_unit_test(fails_later),
		cmocka_unit_test(before_it_expires),
		cmocka_unit_test(expired_without_another),
		cmocka_unit_test(is_ended_with_us),
	};

	return RUN_ROWS(rows, runs_it) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
