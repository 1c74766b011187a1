/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/nodes.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define ALLOWED "provide-xfr: "
#define WITHOUT " NOKEY"

static void add(struct nodes *nodes, const char *text)
{
	struct prefix prefix;
	struct err err;

	if (!prefix_parse(text, &prefix, &err))
		return;
	nodes->list =
	    xgrow(nodes->list, nodes->count, &nodes->cap, sizeof(*nodes->list));
	nodes->list[nodes->count++] = prefix;
}

static bool ends_without(const char *at)
{
	size_t len = strlen(WITHOUT);

	return !strncmp(at, WITHOUT, len) && (!at[len] || at[len] == '\n');
}

void nodes_recall(struct nodes *nodes, const char *conf)
{
	const char *at = conf;

	while ((at = strstr(at, ALLOWED))) {
		size_t len = strcspn(at += strlen(ALLOWED), " \n");
		char text[PREFIX_TEXT];

		if (len < sizeof(text) && ends_without(at + len)) {
			memcpy(text, at, len);
			text[len] = '\0';
			add(nodes, text);
		}
	}
}

void nodes_set(struct nodes *nodes, const struct strings *addresses)
{
	nodes->known = true;
	nodes->count = 0;
	for (size_t i = 0; i < addresses->count; i++)
		add(nodes, addresses->list[i]);
}

static bool meets(const struct nodes *nodes, const struct prefix *prefix)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (prefix_within(prefix, &nodes->list[i]) ||
		    prefix_within(&nodes->list[i], prefix))
			return true;
	return false;
}

static bool could(const struct nodes *nodes, const struct prefix *prefix)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (!strcmp(nodes->list[i].text, prefix->text))
			return true;
	return false;
}

const char *nodes_bar(const struct nodes *nodes, const struct prefix *prefix)
{
	if (nodes->known)
		return meets(nodes, prefix)
		    ? "a node of the cluster or its pods have this address, "
		      "and so may anybody there: no transfer without a key"
		    : NULL;
	return could(nodes, prefix)
	    ? NULL
	    : "the addresses of the cluster's nodes are not known: no transfer "
	      "without a key until the kind Node is in sync";
}

bool nodes_matter(const struct config *config)
{
	for (size_t i = 0; i < config->nsecondaries; i++)
		if (secondary_is_open(&config->secondaries[i]))
			return true;
	return false;
}

void nodes_clear(struct nodes *nodes)
{
	free(nodes->list);
	*nodes = (struct nodes){ .list = NULL };
}
