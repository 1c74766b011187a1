/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/catchup.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/state/filepair.h"
#include "controller/publish/state/journalfile.h"
#include "zonegen/base/entries.h"
#include "zonegen/record/name.h"

#define SUFFIX ".journal"
#define FILE_MAX UINT32_MAX

void catchup_each(
    int zones, void (*found)(void *arg, const char *zone), void *arg)
{
	DIR *entries = entries_open(zones, ".");
	char zone[NAME_SIZE];
	const char *name;
	struct err err;

	while ((name = entries_next(entries, SUFFIX)))
		if (name_parse_record(
			name, strlen(name) - strlen(SUFFIX), zone, &err))
			found(arg, zone);
}

/* The comments on top of its file; NULL: it has no file. */
static char *read_header(int zones, const char *zone)
{
	char *text, *end;
	struct err err;
	size_t len;

	if (!statedir_read(zones, statedir_name(zone, "zone").text, FILE_MAX,
		&text, &len, &err))
		return NULL;
	end = strstr(text, "$ORIGIN");
	if (end)
		*end = '\0';
	return text;
}

static bool catch_up(const struct statedir *statedir, struct zone *zone,
    struct lastversion *out, struct err *err)
{
	struct filepair pair;

	if (!lastversion_look(statedir->zones, zone, out, err))
		return false;
	if (out->caught_up) {
		filepair_open(&pair, statedir, zone_name(zone));
		if (!filepair_rewrite(&pair, zone, true, 0, err))
			return false;
	}
	return *out->dropped.text || !out->found ||
	    journalfile_remove(statedir->zones, zone_name(zone), err);
}

bool catchup_zone(const struct statedir *statedir, const char *zone,
    const struct zone_settings *settings, struct lastversion *out,
    struct err *err)
{
	char *header = settings ? NULL : read_header(statedir->zones, zone);
	const struct zone_settings none = {
		.name = zone,
		.header = header ? header : "",
	};
	struct zone *of = zone_new(settings ? settings : &none);
	bool ok = catch_up(statedir, of, out, err);

	zone_free(of);
	free(header);
	return ok || err_prefix(err, "zone '%s'", zone);
}
