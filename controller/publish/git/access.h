/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access.h - how git gets to the remote, and as whom.
 *
 * No secret stands in an argument or a variable.  git runs this very program in
 * place of ssh, or to be told the token (controller/command/githelper.c), which
 * finds the paths of the files in its environment.  The private key is given as
 * a file in memory: ssh refuses one that others may read, as files of a mounted
 * Secret are.
 */
#ifndef CONTROLLER_PUBLISH_GIT_ACCESS_H
#define CONTROLLER_PUBLISH_GIT_ACCESS_H

#include "controller/config/gitrule.h"
#include "controller/publish/git/git.h"

/* What the helper is to be: "ssh" or "token"; and its files. */
#define ACCESS_HELPER "K8S_NSD_GIT_HELPER"
#define ACCESS_KEY "K8S_NSD_GIT_KEY"
#define ACCESS_HOSTS "K8S_NSD_GIT_KNOWN_HOSTS"
#define ACCESS_TOKEN "K8S_NSD_GIT_TOKEN_FILE"

#define ACCESS_PATH_SIZE 64

struct access {
	struct git git; /* with all that the remote wants */
	int key;        /* a descriptor; -1: none */
};

#define ACCESS_INIT       \
	{                 \
		.key = -1 \
	}

/* The key is read anew each time.  ERR_SYSTEM: it cannot be. */
bool access_open(struct access *access, struct loop *loop,
    const struct git_rule *rule, struct err *err) MUST_CHECK;
/*
 * A private key as a file in memory, which ssh takes: its path in out, as long
 * as *fd is open.  ERR_SYSTEM.
 */
bool access_keep(const char *path, int *fd, char out[ACCESS_PATH_SIZE],
    struct err *err) MUST_CHECK;
void access_close(struct access *access); /* unopened is fine */

#endif
