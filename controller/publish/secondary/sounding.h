/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sounding.h - one question to one server: which serial of the zone has it?
 *
 * By UDP, twice more if nothing comes, and by TCP if the answer is cut; or by
 * TCP at once.  With a key the question is signed, and so has to be the answer.
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_SOUNDING_H
#define CONTROLLER_PUBLISH_SECONDARY_SOUNDING_H

#include "controller/base/loop.h"
#include "controller/config/read/endpoint.h"
#include "controller/publish/nsd/query.h"
#include "controller/publish/transfer/keyring.h"

struct sounding;

struct asked {
	struct answer answer; /* ->came is false without one */
	/*
	 * It came by TCP or was signed: nobody else made it up.  Without that
	 * it is only good to be shown.
	 */
	bool counts;
	const char *trouble; /* with the key or the connection; NULL: none */
};

struct sounding_options {
	const char *zone;              /* borrowed until done */
	const struct endpoint *server; /* copied */
	const struct keyring_key *key; /* copied; NULL: unsigned */
	bool tcp;
	/* Called from the loop, once; the question is freed after it. */
	void (*done)(void *arg, const struct asked *asked);
	void *arg;
};

/* done is called even if nothing could be sent. */
struct sounding *sounding_start(
    struct loop *loop, const struct sounding_options *options);
void sounding_stop(struct sounding *sounding); /* NULL is fine */

#endif
