/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_transfers.c - from secondaries to the lines of nsd.conf.
 */
#include "controller/publish/transfer/transfers.h"

#include "tests/unit/controller/publish/transfer/world.h"

#define KEYS                                                         \
	"tsig: [{name: k, secretFile: k}, {name: l, secretFile: l, " \
	"algorithm: hmac-sha512}, {name: none, secretFile: none}]\n"
#define KEY_K                                             \
	"key:\n  name: \"k\"\n  algorithm: hmac-sha256\n" \
	"  secret: \"" A16 "\"\n"
#define KEY_L                                             \
	"key:\n  name: \"l\"\n  algorithm: hmac-sha512\n" \
	"  secret: \"" B16 "\"\n"
#define PLAIN                             \
	"pattern:\n  name: \"primary\"\n" \
	"  zonefile: \"zones/%s.zone\"\n"
#define PATTERN(name)                      \
	"pattern:\n  name: \"" name "\"\n" \
	"  zonefile: \"zones/%s.zone\"\n"
#define FED                                                    \
	"  request-xfr: 127.0.0.1@5301 feed.k8s-nsd.invalid\n" \
	"  min-expire-time: 2000000000\n  max-retry-time: 60\n"
#define IXFR                                      \
	"  store-ixfr: yes\n  create-ixfr: yes\n" \
	"  ixfr-number: 20\n  ixfr-size: 16777216\n"

static const struct row {
	const char *name;
	const char *zones, *rest; /* of the configuration */
	const char *text;         /* but for the last line break */
	const char *kept;         /* a pattern that NSD still has */
} rows[] = {
	{ "nobody", ZONE("e.x", "[]"), "", PLAIN },
	{ "transferred from the feed", ZONE("e.x", "[]"),
	    "nsd: {handover: auto}\n",
	    "key:\n  name: \"feed.k8s-nsd.invalid\"\n"
	    "  algorithm: hmac-sha256\n  secret: \"" B16 "\"\n" PLAIN FED },
	{ "transferred from the feed, and onward", ZONE("e.x", "[s]"),
	    "nsd: {handover: transfer}\npublish: {minInterval: 500ms}\n"
	    "secondaries: [{name: s, notify: [192.0.2.1]}]\n",
	    "key:\n  name: \"feed.k8s-nsd.invalid\"\n"
	    "  algorithm: hmac-sha256\n  secret: \"" B16
	    "\"\n" PLAIN FED PATTERN("primary+s") FED
	    "  store-ixfr: yes\n  create-ixfr: yes\n"
	    "  ixfr-number: 120\n  ixfr-size: 16777216\n"
	    "  # s\n  notify: 192.0.2.1@53 NOKEY\n" },
	{ "a key that nobody uses", ZONE("e.x", "[]"),
	    KEYS "secondaries: [{name: s, notify: [192.0.2.1], tsig: k}]\n",
	    PLAIN },
	{ "one", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, notify: [192.0.2.1, '::2@54'], "
		 "transfer: [192.0.2.3, '2001:db8::/32'], tsig: k}]\n",
	    KEY_K PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  notify: 192.0.2.1@53 k\n"
	    "  notify: ::2@54 k\n"
	    "  provide-xfr: 192.0.2.3 k\n"
	    "  provide-xfr: 2001:db8::/32 k\n" },
	{ "two keys, another for NOTIFY", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, notify: [192.0.2.1], "
		 "transfer: [192.0.2.3], tsig: [k, l], notifyTsig: l}]\n",
	    KEY_K KEY_L PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  notify: 192.0.2.1@53 l\n"
	    "  provide-xfr: 192.0.2.3 k\n"
	    "  provide-xfr: 192.0.2.3 l\n" },
	{ "a key without a secret lets nobody in", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, notify: [192.0.2.1], "
		 "transfer: [192.0.2.3], tsig: none}]\n",
	    PLAIN PATTERN("primary+s") IXFR "  # s\n" },
	{ "without a key", ZONE("e.x", "[s]"),
	    "secondaries: [{name: s, notify: [192.0.2.1], transfer: "
	    "[192.0.2.3], insecureTransfer: true}]\n",
	    PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  notify: 192.0.2.1@53 NOKEY\n"
	    "  provide-xfr: 192.0.2.3 NOKEY\n" },
	{ "without a key, but some are nodes", ZONE("e.x", "[s]"),
	    "secondaries: [{name: s, transfer: [192.0.2.77, 192.0.2.78, "
	    "192.0.2.64/28, 198.51.100.9, 198.51.101.0/28], "
	    "insecureTransfer: true}]\n",
	    PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  provide-xfr: 192.0.2.78 NOKEY\n"
	    "  provide-xfr: 198.51.101.0/28 NOKEY\n" },
	{ "a node with the key", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, transfer: [192.0.2.77], tsig: k}]\n",
	    KEY_K PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  provide-xfr: 192.0.2.77 k\n" },
	{ "each set once",
	    ZONE("e.x", "[b, a]") ZONE("f.x", "[a, b]") ZONE("g.x", "[a]")
		ZONE("h.x", "[]"),
	    "secondaries: [{name: a, notify: [192.0.2.1]}, "
	    "{name: b, notify: [192.0.2.2]}]\n",
	    PLAIN PATTERN("primary+a+b") IXFR
	    "  # a\n  notify: 192.0.2.1@53 NOKEY\n"
	    "  # b\n  notify: 192.0.2.2@53 NOKEY\n" PATTERN("primary+a") IXFR
	    "  # a\n  notify: 192.0.2.1@53 NOKEY\n" },
	{ "a Service", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, service: dns/replicas, tsig: k}]\n",
	    KEY_K PLAIN PATTERN("primary+s") IXFR
	    "  # s\n"
	    "  # endpoints of dns/replicas: 10.0.0.1 fd00::1\n"
	    "  notify: 10.0.0.1@53 k\n"
	    "  notify: fd00::1@53 k\n"
	    "  provide-xfr: 10.0.0.1 k\n"
	    "  provide-xfr: fd00::1 k\n" },
	{ "a set that zones have not left yet", ZONE("e.x", "[a]"),
	    "secondaries: [{name: a, notify: [192.0.2.1]}, "
	    "{name: ab, notify: [192.0.2.2]}, {name: b, notify: [192.0.2.3]}]"
	    "\n",
	    PLAIN PATTERN("primary+a") IXFR
	    "  # a\n  notify: 192.0.2.1@53 NOKEY\n" PATTERN("primary+ab+gone")
		IXFR "  # ab\n  notify: 192.0.2.2@53 NOKEY\n",
	    "primary+ab+gone" },
	{ "a set that is kept, and wanted too", ZONE("e.x", "[a]"),
	    "secondaries: [{name: a, notify: [192.0.2.1]}]\n",
	    PLAIN PATTERN("primary+a") IXFR
	    "  # a\n  notify: 192.0.2.1@53 NOKEY\n",
	    "primary+a" },
	{ "queries are limited", ZONE("e.x", "[s]"),
	    KEYS "secondaries: [{name: s, transfer: [192.0.2.3, '::/0'], "
		 "tsig: [k, l]}]\n"
		 "nsd: {handover: reload, listen: [192.0.2.9@53], "
		 "allowQuery: [10.0.0.0/8]}\n",
	    KEY_K KEY_L PATTERN(
		"primary") "  allow-query: 127.0.0.1 NOKEY\n"
			   "  allow-query: ::1 NOKEY\n"
			   "  allow-query: 192.0.2.9 NOKEY\n"
			   "  allow-query: 10.0.0.0/8 NOKEY\n" PATTERN(
			       "primary+s") "  allow-query: 127.0.0.1 NOKEY\n"
					    "  allow-query: ::1 NOKEY\n"
					    "  allow-query: 192.0.2.9 NOKEY\n"
					    "  allow-query: 10.0.0.0/8 "
					    "NOKEY\n" IXFR "  # s\n"
					    "  provide-xfr: 192.0.2.3 k\n"
					    "  provide-xfr: 192.0.2.3 l\n"
					    "  provide-xfr: ::/0 k\n"
					    "  provide-xfr: ::/0 l\n"
					    "  allow-query: 192.0.2.3 k\n"
					    "  allow-query: 192.0.2.3 NOKEY\n"
					    "  allow-query: 192.0.2.3 l\n"
					    "  allow-query: 192.0.2.3 NOKEY\n"
					    "  allow-query: ::/0 k\n"
					    "  allow-query: ::/0 l\n" },
};

