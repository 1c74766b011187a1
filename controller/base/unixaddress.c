/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/unixaddress.h"

#include <string.h>
#include <sys/socket.h>

bool unixaddress_set(struct sockaddr_un *out, const char *path, struct err *err)
{
	size_t len = strlen(path);

	if (len >= sizeof(out->sun_path))
		return err_set(err, ERR_INPUT,
		    "socket path '%s' is too long: more than %zu octets", path,
		    sizeof(out->sun_path) - 1);
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(out->sun_path, path, len);
	return true;
}
