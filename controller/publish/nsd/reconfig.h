/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconfig.h - nsd.conf as it should be, and NSD told of it (W6).
 *
 *	configuration changed --> written aside --> nsd-checkconf --> renamed
 *	    server section differs: said, NSD follows at its next start
 *	    the rest differs: "reconfig"
 *
 * A file with a mistake never gets its name: NSD dies of a good one that comes
 * after it (4.6.1 and 4.15).  Where NSD is asked and commanded follows too,
 *when NSD can know of it.
 */
#ifndef CONTROLLER_PUBLISH_NSD_RECONFIG_H
#define CONTROLLER_PUBLISH_NSD_RECONFIG_H

#include "controller/config/config.h"
#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/state/statedir.h"

struct reconfig;

/* Writes nsd.conf, for an NSD to come.  All is borrowed but config. */
struct reconfig *reconfig_new(struct loop *loop,
    const struct statedir *statedir, const struct config *config);
void reconfig_free(struct reconfig *reconfig); /* NULL is fine */

/* Makes the channels to NSD; the caller's to free. */
struct control *reconfig_control(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;
struct asker *reconfig_asker(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;

/* Another configuration counts from now on; the former is not read again. */
void reconfig_change(
    struct reconfig *reconfig, const struct config *config, bool nsd_away);
/* NSD is away: it may come back by another nsd.conf than the one it had. */
void reconfig_follow(struct reconfig *reconfig);
/* It is down: what others did to nsd.conf is undone before it starts. */
void reconfig_mend(struct reconfig *reconfig);

#endif
