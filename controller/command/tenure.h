/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tenure.h - may this controller write, or does another?
 *
 * With a lease in the configuration the publisher waits until the lease is
 * held.  Everything else goes on while it waits: objects are watched, and NSD
 * answers what it has.  The name under which the lease is held is of the host
 * and of the state directory, where it is kept with the lease that was held: a
 * process that comes back is the same holder.
 */
#ifndef CONTROLLER_COMMAND_TENURE_H
#define CONTROLLER_COMMAND_TENURE_H

#include "controller/config/config.h"
#include "controller/kube/request/api.h"
#include "controller/publish/publisher.h"
#include "controller/serve/answer/situation.h"

struct tenure;

/*
 * The publisher has the lock of its directory; it waits from now on if config
 * has a lease.  changed: tenure_writes() may be another.
 */
struct tenure *tenure_new(
    struct publisher *publisher, void (*changed)(void *arg), void *arg);
/*
 * The lease of this configuration.  api NULL: there is no cluster, and no
 * lease.  anew: it is another cluster, though the names may be the same.
 */
void tenure_follow(struct tenure *tenure, const struct api *api,
    const struct config *config, bool anew);
/* The next one is of another cluster: what was held says nothing about it. */
void tenure_move(struct tenure *tenure);
bool tenure_writes(const struct tenure *tenure);
void tenure_look(const struct tenure *tenure, struct situation *out);
/* The end: the lease is given back.  done is called from the loop, or now. */
void tenure_end(struct tenure *tenure, void (*done)(void *arg), void *arg);
void tenure_free(struct tenure *tenure); /* NULL is fine */

#endif
