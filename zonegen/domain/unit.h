/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit.h - the names that have one owner (C0: whose a name is).
 *
 * The unit of a name is what is left of it without a leading "*" and without
 * all labels up to and including the right-most one that begins with "_":
 *
 *	www                                        UNIT_BASE of www
 *	*.www                                      UNIT_WILD of www
 *	_443._tcp.www, x._y.www, *._tcp.www        UNIT_UNDER of www
 *	_dmarc                                     UNIT_UNDER of the apex
 *
 * Whoever has one of these names could answer for the others, or stand in for
 * their host: a certificate authority asks _acme-challenge.www.
 */
#ifndef ZONEGEN_DOMAIN_UNIT_H
#define ZONEGEN_DOMAIN_UNIT_H

enum unit_part {
	UNIT_BASE,
	UNIT_WILD,
	UNIT_UNDER,
	UNIT_PARTS /* how many there are */
};

/* The base of name, which is in the zone: the end of its text. */
const char *unit_base(const char *name, const char *zone, enum unit_part *part);

#endif
