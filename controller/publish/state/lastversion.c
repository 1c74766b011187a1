/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/lastversion.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/version/load.h"
#include "zonegen/record/name.h"

#define FILE_MAX UINT32_MAX

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n(");
}

static const char *skip_word(const char *at)
{
	return at + strcspn(at, " \t\r\n(");
}

/* "SOA" is followed by two names, perhaps a bracket, and the serial. */
static bool serial_behind(const char *at, uint32_t *out)
{
	unsigned long number;
	char *end;

	for (int i = 0; i < 2; i++)
		at = skip_word(skip_blanks(at));
	at = skip_blanks(at);
	errno = 0;
	if (*at < '0' || *at > '9')
		return false;
	number = strtoul(at, &end, 10);
	if (errno || number > UINT32_MAX || skip_word(end) != end)
		return false;
	*out = (uint32_t)number;
	return true;
}

bool lastversion_serial(const char *text, uint32_t *out)
{
	const char *soa = text;

	while ((soa = strstr(soa, "SOA"))) {
		soa += 3;
		if ((*soa == ' ' || *soa == '\t') && serial_behind(soa, out))
			return true;
	}
	return false;
}

static bool set_aside(
    const struct statedir *statedir, const char *name, struct err *err)
{
	struct err moved;

	if (!statedir_set_aside(statedir->zones, name, &moved))
		return err_prefix(err, "%s", moved.text);
	return err_prefix(
	    err, "'%s' is not a version of this controller, set aside", name);
}

/*
 * A damaged .origins file counts as none: the origins are then unknown (Q1: an
 * untrusted source changes nothing).
 */
static bool take(int zones, struct zone *zone, const char *file, size_t len,
    struct lastversion *out, struct err *err)
{
	char name[NAME_MAX + 1], text[NAME_FILE_SIZE];
	char *origins = NULL;
	size_t origins_len = 0;
	struct err unread;
	bool ok;

	snprintf(name, sizeof(name), "%s.origins",
	    name_for_file(zone_name(zone), text));
	if (!statedir_read(
		zones, name, FILE_MAX, &origins, &origins_len, &unread))
		origins = NULL;
	ok = load_version(zone, file, len, origins ? origins : "",
	    origins ? origins_len : 0, &out->lost, err);
	free(origins);
	return ok;
}

bool lastversion_load(const struct statedir *statedir, struct zone *zone,
    struct lastversion *out, struct err *err)
{
	char name[NAME_MAX + 1], text[NAME_FILE_SIZE];
	char *file = NULL;
	size_t len;
	bool ok = true;

	*out = (struct lastversion){ .found = false };
	snprintf(name, sizeof(name), "%s.zone",
	    name_for_file(zone_name(zone), text));
	if (!statedir_read(statedir->zones, name, FILE_MAX, &file, &len, err)) {
		if (err->kind == ERR_ABSENT)
			return true;
		if (err->kind == ERR_INPUT)
			return set_aside(statedir, name, err);
		return false;
	}
	if (take(statedir->zones, zone, file, len, out, err)) {
		out->found = true;
	} else {
		out->serial_known = lastversion_serial(file, &out->serial);
		ok = set_aside(statedir, name, err);
	}
	free(file);
	return ok;
}

bool lastversion_look(
    int zones, struct zone *zone, struct lastversion *out, struct err *err)
{
	char name[NAME_MAX + 1], text[NAME_FILE_SIZE];
	char *file = NULL;
	size_t len;

	*out = (struct lastversion){ .found = false };
	snprintf(name, sizeof(name), "%s.zone",
	    name_for_file(zone_name(zone), text));
	if (!statedir_read(zones, name, FILE_MAX, &file, &len, err))
		return err->kind == ERR_ABSENT;
	out->found = take(zones, zone, file, len, out, err);
	free(file);
	return out->found || err_prefix(err, "'%s'", name);
}
