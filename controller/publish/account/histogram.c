/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/account/histogram.h"

const uint64_t histogram_bounds[HISTOGRAM_BOUNDS] = { 1, 5, 10, 25, 50, 100,
	250, 500, 1000, 2500, 5000, 10000, 30000, 60000 };

void histogram_add(struct histogram *histogram, uint64_t ms)
{
	size_t at = 0;

	while (at < HISTOGRAM_BOUNDS && ms > histogram_bounds[at])
		at++;
	histogram->counts[at]++;
	histogram->sum += ms;
}
