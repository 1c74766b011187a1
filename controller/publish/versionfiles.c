/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/versionfiles.h"

#include <limits.h>
#include <stdio.h>

#define MODE 0644

static bool write_origins(
    struct outfile *out, int dir, const struct zone *zone, struct err *err)
{
	struct buf part = BUF_INIT(UINT32_MAX);
	char name[NAME_MAX + 1];
	bool ok, more = true;
	size_t at = 0;

	snprintf(name, sizeof(name), "%s.origins", zone_name(zone));
	ok = outfile_open(out, dir, name, MODE, err);
	while (ok && more) {
		buf_reset(&part);
		more = zone_origins(zone, &at, &part);
		ok = outfile_add(out, buf_text(&part), part.len, err);
	}
	buf_clear(&part);
	return ok && outfile_end(out, err);
}

bool versionfiles_write(struct versionfiles *out, int dir,
    const struct zone *zone, const struct version *version, struct err *err)
{
	char name[NAME_MAX + 1];

	*out = (struct versionfiles)VERSIONFILES_INIT;
	snprintf(name, sizeof(name), "%s.zone", version->zone);
	return outfile_write(&out->file, dir, name, MODE,
		   buf_text(&version->file), version->file.len, err) &&
	    (!version->origins_changed ||
		write_origins(&out->origins, dir, zone, err));
}

/* .origins first: with the old zone file it is still the better one. */
bool versionfiles_commit(
    struct versionfiles *files, const struct version *version, struct err *err)
{
	return (!version->origins_changed ||
		   outfile_commit(&files->origins, err)) &&
	    outfile_commit(&files->file, err);
}

void versionfiles_abandon(struct versionfiles *files)
{
	outfile_abandon(&files->file);
	outfile_abandon(&files->origins);
}
