/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access.h - what an operator can do when the API server cannot be read.
 */
#ifndef CONTROLLER_KUBE_ACCESS_H
#define CONTROLLER_KUBE_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/base.h"

/* The next step, from the reason of a source's state; "" when there is none. */
const char *access_hint(const char *reason);

/* The last trouble that was logged of one cluster. */
struct access_trouble {
	char reason[256];
	uint64_t at; /* ms; 0: there was none */
};

/*
 * Is the trouble another one than was logged within a minute?  An expired token
 * concerns each kind alike and is logged once.
 */
bool access_is_news(
    struct access_trouble *trouble, const char *reason, uint64_t now);

#endif
