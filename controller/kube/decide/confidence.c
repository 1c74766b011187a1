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
	if (confidence->synced)
		confidence_set(confidence, SOURCE_LIVE, "");
}

void confidence_doubt(
    struct confidence *confidence, const char *trouble, uint64_t now)
{
	snprintf(
	    confidence->trouble, sizeof(confidence->trouble), "%s", trouble);
	if (!confidence->doubt)
		confidence->doubt = now;
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
