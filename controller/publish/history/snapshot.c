/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/publish/state/lastversion.h"
#include "zonegen/base/entries.h"

#define SUFFIX ".commit"

static struct statedir_name named(
    const char *zone, uint32_t serial, const char *which)
{
	char suffix[48];

	snprintf(suffix, sizeof(suffix), "%s.%lu" SUFFIX, which,
	    (unsigned long)serial);
	return statedir_name(zone, suffix);
}

static bool link_one(int dir, const char *from, const char *to, struct err *err)
{
	unlinkat(dir, to, 0);
	if (linkat(dir, from, dir, to, 0) == 0)
		return true;
	return err_errno(err, "cannot link '%s'", from);
}

bool snapshot_take(const struct statedir *statedir, const char *zone,
    uint32_t serial, const char *file, const char *origins, struct err *err)
{
	struct statedir_name there = statedir_name(zone, "origins");
	struct err none;

	/* Origins may be missing; the next version has them again. */
	(void)!link_one(statedir->zones, origins ? origins : there.text,
	    named(zone, serial, "origins").text, &none);
	return link_one(
	    statedir->zones, file, named(zone, serial, "zone").text, err);
}

bool snapshot_link(const struct statedir *statedir, const char *zone,
    uint32_t serial, struct err *err)
{
	struct statedir_name there = statedir_name(zone, "zone");

	return snapshot_take(statedir, zone, serial, there.text, NULL, err);
}

bool snapshot_path(const struct statedir *statedir, const char *zone,
    uint32_t serial, const char *which, struct buf *out)
{
	struct statedir_name name = named(zone, serial, which);

	buf_printf(out, "%s/zones/%s", statedir->path, name.text);
	return faccessat(statedir->zones, name.text, R_OK, 0) == 0;
}

bool snapshot_read(const struct statedir *statedir, const char *zone,
    uint32_t serial, struct buf *out, struct err *err)
{
	struct statedir_name name = named(zone, serial, "zone");
	int fd = openat(statedir->zones, name.text, O_RDONLY | O_CLOEXEC);
	uint32_t found;
	bool ok;

	if (fd < 0)
		return err_errno(err, "cannot open '%s'", name.text);
	ok = textfile_read_fd(fd, name.text, out, err);
	close(fd);
	if (!ok)
		return false;
	if (!lastversion_serial(buf_text(out), &found) || found != serial)
		return err_set(
		    err, ERR_INPUT, "'%s' has another serial", name.text);
	return true;
}

void snapshot_drop(
    const struct statedir *statedir, const char *zone, uint32_t serial)
{
	unlinkat(statedir->zones, named(zone, serial, "zone").text, 0);
	unlinkat(statedir->zones, named(zone, serial, "origins").text, 0);
}

void snapshot_sweep(const struct statedir *statedir)
{
	DIR *entries = entries_open(statedir->zones, ".");
	const char *name;

	while ((name = entries_next(entries, SUFFIX)))
		unlinkat(statedir->zones, name, 0);
}
