/* SPDX-License-Identifier: Apache-2.0 */
/*
 * account.h - the secondaries of a zone, as JSON for its status.
 *
 *	name
 *	transfer, notify  address and key of each row that NSD has; without a
 *	                  key: anybody there
 *	notified          the serial NOTIFY was sent for
 *	notify state      answered, pending, unanswered (notifyState)
 *	listed            false: it is none of the zone's nameservers
 *	servers           each that is asked: server, serial, counts (it was
 *	                  signed, or came by TCP), behind (versions), lag
 *	                  (seconds), age (of the answer), finding, reason;
 *	                  and each that may not transfer without a key
 *	keys              those that are not as their files say: key, reason
 */
#ifndef CONTROLLER_PUBLISH_SECONDARY_ACCOUNT_H
#define CONTROLLER_PUBLISH_SECONDARY_ACCOUNT_H

#include "controller/base/jsonwriter.h"
#include "controller/publish/secondary/tracking.h"

struct account {
	const struct transfers *transfers;
	const struct tracking *tracking;
	const struct zone_settings *settings;
	const struct zone_config *config;
	uint64_t now; /* ms of the loop's clock */
};

/* Writes the list "secondaries"; *well becomes false if one is amiss. */
void account_write(
    const struct account *account, struct jsonwriter *out, bool *well);

#endif
