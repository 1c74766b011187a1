/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kubeconfig.c - which server and credentials a kubeconfig means, and
 * what is refused in one.
 */
#include "controller/kube/auth/kubeconfig.h"

#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

#define CONTEXT                                                    \
	"current-context: c\n"                                     \
	"contexts:\n- {name: c, context: {cluster: k, user: u}}\n" \
	"- {name: other, context: {cluster: k2, user: u2}}\n"
#define CLUSTER "clusters:\n- {name: k, cluster: {server: 'https://k:6443'}}\n"
#define USER "users:\n- {name: u, user: {token: t}}\n"

#define U(user) "users:\n- {name: u, user: {" user "}}\n"
#define K(cluster)                                                           \
	"clusters:\n- {name: k, cluster: {server: 'https://k', " cluster "}" \
	"}\n"
#define API "apiVersion: client.authentication.k8s.io/v1"

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
	const char *user, *password, *proxy;
	const char *headers; /* with a bar behind each */
	const char *plugin;  /* argv, env, api, config, the same way */
	bool cluster, uncompressed;
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
	    CONTEXT CLUSTER "users:\n- {name: u2, user: {auth-provider: {}}}\n"
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
	    .refused = "kubeconfig: no context 'z' in '/etc/kube/one'; there "
		       "are: c, other" },
	{ "no such cluster", CONTEXT USER,
	    .refused = "kubeconfig: no cluster 'k' in '/etc/kube/one', which "
		       "has none" },
	{ "no such user", CONTEXT CLUSTER,
	    .refused =
		"kubeconfig: no user 'u' in '/etc/kube/one', which has none" },
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
	    .refused = "/etc/kube/one: cluster 'k': server is not a plain URL "
		       "of host, port and path" },
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
	{ "username and password",
	    CONTEXT CLUSTER U("username: a, password: 'b:c '"),
	    .server = "https://k:6443", .user = "a", .password = "b:c " },
	{ "no password", CONTEXT CLUSTER U("username: a"),
	    .server = "https://k:6443", .user = "a" },
	{ "impersonation",
	    CONTEXT CLUSTER U(
		"token: t, as: 'system:serviceaccount:a:b', as-uid: '7', "
		"as-groups: [g, 'h i'], as-user-extra: {scopes: [x, y], "
		"'Example.com/a%B c': [z], none: []}"),
	    .server = "https://k:6443", .token = "t",
	    .headers = "Impersonate-User: system:serviceaccount:a:b|"
		       "Impersonate-Uid: 7|Impersonate-Group: g|"
		       "Impersonate-Group: h i|"
		       "Impersonate-Extra-scopes: x|"
		       "Impersonate-Extra-scopes: y|"
		       "Impersonate-Extra-Example.com%2Fa%25B%20c: z|" },
	{ "an extra key of any octets",
	    CONTEXT CLUSTER U(
		"as: \xc3\xa9, as-user-extra: {\"\\r\\nX: \xc3\xa9\": [y]}"),
	    .server = "https://k:6443",
	    .headers = "Impersonate-User: \xc3\xa9|"
		       "Impersonate-Extra-%0D%0AX%3A%20%C3%A9: y|" },
	{ "proxy", CONTEXT K("proxy-url: 'http://u:p@p:3128/'") USER,
	    .server = "https://k", .token = "t",
	    .proxy = "http://u:p@p:3128/" },
	{ "proxy with TLS", CONTEXT K("proxy-url: 'https://p'") USER,
	    .server = "https://k", .token = "t", .proxy = "https://p" },
	{ "proxy by SOCKS", CONTEXT K("proxy-url: 'socks5://p:1080'") USER,
	    .server = "https://k", .token = "t", .proxy = "socks5://p:1080" },
	{ "no compression", CONTEXT K("disable-compression: true") USER,
	    .server = "https://k", .token = "t", .uncompressed = true },
	{ "exec",
	    CONTEXT CLUSTER U(
		"exec: {" API ", command: aws, args: ["
		"eks, 'get-token --x'], env: [{name: A, value: 'b=c'}, {name: "
		"E}], "
		"interactiveMode: IfAvailable, installHint: get it, "
		"provideClusterInfo: true}"),
	    .server = "https://k:6443", .cluster = true,
	    .plugin = "aws|eks|get-token --x|A=b=c|E=|"
		      "client.authentication.k8s.io/v1|get it|" },
	{ "exec: a path from the file on",
	    CONTEXT CLUSTER U("exec: {command: ./bin/x, apiVersion: "
			      "client.authentication.k8s.io/v1beta1}"),
	    .server = "https://k:6443",
	    .plugin = "/etc/kube/./bin/x|"
		      "client.authentication.k8s.io/v1beta1||" },
	{ "exec: a path from the root, and a certificate beside it",
	    CONTEXT CLUSTER U(
		"client-certificate: c, client-key: k, exec: {" API
		", command: /bin/x}"),
	    .server = "https://k:6443", .certificate_path = "/etc/kube/c",
	    .key_path = "/etc/kube/k",
	    .plugin = "/bin/x|client.authentication.k8s.io/v1||" },
	{ "exec: what its cluster has for it",
	    CONTEXT K("extensions: [{name: x, extension: 1}, {name: "
		      "client.authentication.k8s.io/exec, extension: {a: [1, "
		      "null, 'x']}}]") U("exec: {" API ", command: x}"),
	    .server = "https://k",
	    .plugin = "x|client.authentication.k8s.io/v1||"
		      "{\"a\":[1,null,\"x\"]}|" },

	{ "auth-provider", CONTEXT CLUSTER U("auth-provider: {name: gcp}"),
	    .refused = "/etc/kube/one: user 'u': auth-provider is no longer "
		       "supported by Kubernetes: use exec" },
	{ "exec is a string", CONTEXT CLUSTER U("exec: aws"),
	    .refused = "/etc/kube/one: user 'u': exec is no object" },
	{ "exec without version", CONTEXT CLUSTER U("exec: {command: aws}"),
	    .refused = "/etc/kube/one: user 'u': exec.apiVersion is neither "
		       "client.authentication.k8s.io/v1 nor v1beta1" },
	{ "exec of an old version",
	    CONTEXT CLUSTER U("exec: {command: aws, apiVersion: "
			      "client.authentication.k8s.io/v1alpha1}"),
	    .refused = "/etc/kube/one: user 'u': exec.apiVersion is neither "
		       "client.authentication.k8s.io/v1 nor v1beta1" },
	{ "exec without command", CONTEXT CLUSTER U("exec: {" API "}"),
	    .refused = "/etc/kube/one: user 'u': exec.command is missing" },
	{ "exec with a terminal",
	    CONTEXT CLUSTER U(
		"exec: {" API ", command: x, interactiveMode: Always}"),
	    .refused = "/etc/kube/one: user 'u': exec.interactiveMode is "
		       "Always, and there is no terminal" },
	{ "exec in a mode nobody knows",
	    CONTEXT CLUSTER U(
		"exec: {" API ", command: x, interactiveMode: always}"),
	    .refused = "/etc/kube/one: user 'u': exec.interactiveMode is none "
		       "of Never, IfAvailable, Always" },
	{ "exec: args is a string",
	    CONTEXT CLUSTER U("exec: {" API ", command: x, args: -v}"),
	    .refused = "/etc/kube/one: user 'u': args: not a list" },
	{ "exec: an argument is a number",
	    CONTEXT CLUSTER U("exec: {" API ", command: x, args: [1]}"),
	    .refused = "/etc/kube/one: user 'u': exec.args is no list of "
		       "strings" },
	{ "exec: a variable without a name",
	    CONTEXT CLUSTER U(
		"exec: {" API ", command: x, env: [{value: secret}]}"),
	    .refused = "/etc/kube/one: user 'u': exec.env is no list of "
		       "{name, value}" },
	{ "exec: a name with its value in it",
	    CONTEXT CLUSTER U(
		"exec: {" API ", command: x, env: [{name: A=secret}]}"),
	    .refused = "/etc/kube/one: user 'u': exec.env is no list of "
		       "{name, value}" },
	{ "exec: a variable is a string",
	    CONTEXT CLUSTER U("exec: {" API ", command: x, env: [A]}"),
	    .refused = "/etc/kube/one: user 'u': exec.env is no list of "
		       "{name, value}" },
	{ "exec and a token",
	    CONTEXT CLUSTER U("token: t, exec: {" API ", command: x}"),
	    .refused = "/etc/kube/one: user 'u': exec and token or username "
		       "exclude each other" },
	{ "token and password",
	    CONTEXT CLUSTER U("token: t, username: a, password: secret"),
	    .refused = "/etc/kube/one: user 'u': username and token exclude "
		       "each other" },
	{ "token file and password",
	    CONTEXT CLUSTER U("tokenFile: t, username: a, password: secret"),
	    .refused = "/etc/kube/one: user 'u': username and token exclude "
		       "each other" },
	{ "a password alone", CONTEXT CLUSTER U("password: secret"),
	    .refused = "/etc/kube/one: user 'u': password is there without a "
		       "username" },
	{ "a name with a colon",
	    CONTEXT CLUSTER U("username: 'a:b', password: secret"),
	    .refused =
		"/etc/kube/one: user 'u': username has a colon (RFC 7617)" },
	{ "as ends its header", CONTEXT CLUSTER U("as: \"a\\r\\nX: y\""),
	    .refused = "/etc/kube/one: user 'u': as cannot stand in a header" },
	{ "as with a blank behind, which the server would trim",
	    CONTEXT CLUSTER U("as: 'a '"),
	    .refused = "/etc/kube/one: user 'u': as cannot stand in a header" },
	{ "as-uid with a tab", CONTEXT CLUSTER U("as: a, as-uid: \"\\t1\""),
	    .refused =
		"/etc/kube/one: user 'u': as-uid cannot stand in a header" },
	{ "an empty group", CONTEXT CLUSTER U("as: a, as-groups: ['']"),
	    .refused = "/etc/kube/one: user 'u': as-groups cannot stand in a "
		       "header" },
	{ "a group ends its header",
	    CONTEXT CLUSTER U("as: a, as-groups: [b, \"c\\nX: y\"]"),
	    .refused = "/etc/kube/one: user 'u': as-groups cannot stand in a "
		       "header" },
	{ "groups of nobody", CONTEXT CLUSTER U("as-groups: [a]"),
	    .refused = "/etc/kube/one: user 'u': as is missing beside as-uid, "
		       "as-groups or as-user-extra" },
	{ "as-groups is a string", CONTEXT CLUSTER U("as: a, as-groups: b"),
	    .refused = "/etc/kube/one: user 'u': as-groups is no list" },
	{ "a group is a number", CONTEXT CLUSTER U("as: a, as-groups: [5]"),
	    .refused =
		"/etc/kube/one: user 'u': as-groups is no list of strings" },
	{ "as-user-extra is a list",
	    CONTEXT CLUSTER U("as: a, as-user-extra: [b]"),
	    .refused = "/etc/kube/one: user 'u': as-user-extra is no object" },
	{ "an extra without a key",
	    CONTEXT CLUSTER U("as: a, as-user-extra: {'': [b]}"),
	    .refused = "/etc/kube/one: user 'u': as-user-extra cannot stand "
		       "in a header" },
	{ "an extra ends its header",
	    CONTEXT CLUSTER U("as: a, as-user-extra: {b: [\"c\\r\"]}"),
	    .refused = "/etc/kube/one: user 'u': as-user-extra cannot stand "
		       "in a header" },
	{ "a proxy of another kind, not repeated",
	    CONTEXT K("proxy-url: 'ftp://u:secret@p'") USER,
	    .refused = "/etc/kube/one: cluster 'k': proxy-url is no http, "
		       "https or socks5 URL" },
	{ "a proxy without a host", CONTEXT K("proxy-url: 'http:///x'") USER,
	    .refused = "/etc/kube/one: cluster 'k': proxy-url is no http, "
		       "https or socks5 URL" },
	{ "a proxy with a line break",
	    CONTEXT K("proxy-url: \"http://p\\r\\nX: y\"") USER,
	    .refused = "/etc/kube/one: cluster 'k': proxy-url is no http, "
		       "https or socks5 URL" },
	{ "disable-compression is a string",
	    CONTEXT K("disable-compression: 'yes'") USER,
	    .refused = "/etc/kube/one: cluster 'k': disable-compression: not "
		       "true or false" },
	{ "tls-server-name with a port",
	    CONTEXT "clusters:\n- {name: k, cluster: {server: 'https://k', "
		    "tls-server-name: 'a:1'}}\n" USER,
	    .refused =
		"/etc/kube/one: cluster 'k': tls-server-name is no name" },
	{ "clusters is no list", CONTEXT "clusters: {k: 1}\n",
	    .refused = "kubeconfig: no cluster 'k' in '/etc/kube/one', which "
		       "has none" },
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

