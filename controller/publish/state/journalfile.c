/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/journalfile.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "zonegen/base/outfile.h"

#define MODE 0644

static struct statedir_name named(const char *zone)
{
	return statedir_name(zone, "journal");
}

bool journalfile_remove(int zones, const char *zone, struct err *err)
{
	struct statedir_name name = named(zone);

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

/* --- Writing --- */

/* What a process before left is not added to. */
void journalfile_open(struct journalfile *journal,
    const struct statedir *statedir, struct unsynced *unsynced,
    const char *zone)
{
	*journal = (struct journalfile){
		.dir = statedir->zones,
		.zone = zone,
		.unsynced_zones = unsynced,
		.fd = -1,
		.torn = journalfile_is_there(statedir->zones, zone),
	};
}

void journalfile_close(struct journalfile *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
	journal->unsynced = false;
}

static bool make(struct journalfile *journal, struct err *err)
{
	struct statedir_name name = named(journal->zone);

	if (journal->fd >= 0)
		return true;
	if (!unsynced_note(journal->unsynced_zones, journal->zone, err))
		return false;
	journal->fd = openat(journal->dir, name.text,
	    O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, MODE);
	journal->len = 0;
	return journal->fd >= 0 ||
	    err_errno(err, "cannot create '%s'", name.text);
}

bool journalfile_append(
    struct journalfile *journal, const struct buf *entry, struct err *err)
{
	ssize_t n;

	if (journal->torn || !buf_ok(entry) ||
	    journal->len + entry->len > JOURNALFILE_MAX)
		return err_set(err, ERR_INPUT, "no more fits the journal");
	if (!make(journal, err))
		return false;
	do
		n = write(journal->fd, buf_text(entry), entry->len);
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)entry->len) {
		journal->len += entry->len;
		journal->unsynced = true;
		return true;
	}
	if (n >= 0)
		errno = ENOSPC;
	err_errno(err, "cannot write '%s'", named(journal->zone).text);
	journal->torn =
	    n > 0 && ftruncate(journal->fd, (off_t)journal->len) < 0;
	return false;
}

/* Its name, too, after the first entry. */
bool journalfile_sync(struct journalfile *journal, struct err *err)
{
	struct statedir_name name = named(journal->zone);
	bool ok;

	if (!journal->unsynced)
		return true;
	ok = fsync(journal->fd) == 0
	    ? outfile_sync(journal->dir, name.text, err)
	    : err_errno(err, "cannot sync '%s'", name.text);
	journal->unsynced = false;
	journal->torn |= !ok; /* a second sync would tell nothing */
	return ok;
}

bool journalfile_empty(struct journalfile *journal, struct err *err)
{
	if (!journalfile_remove(journal->dir, journal->zone, err))
		return false;
	journalfile_close(journal);
	journal->torn = false;
	journal->len = 0;
	return true;
}
