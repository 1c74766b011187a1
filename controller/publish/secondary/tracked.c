/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tracked.c - the trail of served serials first, then what a version, an
 * answer and a look at NSD make of a follower.
 */
#include "controller/publish/secondary/tracked.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/version/serial.h"

void trail_add(struct trail *trail, uint32_t serial, uint64_t now)
{
	if (trail->count && trail->serials[trail->count - 1] == serial)
		return;
	if (trail->count == TRAIL_MAX)
		memmove(trail->serials, trail->serials + 1,
		    --trail->count * sizeof(*trail->serials));
	trail->serials[trail->count++] = serial;
	trail->since = now;
}

size_t trail_behind(const struct trail *trail, uint32_t serial)
{
	size_t behind = 0;

	for (size_t i = trail->count; i > 0; i--) {
		if (trail->serials[i - 1] == serial ||
		    !serial_later(trail->serials[i - 1], serial))
			return behind;
		behind++;
	}
	/* It is behind the oldest that is remembered. */
	return trail->count ? TRAIL_MAX : 0;
}

static bool trail_ahead(const struct trail *trail, uint32_t serial)
{
	return trail->count &&
	    serial_later(serial, trail->serials[trail->count - 1]);
}

const char *tracked_word(enum tracked_trouble trouble)
{
	static const char *const words[] = {
		[TRACKED_WELL] = NULL,
		[TRACKED_SILENT] = "SecondarySilent",
		[TRACKED_KEY] = "SecondaryKey",
		[TRACKED_LAME] = "SecondaryLame",
		[TRACKED_AHEAD] = "SecondaryAhead",
		[TRACKED_STARVED] = "SecondaryStarved",
		[TRACKED_UNNOTIFIED] = "SecondaryUnnotified",
	};

	return words[trouble];
}

/* What there is to say; the first that is true. */
static void judge(struct tracked *f)
{
	bool follows = f->trouble == TRACKED_WELL || f->trouble == TRACKED_LAME;

	if (follows && f->starving.doublings) {
		f->trouble = TRACKED_STARVED;
		snprintf(f->why, sizeof(f->why),
		    "it gets no whole transfer, so versions come %llu s apart",
		    (unsigned long long)starving_pause(&f->starving) / 1000);
	} else if (f->trouble == TRACKED_WELL && f->starving.given_up) {
		f->trouble = TRACKED_STARVED;
		snprintf(f->why, sizeof(f->why),
		    "it does not follow, however slowly versions come");
	} else if (f->trouble == TRACKED_WELL &&
	    f->notified == NOTIFIED_UNANSWERED) {
		f->trouble = TRACKED_UNNOTIFIED;
		snprintf(f->why, sizeof(f->why), "it does not answer NOTIFY");
	}
}

static void forget_trouble(struct tracked *f)
{
	f->trouble = TRACKED_WELL;
	f->why[0] = '\0';
}

void tracked_served(struct tracked *f, const struct trail *before, uint64_t now)
{
	bool asked = f->server.port != 0;
	/* Without the zone it is behind by all that there is of it. */
	bool known = asked ? (f->has_serial || f->lacks) &&
		f->answered >= before->since && before->count
			   : f->notified != NOTIFIED_UNKNOWN;
	size_t lag = !asked ? f->notified != NOTIFIED_ANSWERED
	    : f->has_serial ? trail_behind(before, f->serial)
			    : TRAIL_MAX;

	starving_version(&f->starving, lag, known);
	f->notified = NOTIFIED_UNKNOWN;
	if (f->has_serial) {
		f->behind++;
		if (!f->behind_since)
			f->behind_since = now;
	}
	if (f->trouble == TRACKED_STARVED || f->trouble == TRACKED_UNNOTIFIED)
		forget_trouble(f);
	judge(f);
}

/* An answer with a serial. */
static void take_serial(struct tracked *f, const struct asked *asked,
    const struct trail *trail, uint64_t now)
{
	f->has_serial = true;
	f->serial = asked->answer.serial;
	f->counts = asked->counts;
	f->behind = trail_behind(trail, f->serial);
	if (!f->behind) {
		f->behind_since = 0;
		starving_caught_up(&f->starving);
	} else if (!f->behind_since) {
		f->behind_since = now;
	}
	if (!trail_ahead(trail, f->serial))
		return;
	f->trouble = TRACKED_AHEAD;
	snprintf(f->why, sizeof(f->why),
	    "its serial %lu is later than ours: set serialFloor to it, or it "
	    "will not follow",
	    (unsigned long)f->serial);
}

static void take_words(struct tracked *f, const struct answer *answer)
{
	struct buf words = BUF_INIT(100);

	f->has_serial = false;
	f->behind = 0;
	f->behind_since = 0;
	f->trouble = TRACKED_LAME;
	answer_print(answer, &words);
	snprintf(f->why, sizeof(f->why), "it does not answer for the zone: %s",
	    buf_text(&words));
	buf_clear(&words);
}

void tracked_asked(struct tracked *f, const struct asked *asked,
    const struct trail *trail, uint64_t now)
{
	forget_trouble(f);
	f->lacks =
	    asked->answer.came && !asked->answer.has_serial && !asked->trouble;
	if (asked->answer.came) {
		f->heard = true;
		f->answered = now;
	}
	if (asked->answer.has_serial)
		take_serial(f, asked, trail, now);
	else if (f->lacks)
		take_words(f, &asked->answer);
	if (asked->trouble && asked->answer.came)
		f->trouble = TRACKED_KEY;
	else if (asked->trouble)
		f->trouble = TRACKED_SILENT;
	if (asked->trouble)
		snprintf(f->why, sizeof(f->why), "%s", asked->trouble);
	judge(f);
}

void tracked_notified(struct tracked *f, const char *reply, uint64_t age)
{
	bool pending = false;

	if (!f->secondary->nnotify && !f->secondary->service)
		return; /* it is not notified at all */
	for (size_t i = 0; i < f->secondary->nnotify; i++) {
		char text[ENDPOINT_SIZE];

		endpoint_print(&f->secondary->notify[i], text);
		pending |= notified_pending(reply, text);
	}
	if (f->secondary->service && f->server.port) {
		char text[ENDPOINT_SIZE];

		endpoint_print(&f->server, text);
		pending |= notified_pending(reply, text);
	}
	f->notified = notified_next(f->notified, pending, age);
	judge(f);
}
