/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kubeconfig.c - which server and credentials a kubeconfig means, and
 * what is refused in one.
 */
#include "controller/kube/kubeconfig.h"

#include <string.h>

#include "tests/test.h"

#define CONTEXT                                                    \
	"current-context: c\n"                                     \
	"contexts:\n- {name: c, context: {cluster: k, user: u}}\n" \
	"- {name: other, context: {cluster: k2, user: u2}}\n"
#define CLUSTER "clusters:\n- {name: k, cluster: {server: 'https://k:6443'}}\n"
#define USER "users:\n- {name: u, user: {token: t}}\n"

static const struct row {
	const char *name;
	const char *file, *second; /* texts of /etc/kube/one and /home/two */
	const char *context;       /* asked for */
	/* what it means, "" for nothing */
	const char *server, *server_name;
	const char *token, *token_path;
	const char *authority, *authority_path;
	const char *certificate, *certificate_path, *key, *key_path;
	bool insecure;
	const char *refused;
} rows[] = {
	{ "token", CONTEXT CLUSTER USER, .server = "https://k:6443",
	    .token = "t" },
	{ "JSON",
	    "{\"current-context\":\"c\",\"contexts\":[{\"name\":\"c\","
	    "\"context\":{\"cluster\":\"k\",\"user\":\"u\"}}],\"clusters\":"
	    "[{\"name\":\"k\",\"cluster\":{\"server\":\"https://k\"}}],"
	    "\"users\":[{\"name\":\"u\",\"user\":{}}]}",
	    .server = "https://k" },
	{ "a path in the server, a slash behind",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: "
		    "'https://[2001:db8::1]:6443/k8s/clusters/x/'}}\n" USER,
	    .server = "https://[2001:db8::1]:6443/k8s/clusters/x",
	    .token = "t" },
	{ "everything as data",
	    CONTEXT "clusters:\n- name: k\n  cluster:\n    server: https://k\n"
		    "    tls-server-name: kubernetes\n"
		    "    certificate-authority-data: Q0E=\n"
		    "users:\n- name: u\n  user:\n"
		    "    client-certificate-data: Q0VSVA==\n"
		    "    client-key-data: S0VZ\n",
	    .server = "https://k", .server_name = "kubernetes",
	    .authority = "CA", .certificate = "CERT", .key = "KEY" },
	{ "everything in files",
	    CONTEXT "clusters:\n- name: k\n  cluster:\n    server: https://k\n"
		    "    certificate-authority: ca.pem\n"
		    "users:\n- name: u\n  user:\n    tokenFile: t/token\n"
		    "    client-certificate: /abs/cert\n"
		    "    client-key: ../key\n",
	    .server = "https://k", .token_path = "/etc/kube/t/token",
	    .authority_path = "/etc/kube/ca.pem",
	    .certificate_path = "/abs/cert", .key_path = "/etc/kube/../key" },
	{ "tokenFile wins",
	    CONTEXT CLUSTER
	    "users:\n- {name: u, user: {token: t, tokenFile: f}}\n",
	    .server = "https://k:6443", .token_path = "/etc/kube/f" },
	{ "insecure",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "insecure-skip-tls-verify: true}}\n" USER,
	    .server = "https://k", .token = "t", .insecure = true },
	{ "no user",
	    "current-context: c\ncontexts:\n- {name: c, context: {cluster: "
	    "k}}\n" CLUSTER,
	    .server = "https://k:6443" },
	{ "another context", CONTEXT CLUSTER USER,
	    "clusters:\n- {name: k2, cluster: {server: 'http://k2'}}\n"
	    "users:\n- {name: u2, user: {tokenFile: f}}\n",
	    "other", .server = "http://k2", .token_path = "/home/f" },
	{ "the first file wins", CONTEXT CLUSTER USER,
	    "current-context: other\n"
	    "clusters:\n- {name: k, cluster: {server: 'https://evil'}}\n"
	    "users:\n- {name: u, user: {token: evil}}\n",
	    .server = "https://k:6443", .token = "t" },
	{ "current-context of the second file",
	    "current-context: ''\n" CLUSTER USER,
	    "current-context: c\ncontexts:\n- {name: c, context: {cluster: k, "
	    "user: u}}\n",
	    .server = "https://k:6443", .token = "t" },
	{ "an empty file counts for nothing", "", CONTEXT CLUSTER USER,
	    .server = "https://k:6443", .token = "t" },
	{ "others may use what we refuse",
	    CONTEXT CLUSTER "users:\n- {name: u2, user: {exec: {command: x}}}\n"
			    "- {name: u, user: {token: t}}\n",
	    .server = "https://k:6443", .token = "t" },

	{ "no YAML", "a: b: c\n",
	    .refused = "/etc/kube/one:1:5: invalid nested block mapping on the "
		       "same line" },
	{ "a list", "- a\n", .refused = "/etc/kube/one: not a kubeconfig" },
	{ "no current-context", CLUSTER USER,
	    .refused = "kubeconfig: no current-context" },
	{ "current-context is a number", "current-context: 5\n",
	    .refused = "/etc/kube/one: current-context: not a string" },
	{ "no such context", CONTEXT CLUSTER USER, .context = "z",
	    .refused = "kubeconfig: no context 'z'" },
	{ "no such cluster", CONTEXT USER,
	    .refused = "kubeconfig: no cluster 'k'" },
	{ "no such user", CONTEXT CLUSTER,
	    .refused = "kubeconfig: no user 'u'" },
	{ "no server", CONTEXT "clusters:\n- {name: k, cluster: {}}\n" USER,
	    .refused = "/etc/kube/one: cluster 'k': server '' is no http or "
		       "https URL" },
	{ "server of another kind",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'file:///x'}}\n",
	    .refused = "/etc/kube/one: cluster 'k': server 'file:///x' is no "
		       "http or https URL" },
	{ "a password in the server, not repeated",
	    CONTEXT
	    "clusters:\n- {name: k, cluster: {server: 'https://u:p@k'}}\n",
	    .refused = "/etc/kube/one: cluster 'k': server is no plain URL" },
	{ "data that is not base64",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "certificate-authority-data: '%'}}\n" USER,
	    .refused = "/etc/kube/one: cluster 'k': "
		       "certificate-authority-data is not base64" },
	{ "data and file",
	    CONTEXT CLUSTER "users:\n- {name: u, user: {client-key: k, "
			    "client-key-data: S0VZ}}\n",
	    .refused = "/etc/kube/one: user 'u': client-key and its -data "
		       "cannot both be set" },
	{ "insecure with an authority",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "insecure-skip-tls-verify: true, certificate-authority: "
		    "x}}\n" USER,
	    .refused = "/etc/kube/one: cluster 'k': certificate-authority and "
		       "insecure-skip-tls-verify exclude each other" },
	{ "insecure is a string",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "insecure-skip-tls-verify: 'true'}}\n" USER,
	    .refused = "/etc/kube/one: cluster 'k': insecure-skip-tls-verify: "
		       "not true or false" },
	{ "token is a number",
	    CONTEXT CLUSTER "users:\n- {name: u, user: {token: 5}}\n",
	    .refused = "/etc/kube/one: user 'u': token: not a string" },
	{ "exec",
	    CONTEXT CLUSTER
	    "users:\n- {name: u, user: {exec: {command: aws}}}\n",
	    .refused = "/etc/kube/one: user 'u': exec is not supported" },
	{ "auth-provider",
	    CONTEXT CLUSTER "users:\n- {name: u, user: {auth-provider: {}}}\n",
	    .refused =
		"/etc/kube/one: user 'u': auth-provider is not supported" },
	{ "password",
	    CONTEXT CLUSTER
	    "users:\n- {name: u, user: {username: a, password: b}}\n",
	    .refused = "/etc/kube/one: user 'u': username is not supported" },
	{ "impersonation",
	    CONTEXT CLUSTER "users:\n- {name: u, user: {token: t, as: root}}\n",
	    .refused = "/etc/kube/one: user 'u': as is not supported" },
	{ "proxy",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "proxy-url: 'http://p'}}\n" USER,
	    .refused =
		"/etc/kube/one: cluster 'k': proxy-url is not supported" },
	{ "tls-server-name with a port",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "tls-server-name: 'a:1'}}\n" USER,
	    .refused =
		"/etc/kube/one: cluster 'k': tls-server-name is no name" },
	{ "clusters is no list", CONTEXT "clusters: {k: 1}\n",
	    .refused = "kubeconfig: no cluster 'k'" },
};

