/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lease.c - what a lease that was read or written means, then what each failure
 * does.
 */
#include "controller/kube/decide/lease.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/base/err.h"

#define RENEW 5000         /* ms between writes of the holder */
#define LOOK 2000          /* ms between reads while another holds it */
#define AGAIN 2000         /* ms after a failure */
#define DENIED_AGAIN 10000 /* ms */
#define SECONDS_MOST 60    /* whoever wants more is waited for as long */
#define TRANSITIONS_MOST INT32_MAX

const char *lease_word(enum lease_state state)
{
	static const char *const words[LEASE_STATES] = {
		[LEASE_UNKNOWN] = "unknown",
		[LEASE_HELD] = "held",
		[LEASE_WAITING] = "waiting",
		[LEASE_REFUSED] = "refused",
	};

	return words[state];
}

void lease_init(
    struct lease *lease, const char *self, bool before, uint64_t now)
{
	*lease = (struct lease){
		.self = self,
		.before = before,
		.step = LEASE_READ,
		.at = now,
		.since = now,
	};
}

static void next(struct lease *lease, enum lease_step step, uint64_t at)
{
	lease->step = step;
	lease->at = at;
}

static void be(struct lease *lease, enum lease_state state, uint64_t now)
{
	if (lease->state != state)
		lease->since = now;
	lease->state = state;
	if (state != LEASE_WAITING)
		*lease->holder = '\0';
}

/* Text of others becomes one line for any terminal. */
static void take_text(char *out, size_t size, const char *text)
{
	struct err err;

	err_set(&err, ERR_INPUT, "%s", text);
	snprintf(out, size, "%.*s", (int)size - 1, err.text);
}

/* --- A lease that was read or written --- */

static uint64_t duration_of(const struct leaserecord *record)
{
	int64_t seconds = record->seconds ? record->seconds : LEASE_SECONDS;

	return (uint64_t)(seconds > SECONDS_MOST ? SECONDS_MOST : seconds) *
	    1000;
}

/* When did another's lease change last, for us? */
static void watch(
    struct lease *lease, const struct leaserecord *record, uint64_t now)
{
	size_t holder = strlen(record->holder) + 1;
	size_t renewed = strlen(record->renewed) + 1;
	struct buf text = BUF_INIT(holder + renewed);
	char digest[DIGEST_SIZE];

	buf_add(&text, record->holder, holder);
	buf_add(&text, record->renewed, renewed);
	digest_hex(buf_text(&text), text.len, digest);
	buf_clear(&text);
	if (!strcmp(digest, lease->seen))
		return;
	memcpy(lease->seen, digest, sizeof(digest));
	lease->seen_at = now;
}

static void find_other(struct lease *lease, const struct leaserecord *record,
    bool wrote, uint64_t now)
{
	uint64_t end;

	watch(lease, record, now);
	be(lease, LEASE_WAITING, now);
	take_text(lease->holder, sizeof(lease->holder), record->holder);
	end = lease->seen_at + duration_of(record);
	if (now >= end && !wrote)
		next(lease, LEASE_WRITE, now);
	else
		next(lease, LEASE_READ,
		    now >= end || now + LOOK < end ? now + LOOK : end);
}

static void find(
    struct lease *lease, const struct leaserecord *record, uint64_t now)
{
	bool ours = !strcmp(record->holder, lease->self);
	bool wrote = lease->step != LEASE_READ;

	if (wrote)
		lease->conflicts = 0;
	*lease->trouble = '\0';
	snprintf(lease->version, sizeof(lease->version), "%s", record->version);
	lease->taken = !ours;
	lease->transitions = record->transitions > TRANSITIONS_MOST - 1
	    ? 0
	    : record->transitions + !ours;
	if (*record->holder && !ours) {
		find_other(lease, record, wrote, now);
		return;
	}
	*lease->seen = '\0';
	if (ours)
		be(lease, LEASE_HELD, now);
	/* What a write left may be another's doing: no haste then. */
	next(lease, LEASE_WRITE, now + (!wrote ? 0 : ours ? RENEW : LOOK));
}

/* --- Failures --- */

static void fail(
    struct lease *lease, const char *text, uint64_t wait, uint64_t now)
{
	take_text(lease->trouble, sizeof(lease->trouble), text);
	/* What became of a write is not known: it is read. */
	next(lease, LEASE_READ, now + wait);
}

static void be_absent(struct lease *lease, const char *text, uint64_t now)
{
	*lease->seen = '\0';
	if (lease->step == LEASE_CREATE) {
		fail(lease, text, AGAIN, now);
		return;
	}
	lease->taken = true;
	lease->transitions = 0;
	next(lease, LEASE_CREATE, now);
}

static void be_denied(struct lease *lease, const char *text, uint64_t now)
{
	fail(lease, text, DENIED_AGAIN, now);
	if (lease->state != LEASE_HELD)
		be(lease, LEASE_REFUSED, now);
}

void lease_decide(
    struct lease *lease, const struct lease_event *event, uint64_t now)
{
	switch (event->what) {
	case LEASE_FOUND:
		find(lease, event->record, now);
		break;
	case LEASE_ABSENT:
		be_absent(lease, event->text, now);
		break;
	case LEASE_CONFLICT:
		/* Two that are always at once must not be so for ever. */
		next(lease, LEASE_READ, now + (lease->conflicts ? LOOK : 0));
		lease->conflicts++;
		break;
	case LEASE_DENIED:
		be_denied(lease, event->text, now);
		break;
	case LEASE_FAILED:
		fail(lease, event->text, AGAIN, now);
		/* Nobody can be asked: it is as it was. */
		if (lease->state == LEASE_UNKNOWN && lease->before)
			be(lease, LEASE_HELD, now);
		break;
	}
}
