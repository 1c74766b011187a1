/* SPDX-License-Identifier: Apache-2.0 */
/*
 * obeying.h - orders of operators are carried out: freeze, thaw, restore,
 * release, approve.
 *
 * What is ordered is in force once it is on the disk; then the zones hear of
 * it.  A zone gets an old version, and its own ones again, when all zones are
 * opened anew, as for another configuration.
 */
#ifndef CONTROLLER_PUBLISH_OBEYING_H
#define CONTROLLER_PUBLISH_OBEYING_H

#include "controller/publish/git/revision.h"
#include "controller/publish/order/restored.h"
#include "controller/publish/passes.h"

/* An old version while it is read for one request, which is asked again. */
struct obeying_read {
	char *zone, *word; /* NULL: none is */
	struct git git;
	struct revision *revision; /* NULL: it has been read, or that failed */
	bool failed;
	struct err err;
	struct restored restored;
	char commit[STREAM_ID_SIZE];
};

struct obeying {
	struct loop *loop;
	struct passes *passes; /* has the zones, the orders, and the rest */
	struct loop_timer *reopen, *forget;
	void (*reopened)(void *arg); /* all zones are to be opened anew */
	void *arg;
	struct obeying_read read;
};

void obeying_open(struct obeying *obeying, struct loop *loop,
    struct passes *passes, void (*reopened)(void *arg), void *arg);
void obeying_close(struct obeying *obeying);

/* ERR_ABSENT: no such zone or plan; ERR_INPUT: no digits; zones_approve(). */
bool obeying_approve(struct obeying *obeying, const char *zone,
    const char *plan, const struct statement *stated,
    struct err *err) MUST_CHECK;
/*
 * A zone, or ORDERS_ALL, for life ms; 0: until it is thawed.  ERR_ABSENT: no
 * such zone, or it is not frozen; ERR_SYSTEM: the disk.
 */
bool obeying_freeze(struct obeying *obeying, const char *zone,
    const struct statement *stated, int64_t life, struct err *err) MUST_CHECK;
bool obeying_thaw(struct obeying *obeying, const char *zone,
    const struct statement *stated, struct err *err) MUST_CHECK;

/* A version to restore. */
struct obeying_restore {
	const char *zone, *word; /* the commit, as it is called */
	const char *plan;        /* approved: the digits of its digest; NULL */
	const struct statement *stated;
	int64_t life; /* ms; 0: until it is released */
};
struct obeying_shown {
	bool reading; /* it is: ask again */
	bool done;    /* it is restored */
	char commit[STREAM_ID_SIZE];
	uint32_t serial;
	struct restored_plan plan; /* clear its lines */
};
/*
 * Shows what would change, or does it if that is what was approved.  ERR_ABSENT
 * and ERR_INPUT: no such zone, commit, version or plan; ERR_SYSTEM: the disk.
 */
bool obeying_restore(struct obeying *obeying,
    const struct obeying_restore *order, struct obeying_shown *out,
    struct err *err) MUST_CHECK;
/* The objects are asked again.  ERR_ABSENT: nothing is restored. */
bool obeying_release(struct obeying *obeying, const char *zone,
    const struct statement *stated, struct err *err) MUST_CHECK;
/* Ends what stands and whose time is over. */
void obeying_expire(struct obeying *obeying);

#endif
