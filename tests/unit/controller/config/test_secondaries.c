/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_secondaries.c - who gets zones, and by which key.
 */

#include "tests/unit/controller/config/rows.h"

/* Line 1 is the zone; the rows' own text begins on line 2. */
#define ZONE_OF(names)                                      \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], " \
	"soa: {contact: h@e.x}, secondaries: " names "}]\n"
#define ZONE ZONE_OF("[]")
#define KEYS                                                  \
	"tsig: [{name: K1., secretFile: k1}, {name: k2.e.x, " \
	"algorithm: hmac-sha512, secretFile: /s/k2}]\n"
#define S(text) "secondaries: [{name: s, " text "}]\n"
#define OPEN "insecureTransfer: true"

static const struct row rows[] = {
	{ "nothing", ZONE, "secondaries=\nallowQuery=all" },
	{ "empty lists", ZONE "tsig: []\nsecondaries: []\n", "secondaries=" },
	{ "keys", ZONE KEYS,
	    "key=k1 hmac-sha256 /etc/k1\nkey=k2.e.x hmac-sha512 /s/k2" },
	{ "one of all",
	    ZONE_OF("[s]") KEYS S("notify: [192.0.2.1, '2001:db8::1@5353'], "
				  "transfer: [192.0.2.0/24, '::/0'], "
				  "tsig: k1, notifyTsig: [K2.e.x]"),
	    "secondaries=s\n"
	    "secondary=s notify 192.0.2.1@53 2001:db8::1@5353 transfer "
	    "192.0.2.0/24 ::/0 tsig k1 notifyTsig k2.e.x query 192.0.2.1@53" },
	{ "NOTIFY by the keys of transfers",
	    ZONE KEYS S("notify: [192.0.2.1], tsig: [k1, k2.e.x], query: off"),
	    "secondary=s notify 192.0.2.1@53 transfer tsig k1 k2.e.x "
	    "notifyTsig k1 k2.e.x query off" },
	{ "NOTIFY by a key, to whom nothing is transferred",
	    ZONE KEYS S("notify: [192.0.2.1], notifyTsig: k1, "
			"query: 192.0.2.9@54"),
	    "secondary=s notify 192.0.2.1@53 transfer tsig notifyTsig k1 query "
	    "192.0.2.9@54" },
	{ "a Service", ZONE KEYS S("service: dns/replicas, tsig: k1"),
	    "secondary=s notify transfer service dns/replicas tsig k1 "
	    "notifyTsig k1 query service" },
	{ "without a key, as told",
	    ZONE S(
		"transfer: [192.0.2.0/28, '2001:db8::/60', 127.0.0.1], " OPEN),
	    "secondary=s notify transfer 192.0.2.0/28 2001:db8::/60 127.0.0.1 "
	    "tsig notifyTsig query off" },
	{ "by name",
	    ZONE_OF("[b, a]") "secondaries: [{name: a, notify: [192.0.2.1]}, "
			      "{name: b, notify: [192.0.2.2]}]\n",
	    "secondaries=a,b" },
	{ "who may query", ZONE "nsd: {allowQuery: [10.0.0.0/8, '::1']}\n",
	    "allowQuery=10.0.0.0/8,::1" },
	{ "nobody may query", ZONE "nsd: {allowQuery: []}\n", "allowQuery=" },

	{ "without a key", ZONE S("transfer: [192.0.2.1]"), NULL,
	    "/etc/f:2:35: secondaries[0].transfer: '192.0.2.1' needs a key in "
	    "tsig, or insecureTransfer: true\n" },
	{ "without a key, private",
	    ZONE S("transfer: [10.1.2.3, 100.64.0.1, 'fd00::1', 192.168.0.0/30,"
		   " 172.31.0.1], " OPEN),
	    NULL,
	    "/etc/f:2:35: secondaries[0].transfer: '10.1.2.3' needs a key in "
	    "tsig: insecureTransfer is not for private addresses, which others "
	    "have too\n"
	    "/etc/f:2:35: secondaries[0].transfer: '100.64.0.1' needs a key in "
	    "tsig: insecureTransfer is not for shared addresses, which others "
	    "have too\n"
	    "/etc/f:2:35: secondaries[0].transfer: 'fd00::1' needs a key in "
	    "tsig: insecureTransfer is not for unique local addresses, which "
	    "others have too\n"
	    "/etc/f:2:35: secondaries[0].transfer: '192.168.0.0/30' needs a "
	    "key "
	    "in tsig: insecureTransfer is not for private addresses, which "
	    "others have too\n"
	    "/etc/f:2:35: secondaries[0].transfer: '172.31.0.1' needs a key in "
	    "tsig: insecureTransfer is not for private addresses, which others "
	    "have too\n" },
	{ "without a key, many",
	    ZONE S("transfer: [0.0.0.0/0, '::/0', 192.0.2.0/27, "
		   "'2001:db8::/59'], " OPEN),
	    NULL,
	    "/etc/f:2:35: secondaries[0].transfer: '0.0.0.0/0' needs a key in "
	    "tsig: insecureTransfer is not for so many addresses\n"
	    "/etc/f:2:35: secondaries[0].transfer: '::/0' needs a key in tsig: "
	    "insecureTransfer is not for so many addresses\n"
	    "/etc/f:2:35: secondaries[0].transfer: '192.0.2.0/27' needs a key "
	    "in tsig: insecureTransfer is not for so many addresses\n"
	    "/etc/f:2:35: secondaries[0].transfer: '2001:db8::/59' needs a key "
	    "in tsig: insecureTransfer is not for so many addresses\n" },
	{ "insecure with a key",
	    ZONE KEYS S("transfer: [192.0.2.1], tsig: k1, " OPEN), NULL,
	    "/etc/f:3:76: secondaries[0].insecureTransfer: has no use beside "
	    "tsig: no transfer goes without the key\n" },
	{ "a Service without a key", ZONE S("service: a/b"), NULL,
	    "/etc/f:2:34: secondaries[0].service: needs a key in tsig: "
	    "addresses of a cluster change\n" },
	{ "no addresses at all", ZONE S("insecureTransfer: false"), NULL,
	    "/etc/f:2:15: secondaries[0]: has neither notify nor transfer nor "
	    "service\n" },
	{ "bad prefixes",
	    ZONE KEYS S("tsig: k1, transfer: [192.0.2.1/24, x, 1.2.3.4/33, "
			"1.2.3.0/024, '::ffff:192.0.2.1', '::1/', ' ::1']"),
	    NULL,
	    "/etc/f:3:46: secondaries[0].transfer[0]: '192.0.2.1/24' has bits "
	    "set beyond its length\n"
	    "/etc/f:3:60: secondaries[0].transfer[1]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not 'x'\n"
	    "/etc/f:3:63: secondaries[0].transfer[2]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not '1.2.3.4/33'\n"
	    "/etc/f:3:75: secondaries[0].transfer[3]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not '1.2.3.0/024'\n"
	    "/etc/f:3:89: secondaries[0].transfer[4]: '::ffff:192.0.2.1' is an "
	    "IPv4 address and must be written as one\n"
	    "/etc/f:3:109: secondaries[0].transfer[5]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not '::1/'\n"
	    "/etc/f:3:117: secondaries[0].transfer[6]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not ' ::1'\n" },
	{ "bad addresses",
	    ZONE S("notify: [ns.o, 0.0.0.0, '::', 192.0.2.1@0, 192.0.2.0/24], "
		   "query: ns.o"),
	    NULL,
	    "/etc/f:2:34: secondaries[0].notify[0]: must be ADDRESS or "
	    "ADDRESS@PORT, not 'ns.o'\n"
	    "/etc/f:2:40: secondaries[0].notify[1]: must be one address, not "
	    "'0.0.0.0'\n"
	    "/etc/f:2:50: secondaries[0].notify[2]: must be one address, not "
	    "'::'\n"
	    "/etc/f:2:55: secondaries[0].notify[3]: must be ADDRESS or "
	    "ADDRESS@PORT, not '192.0.2.1@0'\n"
	    "/etc/f:2:68: secondaries[0].notify[4]: must be ADDRESS or "
	    "ADDRESS@PORT, not '192.0.2.0/24'\n"
	    "/etc/f:2:90: secondaries[0].query: must be off, ADDRESS or "
	    "ADDRESS@PORT, not 'ns.o'\n" },
	{ "unknown names",
	    ZONE_OF("[t]") S("notify: [192.0.2.1], tsig: k9, notifyTsig: k8"),
	    NULL,
	    "/etc/f:1:87: zones[0].secondaries[0]: there is no 't' in "
	    "secondaries\n"
	    "/etc/f:2:52: secondaries[0].tsig: there is no key 'k9' in tsig\n"
	    "/etc/f:2:68: secondaries[0].notifyTsig: there is no key 'k8' in "
	    "tsig\n" },
	{ "twice",
	    ZONE "tsig: [{name: k, secretFile: a}, {name: K., secretFile: b}]\n"
		 "secondaries: [{name: s, notify: [192.0.2.1]}, "
		 "{name: s, notify: [192.0.2.1]}]\n",
	    NULL,
	    "/etc/f:2:41: tsig[1].name: 'k' is in the list already\n"
	    "/etc/f:3:54: secondaries[1].name: 's' is in the list already\n" },
	{ "bad keys",
	    ZONE "tsig: [{name: 'a b', secretFile: x}, {name: k, algorithm: "
		 "hmac-md5, secretFile: x}, {name: l}]\n",
	    NULL,
	    "/etc/f:2:16: tsig[0].name: bad name 'a b': a character that "
	    "host names do not have\n"
	    "/etc/f:2:59: tsig[1].algorithm: must be hmac-sha1, hmac-sha256, "
	    "hmac-sha384 or hmac-sha512, not 'hmac-md5'\n"
	    "/etc/f:2:85: tsig[2].secretFile: is required\n" },
	{ "a name with other letters",
	    ZONE "secondaries: [{name: A_b, notify: [192.0.2.1]}]\n", NULL,
	    "/etc/f:2:22: secondaries[0].name: must be lower-case letters, "
	    "digits and '-', not 'A_b'\n" },
	{ "bad queriers", ZONE "nsd: {allowQuery: [all, 10.0.0.1/8]}\n", NULL,
	    "/etc/f:2:20: nsd.allowQuery[0]: must be ADDRESS or "
	    "ADDRESS/LENGTH, not 'all'\n"
	    "/etc/f:2:25: nsd.allowQuery[1]: '10.0.0.1/8' has bits set beyond "
	    "its length\n" },
};

RUN_TABLE(rows, check)
