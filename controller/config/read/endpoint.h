/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint.h - "ADDRESS@PORT", the way NSD writes where it listens.
 */
#ifndef CONTROLLER_CONFIG_READ_ENDPOINT_H
#define CONTROLLER_CONFIG_READ_ENDPOINT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/base.h"

#define ENDPOINT_SIZE 64 /* the longest address, '@', port and a NUL */

struct endpoint {
	char address[INET6_ADDRSTRLEN]; /* numeric */
	uint16_t port;                  /* not 0 */
	bool v6;
	bool any; /* 0.0.0.0 or :: */
};

bool endpoint_parse(const char *text, struct endpoint *out) MUST_CHECK;
/* The same as a URL has it: "192.0.2.1:80", "[::1]:80". */
bool endpoint_parse_url(const char *text, struct endpoint *out) MUST_CHECK;
/* The first, and "ADDRESS" alone: with that port. */
bool endpoint_parse_at(
    const char *text, uint16_t port, struct endpoint *out) MUST_CHECK;
/* For connect() or bind(); its length. */
socklen_t endpoint_socket(
    const struct endpoint *endpoint, struct sockaddr_storage *out);
/* "ADDRESS@PORT" again. */
void endpoint_print(const struct endpoint *endpoint, char out[ENDPOINT_SIZE]);

#endif
