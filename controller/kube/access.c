/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/access.h"

#include <stdio.h>
#include <string.h>

#define SAY_EVERY 60000 /* ms */

const char *access_hint(const char *reason)
{
	static const struct {
		const char *part, *hint;
	} rows[] = {
		{ "HTTP 401",
		    "the token or certificate is expired or not known there: "
		    "log in again, or use another context" },
		{ "HTTP 403",
		    "a ClusterRole must give get, list and watch of these "
		    "kinds, or leave them out of resources" },
		{ "certificate",
		    "certificate-authority is not the one of this server: is "
		    "it the right kubeconfig?" },
		{ "resolve", "is the name of the server right?" },
		{ "connect",
		    "is the address of the server right, and is it running?" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strstr(reason, rows[i].part))
			return rows[i].hint;
	return "";
}

bool access_is_news(
    struct access_trouble *trouble, const char *reason, uint64_t now)
{
	if (trouble->at && now - trouble->at < SAY_EVERY &&
	    !strcmp(trouble->reason, reason))
		return false;
	snprintf(trouble->reason, sizeof(trouble->reason), "%s", reason);
	trouble->at = now;
	return true;
}
