/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unixaddress.h - the address of a unix socket.
 */
#ifndef CONTROLLER_BASE_UNIXADDRESS_H
#define CONTROLLER_BASE_UNIXADDRESS_H

#include <sys/un.h>

#include "zonegen/base/err.h"

/* ERR_INPUT: path is longer than an address can be. */
bool unixaddress_set(
    struct sockaddr_un *out, const char *path, struct err *err) MUST_CHECK;

#endif
