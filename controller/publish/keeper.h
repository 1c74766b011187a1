/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keeper.h - NSD kept as it is wanted: its process, nsd.conf with its keys and
 * patterns, and its zones (W6: NSD as wanted).
 *
 *	what happens                          what is done
 *	NSD lists its zones, each minute      files and nsd.conf are compared
 *	NSD is away                           nothing is certain any more
 *	nobody listens on its socket          files are mended, a child started
 *	a secret, endpoints or the
 *	configuration change                  nsd.conf anew, "reconfig"
 */
#ifndef CONTROLLER_PUBLISH_KEEPER_H
#define CONTROLLER_PUBLISH_KEEPER_H

#include "controller/publish/transfer/followers.h"
#include "controller/publish/nsd/statistics.h"
#include "controller/publish/publication/press.h"
#include "controller/publish/zones.h"

struct keeper;

/*
 * Writes nsd.conf and, with nsd.run, starts or adopts NSD.  Fills
 * press->asker and press->server, which it frees in the end.  All is borrowed;
 * the zones may still be empty.  ERR_INPUT, ERR_SYSTEM.
 */
struct keeper *keeper_new(
    struct press *press, struct zones *zones, struct err *err) MUST_CHECK;
/* Nothing of NSD is heard any more; the zones are freed after it. */
void keeper_mute(struct keeper *keeper); /* NULL is fine */
void keeper_free(struct keeper *keeper); /* NULL is fine */

/* After a pass: the endpoints of Services as they are. */
void keeper_look(struct keeper *keeper, const struct sources *sources,
    const struct trusts *trusts);
/* Another configuration; the former one is not read again. */
void keeper_reconfigure(struct keeper *keeper, const struct config *config);
struct statistics *keeper_statistics(const struct keeper *keeper);
/* See followers.h. */
bool keeper_rekey(
    struct keeper *keeper, const char *key, struct err *err) MUST_CHECK;

/* No child is started any more. */
void keeper_close(struct keeper *keeper);
/* Ends NSD if it is the controller's child; done is called in any case. */
void keeper_stop(struct keeper *keeper, void (*done)(void *arg), void *arg);

#endif
