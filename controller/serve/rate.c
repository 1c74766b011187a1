/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/rate.h"

bool rate_allows(struct rate *rate, uint64_t now)
{
	if (rate->next < now)
		rate->next = now;
	if (rate->next - now > (rate->burst - 1) * rate->interval)
		return false;
	rate->next += rate->interval;
	return true;
}
