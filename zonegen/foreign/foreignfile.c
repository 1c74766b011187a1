/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/foreign/foreignfile.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/lint/master.h"

struct foreignfile {
	struct foreign *out;
	char bad_soa[200]; /* why there is no good one; "" */
};

static void on_soa(struct foreignfile *f, const struct master_record *record)
{
	const struct master_soa *soa = record->soa;
	const struct foreign_soa copy = {
		.primary = soa->primary,
		.contact = soa->contact,
		.ttl = record->record.ttl,
		.serial = soa->serial,
		.refresh = soa->refresh,
		.retry = soa->retry,
		.expire = soa->expire,
		.minimum = soa->minimum,
	};

	if (!*f->out->zone)
		foreign_name(f->out, record->name);
	if (!strcmp(record->name, f->out->zone))
		foreign_set_soa(f->out, &copy);
	else
		foreign_leave(f->out, record->name, RR_SOA, record->line,
		    "it is not at the zone itself");
}

/* lint reads more names than can be published, in rdata too. */
static bool is_publishable(
    const char *name, const struct record *record, struct err *err)
{
	struct buf text = BUF_INIT(8 * RECORD_MAX);
	struct arena arena = { 0 };
	struct record again;
	char parsed[NAME_SIZE];
	bool ok;

	if (!name_parse_record(name, strlen(name), parsed, err))
		return false;
	record_print(record, &text);
	ok = record_parse(
	    &again, record->type, buf_text(&text), text.len, &arena, err);
	if (ok && (strcmp(name, parsed) || record_compare(record, &again)))
		ok = err_set(err, ERR_INPUT, "it would be another record");
	buf_clear(&text);
	arena_clear(&arena);
	return ok;
}

static void on_record(void *arg, const struct master_record *record)
{
	struct foreignfile *f = arg;
	const char *why = "a type that is not published";
	struct err err;

	if (record->soa) {
		on_soa(f, record);
		return;
	}
	if (rr_type_fields(record->record.type))
		why = "written as octets (RFC 3597), which are not looked into";
	if (record->record.rdata &&
	    !is_publishable(record->name, &record->record, &err))
		foreign_leave(f->out, record->name, record->record.type,
		    record->line, err.text);
	else if (record->record.rdata)
		foreign_add(
		    f->out, record->name, &record->record, record->line);
	else
		foreign_leave(f->out, record->name, record->record.type,
		    record->line, why);
}

static void on_fault(void *arg, const struct master_fault *fault)
{
	struct foreignfile *f = arg;

	if (fault->id == BAD_SOA && !*f->bad_soa)
		snprintf(f->bad_soa, sizeof(f->bad_soa), "line %zu: %s",
		    fault->line, fault->sentence);
	foreign_leave(
	    f->out, fault->name, fault->type, fault->line, fault->sentence);
}

bool foreignfile_read(struct foreign *out, const char *text, size_t len,
    const char *zone, struct err *err)
{
	struct foreignfile f = { .out = out };
	const struct master_reader reader = { .origin = zone,
		.record = on_record,
		.fault = on_fault,
		.arg = &f };

	foreign_open(out, zone ? zone : "");
	if (!master_read(&reader, text, len, err))
		return false;
	if (*f.bad_soa && !out->has_soa)
		return err_set(err, ERR_INPUT, "SOA: %s", f.bad_soa);
	if (!*out->zone)
		return err_set(err, ERR_INPUT, "no SOA says which zone it is");
	return foreign_finish(out, err);
}