static void check(void **state)
{
	static const char *const service[] = { "fd00::1", "10.0.0.1",
		"10.0.0.1", "no address", "10.0.0.0/8" };
	static const char *const of_nodes[] = { "192.0.2.77",
		"198.51.100.0/24" };
	const struct feedkey feed = { .port = 5301,
		.secret = { .size = 16, .text = B16 } };
	const struct row *row = *state;
	struct buf yaml = BUF_INIT(10000), text = BUF_INIT(10000);
	struct keyring keyring = KEYRING_INIT;
	struct endpoints endpoints = { .list = NULL };
	struct nodes nodes = { .list = NULL };
	struct transfers transfers = { .keyring = &keyring,
		.endpoints = &endpoints,
		.nodes = &nodes,
		.feed = &feed,
		.kept = { &row->kept, row->kept ? 1 : 0 } };
	struct config *config;
	char dir[64];

	temp_dir(dir);
	file_write(dir, "k", A16 "\n");
	file_write(dir, "l", B16);
	/* Patterns with a feed have rows of their own. */
	buf_printf(&yaml, "zones:\n%s%s%s", row->zones, row->rest,
	    strstr(row->rest, "nsd:") ? "" : "nsd: {handover: reload}\n");
	config = world_config(dir, buf_text(&yaml));
	(void)keyring_refresh(&keyring, config);
	(void)endpoints_set(
	    &endpoints, "dns/replicas", &(struct strings){ service, 5 });
	nodes_set(&nodes, &(struct strings){ of_nodes, 2 });
	transfers.config = config;
	transfers_print(&transfers, &text);
	buf_putc(&text, '\n');
	assert_string_equal(buf_text(&text), row->text);
	transfers.hidden = true;
	buf_reset(&text);
	transfers_print(&transfers, &text);
	assert_null(strstr(buf_text(&text), A16));
	assert_null(strstr(buf_text(&text), B16));
	buf_clear(&text);
	buf_clear(&yaml);
	keyring_clear(&keyring);
	endpoints_clear(&endpoints);
	nodes_clear(&nodes);
	config_free(config);
	remove_dir(dir);
}

RUN_TABLE(rows, check)
