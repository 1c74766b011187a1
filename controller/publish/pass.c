/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/pass.h"

#include "controller/base/log.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/retain.h"
#include "controller/source/sources.h"

static void say_retained(
    const struct zone *zone, const struct overlay *old, size_t count)
{
	if (!old->count && count)
		log_event(LOG_WARNING,
		    "records of sources that cannot be trusted are retained",
		    "zone", zone_name(zone), "rrsets", log_u(count),
		    (char *)NULL);
	if (old->count && !count)
		log_event(LOG_INFO, "no records are retained any more", "zone",
		    zone_name(zone), (char *)NULL);
}

/* The zone's rows anew; true: they are others than before. */
static bool decide(const struct pass *pass, struct zone *zone)
{
	struct overlay *overlay =
	    &overlays_of(pass->overlays, zone_name(zone))->overlay;
	struct overlay next = OVERLAY_INIT;

	retain_decide(zone, pass->trusts, pass->sources, &next);
	if (overlay_equal(overlay, &next)) {
		overlay_clear(&next);
		return false;
	}
	say_retained(zone, overlay, next.count);
	overlay_clear(overlay);
	*overlay = next;
	zone_overlay(zone, overlay);
	zone_resolve(zone);
	return true;
}

bool pass_run(const struct pass *pass)
{
	bool differs = false;

	sources_pass(pass->sources, pass->config, pass->set,
	    trust_doubted(pass->trusts));
	nameservers_follow(pass->config, pass->store, pass->set);
	for (size_t i = 0; i < zoneset_count(pass->set); i++) {
		struct zone *zone = zoneset_at(pass->set, i);

		zone_resolve(zone);
		if (!pass->early && decide(pass, zone))
			differs = true;
	}
	return differs;
}
