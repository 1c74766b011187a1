/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfers.h - keys and secondaries as lines.
 */
#ifndef TESTS_UNIT_CONTROLLER_CONFIG_TRANSFERS_H
#define TESTS_UNIT_CONTROLLER_CONFIG_TRANSFERS_H

#include "controller/config/config.h"
#include "zonegen/base/buf.h"

static void add_keys(struct buf *out, const char *what,
    const struct tsig_key *const *keys, size_t count)
{
	buf_printf(out, "%s", what);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, " %s", keys[i]->name);
}

/* "secondary=NAME notify A@P transfer B tsig K notifyTsig L query Q". */
static void add_secondary(struct buf *out, const struct secondary *secondary)
{
	char text[ENDPOINT_SIZE];

	buf_printf(out, "secondary=%s notify", secondary->name);
	for (size_t i = 0; i < secondary->nnotify; i++) {
		endpoint_print(&secondary->notify[i], text);
		buf_printf(out, " %s", text);
	}
	buf_puts(out, " transfer");
	for (size_t i = 0; i < secondary->ntransfer; i++)
		buf_printf(out, " %s", secondary->transfer[i].text);
	if (secondary->service)
		buf_printf(out, " service %s", secondary->service);
	add_keys(out, " tsig", secondary->keys, secondary->nkeys);
	add_keys(out, " notifyTsig", secondary->notify_keys,
	    secondary->nnotify_keys);
	if (secondary->query)
		endpoint_print(secondary->query, text);
	buf_printf(out, " query %s\n",
	    secondary->query              ? text
		: secondary->asks_service ? "service"
					  : "off");
}

static void add_transfers(struct buf *out, const struct config *config)
{
	for (size_t i = 0; i < config->ntsig; i++)
		buf_printf(out, "key=%s %s %s\n", config->tsig[i].name,
		    tsig_words[config->tsig[i].algorithm],
		    config->tsig[i].file);
	for (size_t i = 0; i < config->nsecondaries; i++)
		add_secondary(out, &config->secondaries[i]);
	buf_puts(out, "allowQuery=");
	for (size_t i = 0; i < config->nallow_query; i++)
		buf_printf(
		    out, "%s%s", i ? "," : "", config->allow_query[i].text);
	buf_puts(out, config->limits_queries ? "\n" : "all\n");
}

static void add_secondaries(struct buf *out, const struct zone_config *zone)
{
	buf_puts(out, "secondaries=");
	for (size_t i = 0; i < zone->nsecondaries; i++)
		buf_printf(
		    out, "%s%s", i ? "," : "", zone->secondaries[i]->name);
	buf_putc(out, '\n');
}

#endif
