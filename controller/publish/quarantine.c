/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/quarantine.h"

#include "zonegen/version/blame.h"
#include "zonegen/version/zonefile.h"

struct lines {
	const struct zone *zone;
	const char *words;
	struct exclusions *out;
};

static bool on_record(
    void *arg, const char *name, const struct record *record, struct err *err)
{
	const struct lines *lines = arg;

	(void)err;
	blame_record(lines->zone, name, record, lines->words, lines->out);
	return true;
}

/* The head and the lines are a zone file as we write them. */
static void blame_lines(const struct zone *zone,
    const struct culprit_found *found, struct exclusions *out)
{
	struct lines lines = { zone, found->words, out };
	const struct zonefile_reader reader = {
		.zone = zone_name(zone), .record = on_record, .arg = &lines
	};
	struct err err;
	uint32_t serial;

	(void)!zonefile_read(
	    &reader, buf_text(found->lines), found->lines->len, &serial, &err);
}

void quarantine_decide(const struct zone *zone, const struct version *version,
    const struct culprit_found *found, const char *words,
    struct exclusions *out)
{
	if (found && found->lines->len)
		blame_lines(zone, found, out);
	else if (version && !version->first && !(found && found->in_head))
		blame_plan(zone, &version->plan, words, out);
	exclusions_sort(out);
}
