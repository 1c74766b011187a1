/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/lastversion.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/state/filepair.h"
#include "controller/publish/state/journalfile.h"
#include "zonegen/version/journal.h"
#include "zonegen/version/load.h"
#include "zonegen/version/serial.h"

#define FILE_MAX UINT32_MAX
#define PASSED "zone.passed"

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

/*
 * A damaged .origins file counts as none: the origins are then unknown (Q1: an
 * untrusted source changes nothing).
 */
static bool take(int zones, struct zone *zone, const char *file, size_t len,
    struct lastversion *out, struct err *err)
{
	char *origins = NULL;
	size_t origins_len = 0;
	struct err unread;

	if (!statedir_read(zones,
		statedir_name(zone_name(zone), "origins").text, FILE_MAX,
		&origins, &origins_len, &unread))
		origins = NULL;
	out->found = load_version(zone, file, len, origins ? origins : "",
	    origins ? origins_len : 0, &out->lost, err);
	free(origins);
	return out->found;
}

/* Of a file whose names passed to another zone only the serial counts. */
static void read_passed(
    int zones, const struct zone *zone, struct lastversion *out)
{
	char *file = NULL;
	struct err unread;
	size_t len;

	if (statedir_read(zones, statedir_name(zone_name(zone), PASSED).text,
		FILE_MAX, &file, &len, &unread))
		out->serial_known = lastversion_serial(file, &out->serial);
	free(file);
}

static bool read_files(
    int zones, struct zone *zone, struct lastversion *out, struct err *err)
{
	struct statedir_name name = statedir_name(zone_name(zone), "zone");
	char *file = NULL;
	size_t len;

	if (!statedir_read(zones, name.text, FILE_MAX, &file, &len, err)) {
		if (err->kind == ERR_ABSENT)
			read_passed(zones, zone, out);
		return err->kind == ERR_ABSENT;
	}
	if (!take(zones, zone, file, len, out, err)) {
		err_prefix(
		    err, "'%s' is not a version of this controller", name.text);
		out->serial_known = lastversion_serial(file, &out->serial);
		free(file);
		return false;
	}
	free(file);
	return true;
}

/* --- The journal --- */

/*
 * Before the zone file: what another process removes from the journal between
 * the two is in the file by then.  One that is no file does not count.
 */
static bool read_journal(int zones, const struct zone *zone, char **text,
    size_t *len, struct lastversion *out, struct err *err)
{
	struct err unread;

	*text = NULL;
	*len = 0;
	out->journal =
	    journalfile_read(zones, zone_name(zone), text, len, &unread);
	if (out->journal || unread.kind == ERR_ABSENT)
		return true;
	out->journal = unread.kind == ERR_INPUT;
	if (!out->journal) {
		*err = unread;
		return false;
	}
	out->dropped = unread;
	return true;
}

static void replay(
    struct zone *zone, const char *text, size_t len, struct lastversion *out)
{
	struct journal_replay replay;

	if (!text)
		return;
	journal_replay(zone, text, len, &replay);
	out->caught_up = replay.applied;
	out->caught_up_to = zone_serial(zone);
	if (!replay.dropped)
		return;
	out->dropped = replay.why;
	if (replay.heard &&
	    (!out->serial_known || serial_later(replay.latest, out->serial))) {
		out->serial_known = true;
		out->serial = replay.latest;
	}
}

/* What was read of it is in the files before it goes. */
static bool end_journal(const struct statedir *statedir,
    const struct zone *zone, struct lastversion *out, struct err *err)
{
	struct filepair pair;

	if (out->caught_up) {
		filepair_open(&pair, statedir, zone_name(zone));
		out->behind = !filepair_rewrite(&pair, zone, true, 0, err);
		if (out->behind)
			return false;
	}
	if (*out->dropped.text)
		return journalfile_set_aside(
		    statedir->zones, zone_name(zone), err);
	return journalfile_remove(statedir->zones, zone_name(zone), err);
}

bool lastversion_load(const struct statedir *statedir, struct zone *zone,
    struct lastversion *out, struct err *err)
{
	struct err trouble;
	char *journal;
	size_t len;
	bool ok, damaged;

	*out = (struct lastversion){ .found = false };
	if (!read_journal(statedir->zones, zone, &journal, &len, out, err))
		return false;
	ok = read_files(statedir->zones, zone, out, err);
	damaged = !ok && err->kind == ERR_INPUT;
	if (out->found)
		unlinkat(statedir->zones,
		    statedir_name(zone_name(zone), PASSED).text, 0);
	if (damaged)
		statedir_refuse(statedir->zones,
		    statedir_name(zone_name(zone), "zone").text, err);
	if (out->journal && (ok || damaged)) {
		replay(zone, journal, len, out);
		if (!end_journal(statedir, zone, out, &trouble))
			out->trouble = trouble;
	}
	free(journal);
	return ok;
}

void lastversion_pass(int zones, const char *zone)
{
	(void)renameat(zones, statedir_name(zone, "zone").text, zones,
	    statedir_name(zone, PASSED).text);
}

bool lastversion_passed(int zones, const char *zone)
{
	return faccessat(zones, statedir_name(zone, PASSED).text, F_OK, 0) == 0;
}

bool lastversion_look(
    int zones, struct zone *zone, struct lastversion *out, struct err *err)
{
	char *journal;
	size_t len;
	bool ok;

	*out = (struct lastversion){ .found = false };
	if (!read_journal(zones, zone, &journal, &len, out, err))
		return false;
	ok = read_files(zones, zone, out, err);
	if (out->found)
		replay(zone, journal, len, out);
	free(journal);
	return ok;
}
