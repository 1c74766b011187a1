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

#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/control.h"
#include "controller/publish/state/statedir.h"
#include "controller/publish/transfer/transfers.h"

struct reconfig;

struct reconfig_options {
	struct transfers transfers; /* what it points to is borrowed */
	/*
	 * A change begins (loading), or is over: NSD has the file, or will not
	 * have it.
	 */
	void (*settled)(void *arg, bool loading);
	void *arg;
};

/* Writes nsd.conf for NSD's next start. */
struct reconfig *reconfig_new(struct loop *loop,
    const struct statedir *statedir, const struct reconfig_options *options);
void reconfig_free(struct reconfig *reconfig); /* NULL is fine */

/* Makes the channels to NSD; the caller frees them. */
struct control *reconfig_control(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;
struct asker *reconfig_asker(
    struct reconfig *reconfig, struct err *err) MUST_CHECK;

/*
 * Takes another configuration; the former one is not read again.  patterns:
 * those that NSD's zones have.
 */
void reconfig_change(struct reconfig *reconfig, const struct config *config,
    const struct strings *patterns, bool nsd_away);
/*
 * Keys, endpoints or NSD's zones may be others: the file is made anew, and NSD
 * is told if it differs, or if NSD did not take it before.
 */
void reconfig_refresh(
    struct reconfig *reconfig, const struct strings *patterns, bool nsd_away);
/* What NSD's version means for the next nsd.conf (transfers.h). */
void reconfig_linger(struct reconfig *reconfig, bool lingers);
/* NSD is away: it may come back with the new nsd.conf. */
void reconfig_follow(struct reconfig *reconfig);
/* NSD is down: an nsd.conf that others changed is written again. */
void reconfig_mend(struct reconfig *reconfig);

#endif
