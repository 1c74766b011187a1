/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_servers.c - whom to ask, with which key, and who is a nameserver.
 */
#include "controller/publish/secondary/servers.h"

#include "tests/unit/controller/publish/transfer/world.h"

#define NS(servers)                                     \
	"zones:\n  - {name: e.x, nameservers: " servers \
	", soa: {contact: h@e.x}, secondaries: [s]}\n"
#define INSIDE NS("[{name: ns.e.x, addresses: [192.0.2.1, '2001:db8::1']}]")
#define KEYS                                                             \
	"tsig: [{name: k, secretFile: k}, {name: none, secretFile: no}," \
	" {name: l, secretFile: l}]\n"
#define S(text) KEYS "secondaries: [{name: s, " text "}]\n"

static const struct row {
	const char *name, *config;
	const char *servers; /* that are asked */
	const char *keys;    /* with these */
	bool listed;
} rows[] = {
	{ "the first that is notified",
	    INSIDE S("notify: [192.0.2.1, 192.0.2.2], tsig: [k, l]"),
	    "192.0.2.1@53 ", "k l ", true },
	{ "a key without a secret",
	    INSIDE S("notify: [192.0.2.9@54], tsig: [none, l]"),
	    "192.0.2.9@54 ", "l " },
	{ "the keys of NOTIFY", INSIDE S("notify: [192.0.2.9], notifyTsig: k"),
	    "192.0.2.9@53 ", "k " },
	{ "another one", INSIDE S("notify: [192.0.2.9], query: 192.0.2.1"),
	    "192.0.2.1@53 ", "", true },
	{ "nobody", INSIDE S("notify: [192.0.2.9], query: off"), "", "" },
	{ "only transfers",
	    INSIDE S("transfer: ['2001:db8::1'], insecureTransfer: true"), "",
	    "", true },
	{ "endpoints", INSIDE S("service: a/b, tsig: k"),
	    "10.0.0.1@53 192.0.2.1@53 ", "k ", true },
	{ "none of the endpoints", INSIDE S("service: a/c, tsig: k"), "",
	    "k " },
	{ "nameservers outside", NS("[{name: ns.o}]") S("notify: [192.0.2.9]"),
	    "192.0.2.9@53 ", "", true },
	{ "one of several outside",
	    NS("[{name: ns.e.x, addresses: [192.0.2.1]}, {name: ns.o}]")
		S("notify: [192.0.2.9]"),
	    "192.0.2.9@53 ", "", true },
};

static void check(void **state)
{
	static const char *const addresses[] = { "10.0.0.1", "192.0.2.1" };
	const struct row *row = *state;
	struct buf servers = BUF_INIT(200), keys = BUF_INIT(200);
	struct keyring keyring = KEYRING_INIT;
	struct endpoints endpoints = { .list = NULL };
	struct transfers transfers = { .keyring = &keyring,
		.endpoints = &endpoints };
	const struct secondary *secondary;
	struct endpoint server;
	struct config *config;
	char dir[64], text[ENDPOINT_SIZE];
	size_t at = 0;

	temp_dir(dir);
	file_write(dir, "k", A16);
	file_write(dir, "l", B16);
	config = world_config(dir, row->config);
	(void)keyring_refresh(&keyring, config);
	(void)endpoints_set(
	    &endpoints, "a/b", &(struct strings){ addresses, 2 });
	transfers.config = config;
	secondary = &config->secondaries[0];
	while (servers_next(&transfers, secondary, &at, &server)) {
		endpoint_print(&server, text);
		buf_printf(&servers, "%s ", text);
	}
	for (size_t i = 0; i < servers_keys(&transfers, secondary); i++)
		buf_printf(
		    &keys, "%s ", servers_key(&transfers, secondary, i)->name);
	assert_string_equal(buf_text(&servers), row->servers);
	assert_string_equal(buf_text(&keys), row->keys);
	assert_int_equal(
	    servers_listed(&transfers, secondary, &config->settings[0]),
	    row->listed);
	buf_clear(&servers);
	buf_clear(&keys);
	keyring_clear(&keyring);
	endpoints_clear(&endpoints);
	config_free(config);
	remove_dir(dir);
}

RUN_TABLE(rows, check)
