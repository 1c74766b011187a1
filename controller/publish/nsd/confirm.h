/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirm.h - asks for a zone's SOA until a serial is served (W1: check, write,
 * confirm).
 *
 * The first query is sent at once, the next after the answer and a pause.  The
 * pause is about a millisecond, or a sixteenth of the time waited so far for
 * zones that take NSD long.  So the queries neither delay the confirmation nor
 * take processor time from NSD.
 *
 * Just after a reload, the process that NSD is about to end may answer once
 * more from the old zone.  With NSD 4.6.1 an old answer follows the first new
 * one in 3 to 9 of 100 reloads; it followed three new ones, two milliseconds
 * apart, in none of 1900.  So three are required, which costs 4 ms.
 *
 * Of a zone that it transfers NSD knows itself when the new process has taken
 * over: "zonestatus" has that serial.  It is asked once one answer is new, and
 * sparingly, because the process that replies is the one that does the work.
 * If it does not say so soon, three answers are enough here too: with NSD 4.8
 * and later it may wait for open TCP connections.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONFIRM_H
#define CONTROLLER_PUBLISH_NSD_CONFIRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/control.h"

struct confirm;

/* How long a zone of so many records may take to be served, in ms. */
uint64_t confirm_deadline(size_t records);

enum confirmation {
	CONFIRM_SERVED,
	CONFIRM_REJECTED, /* NSD has the zone and could not load its file */
	CONFIRM_UNSERVED,
};

struct confirm_options {
	const char *zone; /* borrowed until done */
	uint32_t serial;
	uint64_t deadline; /* ms */
	/*
	 * The zone was served just before: "not loaded" then means the new
	 * file, and the deadline is not waited for.
	 */
	bool was_served;
	/*
	 * The zone was not there before: any serial is right, and "not loaded"
	 * means its file.
	 */
	bool fresh;
	struct control *control; /* the zone is transferred; or NULL */
	/* Called from the loop, once; the handle is freed after it. */
	void (*done)(
	    void *arg, enum confirmation verdict, const struct answer *last);
	void *arg;
};
struct confirm *confirm_start(struct loop *loop, struct asker *asker,
    const struct confirm_options *options);
void confirm_stop(struct confirm *confirm); /* NULL is fine */

#endif
