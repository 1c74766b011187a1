/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal.h - versions as differences, for whoever writes the zone file later
 * (F6: the journal): each entry leads from one version to the next.
 *
 *	entry	1795429416	1795429417	10	DIGEST
 *	=$ORIGIN example.com.
 *	=@	3600	IN	SOA	ns1.example.com. admin.example.com. (
 *	=	1795429417	; serial
 *	=	900 300 1209600 60 )
 *	=@	3600	IN	NS	ns1.example.com.
 *	@www
 *	-www	60	IN	A	192.0.2.1
 *	+www	60	IN	A	192.0.2.7
 *	:owner	www	web	1795429000	oldest
 *	:www	A	Ingress	web/www	UID	1795429000	81dc9bdb52d04dc2
 *
 * A header has the serials before and after, the number of lines and their
 * SHA-256.  Then comes the head of the zone file, and for each name that
 * differs, in canonical order: the records that go, those that come, and all
 * its lines of NAME.origins, each as these files have it.
 */
#ifndef ZONEGEN_VERSION_JOURNAL_H
#define ZONEGEN_VERSION_JOURNAL_H

#include "zonegen/version/version.h"

/* The entry of a version, which may be a light one. */
void journal_print(const struct version *version, struct buf *out);

struct journal_replay {
	size_t applied;  /* entries: the zone had not that version yet */
	size_t heard;    /* whose serials can be read, whole or not */
	uint32_t latest; /* of these serials */
	bool dropped;    /* there is more, which does not fit; then also: */
	struct err why;
};
/*
 * Entries that lead to what the zone's last version has already are passed by,
 * the others are adopted one after the other.  The first one that is cut off or
 * damaged, or does not fit the version before it, and all behind it, are
 * dropped.  Nothing is claimed in the zone yet, as after load_version().
 */
void journal_replay(struct zone *zone, const char *text, size_t len,
    struct journal_replay *out);

#endif
