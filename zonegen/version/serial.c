/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/serial.h"

#include <time.h>

bool serial_later(uint32_t a, uint32_t b)
{
	uint32_t ahead = a - b;

	return ahead != 0 && ahead < UINT32_C(1) << 31;
}

static uint32_t of_day(int64_t now)
{
	time_t seconds = (time_t)now;
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return 1;
	return (uint32_t)(((tm.tm_year + 1900) * 100 + tm.tm_mon + 1) * 100 +
		   tm.tm_mday) *
	    100;
}

uint32_t serial_first(enum serial_policy policy, int64_t now)
{
	uint32_t serial = 1;

	if (policy == SERIAL_UNIXTIME)
		serial = (uint32_t)now;
	if (policy == SERIAL_DATE)
		serial = of_day(now);
	return serial ? serial : 1;
}

uint32_t serial_next(enum serial_policy policy, uint32_t previous, int64_t now)
{
	uint32_t serial = serial_first(policy, now);

	if (policy == SERIAL_COUNTER || !serial_later(serial, previous))
		serial = previous + 1;
	return serial ? serial : 1;
}
