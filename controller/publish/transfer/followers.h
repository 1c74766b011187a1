/* SPDX-License-Identifier: Apache-2.0 */
/*
 * followers.h - the secondaries' keys and addresses, kept as they are now.
 *
 * Secrets are read from their files every few seconds, the endpoints of
 * Services and the addresses of nodes at each pass.  What changed is reported:
 * nsd.conf is made anew then.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_FOLLOWERS_H
#define CONTROLLER_PUBLISH_TRANSFER_FOLLOWERS_H

#include "controller/base/loop.h"
#include "controller/publish/retain/trust.h"
#include "controller/publish/transfer/transfers.h"
#include "controller/source/sources.h"

struct followers;

/*
 * conf: the nsd.conf of before, or NULL; it says what is in force.  changed is
 * called from the loop when a secret is another.
 */
struct followers *followers_new(struct loop *loop, const struct config *config,
    const char *conf, void (*changed)(void *arg), void *arg);
void followers_free(struct followers *followers); /* NULL is fine */

/* Another configuration; the former one is not read again. */
void followers_reconfigure(
    struct followers *followers, const struct config *config);
/*
 * Endpoints and nodes as they are, if the cluster is known.  true: nsd.conf
 * becomes another.
 */
bool followers_look(struct followers *followers, const struct sources *sources,
    const struct trusts *trusts);
/* For nsd.conf, without .kept; good as long as the followers. */
struct transfers followers_transfers(const struct followers *followers);
/* Puts the secret of the key's file in force; see keyring_take(). */
bool followers_rekey(
    struct followers *followers, const char *key, struct err *err) MUST_CHECK;

#endif
