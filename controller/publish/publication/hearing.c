/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication/hearing.h"

#include "controller/base/log.h"

void hearing_disk(struct publication *p, const struct lastversion *last)
{
	const char *zone = zone_name(p->zone);
	uint32_t floor;

	p->replayed = last->caught_up && !last->behind;
	if (zone_has_version(p->zone))
		serials_hear(&p->serials, zone, zone_serial(p->zone));
	if (last->serial_known)
		serials_hear(&p->serials, zone, last->serial);
	if (!p->serials.elsewhere.known ||
	    !unsynced_lost(
		p->press->unsynced, zone, p->serials.elsewhere.serial, &floor))
		return;
	serials_hear(&p->serials, zone, floor);
	log_event(LOG_WARNING,
	    "versions may be lost that were not synced yet, serials go on "
	    "behind them",
	    "zone", zone, "serial", log_u(floor));
}

void hearing_nsd(struct publication *p, uint32_t serial)
{
	bool is_last =
	    zone_has_version(p->zone) && serial == zone_serial(p->zone);

	if (!is_last)
		serials_hear(&p->serials, zone_name(p->zone), serial);
	/* If that fails it is transferred, but only when it was waited for. */
	if (!is_last && p->replayed && !filepair_touched(&p->pair))
		(void)!filepair_renew(&p->pair, &(struct err){ 0 });
	p->replayed = false;
}
