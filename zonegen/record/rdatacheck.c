/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdatacheck.c - one check per type that has rules beyond the form of its
 * fields; rdata_check() at the end picks it.
 */
#include "zonegen/record/rdatacheck.h"

#include <string.h>

#include "zonegen/record/regexp.h"

/* RFC 7505: the root says that there is no mail, at preference 0. */
static bool check_mx(const struct rdata *rdata, struct err *err)
{
	const uint8_t *r = rdata->octets;

	return rdata->len > 3 || (r[0] == 0 && r[1] == 0) ||
	    err_set(err, ERR_INPUT, "'.' is only for preference 0");
}

static bool check_length(
    const struct rdata *rdata, size_t head, size_t want, struct err *err)
{
	return rdata->len == head + want ||
	    err_set(err, ERR_INPUT, "the digest has %zu octets, not %zu",
		rdata->len - head, want);
}

/* Knot calls a zone wrong over other digests than these three. */
static bool check_ds(const struct rdata *rdata, struct err *err)
{
	if (rdata->octets[2] == 0)
		return err_set(err, ERR_INPUT, "algorithm 0 is none");
	switch (rdata->octets[3]) {
	case 1:
		return check_length(rdata, 4, 20, err);
	case 2:
		return check_length(rdata, 4, 32, err);
	case 4:
		return check_length(rdata, 4, 48, err);
	default:
		return err_set(err, ERR_INPUT,
		    "digest type %u is not one of 1, 2 and 4",
		    (unsigned)rdata->octets[3]);
	}
}

/* RFC 4255, 6594; a digest of a type to come may have any length. */
static bool check_sshfp(const struct rdata *rdata, struct err *err)
{
	if (rdata->octets[0] == 0)
		return err_set(err, ERR_INPUT, "algorithm 0 is none");
	switch (rdata->octets[1]) {
	case 0:
		return err_set(err, ERR_INPUT, "fingerprint type 0 is none");
	case 1:
		return check_length(rdata, 2, 20, err);
	case 2:
		return check_length(rdata, 2, 32, err);
	default:
		return true;
	}
}

/* RFC 6698 2.1.3; matching type 0 is the certificate or key itself. */
static bool check_tlsa(const struct rdata *rdata, struct err *err)
{
	switch (rdata->octets[2]) {
	case 1:
		return check_length(rdata, 3, 32, err);
	case 2:
		return check_length(rdata, 3, 64, err);
	default:
		return true;
	}
}

/* A string of letters, digits and what also. */
static bool is_made_of(const uint8_t *string, const char *also)
{
	for (size_t i = 1; i <= string[0]; i++) {
		uint8_t c = string[i];

		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
		    (c < '0' || c > '9') && (!c || !strchr(also, c)))
			return false;
	}
	return true;
}

/* RFC 3403 4.1 */
static bool check_naptr(const struct rdata *rdata, struct err *err)
{
	const uint8_t *flags = rdata->octets + 4;
	const uint8_t *services = flags + flags[0] + 1;
	const uint8_t *regexp = services + services[0] + 1;
	const uint8_t *replacement = regexp + regexp[0] + 1;
	const char *fault;

	if (!is_made_of(flags, ""))
		return err_set(err, ERR_INPUT, "flags are letters and digits");
	if (!is_made_of(services, "+-.:"))
		return err_set(err, ERR_INPUT,
		    "services are letters, digits and any of '+-.:'");
	if (regexp[0] == 0)
		return true;
	fault = regexp_fault(regexp + 1, regexp[0]);
	if (fault)
		return err_set(err, ERR_INPUT, "%s", fault);
	return replacement[0] == 0 ||
	    err_set(
		err, ERR_INPUT, "both a regular expression and a replacement");
}

/* RFC 7553 4.4 */
static bool check_uri(const struct rdata *rdata, struct err *err)
{
	if (rdata->len == 4)
		return err_set(err, ERR_INPUT, "the target is empty");
	for (size_t i = 4; i < rdata->len; i++)
		if (rdata->octets[i] <= ' ' || rdata->octets[i] > '~')
			return err_set(err, ERR_INPUT,
			    "a target is printable ASCII without blanks");
	return true;
}

/* RFC 9460 2.4.2: an alias has no parameters. */
static bool check_svcb(const struct rdata *rdata, struct err *err)
{
	bool alias = !rdata->octets[0] && !rdata->octets[1];
	size_t left = rdata->len - 2;

	return !alias ||
	    rdata_field_len('r', rdata->octets + 2, left) == left ||
	    err_set(err, ERR_INPUT, "parameters at priority 0");
}

bool rdata_check(uint16_t type, const struct rdata *rdata, struct err *err)
{
	switch (type) {
	case RR_MX:
		return check_mx(rdata, err);
	case RR_DS:
		return check_ds(rdata, err);
	case RR_SSHFP:
		return check_sshfp(rdata, err);
	case RR_TLSA:
		return check_tlsa(rdata, err);
	case RR_NAPTR:
		return check_naptr(rdata, err);
	case RR_URI:
		return check_uri(rdata, err);
	case RR_SVCB:
	case RR_HTTPS:
		return check_svcb(rdata, err);
	default:
		return true;
	}
}
