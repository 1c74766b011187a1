/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recent.h - the last versions of a zone that were seen served, since the
 * process began, with the beginning of what each changed.
 */
#ifndef CONTROLLER_PUBLISH_ACCOUNT_RECENT_H
#define CONTROLLER_PUBLISH_ACCOUNT_RECENT_H

#include "zonegen/version/plan.h"

#define RECENT_VERSIONS 5
#define RECENT_OCTETS 1000 /* of the changes of a version */

struct recent_version {
	uint32_t serial;
	int64_t at;                     /* s since 1970 */
	size_t added, updated, removed; /* RRsets */
	char *changes; /* lines as plan_print_change() writes them; owned */
	bool cut;      /* there were more */
};

struct recent {
	struct recent_version list[RECENT_VERSIONS]; /* the newest first */
	size_t count;
};

void recent_add(struct recent *recent, const struct plan *plan, uint32_t serial,
    int64_t at);
void recent_clear(struct recent *recent); /* { 0 } is fine */

#endif
