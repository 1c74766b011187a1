/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/loading.h"

#include "controller/base/log.h"
#include "controller/publish/state/catchup.h"

/* What the zone file was behind, and what of it is lost. */
static void log_journal(const char *zone, const struct lastversion *last)
{
	if (last->caught_up)
		log_event(LOG_WARNING, "zone file was behind its journal",
		    "zone", zone, "versions", log_u(last->caught_up), "serial",
		    log_u(last->caught_up_to));
	if (*last->dropped.text)
		log_event(LOG_ERROR, "journal is damaged, its end is dropped",
		    "zone", zone, "error", last->dropped.text);
	if (*last->trouble.text)
		log_event(LOG_ERROR,
		    last->behind ? "zone file not written"
				 : "journal not removed",
		    "zone", zone, "error", last->trouble.text);
}

bool loading_zone(const struct statedir *statedir, struct zone *zone,
    struct lastversion *last, struct err *err)
{
	if (!lastversion_load(statedir, zone, last, err)) {
		if (err->kind != ERR_INPUT)
			return false;
		log_event(LOG_ERROR, "zone file is damaged", "zone",
		    zone_name(zone), "error", err->text);
	}
	log_journal(zone_name(zone), last);
	if (last->lost)
		log_event(LOG_WARNING, "origins of records are not known",
		    "zone", zone_name(zone), "rrsets", log_u(last->lost));
	return true;
}

struct others {
	const struct statedir *statedir;
	const struct map *configured;
};

static void load_other(void *arg, const char *zone)
{
	const struct others *others = arg;
	struct lastversion last;
	struct err err;

	if (map_get(others->configured, zone))
		return;
	if (!catchup_zone(others->statedir, zone, NULL, &last, &err))
		log_event(LOG_ERROR, "zone file not written", "zone", zone,
		    "error", err.text);
	else
		log_journal(zone, &last);
}

void loading_others(
    const struct statedir *statedir, const struct map *configured)
{
	struct others others = { statedir, configured };

	catchup_each(statedir->zones, load_other, &others);
}