static void join(struct buf *out, const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		buf_printf(out, "%s|", texts->list[i]);
}

static void check_lists(const struct auth *auth, const struct row *row)
{
	const struct plugin *plugin = auth->plugin;
	struct buf out = BUF_INIT(4096);

	join(&out, &auth->headers);
	same(buf_text(&out), row->headers);
	buf_reset(&out);
	if (plugin) {
		join(&out, &plugin->argv);
		join(&out, &plugin->env);
		buf_printf(&out, "%s|%s|", plugin->api, plugin->hint);
		if (plugin->config)
			buf_printf(&out, "%s|", plugin->config);
		assert_null(plugin->argv.list[plugin->argv.count]);
		assert_int_equal(plugin->cluster, row->cluster);
	}
	same(buf_text(&out), row->plugin);
	buf_clear(&out);
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
	same(auth->user, row->user);
	same(auth->password, row->password);
	same(auth->proxy, row->proxy);
	assert_int_equal(auth->uncompressed, row->uncompressed);
	check_lists(auth, row);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct kubeconfig *config = kubeconfig_new();
	struct auth auth = { 0 };
	const char *context = row->context;
	struct err err = { 0 };
	bool ok;

	ok = add(config, "/etc/kube/one", row->file, &err) &&
	    add(config, "/home/two", row->second, &err) &&
	    (context || kubeconfig_current(config, &context, &err)) &&
	    kubeconfig_auth(config, context, &auth, &err);
	kubeconfig_free(config);
	same(err.text, row->refused);
	assert_int_equal(ok, !row->refused);
	if (ok)
		check_auth(&auth, row);
	auth_clear(&auth);
}

RUN_TABLE(rows, check)
