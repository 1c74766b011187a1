/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_nodes.c - who may transfer without a key, before and after the nodes are
 * known.
 */
#include "controller/publish/transfer/nodes.h"

#include "tests/test.h"

static const char conf[] =
    "key:\n  name: \"k\"\n"
    "  notify: 192.0.2.9@53 NOKEY\n"
    "  provide-xfr: 192.0.2.1 NOKEY\n"
    "  provide-xfr: 192.0.2.2 NOKEY2\n"
    "  provide-xfr: 192.0.2.3 k\n"
    "  provide-xfr: 192.0.2.16/28 NOKEY\n"
    "  provide-xfr: nonsense NOKEY\n"
    "  provide-xfr: 1111111111111111111111111111111111111111111111111111111111"
    " NOKEY\n"
    "  provide-xfr: 2001:db8::1 NOKEY";

static const struct row {
	const char *name, *prefix;
	const char *nodes[3]; /* [0] NULL: they are not known */
	bool barred;
} rows[] = {
	{ "who could before", "192.0.2.1", { NULL }, false },
	{ "a block that could before", "192.0.2.16/28", { NULL }, false },
	{ "IPv6 that could before", "2001:db8::1", { NULL }, false },
	{ "a part of a block that could", "192.0.2.17", { NULL }, true },
	{ "another", "192.0.2.4", { NULL }, true },
	{ "who was only notified", "192.0.2.9", { NULL }, true },
	{ "who had a key", "192.0.2.3", { NULL }, true },
	{ "a key whose name begins like none", "192.0.2.2", { NULL }, true },
	{ "no node", "192.0.2.4", { "192.0.2.5", "::1" }, false },
	{ "a node", "192.0.2.5", { "192.0.2.5" }, true },
	{ "a node among them", "192.0.2.0/29", { "192.0.2.5" }, true },
	{ "a pod", "192.0.2.5", { "10.0.0.0/8", "192.0.2.0/24" }, true },
	{ "IPv6 of pods", "2001:db8::1", { "2001:db8::/64" }, true },
	{ "what could before is a node now", "192.0.2.1", { "192.0.2.1" },
	    true },
	{ "what is no address", "192.0.2.5", { "", "n", "1.2.3" }, false },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct nodes nodes = { .list = NULL };
	struct strings list = { row->nodes, 0 };
	struct prefix prefix;
	struct err err;

	while (list.count < 3 && row->nodes[list.count])
		list.count++;
	nodes_recall(&nodes, conf);
	if (list.count)
		nodes_set(&nodes, &list);
	assert_true(prefix_parse(row->prefix, &prefix, &err));
	assert_int_equal(nodes_bar(&nodes, &prefix) != NULL, row->barred);
	nodes_clear(&nodes);
}

RUN_TABLE(rows, check)
