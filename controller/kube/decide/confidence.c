/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/decide/confidence.h"

#include <stdio.h>

void confidence_set(
    struct confidence *confidence, enum source_state state, const char *reason)
{
	confidence->state = state;
	snprintf(confidence->reason, sizeof(confidence->reason), "%s", reason);
}

void confidence_gain(struct confidence *confidence)
{
	confidence->doubt = 0;
	confidence->failures = 0;
	if (confidence->synced)
		confidence_set(confidence, SOURCE_LIVE, "");
}

uint64_t confidence_since(const struct confidence *confidence, uint64_t now)
{
	return confidence->state == SOURCE_LOST && confidence->doubt
	    ? confidence->doubt
	    : now;
}

void confidence_doubt(struct confidence *confidence, const char *trouble,
    bool unreached, uint64_t now)
{
	snprintf(
	    confidence->trouble, sizeof(confidence->trouble), "%s", trouble);
	if (!confidence->doubt)
		confidence->doubt = now;
	confidence->failures++;
	if (unreached && confidence->failures > 1 &&
	    confidence->state == SOURCE_LIVE)
		confidence_set(confidence, SOURCE_LOST, trouble);
	if (confidence->state == SOURCE_SYNCING)
		confidence_set(confidence, SOURCE_SYNCING, trouble);
}

bool confidence_in_doubt(const struct confidence *confidence)
{
	return confidence->doubt &&
	    (confidence->state == SOURCE_LIVE ||
		confidence->state == SOURCE_SYNCING);
}

void confidence_wane(
    struct confidence *confidence, uint64_t patience, uint64_t now)
{
	if (confidence_in_doubt(confidence) &&
	    now - confidence->doubt >= patience)
		confidence_set(confidence, SOURCE_LOST, confidence->trouble);
}
