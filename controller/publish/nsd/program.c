/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ELSEWHERE "/usr/local/sbin:/usr/sbin:/sbin"

static bool find_in(const char *path, const char *name, char out[PATH_MAX])
{
	while (*path) {
		size_t len = strcspn(path, ":");
		int used =
		    snprintf(out, PATH_MAX, "%.*s/%s", (int)len, path, name);

		if (len && used > 0 && used < PATH_MAX &&
		    access(out, X_OK) == 0)
			return true;
		path += len + (path[len] == ':');
	}
	return false;
}

bool program_find(const char *name, char out[PATH_MAX], struct err *err)
{
	const char *path = getenv("PATH");

	if ((path && find_in(path, name, out)) || find_in(ELSEWHERE, name, out))
		return true;
	return err_set(err, ERR_ABSENT, "no program '%s' in PATH", name);
}
