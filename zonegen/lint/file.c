/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.c - reads a file with master.h, gathers its records and its faults,
 * finds out which zone it is, runs the checks of lint.h and sorts all findings
 * by their line.
 */
#include "zonegen/lint/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/lint/lint.h"
#include "zonegen/lint/master.h"
#include "zonegen/lint/mastertype.h"

struct lintfile_reading {
	struct lintfile *file;
	const char *zone; /* as it was given, or NULL */
	struct lint lint;
	char first_soa[NAME_SIZE];
	size_t soas;
	struct unread { /* types that were seen, not read */
		uint16_t type;
		size_t line, count;
	} * unread;
	size_t nunread, unread_cap;
};

static void add(struct lintfile_reading *r, const struct finding *finding,
    size_t line, const char *sentence)
{
	struct lintfile *file = r->file;

	file->lines = xgrow(file->lines, file->findings.count, &file->lines_cap,
	    sizeof(*file->lines));
	file->lines[file->findings.count] = line;
	findings_add(&file->findings, finding, "%s", sentence);
}

/* A SOA that cannot be read tells the zone all the same. */
static void count_soa(struct lintfile_reading *r, const char *name)
{
	if (!r->soas++)
		snprintf(r->first_soa, sizeof(r->first_soa), "%s", name);
}

static void on_fault(void *arg, const struct master_fault *fault)
{
	const struct finding finding = {
		.id = fault->id, .name = fault->name, .type = fault->type
	};

	add(arg, &finding, fault->line, fault->sentence);
	if (fault->id == BAD_SOA)
		count_soa(arg, fault->name);
}

static void on_finding(void *arg, const struct lint_record *at,
    enum finding_id id, const char *sentence)
{
	const struct finding finding = {
		.id = id, .name = at->name, .type = at->record.type
	};

	add(arg, &finding, at->line, sentence);
}

/* --- Records --- */

static void note_unread(struct lintfile_reading *r, uint16_t type, size_t line)
{
	size_t i = 0;

	while (i < r->nunread && r->unread[i].type != type)
		i++;
	if (i == r->nunread) {
		r->unread = xgrow(
		    r->unread, r->nunread, &r->unread_cap, sizeof(*r->unread));
		r->unread[r->nunread++] =
		    (struct unread){ .type = type, .line = line };
	}
	r->unread[i].count++;
}

static void report_soa(struct lintfile_reading *r,
    const struct master_record *record, enum finding_id id,
    const char *sentence)
{
	const struct finding finding = {
		.id = id, .name = record->name, .type = RR_SOA
	};

	add(r, &finding, record->line, sentence);
}

/* RFC 1912 2.2, RFC 2308 5 */
static void check_soa(
    struct lintfile_reading *r, const struct master_record *record)
{
	const struct master_soa *soa = record->soa;

	if (r->soas)
		report_soa(r, record, BAD_SOA, "SOA: there is one already");
	count_soa(r, record->name);
	if (r->soas > 1)
		return;
	if (!soa->refresh || !soa->retry || !soa->expire)
		report_soa(r, record, ODD_SOA,
		    "SOA: refresh, retry and expire are not 0");
	else if (soa->retry >= soa->refresh)
		report_soa(r, record, ODD_SOA,
		    "SOA: retry is not below refresh, it is never used");
	if (soa->expire < (uint64_t)soa->refresh + soa->retry)
		report_soa(r, record, ODD_SOA,
		    "SOA: secondaries give up before they try again");
	if (soa->minimum > 86400)
		report_soa(r, record, ODD_SOA,
		    "SOA: that a name does not exist is kept for more than a "
		    "day");
}

static void on_record(void *arg, const struct master_record *record)
{
	struct lintfile_reading *r = arg;

	r->file->records++;
	if (record->soa)
		check_soa(r, record);
	else if (!record->record.rdata)
		note_unread(r, record->record.type, record->line);
	lint_add(&r->lint, record->name, &record->record, record->line);
}

/* --- The zone --- */

static bool find_zone(struct lintfile_reading *r, struct err *err)
{
	struct lintfile *file = r->file;

	if (r->zone)
		snprintf(file->zone, sizeof(file->zone), "%s", r->zone);
	else if (r->soas)
		snprintf(file->zone, sizeof(file->zone), "%s", r->first_soa);
	else
		return err_set(err, ERR_INPUT,
		    "no SOA says which zone it is: it must be named");
	r->lint.zone = file->zone;
	return true;
}

