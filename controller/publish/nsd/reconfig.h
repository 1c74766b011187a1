/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconfig.h - changes nsd.conf and has NSD load it (W6: NSD as wanted).
 *
 *	configuration changed --> temporary file --> nsd-checkconf --> renamed
 *	    server section differs: logged; NSD reads it at its next start
 *	    the rest differs: "reconfig"
 *
 * A file with a mistake never gets its name: NSD 4.6.1 and 4.15 die when a good
 * one follows it.  The addresses at which NSD is asked and commanded change
 * when NSD may have loaded the new file.
 */
#ifndef CONTROLLER_PUBLISH_NSD_RECONFIG_H
#define CONTROLLER_PUBLISH_NSD_RECONFIG_H

#include "controller/config/config.h"
#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/state/statedir.h"

struct reconfig;

/* Writes nsd.conf for NSD's next start.  All arguments are borrowed. */
struct reconfig *reconfig_new(struct loop *loop,
    const struct statedir *statedir, const struct config *config);
void reconfig_free(struct reconfig *reconfig); /* NULL is fine */

/* Makes the channels to NSD; the caller frees them. */
struct control *reconfig_control(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;
struct asker *reconfig_asker(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;

/* Takes another configuration; the former one is not read again. */
void reconfig_change(
    struct reconfig *reconfig, const struct config *config, bool nsd_away);
/* NSD is away: it may come back with the new nsd.conf. */
void reconfig_follow(struct reconfig *reconfig);
/* NSD is down: an nsd.conf that others changed is written again. */
void reconfig_mend(struct reconfig *reconfig);

#endif
