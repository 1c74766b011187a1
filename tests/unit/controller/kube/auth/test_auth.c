/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_auth.c - credentials in files that change, and the server as a pod
 * finds it.
 */
#include "controller/kube/auth/auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/kube/auth/incluster.h"
#include "tests/test.h"

#define CERTIFICATE(body)                         \
	"-----BEGIN CERTIFICATE-----\n" body "\n" \
	"-----END CERTIFICATE-----\n"
#define PEM CERTIFICATE("MAMCAQE=")
#define OTHER CERTIFICATE("MAMCAQI=")

struct pod {
	char directory[64];
	struct auth auth;
};

static void put(const struct pod *pod, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", pod->directory, name);
	unlink(path);
	if (!text)
		return;
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	struct pod *pod = calloc(1, sizeof(*pod));
	struct err err;

	snprintf(pod->directory, sizeof(pod->directory), "/tmp/auth-XXXXXX");
	assert_non_null(mkdtemp(pod->directory));
	put(pod, "token", " one\n");
	put(pod, "ca.crt", PEM);
	assert_true(incluster_auth(
	    "10.0.0.1", "443", pod->directory, &pod->auth, &err));
	*state = pod;
	return 0;
}

static int tear_down(void **state)
{
	struct pod *pod = *state;

	put(pod, "token", NULL);
	put(pod, "ca.crt", NULL);
	assert_int_equal(rmdir(pod->directory), 0);
	auth_clear(&pod->auth);
	free(pod);
	return 0;
}

static void reads_and_trims(void **state)
{
	struct pod *pod = *state;
	struct err err;

	assert_true(auth_load(&pod->auth, &err));
	assert_string_equal(pod->auth.server, "https://10.0.0.1:443");
	assert_string_equal(pod->auth.token.text, "one");
	assert_string_equal(pod->auth.authority.text, PEM);
	assert_int_equal(pod->auth.generation, 1);
}

static void sees_changes(void **state)
{
	struct pod *pod = *state;
	struct err err;

	assert_true(auth_load(&pod->auth, &err));
	assert_true(auth_refresh(&pod->auth, &err));
	assert_int_equal(pod->auth.generation, 1);
	put(pod, "token", "two");
	put(pod, "ca.crt", OTHER);
	assert_true(auth_refresh(&pod->auth, &err));
	assert_int_equal(pod->auth.generation, 2);
	assert_string_equal(pod->auth.token.text, "two");
	assert_string_equal(pod->auth.authority.text, OTHER);
}

/* One file in trouble does not keep the others from being read. */
static void keeps_the_last(void **state)
{
	static const char *const bad[] = { NULL, "", " \n", "a\nb", "a b",
		"a\x01" };
	struct pod *pod = *state;
	struct err err;

	assert_true(auth_load(&pod->auth, &err));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		put(pod, "token", bad[i]);
		assert_false(auth_refresh(&pod->auth, &err));
		assert_string_equal(pod->auth.token.text, "one");
	}
	put(pod, "ca.crt", OTHER);
	assert_false(auth_refresh(&pod->auth, &err));
	assert_string_equal(pod->auth.authority.text, OTHER);
	put(pod, "token", "three");
	put(pod, "ca.crt", "no PEM");
	assert_false(auth_refresh(&pod->auth, &err));
	assert_string_equal(pod->auth.token.text, "three");
	assert_string_equal(pod->auth.authority.text, OTHER);
	assert_null(strstr(err.text, "no PEM"));
}

static void refuses_to_begin_without(void **state)
{
	struct pod *pod = *state;
	struct err err;

	put(pod, "token", NULL);
	assert_false(auth_load(&pod->auth, &err));
	assert_non_null(strstr(err.text, "/token': No such file"));
}

static void wants_both_halves(void **state)
{
	struct pod *pod = *state;
	struct err err;

	secret_set(&pod->auth.certificate, PEM, strlen(PEM));
	assert_false(auth_load(&pod->auth, &err));
	assert_string_equal(
	    err.text, "a client certificate and its key need each other");
}

static const struct address {
	const char *name;
	const char *host, *port;
	const char *server; /* NULL: refused */
} addresses[] = {
	{ "IPv4", "10.0.0.1", "443", "https://10.0.0.1:443" },
	{ "IPv6", "fd00::1", "6443", "https://[fd00::1]:6443" },
	{ "a name", "api.local", "443", "https://api.local:443" },
	{ "no host", "", "443", NULL },
	{ "no port", "10.0.0.1", "", NULL },
	{ "a port with letters", "10.0.0.1", "44x", NULL },
	{ "a path for a host", "10.0.0.1/x", "443", NULL },
	{ "a user for a host", "a@b", "443", NULL },
};

static void check_address(void **state)
{
	const struct address *row = *state;
	struct auth auth = { 0 };
	struct err err;
	bool ok = incluster_auth(row->host, row->port, "/d", &auth, &err);

	assert_int_equal(ok, row->server != NULL);
	if (ok) {
		assert_string_equal(auth.server, row->server);
		assert_string_equal(auth.token.path, "/d/token");
		assert_string_equal(auth.authority.path, "/d/ca.crt");
	}
	auth_clear(&auth);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test_setup_teardown(
		    reads_and_trims, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    sees_changes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    keeps_the_last, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    refuses_to_begin_without, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    wants_both_halves, set_up, tear_down),
	};

	return RUN_ROWS(addresses, check_address) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
