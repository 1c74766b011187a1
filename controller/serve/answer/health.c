/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/health.h"

/* problem NULL: the check is good.  Returns whether it is. */
static bool write_check(
    struct buf *out, const char *name, const char *problem, const char *subject)
{
	buf_printf(out, "[%c]%s %s", problem ? '-' : '+', name,
	    problem ? problem : "ok");
	if (problem && subject)
		buf_printf(out, " '%s'", subject);
	buf_putc(out, '\n');
	return !problem;
}

/*
 * One who waits for the lease of another is ready: NSD answers.  It is said
 * here because somebody may wonder why nothing is published.
 */
static void write_lease(struct buf *out, const struct affairs *affairs)
{
	const struct lease *lease = affairs ? affairs->situation.lease : NULL;

	if (!lease)
		return;
	buf_printf(out, "[+]lease %s", lease_word(lease->state));
	if (*lease->holder)
		buf_printf(out, ", holder '%s'", lease->holder);
	if (lease->state != LEASE_HELD)
		buf_puts(out, ", nothing is published here");
	buf_putc(out, '\n');
}

bool health_ready(const struct affairs *affairs, struct buf *out)
{
	const struct zoneset *set = affairs ? affairs->knowledge->set : NULL;
	const char *unanswered = NULL;
	size_t versions = 0;
	bool ready;

	for (size_t i = 0; set && i < zoneset_count(set); i++) {
		const struct zone *zone = zoneset_at(set, i);

		if (!zone_has_version(zone))
			continue;
		versions++;
		if (!affairs->zones[i].answered && !unanswered)
			unanswered = zone_name(zone);
	}
	ready = write_check(out, "configuration",
	    affairs ? NULL : "nothing is known yet", NULL);
	ready &= write_check(
	    out, "versions", versions ? NULL : "no zone has one yet", NULL);
	ready &= write_check(out, "answers",
	    unanswered ? "NSD was not seen answering" : NULL, unanswered);
	write_lease(out, affairs);
	return ready;
}
