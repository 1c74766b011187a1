/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/moment.h"

#include <time.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly count digits and then the octet end ('\0': no matter which). */
static bool digits(const char **at, int count, char end, int *out)
{
	*out = 0;
	for (; count > 0; count--, (*at)++) {
		if (!is_digit(**at))
			return false;
		*out = *out * 10 + (**at - '0');
	}
	if (!end)
		return true;
	return *(*at)++ == end;
}

/* "Z" or "+01:00"; seconds to take away. */
static bool offset(const char **at, int *out)
{
	char sign = *(*at)++;
	int hours, minutes;

	*out = 0;
	if (sign == 'Z')
		return true;
	if ((sign != '+' && sign != '-') || !digits(at, 2, ':', &hours) ||
	    !digits(at, 2, '\0', &minutes) || hours > 23 || minutes > 59)
		return false;
	*out = (hours * 60 + minutes) * 60;
	if (sign == '-')
		*out = -*out;
	return true;
}

static bool fraction(const char **at)
{
	if (**at != '.')
		return true;
	if (!is_digit(*++*at))
		return false;
	while (is_digit(**at))
		++*at;
	return true;
}

bool moment_parse(const char *text, int64_t *out)
{
	struct tm tm = { 0 }, back;
	int year, month, away;
	time_t seconds;

	if (!digits(&text, 4, '-', &year) || !digits(&text, 2, '-', &month) ||
	    !digits(&text, 2, 'T', &tm.tm_mday) ||
	    !digits(&text, 2, ':', &tm.tm_hour) ||
	    !digits(&text, 2, ':', &tm.tm_min) ||
	    !digits(&text, 2, '\0', &tm.tm_sec) || !fraction(&text) ||
	    !offset(&text, &away) || *text)
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	back = tm;
	seconds = timegm(&back);
	/* timegm() makes 1 March of 30 February; we do not. */
	if (back.tm_mon != tm.tm_mon || back.tm_hour != tm.tm_hour ||
	    back.tm_min != tm.tm_min || back.tm_sec != tm.tm_sec)
		return false;
	*out = (int64_t)seconds - away;
	return true;
}
