/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyring.h - the TSIG keys in force, with their secrets.
 *
 * A key that NSD has stays as it is while a zone's secondaries use it: with
 * another secret they would all be refused at the same moment.  The way from
 * one secret to the next is a second key, listed beside the first.  A new
 * secret under the same name has to be taken by hand.
 *
 * What NSD has is in nsd.conf, so that a restart does not forget it.
 *
 * The room, from keys to the lines of nsd.conf:
 *	keyring    secrets: from files, and those in force
 *	endpoints  the addresses of Services that are secondaries
 *	nodes      whose address says too little for a transfer without a key
 *	pattern    the name of the pattern of a set of secondaries
 *	zonelist   NSD's zone.list, and its list of zones read: their patterns
 *	transfers  who may do what, as rows and as lines of nsd.conf
 *	replica    the nsd.conf of a secondary that runs beside it
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_KEYRING_H
#define CONTROLLER_PUBLISH_TRANSFER_KEYRING_H

#include "controller/config/config.h"

struct keyring_key {
	char *name;
	enum tsig_algorithm algorithm;
	struct tsig_secret secret; /* .size 0: there is none */
	char problem[512];         /* "": all is well */
	bool news;                 /* .problem changed in the last refresh */
};

struct keyring {
	struct keyring_key *list; /* by the order of the configuration */
	size_t count, cap;
};

#define KEYRING_INIT         \
	{                    \
		.list = NULL \
	}

/* Takes the keys of an nsd.conf that was written by transfers.h. */
void keyring_recall(struct keyring *keyring, const char *conf);
/*
 * Reads the files of all keys that are configured, and forgets the others.
 * true: another secret is in force, or another key.
 */
bool keyring_refresh(struct keyring *keyring, const struct config *config);
/*
 * Puts the secret of the file in force, whoever uses the former.  ERR_ABSENT:
 * no such key, or its file has no other secret; what reading the file gives.
 */
bool keyring_take(struct keyring *keyring, const struct config *config,
    const char *name, struct err *err) MUST_CHECK;
/* NULL: no secret of it is in force. */
const struct keyring_key *keyring_find(
    const struct keyring *keyring, const char *name);
/* Why the key is not as its file says; NULL: it is. */
const char *keyring_problem(const struct keyring *keyring, const char *name);
/* Replaces each secret that is in text by as many '*'. */
void keyring_hide(const struct keyring *keyring, char *text);
void keyring_clear(struct keyring *keyring);

#endif
