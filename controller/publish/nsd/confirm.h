/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirm.h - asking for a zone's SOA until a serial is served.
 *
 * The first question goes out at once, the next when the answer to it has
 * come and a moment has passed: about a millisecond, and a sixteenth of the
 * time waited so far for zones that take NSD long, so that asking neither adds
 * to the wait nor takes the processor from it.
 *
 * Just after a reload the process that NSD is about to end may answer once more
 * from the old zone: with NSD 4.6.1 an old answer follows the first new one in
 * 3 to 9 of 100 reloads, three new ones, two milliseconds apart, in none of
 * 1900. So it takes three, which costs the confirmation 4 ms and the answer
 * nothing.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONFIRM_H
#define CONTROLLER_PUBLISH_NSD_CONFIRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/publish/nsd/asker.h"

struct confirm;

/* How long a zone of so many records may take to be served, in ms. */
uint64_t confirm_deadline(size_t records);

enum confirmation {
	CONFIRM_SERVED,
	CONFIRM_REJECTED, /* NSD has the zone and could not load its file */
	CONFIRM_UNSERVED,
};

struct confirm_options {
	const char *zone; /* borrowed till it is done */
	uint32_t serial;
	uint64_t deadline; /* ms */
	/*
	 * It was served just before: "not loaded" is then said of the new file,
	 * and the deadline is not waited for.
	 */
	bool was_served;
	/* From the loop, once, with the last answer; the handle is gone then.
	 */
	void (*done)(
	    void *arg, enum confirmation verdict, const struct answer *last);
	void *arg;
};
struct confirm *confirm_start(struct loop *loop, struct asker *asker,
    const struct confirm_options *options);
void confirm_stop(struct confirm *confirm); /* NULL is fine */

#endif
