/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/journalfile.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "zonegen/record/name.h"

struct journalfile_name {
	char text[NAME_MAX + 1];
};

static struct journalfile_name named(const char *zone)
{
	struct journalfile_name name;
	char file[NAME_FILE_SIZE];

	snprintf(name.text, sizeof(name.text), "%s.journal",
	    name_for_file(zone, file));
	return name;
}

bool journalfile_remove(int zones, const char *zone, struct err *err)
{
	struct journalfile_name name = named(zone);

	if (unlinkat(zones, name.text, 0) < 0 && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", name.text);
	return true;
}

bool journalfile_is_there(int zones, const char *zone)
{
	return faccessat(zones, named(zone).text, F_OK, 0) == 0;
}

bool journalfile_read(
    int zones, const char *zone, char **text, size_t *len, struct err *err)
{
	return statedir_read(
	    zones, named(zone).text, JOURNALFILE_MAX, text, len, err);
}

bool journalfile_set_aside(int zones, const char *zone, struct err *err)
{
	return statedir_set_aside(zones, named(zone).text, err);
}
