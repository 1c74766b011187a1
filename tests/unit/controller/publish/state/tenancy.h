/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tenancy.h - four namespaces of one zone, and the names that they may ask for:
 * some that anybody wants, and some of each that nobody else does.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_STATE_TENANCY_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_STATE_TENANCY_H

#include "zonegen/domain/rrsets.h"

#define TENANTS 4
#define HOME 40 /* names w0.. that anybody may ask for */
#define POOL 36 /* names of each that are his alone, and change */
#define NAMES (HOME + TENANTS * POOL)

extern const char *const tenancy_tenants[TENANTS];
/* Which of the names w0.. they have at home; two are small. */
extern const unsigned tenancy_homes[TENANTS + 1];

const char *tenancy_name(unsigned name, char out[64]);
const char *tenancy_full(unsigned name);     /* with the zone */
int tenancy_of(const struct origin *origin); /* -1: of none of them */
int tenancy_whose(const struct rrsets *rrsets);

#endif
