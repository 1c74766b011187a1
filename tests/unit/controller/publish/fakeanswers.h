/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fakeanswers.h - a server that answers SOA queries as the test wants.
 *
 * One letter an answer, the last one again and again: n(ew) and o(ld) serial (2
 * and 1), f(ailed to load), r(efused), - nothing.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_FAKEANSWERS_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_FAKEANSWERS_H

#include "controller/base/loop.h"
#include "controller/publish/nsd/asker.h"

struct fakeanswers {
	const char *letters;
	size_t asked;
	struct asker *asker; /* who asks it */
	int fd;
	struct loop_fd *handle;
};

void fakeanswers_begin(
    struct fakeanswers *answers, struct loop *loop, const char *letters);
void fakeanswers_end(struct fakeanswers *answers);

#endif
