/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint.h - "ADDRESS@PORT", the way NSD writes where it listens.
 */
#ifndef CONTROLLER_CONFIG_READ_ENDPOINT_H
#define CONTROLLER_CONFIG_READ_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/base.h"

#define ENDPOINT_SIZE 64 /* the longest address, '@', port and a NUL */

struct endpoint {
	char address[ENDPOINT_SIZE]; /* numeric */
	uint16_t port;               /* not 0 */
	bool v6;
	bool any; /* 0.0.0.0 or :: */
};

bool endpoint_parse(const char *text, struct endpoint *out) MUST_CHECK;

#endif
