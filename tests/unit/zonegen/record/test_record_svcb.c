/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_svcb.c - SVCB and HTTPS; the vectors are those of RFC 9460 D.
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "D.1, an alias", RR_SVCB, "0 Foo.example.com",
	    .printed = "0 foo.example.com.",
	    .wire = "000003666f6f076578616d706c6503636f6d00" },
	{ "alias, no service", RR_SVCB, "0 .", .printed = "0 .",
	    .wire = "000000" },
	{ "D.2, figure 3", RR_SVCB, "1 .", .printed = "1 .", .wire = "000100" },
	{ "D.2, figure 4", RR_SVCB, "16 foo.example.com port=53",
	    .printed = "16 foo.example.com. port=53",
	    .wire = "001003666f6f076578616d706c6503636f6d00000300020035" },
	{ "D.2, figure 5", RR_SVCB, "1 foo.example.com key667=hello",
	    .printed = "1 foo.example.com. key667=\"hello\"",
	    .wire =
		"000103666f6f076578616d706c6503636f6d00029b000568656c6c6f" },
	{ "D.2, figure 6", RR_SVCB,
	    "1 foo.example.com key667=\"hello\\210qoo\"",
	    .printed = "1 foo.example.com. key667=\"hello\\210qoo\"",
	    .wire = "000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2"
		    "716f6f" },
	{ "D.2, figure 7", RR_SVCB,
	    "1 foo.example.com ipv6hint=\"2001:db8::1,2001:db8::53:1\"",
	    .printed = "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1",
	    .wire = "000103666f6f076578616d706c6503636f6d000006002020010db80000"
		    "0000000000000000000120010db8000000000000000000530001" },
	{ "D.2, figure 8", RR_SVCB,
	    "1 foo.example.com ipv6hint=\"2001:db8:122:344::192.0.2.33\"",
	    .printed = "1 foo.example.com. ipv6hint=2001:db8:122:344::c000:221",
	    .wire = "000103666f6f076578616d706c6503636f6d000006001020010db80122"
		    "034400000000c0000221" },
	{ "D.2, figure 9", RR_SVCB,
	    "16 foo.example.com alpn=h2,h3-19 mandatory=ipv4hint,alpn "
	    "ipv4hint=192.0.2.1",
	    .printed = "16 foo.example.com. mandatory=alpn,ipv4hint "
		       "alpn=h2,h3-19 ipv4hint=192.0.2.1",
	    .wire = "001003666f6f076578616d706c6503636f6d0000000004000100040001"
		    "00090268320568332d313900040004c0000201" },
	{ "any order", RR_SVCB,
	    "1 . port=443 key700=x ech=AAAA alpn=h2 no-default-alpn",
	    .printed =
		"1 . alpn=h2 no-default-alpn port=443 ech=AAAA key700=\"x\"" },
	{ "blanks", RR_SVCB, "1\t. \t alpn=h2  port=1",
	    .printed = "1 . alpn=h2 port=1" },
	{ "quoted values", RR_SVCB,
	    "1 . alpn=\"h2,h3\" port=\"443\" ipv4hint=\"192.0.2.1\" "
	    "mandatory=\"port\"",
	    .printed =
		"1 . mandatory=port alpn=h2,h3 port=443 ipv4hint=192.0.2.1" },
	{ "largest", RR_SVCB, "65535 . port=65535",
	    .printed = "65535 . port=65535", .wire = "ffff0000030002ffff" },
	{ "protocols", RR_SVCB, "1 . alpn=http/1.1,acme-tls/1,a_b.c:d+e~f",
	    .printed = "1 . alpn=http/1.1,acme-tls/1,a_b.c:d+e~f" },
	{ "a key without value", RR_SVCB, "1 . key667", .printed = "1 . key667",
	    .wire = "000100029b0000" },
	{ "a key with an empty value", RR_SVCB, "1 . key667=\"\"",
	    .printed = "1 . key667", .wire = "000100029b0000" },
	{ "a value of many octets", RR_SVCB,
	    "1 . key667=\"a b;(c)\\\"\\\\\\000\\255\"",
	    .printed = "1 . key667=\"a b;(c)\\\"\\\\\\000\\255\"" },
	{ "keys at the ends", RR_SVCB, "1 . key65534 key9",
	    .printed = "1 . key9 key65534", .wire = "00010000090000fffe0000" },
	{ "dohpath", RR_SVCB, "1 . key7=\"/dns-query{?dns}\"",
	    .printed = "1 . key7=\"/dns-query{?dns}\"" },
	{ "dohpath, shortest", RR_SVCB, "1 . key7=\"/{?dns}\"",
	    .printed = "1 . key7=\"/{?dns}\"" },
	{ "ohttp", RR_SVCB, "1 . key8", .printed = "1 . key8" },
	{ "ech", RR_SVCB, "1 . ech=AAE=", .printed = "1 . ech=AAE=",
	    .wire = "000100000500020001" },
	{ "mandatory, a number", RR_SVCB, "1 . mandatory=key667 key667=x",
	    .printed = "1 . mandatory=key667 key667=\"x\"" },
	{ "D.3, figure 11", RR_SVCB, "1 foo.example.com key123=abc key123=def",
	    .why = "a parameter twice" },
	{ "D.3, figure 12, mandatory", RR_SVCB, "1 foo.example.com mandatory",
	    .why = "mandatory: it has no value" },
	{ "D.3, figure 12, alpn", RR_SVCB, "1 foo.example.com alpn",
	    .why = "alpn: it has no value" },
	{ "D.3, figure 12, port", RR_SVCB, "1 foo.example.com port",
	    .why = "port: it has no value" },
	{ "D.3, figure 12, ipv4hint", RR_SVCB, "1 foo.example.com ipv4hint",
	    .why = "ipv4hint: it has no value" },
	{ "D.3, figure 12, ipv6hint", RR_SVCB, "1 foo.example.com ipv6hint",
	    .why = "ipv6hint: it has no value" },
	{ "D.3, figure 13", RR_SVCB, "1 foo.example.com no-default-alpn=abc",
	    .why = "it must not have a value" },
	{ "D.3, figure 14", RR_SVCB, "1 foo.example.com mandatory=key123",
	    .why = "names what is not there" },
	{ "D.3, figure 15", RR_SVCB, "1 foo.example.com mandatory=mandatory",
	    .why = "it names itself" },
	{ "D.3, figure 16", RR_SVCB,
	    "1 foo.example.com mandatory=key123,key123 key123=abc",
	    .why = "a key twice" },
	{ "D.2, figure 10: not all read it", RR_SVCB,
	    "16 foo.example.org alpn=f\\\\\\092oo\\092,bar,h2",
	    .why = "alpn: not a protocol" },
	{ "alias with parameters", RR_SVCB, "0 foo.example.com alpn=h2",
	    .why = "parameters at priority 0" },
	{ "priority 65536", RR_SVCB, "65536 .", .why = "not a number" },
	{ "priority -1", RR_SVCB, "-1 .", .why = "not a number" },
	{ "no target", RR_SVCB, "1", .why = "a field is missing" },
	{ "one label", RR_SVCB, "1 foo", .why = "one label, and no final dot" },
	{ "an address", RR_SVCB, "1 192.0.2.1",
	    .why = "its last label is a number" },
	{ "a parameter for a target", RR_SVCB, "1 alpn=h2", .why = "bad name" },
	{ "empty", RR_SVCB, "", .why = "not a number" },
	{ "a blank behind", RR_SVCB, "1 . alpn=h2 ",
	    .why = "behind its fields" },
	{ "a blank behind the target", RR_SVCB, "1 . ",
	    .why = "behind its fields" },
	{ "a comma between", RR_SVCB, "1 . alpn=h2,port=443",
	    .why = "alpn: not a protocol" },
	{ "no such word", RR_SVCB, "1 . foo=x",
	    .why = "no such parameter 'foo'" },
	{ "dohpath by its word: not for Knot, so it is written as a number",
	    RR_SVCB, "1 . alpn=h2 dohpath=/dns{?dns}",
	    "1 . alpn=h2 key7=\"/dns{?dns}\"" },
	{ "upper case", RR_SVCB, "1 . ALPN=h2", .why = "no such parameter" },
	{ "a known key as number", RR_SVCB, "1 . key1=\"\\002h2\"",
	    .why = "no such parameter 'key1'" },
	{ "key0", RR_SVCB, "1 . key0=x", .why = "no such parameter 'key0'" },
	{ "leading zero", RR_SVCB, "1 . key0667=x",
	    .why = "no such parameter" },
	{ "key65535", RR_SVCB, "1 . key65535=x",
	    .why = "no such parameter 'key65535'" },
	{ "key65536", RR_SVCB, "1 . key65536=x", .why = "no such parameter" },
	{ "key", RR_SVCB, "1 . key=x", .why = "no such parameter 'key'" },
	{ "key-1", RR_SVCB, "1 . key-1=x", .why = "no such parameter" },
	{ "nothing before =", RR_SVCB, "1 . =x", .why = "no such parameter" },
	{ "nothing behind =", RR_SVCB,
	    "1 . alpn=", .why = "alpn: a string is missing" },
	{ "a blank behind =", RR_SVCB, "1 . port= 443",
	    .why = "port: a string is missing" },
	{ "empty alpn", RR_SVCB, "1 . alpn=\"\"",
	    .why = "not protocols of 2 to 255" },
	{ "empty protocol", RR_SVCB, "1 . alpn=h2,,h3",
	    .why = "not protocols of 2 to 255" },
	{ "comma at the end", RR_SVCB, "1 . alpn=h2,",
	    .why = "not protocols of 2 to 255" },
	{ "a protocol of one octet: Knot refuses it", RR_SVCB, "1 . alpn=h,h2",
	    .why = "not protocols of 2 to 255" },
	{ "a protocol of 256 octets", RR_SVCB,
	    "1 . "
	    "alpn="
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    .why = "not protocols of 2 to 255" },
	{ "a blank in a protocol", RR_SVCB, "1 . alpn=\"h 2\"",
	    .why = "alpn: not a protocol" },
	{ "a quote in a protocol", RR_SVCB, "1 . alpn=\"h\\\"2\"",
	    .why = "alpn: not a protocol" },
	{ "an octet in a protocol", RR_SVCB, "1 . alpn=\"\\195\\188\"",
	    .why = "alpn: not a protocol" },
	{ "NUL in a protocol", RR_SVCB, "1 . alpn=\"h\\0002\"",
	    .why = "alpn: not a protocol" },
	{ "no-default-alpn alone", RR_SVCB, "1 . no-default-alpn",
	    .why = "no-default-alpn without alpn" },
	{ "no-default-alpn, empty value", RR_SVCB,
	    "1 . alpn=h2 no-default-alpn=\"\"",
	    .why = "it must not have a value" },
	{ "port 65536", RR_SVCB, "1 . port=65536",
	    .why = "port: not a number" },
	{ "port -1", RR_SVCB, "1 . port=-1", .why = "port: not a number" },
	{ "port by name", RR_SVCB, "1 . port=https",
	    .why = "port: not a number" },
	{ "two ports", RR_SVCB, "1 . port=1,2", .why = "port: not a number" },
	{ "no port", RR_SVCB, "1 . port=\"\"", .why = "port: not a number" },
	{ "ipv4hint, IPv6", RR_SVCB, "1 . ipv4hint=2001:db8::1",
	    .why = "ipv4hint: not an address" },
	{ "ipv4hint, leading zero", RR_SVCB, "1 . ipv4hint=192.0.2.01",
	    .why = "ipv4hint: not an address" },
	{ "ipv4hint, empty item", RR_SVCB, "1 . ipv4hint=192.0.2.1,",
	    .why = "ipv4hint: not an address" },
	{ "ipv4hint, blanks", RR_SVCB, "1 . ipv4hint=\"192.0.2.1, 192.0.2.2\"",
	    .why = "ipv4hint: not an address" },
	{ "ipv4hint, NUL", RR_SVCB, "1 . ipv4hint=\"192.0.2.1\\000\"",
	    .why = "ipv4hint: not an address" },
	{ "ipv6hint, IPv4", RR_SVCB, "1 . ipv6hint=192.0.2.1",
	    .why = "ipv6hint: not an address" },
	{ "ipv6hint, mapped", RR_SVCB, "1 . ipv6hint=::ffff:192.0.2.1",
	    .why = "ipv6hint: not an address" },
	{ "ipv6hint, zone id", RR_SVCB, "1 . ipv6hint=fe80::1%eth0",
	    .why = "ipv6hint: not an address" },
	{ "ipv6hint, brackets", RR_SVCB, "1 . ipv6hint=[2001:db8::1]",
	    .why = "ipv6hint: not an address" },
	{ "ipv4hint, over a hundred", RR_SVCB,
	    "1 . "
	    "ipv4hint=192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,"
	    "192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0."
	    "2.1,192.0.2.1,192.0.2.1,192.0.2.1,192.0.2.1",
	    .why = "over 100 addresses" },
	{ "ech, junk", RR_SVCB, "1 . ech=A*AA", .why = "ech: not base64" },
	{ "ech, no padding", RR_SVCB, "1 . ech=AAE", .why = "ech: not base64" },
	{ "ech, bits behind the end", RR_SVCB,
	    "1 . ech=AAF=", .why = "ech: not base64" },
	{ "ech, newline", RR_SVCB, "1 . ech=\"AAAA\\010\"",
	    .why = "ech: not base64" },
	{ "ech, NUL", RR_SVCB, "1 . ech=\"AAAA\\000\"",
	    .why = "ech: not base64" },
	{ "ech, empty", RR_SVCB, "1 . ech=\"\"", .why = "ech: not base64" },
	{ "ech, URL alphabet", RR_SVCB, "1 . ech=-_-_",
	    .why = "ech: not base64" },
	{ "dohpath, no variable: BIND refuses it", RR_SVCB, "1 . key7=\"/x\"",
	    .why = "key7: not a path" },
	{ "dohpath, not absolute", RR_SVCB, "1 . key7=\"dns{?dns}\"",
	    .why = "key7: not a path" },
	{ "dohpath, two variables", RR_SVCB, "1 . key7=\"/{x}{?dns}\"",
	    .why = "key7: not a path" },
	{ "dohpath, no value", RR_SVCB, "1 . key7",
	    .why = "key7: it has no value" },
	{ "ohttp, a value", RR_SVCB, "1 . key8=x",
	    .why = "key8: it must not have a value" },
	{ "mandatory, empty", RR_SVCB, "1 . mandatory=\"\"",
	    .why = "mandatory: no such key" },
	{ "mandatory, empty item", RR_SVCB, "1 . mandatory=alpn, alpn=h2",
	    .why = "mandatory: no such key" },
	{ "mandatory, unknown word", RR_SVCB, "1 . mandatory=foo",
	    .why = "mandatory: no such key 'foo'" },
	{ "unclosed quote", RR_SVCB, "1 . alpn=\"h2",
	    .why = "alpn: an unclosed quote" },
	{ "text behind a quote", RR_SVCB, "1 . alpn=\"h2\"x",
	    .why = "more than its fields" },
	{ "a quote inside", RR_SVCB, "1 . alpn=h\"2\"",
	    .why = "alpn: a string needs quotes" },
	{ "a semicolon", RR_SVCB, "1 . key667=a;b",
	    .why = "key667: a string needs quotes" },
	{ "a parenthesis", RR_SVCB, "1 . key667=(a",
	    .why = "key667: a string needs quotes" },
	{ "newline in a value", RR_SVCB, "1 . key667=\"a\nb\"",
	    .why = "not printable ASCII" },
	{ "newline between", RR_SVCB, "1 . alpn=h2\nport=1",
	    .why = "not printable ASCII" },
	{ "8-bit value", RR_SVCB, "1 . key667=\"\374\"",
	    .why = "not printable ASCII" },
	{ "bad escape", RR_SVCB, "1 . key667=\"\\256\"", .why = "bad escape" },
	{ "63 parameters", RR_SVCB,
	    "1 . key100 key101 key102 key103 key104 key105 key106 key107 "
	    "key108 key109 key110 key111 key112 key113 key114 key115 key116 "
	    "key117 key118 key119 key120 key121 key122 key123 key124 key125 "
	    "key126 key127 key128 key129 key130 key131 key132 key133 key134 "
	    "key135 key136 key137 key138 key139 key140 key141 key142 key143 "
	    "key144 key145 key146 key147 key148 key149 key150 key151 key152 "
	    "key153 key154 key155 key156 key157 key158 key159 key160 key161 "
	    "key162",
	    .why = "over 62 parameters" },
	{ "62 parameters", RR_HTTPS,
	    "1 . key100 key101 key102 key103 key104 key105 key106 key107 "
	    "key108 key109 key110 key111 key112 key113 key114 key115 key116 "
	    "key117 key118 key119 key120 key121 key122 key123 key124 key125 "
	    "key126 key127 key128 key129 key130 key131 key132 key133 key134 "
	    "key135 key136 key137 key138 key139 key140 key141 key142 key143 "
	    "key144 key145 key146 key147 key148 key149 key150 key151 key152 "
	    "key153 key154 key155 key156 key157 key158 key159 key160 key161",
	    .printed =
		"1 . key100 key101 key102 key103 key104 key105 key106 key107 "
		"key108 key109 key110 key111 key112 key113 key114 key115 "
		"key116 key117 key118 key119 key120 key121 key122 key123 "
		"key124 key125 key126 key127 key128 key129 key130 key131 "
		"key132 key133 key134 key135 key136 key137 key138 key139 "
		"key140 key141 key142 key143 key144 key145 key146 key147 "
		"key148 key149 key150 key151 key152 key153 key154 key155 "
		"key156 key157 key158 key159 key160 key161" },
	{ "HTTPS", RR_HTTPS, "1 . alpn=h3,h2", .printed = "1 . alpn=h3,h2" },
	{ "HTTPS, alias with parameters", RR_HTTPS, "0 . alpn=h2",
	    .why = "parameters at priority 0" },
};

RUN_TABLE(rows, check_row)
