/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/incluster.h"

#include <string.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define PATH_LIMIT 4096

static char *path_in(const char *directory, const char *name)
{
	struct buf path = BUF_INIT(PATH_LIMIT);

	buf_printf(&path, "%s/%s", directory, name);
	if (!path.data)
		buf_puts(&path, "/");
	return path.data; /* the caller's now */
}

static bool digits(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

bool incluster_auth(const char *host, const char *port, const char *directory,
    struct auth *out, struct err *err)
{
	bool colon = strchr(host, ':') != NULL; /* IPv6 */
	struct buf server = BUF_INIT(1024);
	struct auth auth = { 0 };
	bool ok = false;

	if (!*host || strpbrk(host, "/[]") || !digits(port)) {
		err_set(err, ERR_INPUT,
		    "KUBERNETES_SERVICE_HOST '%s' and _PORT '%s' are no "
		    "address",
		    host, port);
		goto out;
	}
	buf_printf(&server, "https://%s%s%s:%s", colon ? "[" : "", host,
	    colon ? "]" : "", port);
	if (!auth_set_server(&auth, buf_text(&server), err))
		goto out;
	auth.place = xstrdup("the service account of the pod");
	auth.token.path = path_in(directory, "token");
	auth.authority.path = path_in(directory, "ca.crt");
	*out = auth;
	auth = (struct auth){ 0 }; /* it is the caller's now */
	ok = true;
out:
	auth_clear(&auth);
	buf_clear(&server);
	return ok;
}
