/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fakensd.h - an NSD that writes down what it is told, and replies what the
 * test wants.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_FAKENSD_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_FAKENSD_H

#include "controller/base/loop.h"
#include "zonegen/base/buf.h"

struct fakensd {
	struct loop *loop;
	char dir[64], path[128]; /* of its socket */
	int listener, client;
	struct loop_fd *listening, *reading;
	struct buf heard; /* all of it; commands follow each other */
	const char *const *replies;
	size_t served, begun; /* commands replied to; where this one begins */
	/* Not NULL: instead of replies.  NULL from it: fakensd_reply() comes */
	const char *(*reply)(void *arg, const char *command);
	void *arg;
};

void fakensd_begin(struct fakensd *nsd, const char *const *replies);
void fakensd_end(struct fakensd *nsd);
void fakensd_reply(struct fakensd *nsd, const char *reply);

#endif
