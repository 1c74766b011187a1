/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whose.h - whose a name is, as ownership.h decided it (C0: whose a name is).
 */
#ifndef ZONEGEN_RESOLVE_WHOSE_H
#define ZONEGEN_RESOLVE_WHOSE_H

#include "zonegen/resolve/cut.h"
#include "zonegen/domain/domains.h"

enum whose {
	WHOSE_NAMESPACE,      /* .owner; NULL: nobody asks for it */
	WHOSE_ZONE,           /* the configuration's (D6) */
	WHOSE_ADMINISTRATORS, /* theirs, type by type; .owner has the others */
	WHOSE_ALL,            /* namespaces are united */
};

struct ownership {
	enum whose whose;
	const struct owner *owner;   /* borrowed of the domain it is with */
	const struct domain *domain; /* that one; NULL: none is there */
};

/* Whose the name is now; for the second it need not be a domain. */
struct ownership whose_at(
    const struct domains *domains, const struct domain *domain);
struct ownership whose_name(const struct domains *domains, const char *name);

/*
 * The namespace that owns a name below a cut: of those that own a delegation
 * that needs its addresses the one that had it, or the oldest; NULL: none.
 */
const char *whose_glue(const struct zone_settings *settings,
    const struct domain *domain, const struct glue *glue);

#endif
