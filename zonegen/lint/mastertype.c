/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/lint/mastertype.h"

#include <string.h>

#include "zonegen/base/base.h"
#include "zonegen/base/number.h"
#include "zonegen/record/rrtype.h"

/* IANA's, without those of rrtype.h. */
static const struct {
	const char *word;
	uint16_t type;
} foreign[] = {
	{ "DNSKEY", 48 },
	{ "RRSIG", 46 },
	{ "NSEC", 47 },
	{ "NSEC3", 50 },
	{ "NSEC3PARAM", 51 },
	{ "CDS", 59 },
	{ "CDNSKEY", 60 },
	{ "CSYNC", 62 },
	{ "ZONEMD", 63 },
	{ "SPF", 99 },
	{ "LOC", 29 },
	{ "HINFO", 13 },
	{ "RP", 17 },
	{ "AFSDB", 18 },
	{ "CERT", 37 },
	{ "IPSECKEY", 45 },
	{ "DHCID", 49 },
	{ "SMIMEA", 53 },
	{ "HIP", 55 },
	{ "OPENPGPKEY", 61 },
	{ "L32", 105 },
	{ "L64", 106 },
	{ "LP", 107 },
	{ "NID", 104 },
	{ "EUI48", 108 },
	{ "EUI64", 109 },
	{ "KX", 36 },
	{ "APL", 42 },
	{ "SIG", 24 },
	{ "KEY", 25 },
	{ "NXT", 30 },
	{ "MD", 3 },
	{ "MF", 4 },
	{ "MB", 7 },
	{ "MG", 8 },
	{ "MR", 9 },
	{ "WKS", 11 },
	{ "MINFO", 14 },
	{ "X25", 19 },
	{ "ISDN", 20 },
	{ "RT", 21 },
	{ "NSAP", 22 },
	{ "PX", 26 },
	{ "GPOS", 27 },
	{ "A6", 38 },
	{ "RESINFO", 261 },
	{ "AVC", 258 },
	{ "TALINK", 58 },
	{ "WALLET", 262 },
	{ "SOA", RR_SOA },
};

/* RFC 3597 5: "TYPE731" */
static uint16_t numbered(const char *digits)
{
	uint64_t value;

	if (!number_read(digits, strlen(digits), UINT16_MAX, &value))
		return 0;
	return (uint16_t)value;
}

uint16_t mastertype_parse(const char *word, size_t len)
{
	char upper[16];
	uint16_t type;

	if (len >= sizeof(upper))
		return 0;
	for (size_t i = 0; i < len; i++)
		upper[i] = word[i] >= 'a' && word[i] <= 'z'
		    ? (char)(word[i] - 'a' + 'A')
		    : word[i];
	upper[len] = '\0';
	type = rr_type_parse(upper);
	if (type)
		return type;
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
		if (!strcmp(foreign[i].word, upper))
			return foreign[i].type;
	return !strncmp(upper, "TYPE", 4) ? numbered(upper + 4) : 0;
}

const char *mastertype_word(uint16_t type)
{
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
		if (foreign[i].type == type)
			return foreign[i].word;
	return rr_type_fields(type) ? rr_type_text(type) : NULL;
}