static bool add(struct kubeconfig *config, const char *file, const char *text,
    struct err *err)
{
	return !text || kubeconfig_add(config, file, text, strlen(text), err);
}

static void same(const char *found, const char *wanted)
{
	assert_string_equal(found ? found : "", wanted ? wanted : "");
}

static void check_auth(const struct auth *auth, const struct row *row)
{
	same(auth->server, row->server);
	same(auth->server_name, row->server_name);
	same(auth->token.text, row->token);
	same(auth->token.path, row->token_path);
	same(auth->authority.text, row->authority);
	same(auth->authority.path, row->authority_path);
	same(auth->certificate.text, row->certificate);
	same(auth->certificate.path, row->certificate_path);
	same(auth->key.text, row->key);
	same(auth->key.path, row->key_path);
	assert_int_equal(auth->insecure, row->insecure);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct kubeconfig *config = kubeconfig_new();
	struct auth auth = AUTH_INIT;
	struct err err = { 0 };
	bool ok;

	ok = add(config, "/etc/kube/one", row->file, &err) &&
	    add(config, "/home/two", row->second, &err) &&
	    kubeconfig_auth(config, row->context, &auth, &err);
	kubeconfig_free(config);
	same(err.text, row->refused);
	assert_int_equal(ok, !row->refused);
	if (ok)
		check_auth(&auth, row);
	auth_clear(&auth);
}

RUN_TABLE(rows, check)
