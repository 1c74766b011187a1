/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/rrtype.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "zonegen/base/base.h"

/* The most frequent ones first: the search goes from the top. */
static const struct row {
	uint16_t type;
	const char *word;
	const char *fields; /* NULL: never made from text */
	const char *form;   /* of several fields, for people */
} rows[] = {
	{ RR_A, "A", "4", NULL },
	{ RR_AAAA, "AAAA", "6", NULL },
	{ RR_CNAME, "CNAME", "n", NULL },
	{ RR_NS, "NS", "n", NULL },
	{ RR_TXT, "TXT", "t", "\"STRING\" ..." },
	{ RR_MX, "MX", "2r", "PREFERENCE NAME" },
	{ RR_SRV, "SRV", "222r", "PRIORITY WEIGHT PORT NAME" },
	{ RR_PTR, "PTR", "n", NULL },
	{ RR_HTTPS, "HTTPS", "2rv", "PRIORITY NAME [KEY=VALUE ...]" },
	{ RR_SVCB, "SVCB", "2rv", "PRIORITY NAME [KEY=VALUE ...]" },
	{ RR_CAA, "CAA", "1gl", "FLAGS TAG \"VALUE\"" },
	{ RR_DS, "DS", "211h", "KEYTAG ALGORITHM DIGESTTYPE DIGEST" },
	{ RR_TLSA, "TLSA", "111h", "USAGE SELECTOR MATCHING DATA" },
	{ RR_SSHFP, "SSHFP", "11h", "ALGORITHM TYPE FINGERPRINT" },
	{ RR_NAPTR, "NAPTR", "22sssr",
	    "ORDER PREFERENCE \"FLAGS\" \"SERVICE\" \"REGEXP\" NAME" },
	{ RR_DNAME, "DNAME", "n", NULL },
	{ RR_URI, "URI", "22l", "PRIORITY WEIGHT \"TARGET\"" },
	{ RR_SOA, "SOA", NULL, NULL },
};

/* The words of the types for private use, so that they need no memory. */
/* clang-format off */
#define WORD(tens, one) "TYPE" #tens #one
#define TEN(tens)                                               \
	WORD(tens, 0), WORD(tens, 1), WORD(tens, 2),            \
	WORD(tens, 3), WORD(tens, 4), WORD(tens, 5),            \
	WORD(tens, 6), WORD(tens, 7), WORD(tens, 8), WORD(tens, 9)
static const char private_words[][sizeof("TYPE65280")] = {
	TEN(6528), TEN(6529), TEN(6530), TEN(6531), TEN(6532),
	TEN(6533), TEN(6534), TEN(6535), TEN(6536), TEN(6537),
	TEN(6538), TEN(6539), TEN(6540), TEN(6541), TEN(6542),
	TEN(6543), TEN(6544), TEN(6545), TEN(6546), TEN(6547),
	TEN(6548), TEN(6549), TEN(6550), TEN(6551), TEN(6552),
	WORD(6553, 0), WORD(6553, 1), WORD(6553, 2),
	WORD(6553, 3), WORD(6553, 4),
};
/* clang-format on */

_Static_assert(
    ARRAY_LEN(private_words) == RR_PRIVATE_LAST - RR_PRIVATE_FIRST + 1,
    "a word for each type for private use");

bool rr_type_is_private(uint16_t type)
{
	return type >= RR_PRIVATE_FIRST && type <= RR_PRIVATE_LAST;
}

static const struct row *row_of(uint16_t type)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].type == type)
			return &rows[i];
	return NULL;
}

uint16_t rr_type_parse(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].fields && !strcmp(rows[i].word, word))
			return rows[i].type;
	if (strncmp(word, "TYPE65", 6) != 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(private_words); i++)
		if (!strcmp(private_words[i], word))
			return (uint16_t)(RR_PRIVATE_FIRST + i);
	return 0;
}

const char *rr_type_hint(const char *word)
{
	static const struct {
		const char *word, *hint;
	} hints[] = {
		{ "", ": it is empty" },
		{ "SOA", ": the SOA is of the configuration" },
		{ "SPF", ", TXT is (RFC 7208 3.1)" },
		{ "ALIAS", ", CNAME is, and A and AAAA are" },
		{ "ANAME", ", CNAME is, and A and AAAA are" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].fields && strcasecmp(rows[i].word, word) == 0)
			return ": types are in capitals";
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (!strcasecmp(hints[i].word, word))
			return hints[i].hint;
	return *word == '$' ? ": directives of zone files are not read" : "";
}

const char *rr_type_text(uint16_t type)
{
	const struct row *row = row_of(type);

	if (rr_type_is_private(type))
		return private_words[type - RR_PRIVATE_FIRST];
	return row ? row->word : "?";
}

bool rr_type_is_address(uint16_t type)
{
	return rr_type_is_ip(type) || type == RR_CNAME;
}

bool rr_type_is_ip(uint16_t type)
{
	return type == RR_A || type == RR_AAAA;
}

bool rr_types_conflict(uint16_t a, uint16_t b)
{
	return a == b || a == RR_CNAME || b == RR_CNAME;
}

unsigned rr_type_order(uint16_t type)
{
	if (type == RR_SOA)
		return 0;
	return type == RR_NS ? 1 : type + 2u;
}

const char *rr_type_fields(uint16_t type)
{
	const struct row *row = row_of(type);

	if (rr_type_is_private(type))
		return "x";
	return row ? row->fields : NULL;
}

const char *rr_type_form(uint16_t type)
{
	const struct row *row = row_of(type);

	return row ? row->form : NULL;
}
