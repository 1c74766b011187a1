/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/secondary/servers.h"

#include <string.h>

#define DNS_PORT 53

bool servers_next(const struct transfers *transfers,
    const struct secondary *secondary, size_t *at, struct endpoint *out)
{
	const struct strings *list;

	if (secondary->query) {
		*out = *secondary->query;
		return !(*at)++;
	}
	if (!secondary->asks_service)
		return false;
	list = endpoints_of(transfers->endpoints, secondary->service);
	while (*at < list->count)
		if (endpoint_parse_at(list->list[(*at)++], DNS_PORT, out))
			return true;
	return false;
}

/* Those of transfers; without any, those of NOTIFY. */
static const struct tsig_key *const *keys_of(
    const struct secondary *secondary, size_t *count)
{
	*count = secondary->nkeys ? secondary->nkeys : secondary->nnotify_keys;
	return secondary->nkeys ? secondary->keys : secondary->notify_keys;
}

const struct keyring_key *servers_key(const struct transfers *transfers,
    const struct secondary *secondary, size_t at)
{
	size_t count;
	const struct tsig_key *const *keys = keys_of(secondary, &count);

	for (size_t i = 0; i < count; i++) {
		const struct keyring_key *key =
		    keyring_find(transfers->keyring, keys[i]->name);

		if (key && !at--)
			return key;
	}
	return NULL;
}

size_t servers_keys(
    const struct transfers *transfers, const struct secondary *secondary)
{
	size_t count = 0;

	while (servers_key(transfers, secondary, count))
		count++;
	return count;
}

static bool is_server(const struct transfers *transfers,
    const struct secondary *secondary, const char *address)
{
	const struct strings *service = secondary->service
	    ? endpoints_of(transfers->endpoints, secondary->service)
	    : &(const struct strings){ 0 };
	struct prefix prefix;
	struct err err;

	for (size_t i = 0; i < secondary->nnotify; i++)
		if (prefix_parse(secondary->notify[i].address, &prefix, &err) &&
		    !strcmp(prefix.text, address))
			return true;
	for (size_t i = 0; i < secondary->ntransfer; i++)
		if (!strcmp(secondary->transfer[i].text, address))
			return true;
	if (secondary->query &&
	    prefix_parse(secondary->query->address, &prefix, &err) &&
	    !strcmp(prefix.text, address))
		return true;
	return strings_have(service, address);
}

bool servers_listed(const struct transfers *transfers,
    const struct secondary *secondary, const struct zone_settings *settings)
{
	for (size_t i = 0; i < settings->nnameservers; i++) {
		const struct nameserver *server = &settings->nameservers[i];

		if (!server->count)
			return true;
		for (size_t j = 0; j < server->count; j++) {
			struct buf text = BUF_INIT(100);
			bool is;

			record_print(&server->addresses[j], &text);
			is = is_server(transfers, secondary, buf_text(&text));
			buf_clear(&text);
			if (is)
				return true;
		}
	}
	return false;
}
