/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/client/scale.h"

#include <stdlib.h>
#include <string.h>

enum sort { TIME, SIZE, COUNT };

#define FIELD(name, sort)                                    \
	{                                                    \
#name, offsetof(struct limits, name), (sort) \
	}

static const struct field {
	const char *name;
	size_t at;
	enum sort sort;
} fields[] = {
	FIELD(connect, TIME),
	FIELD(response, TIME),
	FIELD(silence, TIME),
	FIELD(wall, TIME),
	FIELD(response_size, SIZE),
	FIELD(keep_idle, COUNT),
	FIELD(keep_interval, COUNT),
	FIELD(keep_count, COUNT),
	FIELD(user_timeout, COUNT),
	FIELD(item_size, SIZE),
	FIELD(body_size, SIZE),
	FIELD(lists, COUNT),
	FIELD(restarts, COUNT),
	FIELD(watch_least, TIME),
	FIELD(watch_spread, TIME),
	FIELD(watch_grace, TIME),
	FIELD(idle, TIME),
	FIELD(idle_grace, TIME),
	FIELD(brief, TIME),
	FIELD(resume, TIME),
	FIELD(line_size, SIZE),
	FIELD(bad_lines, COUNT),
	FIELD(silences, COUNT),
	FIELD(relist, TIME),
	FIELD(recheck, TIME),
	FIELD(backoff_first, TIME),
	FIELD(backoff_cap, TIME),
	FIELD(backoff_reset, TIME),
	FIELD(retry_after, TIME),
	FIELD(patience, TIME),
	FIELD(tries, COUNT),
	FIELD(absent_poll, TIME),
	FIELD(absent_checks, COUNT),
	FIELD(absent_span, TIME),
	FIELD(credentials, TIME),
};

static void *field_of(struct limits *limits, const struct field *field)
{
	return (char *)limits + field->at;
}

void scale_times(struct limits *limits, unsigned factor)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		uint64_t *time = field_of(limits, &fields[i]);

		if (fields[i].sort != TIME)
			continue;
		*time /= factor;
		if (!*time)
			*time = 1;
	}
}

static void set(
    struct limits *limits, const struct field *field, unsigned long long value)
{
	switch (field->sort) {
	case TIME:
		*(uint64_t *)field_of(limits, field) = value;
		break;
	case SIZE:
		*(size_t *)field_of(limits, field) = (size_t)value;
		break;
	case COUNT:
		*(unsigned *)field_of(limits, field) = (unsigned)value;
		break;
	}
}

bool scale_set(struct limits *limits, const char *setting, struct err *err)
{
	size_t len = strcspn(setting, "=");
	const char *value = setting + len + (setting[len] == '=');

	if (!*value || value[strspn(value, "0123456789")])
		return err_set(
		    err, ERR_INPUT, "'%s' is not NAME=NUMBER", setting);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strlen(fields[i].name) == len &&
		    !memcmp(fields[i].name, setting, len)) {
			set(limits, &fields[i], strtoull(value, NULL, 10));
			return true;
		}
	return err_set(err, ERR_INPUT, "no limit is called so: '%s'", setting);
}
