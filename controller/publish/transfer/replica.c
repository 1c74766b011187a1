/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/replica.h"

#include <string.h>

bool replica_has(
    const struct replica *replica, const struct config *config, size_t zone)
{
	const struct zone_config *one = &config->zones[zone];

	for (size_t i = 0; i < one->nsecondaries; i++)
		if (one->secondaries[i] == replica->secondary)
			return true;
	return false;
}

static const struct secondary *find(
    const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->nsecondaries; i++)
		if (!strcmp(config->secondaries[i].name, name))
			return &config->secondaries[i];
	return NULL;
}

bool replica_find(const struct config *config, const char *secondary,
    const char *primary, struct replica *out, struct err *err)
{
	bool any = false;

	out->secondary = find(config, secondary);
	if (!out->secondary)
		return err_set(err, ERR_INPUT,
		    "there is no '%s' in secondaries", secondary);
	if (!out->secondary->nkeys)
		return err_set(err, ERR_INPUT,
		    "secondary '%s' has no tsig: a replica transfers only "
		    "under "
		    "a key",
		    secondary);
	if (!endpoint_parse_at(primary, 53, &out->primary))
		return err_set(
		    err, ERR_INPUT, "the primary '%s' is no address", primary);
	for (size_t i = 0; i < config->nzones; i++)
		any |= replica_has(out, config, i);
	return any ||
	    err_set(
		err, ERR_INPUT, "no zone has the secondary '%s'", secondary);
}

/* From any address: the primary's pod has another with each start. */
static void print_notify(const struct transfers *t, struct buf *out)
{
	const struct secondary *secondary = t->replica->secondary;

	for (size_t i = 0; i < secondary->nnotify_keys; i++) {
		const char *key = secondary->notify_keys[i]->name;

		if (keyring_find(t->keyring, key))
			buf_printf(out,
			    "  allow-notify: 0.0.0.0/0 %s\n"
			    "  allow-notify: ::/0 %s\n",
			    key, key);
	}
}

static void print_requests(const struct transfers *t, struct buf *out)
{
	const struct secondary *secondary = t->replica->secondary;
	char primary[ENDPOINT_SIZE];

	endpoint_print(&t->replica->primary, primary);
	for (size_t i = 0; i < secondary->nkeys; i++)
		if (keyring_find(t->keyring, secondary->keys[i]->name))
			buf_printf(out, "  request-xfr: %s %s\n", primary,
			    secondary->keys[i]->name);
}

void replica_print(const struct transfers *t, struct buf *out)
{
	const struct config *config = t->config;

	buf_puts(
	    out, "pattern:\n  name: \"replica\"\n  zonefile: \"%s.zone\"\n");
	if (config->limits_queries)
		buf_puts(out,
		    "  allow-query: 127.0.0.1 NOKEY\n"
		    "  allow-query: ::1 NOKEY\n");
	for (size_t i = 0; i < config->nallow_query; i++)
		buf_printf(out, "  allow-query: %s NOKEY\n",
		    config->allow_query[i].text);
	print_requests(t, out);
	print_notify(t, out);
	for (size_t i = 0; i < config->nzones; i++)
		if (replica_has(t->replica, config, i))
			buf_printf(out,
			    "zone:\n  name: \"%s\"\n"
			    "  include-pattern: \"replica\"\n",
			    config->settings[i].name);
}
