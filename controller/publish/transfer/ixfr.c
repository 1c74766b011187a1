/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/ixfr.h"

#define LEAST 20   /* versions */
#define MOST 500   /* more were not tried */
#define SPAN 60000 /* ms */
/* ms; no shorter by itself (Q2: publications are spaced) */
#define INTERVAL 1000u
/*
 * Octets of all of them together, in NSD's memory and beside the zone file.  A
 * zone cannot have more than twenty times what it has itself, so this is only
 * met by large zones of which much changes.
 */
#define OCTETS 16777216

unsigned ixfr_number(enum handover_mode mode, uint64_t interval)
{
	uint64_t number = SPAN / (interval ? interval : INTERVAL);

	if (mode == HANDOVER_RELOAD || number < LEAST)
		return LEAST;
	return number < MOST ? (unsigned)number : MOST;
}

void ixfr_print(enum handover_mode mode, uint64_t interval, struct buf *out)
{
	buf_printf(out,
	    "  store-ixfr: yes\n  create-ixfr: yes\n"
	    "  ixfr-number: %u\n  ixfr-size: %u\n",
	    ixfr_number(mode, interval), OCTETS);
}
