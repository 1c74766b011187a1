/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cut.h - one place where the zone may end, and the glue that it needs.
 *
 * Plain values: rules.h says which cut a name asks to be, cuts.h which of them
 * stand.
 */
#ifndef ZONEGEN_RESOLVE_CUT_H
#define ZONEGEN_RESOLVE_CUT_H

#include "zonegen/base/map.h"
#include "zonegen/domain/domain.h"
#include "zonegen/record/name.h"

struct cut_target { /* one nameserver of a delegation */
	const char *name;
	bool lame; /* below a cut, and without an address */
};

struct cut {
	const struct domain *domain;
	const struct entry *entry; /* the oldest that asks for it */
	bool ns;                   /* what is claimed, and permitted */
	const char *dname;         /* likewise: the target; NULL: none */
	bool over;          /* stands over what it must not: no cut at all */
	bool looped;        /* its DNAME leads back to itself */
	bool bare;          /* no nameserver is left: its NS are refused */
	const char *winner; /* over: the origin whose name is below */
	const struct cut *above;    /* the standing one it is below, or NULL */
	struct cut_target *targets; /* sorted, each once; cut_close() */
	size_t ntargets;
	const char **namespaces; /* whose NS they are, likewise */
	size_t nnamespaces;
	bool configured; /* some are the configuration's */
};

/* A name that standing delegations have as nameserver. */
struct glue {
	const char *name;
	struct map namespaces; /* of those delegations */
	bool configured;       /* one of them is */
};

/* RR_NS or RR_DNAME; 0: it does not stand. */
uint16_t cut_type(const struct cut *cut);
/*
 * What a DNAME puts in the place of a name at or below it; false: it is too
 * long for a name.
 */
bool cut_substitute(
    const struct cut *cut, const char *name, char out[NAME_SIZE]) MUST_CHECK;
/* Was the domain a cut in the last version? */
bool cut_was(const struct domain *domain);
/*
 * For qsort() of pointers: the cut that the last version had is the older of
 * two; otherwise their ages tell.
 */
int cut_by_age(const void *x, const void *y);
/* Targets and namespaces are complete: sorts them, each is there once. */
void cut_close(struct cut *cut);
/* Is one of its NS of this namespace? */
bool cut_is_of(const struct cut *cut, const char *namespace);
/* Is target a nameserver of the cut? */
bool cut_names(const struct cut *cut, const char *target);
/* Likewise, and lame? */
bool cut_has_lame(const struct cut *cut, const char *target);
/*
 * May entry give addresses to a name that these delegations need?  From the
 * configuration, or from a namespace that owns one of them.  glue NULL: none
 * needs it.
 */
bool glue_from(const struct glue *glue, const struct entry *entry);

#endif