static void check_zone(struct lintfile_reading *r)
{
	struct finding finding = {
		.id = BAD_SOA, .name = r->file->zone, .type = RR_SOA
	};

	if (!r->soas)
		add(r, &finding, 0, "SOA: the zone has none");
	else if (strcmp(r->first_soa, r->file->zone) != 0)
		add(r, &finding, 0, "SOA: it is not at the zone itself");
}

static void report_unread(
    struct lintfile_reading *r, const struct unread *unread)
{
	const char *word = mastertype_word(unread->type);
	struct finding finding = { .id = UNREAD_TYPE, .type = unread->type };
	char number[16], sentence[100];

	snprintf(number, sizeof(number), "TYPE%u", (unsigned)unread->type);
	snprintf(sentence, sizeof(sentence), "%s: %s%s not looked into",
	    word ? word : number, unread->count > 1 ? "its records" : "it",
	    unread->count > 1 ? " are" : " is");
	add(r, &finding, unread->line, sentence);
}

/* A record outside the zone is reported and not checked further. */
static void keep_inside(struct lintfile_reading *r)
{
	struct lint *lint = &r->lint;
	size_t kept = 0;

	for (size_t i = 0; i < lint->count; i++) {
		const struct lint_record *one = &lint->list[i];

		if (name_within(one->name, r->file->zone))
			lint->list[kept++] = *one;
		else
			on_finding(r, one, OUT_OF_ZONE,
			    "its owner is not in the zone");
	}
	lint->count = kept;
}

static int compare(const void *a, const void *b)
{
	const struct lintfile_finding *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return finding_compare(&x->finding, &y->finding);
}

/* Is it about a whole zone, which servers load all the same? */
static enum severity severity_of(const struct finding *finding)
{
	static const enum finding_id taken[] = { OCCLUDED, CNAME_LOOP,
		TOO_MANY_RECORDS };

	for (size_t i = 0; i < ARRAY_LEN(taken); i++)
		if (finding->id == taken[i])
			return SEVERITY_WARNING;
	if (finding->id == BAD_TARGET && finding->type == RR_DS &&
	    (strstr(finding->sentence, "no delegation") ||
		strstr(finding->sentence, "digest type")))
		return SEVERITY_WARNING;
	if (finding->id == NO_GLUE &&
	    strstr(finding->sentence, LINT_GLUE_BELOW))
		return SEVERITY_WARNING;
	return finding_severity(finding->id);
}

static void sort(struct lintfile *file)
{
	file->count = file->findings.count;
	file->list = xcalloc(file->count + 1, sizeof(*file->list));
	for (size_t i = 0; i < file->count; i++)
		file->list[i] = (struct lintfile_finding){
			.finding = file->findings.list[i],
			.line = file->lines[i],
			.severity = severity_of(&file->findings.list[i]),
		};
	qsort(file->list, file->count, sizeof(*file->list), compare);
}

bool lintfile_read(struct lintfile *out, const char *text, size_t len,
    const char *zone, struct err *err)
{
	struct lintfile_reading r = {
		.file = out,
		.zone = zone,
		.lint = { .report = on_finding, .arg = &r },
	};
	const struct master_reader reader = {
		.origin = zone,
		.record = on_record,
		.fault = on_fault,
		.arg = &r,
	};
	bool ok = false;

	*out = (struct lintfile){ .count = 0 };
	if (!master_read(&reader, text, len, err) || !find_zone(&r, err))
		goto out;
	check_zone(&r);
	for (size_t i = 0; i < r.nunread; i++)
		report_unread(&r, &r.unread[i]);
	keep_inside(&r);
	lint_run(&r.lint);
	sort(out);
	ok = true;
out:
	lint_clear(&r.lint);
	free(r.unread);
	if (!ok)
		lintfile_clear(out);
	return ok;
}

void lintfile_clear(struct lintfile *file)
{
	findings_clear(&file->findings);
	free(file->lines);
	free(file->list);
	*file = (struct lintfile){ .count = 0 };
}

size_t lintfile_count(const struct lintfile *file, enum severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < file->count; i++)
		count += file->list[i].severity == severity;
	return count;
}
