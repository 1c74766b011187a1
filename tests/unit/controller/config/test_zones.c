/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_zones.c - every key of a zone: what it becomes, how it is refused.
 */

#include "tests/unit/controller/config/rows.h"

/* One zone in lines; its members follow from line 4 on, indented by two. */
#define MEMBERS                           \
	"zones:\n"                        \
	"- nameservers: [{name: ns.o}]\n" \
	"  name: e.x\n"
#define CONTACT "  soa: {contact: h@e.x}\n"

static const struct row rows[] = {
	{ "zones is no list", "zones: {}\n", NULL,
	    "/etc/f:1:8: zones: must be a list, not a mapping\n" },
	{ "zones is null", "zones:\n", NULL,
	    "/etc/f:1:1: zones: is required\n" },
	{ "zone is no mapping", "zones: [a]\n", NULL,
	    "/etc/f:1:9: zones[0]: must be a mapping, not 'a'\n" },
	{ "empty zone", "zones:\n- {}\n", NULL,
	    "/etc/f:2:3: zones[0].name: is required\n"
	    "/etc/f:2:3: zones[0].nameservers: is required\n"
	    "/etc/f:2:3: zones[0].soa.contact: is required\n" },
	{ "upper case and final dot",
	    "zones:\n- name: Sub.Example.COM.\n"
	    "  nameservers: [{name: NS.O.}]\n" CONTACT,
	    "name=sub.example.com\nns=ns.o" },
	{ "bad name",
	    "zones:\n- name: a b\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL,
	    "/etc/f:2:9: zones[0].name: bad name 'a b': a character that host "
	    "names do not have\n" },
	{ "wildcard zone",
	    "zones:\n- name: '*.e.x'\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL,
	    "/etc/f:2:10: zones[0].name: must be a name without a wildcard or "
	    "an escape, "
	    "not '*.e.x'\n" },
	{ "root zone",
	    "zones:\n- name: .\n  nameservers: [{name: ns.o}]\n" CONTACT, NULL,
	    "/etc/f:2:9: zones[0].name: bad name '.': it is the root\n" },
	{ "number as name",
	    "zones:\n- name: 5\n  nameservers: [{name: ns.o}]\n" CONTACT, NULL,
	    "/etc/f:2:9: zones[0].name: must be a string, not '5'\n" },
	{ "zone twice",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns.o}]\n" CONTACT
	    "- name: E.x.\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL, "/etc/f:5:9: zones[1].name: 'e.x' is zones[0] already\n" },
	{ "zone in a zone",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns.o}]\n" CONTACT
	    "- name: s.e.x\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    "name=s.e.x" },
	{ "zone too long for a file",
	    "zones:\n- name: "
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff."
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff."
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff."
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff\n"
	    "  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL,
	    "/etc/f:2:9: zones[0].name: must not be longer than 240 "
	    "octets\n" },

	{ "zone that is a name of our own",
	    "zones:\n- name: _7.\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL,
	    "/etc/f:2:9: zones[0].name: '_7' is a name under which NSD is "
	    "asked what it loads\n" },

	{ "ttl", MEMBERS CONTACT "  ttl: 300\n  maxTTL: 300\n",
	    "ttl=300\nmaxTTL=300" },
	{ "ttl 0", MEMBERS CONTACT "  ttl: 0\n", NULL,
	    "/etc/f:5:8: zones[0].ttl: must be between 1 and 2147483647, not "
	    "'0'\n" },
	{ "ttl beyond 31 bits", MEMBERS CONTACT "  maxTTL: 2147483648\n", NULL,
	    "/etc/f:5:11: zones[0].maxTTL: must be between 1 and 2147483647, "
	    "not '2147483648'\n" },
	{ "ttl with a fraction", MEMBERS CONTACT "  ttl: 1.5\n", NULL,
	    "/etc/f:5:8: zones[0].ttl: must be a whole number between 1 and "
	    "2147483647\n" },
	{ "ttl as a string", MEMBERS CONTACT "  ttl: '60'\n", NULL,
	    "/etc/f:5:9: zones[0].ttl: must be a whole number, not '60'\n" },
	{ "ttl as a duration", MEMBERS CONTACT "  ttl: 5m\n", NULL,
	    "/etc/f:5:8: zones[0].ttl: must be a whole number, not '5m'\n" },
	{ "ttl above the cap", MEMBERS CONTACT "  ttl: 61\n  maxTTL: 60\n",
	    NULL,
	    "/etc/f:5:8: zones[0].ttl: must not be above maxTTL, which is "
	    "60\n" },
	{ "cap below the default ttl", MEMBERS CONTACT "  maxTTL: 30\n", NULL,
	    "/etc/f:2:3: zones[0].ttl: must not be above maxTTL, which is "
	    "30\n" },

	{ "nameservers",
	    "zones:\n- name: e.x\n  nameservers:\n"
	    "  - {name: ns1.e.x, addresses: [192.0.2.1, '2001:DB8::1']}\n"
	    "  - {name: e.x, addresses: ['::ffff:192.0.2.2']}\n"
	    "  - {name: ns.o}\n" CONTACT,
	    "ns=ns1.e.x 192.0.2.1 2001:db8::1\nns=e.x 192.0.2.2\nns=ns.o\n"
	    "soa=ns1.e.x h.e.x 900 300 1209600 60 3600" },
	{ "no nameservers", "zones:\n- name: e.x\n  nameservers: []\n" CONTACT,
	    NULL, "/etc/f:3:16: zones[0].nameservers: must not be empty\n" },
	{ "nameservers as names",
	    "zones:\n- name: e.x\n  nameservers: [ns.o]\n" CONTACT, NULL,
	    "/etc/f:3:17: zones[0].nameservers[0]: must be a mapping, not "
	    "'ns.o'\n" },
	{ "nameserver without a name",
	    "zones:\n- name: e.x\n  nameservers: [{addresses: []}]\n" CONTACT,
	    NULL, "/etc/f:3:17: zones[0].nameservers[0].name: is required\n" },
	{ "glue is missing",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns.e.x}]\n" CONTACT,
	    NULL,
	    "/etc/f:3:17: zones[0].nameservers[0].addresses: 'ns.e.x' is "
	    "inside the zone and needs an address or a Service\n" },
	{ "glue is missing, inside a child zone",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns.s.e.x}]\n" CONTACT
	    "- name: s.e.x\n  nameservers: [{name: ns.o}]\n" CONTACT,
	    NULL,
	    "/etc/f:3:17: zones[0].nameservers[0].addresses: 'ns.s.e.x' is "
	    "inside the zone and needs an address or a Service\n" },
	{ "glue outside",
	    "zones:\n- name: e.x\n"
	    "  nameservers: [{name: ns.xe.x, addresses: "
	    "[192.0.2.1]}]\n" CONTACT,
	    NULL,
	    "/etc/f:3:44: zones[0].nameservers[0].addresses: 'ns.xe.x' is "
	    "outside the zone, its addresses come from there\n" },
	{ "bad addresses",
	    "zones:\n- name: e.x\n  nameservers:\n  - name: ns.e.x\n"
	    "    addresses: [1.2.3, fe80::1%eth0, 192.0.2.1, 7, 192.0.2.1,\n"
	    "      '2001:db8::1', '2001:DB8:0::1']\n" CONTACT,
	    NULL,
	    "/etc/f:5:17: zones[0].nameservers[0].addresses[0]: '1.2.3' is "
	    "not an address\n"
	    "/etc/f:5:24: zones[0].nameservers[0].addresses[1]: "
	    "'fe80::1%eth0' is not an address\n"
	    "/etc/f:5:49: zones[0].nameservers[0].addresses[3]: must be a "
	    "string, not '7'\n"
	    "/etc/f:5:52: zones[0].nameservers[0].addresses[4]: '192.0.2.1' "
	    "is in the list already\n"
	    "/etc/f:6:23: zones[0].nameservers[0].addresses[6]: "
	    "'2001:DB8:0::1' is in the list already\n" },
	{ "nameserver that is one word",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns}]\n" CONTACT, NULL,
	    "/etc/f:3:24: zones[0].nameservers[0].name: 'ns': one label, and "
	    "no final dot\n" },
	{ "nameserver that is an address",
	    "zones:\n- name: e.x\n  nameservers: [{name: 192.0.2.1}]\n" CONTACT,
	    NULL,
	    "/etc/f:3:24: zones[0].nameservers[0].name: '192.0.2.1': its last "
	    "label is a number, as in an address\n" },
	{ "nameserver at no address",
	    "zones:\n- name: e.x\n  nameservers:\n  - name: ns.e.x\n"
	    "    addresses: [192.0.2.1, '::', 0.0.0.0]\n" CONTACT,
	    NULL,
	    "/etc/f:5:29: zones[0].nameservers[0].addresses[1]: '::' is an "
	    "unspecified address\n"
	    "/etc/f:5:34: zones[0].nameservers[0].addresses[2]: '0.0.0.0' is "
	    "an unspecified address\n" },
	{ "nameserver twice",
	    "zones:\n- name: e.x\n  nameservers: [{name: ns.o}, {name: "
	    "NS.o.}]\n" CONTACT,
	    NULL,
	    "/etc/f:3:38: zones[0].nameservers[1].name: 'ns.o' is in the list "
	    "already\n" },

	{ "soa",
	    MEMBERS "  soa: {primary: P.o., contact: john.doe@Example.com, "
		    "refresh: 1, retry: 2, expire: 3, minimum: 0, ttl: 5}\n",
	    "soa=p.o john\\.doe.example.com 1 2 3 0 5" },
	{ "secondaries that would give up before they try again",
	    MEMBERS "  soa: {contact: a@e.x, refresh: 100, retry: 10, expire: "
		    "109}\n",
	    NULL,
	    "/etc/f:4:58: zones[0].soa.expire: must not be below refresh and "
	    "retry together, which are 110: secondaries would give up before "
	    "they try again\n" },
	{ "a refresh that is longer than what expire is by default",
	    MEMBERS "  soa: {contact: a@e.x, refresh: 1209600}\n", NULL,
	    "/etc/f:4:8: zones[0].soa.expire: must not be below refresh and "
	    "retry together, which are 1209900: secondaries would give up "
	    "before they try again\n" },
	{ "contact with a dollar and a plus",
	    MEMBERS "  soa: {contact: $a+b.c@e.x}\n",
	    "soa=ns.o \\$a+b\\.c.e.x 900 300 1209600 60 3600" },
	{ "no contact", MEMBERS "  soa: {}\n", NULL,
	    "/etc/f:4:8: zones[0].soa.contact: is required\n" },
	{ "contact is null", MEMBERS "  soa: {contact: ~}\n", NULL,
	    "/etc/f:4:18: zones[0].soa.contact: is required\n" },
	{ "contact is no mailbox", MEMBERS "  soa: {contact: h.e.x}\n", NULL,
	    "/etc/f:4:18: zones[0].soa.contact: must be a mailbox like "
	    "hostmaster@example.com, not 'h.e.x'\n" },
	{ "contact breaks out", MEMBERS "  soa: {contact: 'a) 1 ; @e.x'}\n",
	    NULL,
	    "/etc/f:4:19: zones[0].soa.contact: must be a mailbox like "
	    "hostmaster@example.com, not 'a) 1 ; @e.x'\n" },
	{ "contact with a newline", MEMBERS "  soa: {contact: \"a\\nb@e.x\"}\n",
	    NULL,
	    "/etc/f:4:19: zones[0].soa.contact: must be a mailbox like "
	    "hostmaster@example.com, not 'a?b@e.x'\n" },
	{ "contact with two dots", MEMBERS "  soa: {contact: a..b@e.x}\n", NULL,
	    "/etc/f:4:18: zones[0].soa.contact: must be a mailbox like "
	    "hostmaster@example.com, not 'a..b@e.x'\n" },
	{ "contact of nobody", MEMBERS "  soa: {contact: '@e.x'}\n", NULL,
	    "/etc/f:4:19: zones[0].soa.contact: must be a mailbox like "
	    "hostmaster@example.com, not '@e.x'\n" },
	{ "contact with a bad domain", MEMBERS "  soa: {contact: a@b@c}\n",
	    NULL,
	    "/etc/f:4:18: zones[0].soa.contact: bad name 'b@c': a character "
	    "that host names do not have\n" },
	{ "bad primary", MEMBERS "  soa: {contact: h@e.x, primary: '*.x'}\n",
	    NULL,
	    "/etc/f:4:35: zones[0].soa.primary: must be a name without a "
	    "wildcard, not '*.x'\n" },
	{ "soa times",
	    MEMBERS "  soa: {contact: h@e.x, refresh: 0, retry: -1,\n"
		    "    expire: x, minimum: -1, ttl: 0}\n",
	    NULL,
	    "/etc/f:4:34: zones[0].soa.refresh: must be between 1 and "
	    "2147483647, not '0'\n"
	    "/etc/f:4:44: zones[0].soa.retry: must be between 1 and "
	    "2147483647, not '-1'\n"
	    "/etc/f:5:13: zones[0].soa.expire: must be a whole number, not "
	    "'x'\n"
	    "/etc/f:5:25: zones[0].soa.minimum: must be between 0 and "
	    "2147483647, not '-1'\n"
	    "/etc/f:5:34: zones[0].soa.ttl: must be between 1 and 2147483647, "
	    "not '0'\n" },

	{ "serial date",
	    MEMBERS CONTACT "  serial: date\n  serialFloor: 4294967295\n",
	    "serial=1\nfloor=4294967295" },
	{ "serial counter", MEMBERS CONTACT "  serial: counter\n", "serial=2" },
	{ "bad serial",
	    MEMBERS CONTACT "  serial: 5\n  serialFloor: 4294967296\n", NULL,
	    "/etc/f:5:11: zones[0].serial: must be unixtime, date or counter, "
	    "not '5'\n"
	    "/etc/f:6:16: zones[0].serialFloor: must be between 0 and "
	    "4294967295, not '4294967296'\n" },
	{ "no guard given", MEMBERS CONTACT,
	    "guard=0 10 30 4294967295 4294967295" },
	{ "guard",
	    MEMBERS CONTACT
	    "  guard: {minRRsets: 4, deletes: 0%, updates: 100%,\n"
	    "    namespaces: 50%}\n",
	    "guard=0 4 0 100 50" },
	{ "half a guard", MEMBERS CONTACT "  guard: {deletes: off}\n",
	    "guard=0 10 4294967295 4294967295 4294967295" },
	{ "an empty guard", MEMBERS CONTACT "  guard: {}\n",
	    "guard=0 10 30 4294967295 4294967295" },
	{ "guard of nothing", MEMBERS CONTACT "  guard:\n",
	    "guard=0 10 30 4294967295 4294967295" },
	{ "guard off", MEMBERS CONTACT "  guard: off\n",
	    "guard=1 10 30 4294967295 4294967295" },
	{ "guard on", MEMBERS CONTACT "  guard: on\n", NULL,
	    "/etc/f:5:10: zones[0].guard: must be off or a mapping, not "
	    "'on'\n" },
	{ "guard of a list", MEMBERS CONTACT "  guard: []\n", NULL,
	    "/etc/f:5:10: zones[0].guard: must be off or a mapping, not a "
	    "list\n" },
	{ "bad guard",
	    MEMBERS CONTACT "  guard:\n    minRRsets: 0\n    deletes: 101%\n"
			    "    updates: 30\n    creates: 1%\n"
			    "    namespaces: 101%\n",
	    NULL,
	    "/etc/f:6:16: zones[0].guard.minRRsets: must be between 1 and "
	    "1000000000, not '0'\n"
	    "/etc/f:7:14: zones[0].guard.deletes: must be off or between 0% "
	    "and 100%, not '101%'\n"
	    "/etc/f:8:14: zones[0].guard.updates: must be off or a percentage "
	    "like 30%, not '30'\n"
	    "/etc/f:9:5: zones[0].guard.creates: unknown key\n"
	    "/etc/f:10:17: zones[0].guard.namespaces: must be off or between "
	    "0% and 100%, not '101%'\n" },
	{ "percentages that are none",
	    MEMBERS CONTACT "  guard: {deletes: '%', updates: '4294967297%'}\n",
	    NULL,
	    "/etc/f:5:21: zones[0].guard.deletes: must be off or a percentage "
	    "like 30%, not '%'\n"
	    "/etc/f:5:35: zones[0].guard.updates: must be off or between 0% "
	    "and 100%, not '4294967297%'\n" },
	{ "service names off", MEMBERS CONTACT "  serviceNames: false\n",
	    "serviceNames=0" },
	{ "service names, no boolean", MEMBERS CONTACT "  serviceNames: no\n",
	    NULL,
	    "/etc/f:5:17: zones[0].serviceNames: must be true or false, not "
	    "'no'\n" },
	{ "reverse zone",
	    "zones:\n- name: 2.0.192.in-addr.arpa\n"
	    "  nameservers: [{name: ns.o}]\n  serviceNames: true\n" CONTACT,
	    "serviceNames=0" },
	{ "reverse zone, IPv6",
	    "zones:\n- name: 8.b.d.0.1.0.0.2.ip6.arpa\n"
	    "  nameservers: [{name: ns.o}]\n" CONTACT,
	    "serviceNames=0" },
};

RUN_TABLE(rows, check)
