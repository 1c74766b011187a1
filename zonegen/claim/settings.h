/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settings.h - what the configuration says of a zone.
 *
 * Plain values, checked by whoever made them: names are from name_parse(), the
 * primary and each nameserver of a zone is named, static records lie in it.
 */
#ifndef ZONEGEN_CLAIM_SETTINGS_H
#define ZONEGEN_CLAIM_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/claim/claim.h"

struct nameserver {
	const char *name;               /* absolute */
	const struct record *addresses; /* A and AAAA */
	size_t count; /* 0 inside the zone: they come by zone_nameserver() */
};

struct soa {
	const char *primary; /* absolute */
	const char *contact; /* presentation form, absolute, no final dot */
	uint32_t refresh, retry, expire, minimum, ttl; /* seconds */
};

/* Borrowed by the zone for its life. */
struct zone_settings {
	const char *name;
	uint32_t ttl, max_ttl; /* seconds */
	struct soa soa;
	const struct nameserver *nameservers;
	size_t nnameservers;
	const char *header; /* comment lines on top, each with its newline */
	bool comments;      /* behind the records too: comments.h */
	size_t max_records, max_types; /* per RRset and per name */
	bool union_namespaces;         /* no owner (C2: one owner namespace) */
	const struct claim *statics;   /* records of the configuration */
	size_t nstatics;
	const char *const *administrators; /* namespaces, "*": all */
	size_t nadministrators;
	uint64_t lint_off; /* finding_bit() of findings nobody wants (lint.h) */
	/* No name belongs to it (N2): it is for other servers, not for names.
	 */
	bool closed;
};

#endif
