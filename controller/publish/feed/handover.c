/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/handover.h"

#include <stdio.h>

#define RECORDS_LEAST 5000 /* below, reading the file is as fast */
#define TRIES 2
#define PATIENCE 1000       /* ms, and 2 us a record */
#define PATIENCE_AGAIN 1000 /* ms, likewise */
/*
 * NSD 4.8 and later end each reload only when open TCP connections of the one
 * before are closed, or after 3 s.
 */
#define PATIENCE_MORE 4000
#define MEMORY 600000 /* ms between two falls that count together */
#define BAN 600000    /* ms */

bool handover_barred(const struct handover *handover, uint64_t now)
{
	return handover->barred > now;
}

static bool is_worth_it(const struct handover_facts *facts)
{
	return facts->mode == HANDOVER_TRANSFER ||
	    (facts->mode == HANDOVER_AUTO && facts->records > RECORDS_LEAST &&
		facts->waiting < HANDOVER_ZONES);
}

bool handover_may(const struct handover *handover,
    const struct handover_facts *facts, uint64_t now)
{
	return facts->possible && !handover_barred(handover, now) &&
	    is_worth_it(facts);
}

enum handover_way handover_begin(
    struct handover *handover, const struct handover_facts *facts, uint64_t now)
{
	handover->way =
	    handover_may(handover, facts, now) ? WAY_TRANSFER : WAY_RELOAD;
	handover->tries = handover->way == WAY_TRANSFER;
	handover->waited = handover->rescued = false;
	handover->began = now;
	return handover->way;
}

uint64_t handover_patience(const struct handover *handover, size_t records)
{
	uint64_t ms = handover->tries == 1 ? PATIENCE : PATIENCE_AGAIN;

	return handover->waited ? PATIENCE_MORE : ms + records / 500;
}

static void fall(
    struct handover *handover, enum handover_cause cause, uint64_t now)
{
	handover->falls[cause]++;
	handover->way = WAY_RELOAD;
	if (handover->has_fallen && now - handover->fell < MEMORY) {
		handover->barred = now + BAN;
		handover->has_fallen = false;
		return;
	}
	handover->has_fallen = true;
	handover->fell = now;
}

void handover_told(
    struct handover *handover, enum handover_way way, uint64_t now)
{
	if (way == WAY_RELOAD && handover->way == WAY_TRANSFER)
		fall(handover, FALL_REFUSED, now);
}

enum handover_next handover_missed(
    struct handover *handover, bool rejected, uint64_t answered, uint64_t now)
{
	bool asked = answered && answered >= handover->began;

	if (!rejected && asked && !handover->waited) {
		handover->waited = true;
		return HANDOVER_WAIT;
	}
	if (handover->tries < TRIES) {
		handover->tries++;
		handover->waited = false;
		handover->began = now;
		return HANDOVER_AGAIN;
	}
	fall(handover,
	    rejected    ? FALL_REJECTED
		: asked ? FALL_UNSERVED
			: FALL_UNASKED,
	    now);
	return HANDOVER_AGAIN;
}

bool handover_rescue(
    struct handover *handover, const char *version, uint64_t now)
{
	if (handover->way != WAY_RELOAD || handover->rescued ||
	    !handover_allows(version))
		return false;
	handover->rescued = true;
	handover->way = WAY_TRANSFER;
	handover->tries = TRIES;
	handover->waited = false;
	handover->began = now;
	return true;
}

void handover_served(struct handover *handover)
{
	handover->rescued = false;
	handover->done[handover->way]++;
}

/* 4.14.2 is 4014002; 0: no version. */
static unsigned long version_number(const char *version)
{
	unsigned major, minor, patch;

	if (sscanf(version, "%3u.%3u.%3u", &major, &minor, &patch) != 3)
		return 0;
	return (major * 1000ul + minor) * 1000 + patch;
}

bool handover_allows(const char *version)
{
	unsigned long number = version_number(version);

	return number && (number < 4014000 || number > 4014002);
}

bool handover_lingers(const char *version)
{
	return version_number(version) >= 4008000;
}

const char *handover_way_word(enum handover_way way)
{
	return way == WAY_TRANSFER ? "transfer" : "reload";
}

const char *handover_cause_word(enum handover_cause cause)
{
	static const char *const words[FALLS] = {
		[FALL_UNASKED] = "unasked",
		[FALL_UNSERVED] = "unserved",
		[FALL_REJECTED] = "rejected",
		[FALL_REFUSED] = "refused",
	};

	return words[cause];
}
