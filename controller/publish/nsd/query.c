/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/query.h"

#include <assert.h>
#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>

#define UDP_SIZE 1232 /* octets of an answer; turns EDNS on */
#define SOA_SERIAL 2  /* the field's index in the rdata */

size_t query_build(uint8_t out[QUERY_SIZE], uint16_t id, const char *zone)
{
	ldns_rdf *name = ldns_dname_new_frm_str(*zone ? zone : ".");
	ldns_pkt *packet;
	uint8_t *wire = NULL;
	size_t size = 0;

	if (!name)
		abort(); /* out of memory: name_parse() accepted the name */
	packet =
	    ldns_pkt_query_new(name, LDNS_RR_TYPE_SOA, LDNS_RR_CLASS_IN, 0);
	if (!packet)
		abort();
	ldns_pkt_set_id(packet, id);
	ldns_pkt_set_edns_udp_size(packet, UDP_SIZE);
	if (ldns_pkt2wire(&wire, packet, &size) != LDNS_STATUS_OK)
		abort();
	assert(size <= QUERY_SIZE);
	memcpy(out, wire, size);
	LDNS_FREE(wire);
	ldns_pkt_free(packet);
	return size;
}

/* A late answer to another query is no answer to this one. */
static bool same_question(
    const ldns_pkt *packet, uint16_t id, const ldns_rdf *zone)
{
	const ldns_rr *rr;

	if (!ldns_pkt_qr(packet) || ldns_pkt_id(packet) != id ||
	    ldns_pkt_get_opcode(packet) != LDNS_PACKET_QUERY ||
	    ldns_rr_list_rr_count(ldns_pkt_question(packet)) != 1)
		return false;
	rr = ldns_rr_list_rr(ldns_pkt_question(packet), 0);
	return ldns_rr_get_type(rr) == LDNS_RR_TYPE_SOA &&
	    ldns_rr_get_class(rr) == LDNS_RR_CLASS_IN &&
	    ldns_dname_compare(ldns_rr_owner(rr), zone) == 0;
}

static void read_soa(
    const ldns_pkt *packet, const ldns_rdf *zone, struct answer *out)
{
	const ldns_rr_list *rrs = ldns_pkt_answer(packet);

	if (!ldns_pkt_aa(packet))
		return;
	for (size_t i = 0; i < ldns_rr_list_rr_count(rrs); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(rrs, i);

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA ||
		    ldns_rr_rd_count(rr) <= SOA_SERIAL ||
		    ldns_dname_compare(ldns_rr_owner(rr), zone) != 0)
			continue;
		out->has_serial = true;
		out->serial =
		    ldns_rdf2native_int32(ldns_rr_rdf(rr, SOA_SERIAL));
		return;
	}
}

/* The first extended error among the options (RFC 8914 2). */
static int read_ede(const ldns_pkt *packet)
{
	const ldns_rdf *options = ldns_pkt_edns_data(packet);
	const uint8_t *at, *end;

	if (!options)
		return EDE_NONE;
	at = ldns_rdf_data(options);
	end = at + ldns_rdf_size(options);
	while (end - at >= 4) {
		size_t size = ldns_read_uint16(at + 2);

		if ((size_t)(end - at) < 4 + size)
			break;
		if (ldns_read_uint16(at) == LDNS_EDNS_EDE && size >= 2)
			return ldns_read_uint16(at + 4);
		at += 4 + size;
	}
	return EDE_NONE;
}

bool query_parse(const uint8_t *wire, size_t len, uint16_t id, const char *zone,
    struct answer *out)
{
	ldns_rdf *name = ldns_dname_new_frm_str(*zone ? zone : ".");
	ldns_pkt *packet = NULL;
	bool ok = false;

	if (!name)
		abort();
	if (ldns_wire2pkt(&packet, wire, len) != LDNS_STATUS_OK) {
		packet = NULL;
		goto out;
	}
	if (!same_question(packet, id, name))
		goto out;
	*out = (struct answer){ .came = true,
		.rcode = ldns_pkt_get_rcode(packet),
		.ede = read_ede(packet) };
	if (out->rcode == LDNS_RCODE_NOERROR)
		read_soa(packet, name, out);
	ok = true;
out:
	ldns_pkt_free(packet);
	ldns_rdf_deep_free(name);
	return ok;
}

void answer_print(const struct answer *answer, struct buf *out)
{
	const ldns_lookup_table *word;

	if (!answer->came) {
		buf_puts(out, "no answer");
		return;
	}
	if (answer->has_serial) {
		buf_printf(out, "serial %lu", (unsigned long)answer->serial);
		return;
	}
	word = ldns_lookup_by_id(ldns_rcodes, (int)answer->rcode);
	if (answer->rcode == LDNS_RCODE_NOERROR)
		buf_puts(out, "no authoritative SOA");
	else if (word)
		buf_puts(out, word->name);
	else
		buf_printf(out, "rcode %u", answer->rcode);
	if (answer->ede != EDE_NONE)
		buf_printf(out, ", extended error %d", answer->ede);
}
