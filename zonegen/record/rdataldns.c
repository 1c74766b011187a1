/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/rdataldns.h"

#include <ldns/ldns.h>
#include <string.h>

#include "zonegen/record/rdataprint.h"

/* Fields of one piece; the rest is strings, or nothing that ldns knows. */
static const struct {
	char field;
	ldns_rdf_type type;
} pieces[] = {
	{ '1', LDNS_RDF_TYPE_INT8 },
	{ '2', LDNS_RDF_TYPE_INT16 },
	{ 'g', LDNS_RDF_TYPE_TAG },
	{ 'h', LDNS_RDF_TYPE_HEX },
	{ 'v', LDNS_RDF_TYPE_SVCPARAMS },
};

static bool agrees(
    ldns_rdf_type type, const char *text, const uint8_t *octets, size_t len)
{
	ldns_rdf *rdf = ldns_rdf_new_frm_str(type, text);
	bool same = rdf && ldns_rdf_size(rdf) == len &&
	    !memcmp(ldns_rdf_data(rdf), octets, len);

	ldns_rdf_deep_free(rdf);
	return same;
}

/* Without quotes: those belong to the line that ldns would cut it from. */
static bool agrees_string(
    const uint8_t *octets, size_t len, bool is_long, struct buf *text)
{
	size_t head = is_long ? 0 : 1; /* its length */

	buf_reset(text);
	rdata_print_string(octets + head, len - head, text);
	return agrees(is_long ? LDNS_RDF_TYPE_LONG_STR : LDNS_RDF_TYPE_STR,
	    buf_text(text), octets, len);
}

static bool agrees_strings(const uint8_t *octets, size_t len, struct buf *text)
{
	for (size_t i = 0; i < len; i += octets[i] + 1u)
		if (!agrees_string(octets + i, octets[i] + 1u, false, text))
			return false;
	return true;
}

static bool agrees_field(
    char field, const uint8_t *octets, size_t len, struct buf *text)
{
	if (len == 0)
		return true;
	if (field == 's' || field == 't')
		return agrees_strings(octets, len, text);
	if (field == 'l')
		return agrees_string(octets, len, true, text);
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		if (pieces[i].field != field)
			continue;
		buf_reset(text);
		rdata_print_field(field, octets, len, text);
		return agrees(pieces[i].type, buf_text(text), octets, len);
	}
	return true;
}

bool rdataldns_check(uint16_t type, const struct rdata *rdata, struct err *err)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);
	bool ok = true;
	size_t at = 0;

	for (const char *f = rr_type_fields(type); ok && *f; f++) {
		const uint8_t *octets = rdata->octets + at;
		size_t len = rdata_field_len(*f, octets, rdata->len - at);

		ok = agrees_field(*f, octets, len, &text);
		at += len;
	}
	buf_clear(&text);
	return ok || err_set(err, ERR_INPUT, "ldns does not read it");
}

enum rdataldns_verdict rdataldns_judge(
    const char *type, const char *text, const char *origin)
{
	struct buf line = BUF_INIT(16 * RECORD_MAX);
	enum rdataldns_verdict verdict = RDATALDNS_UNKNOWN;
	ldns_rdf *in = NULL;
	ldns_rr *rr = NULL;

	if (!ldns_get_rr_type_by_name(type))
		return RDATALDNS_UNKNOWN;
	buf_printf(&line, "judged. 60 IN %s %s", type, text);
	in = ldns_dname_new_frm_str(*origin ? origin : ".");
	if (buf_ok(&line) && in) {
		verdict = RDATALDNS_BAD;
		if (ldns_rr_new_frm_str(&rr, buf_text(&line), 60, in, NULL) ==
		    LDNS_STATUS_OK)
			verdict = RDATALDNS_GOOD;
	}
	ldns_rr_free(rr);
	ldns_rdf_deep_free(in);
	buf_clear(&line);
	return verdict;
}
