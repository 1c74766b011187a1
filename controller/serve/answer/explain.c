/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.c - what explanations of names and objects have in common.
 */
#include "controller/serve/answer/explain.h"

#include <stdlib.h>

#include "controller/serve/answer/explaining.h"
#include "controller/source/source.h"

void explaining_open(
    struct explaining *e, const char *name, bool is_name, const char *origin)
{
	const struct zone *zone =
	    is_name ? zoneset_find(e->knowledge->set, name) : NULL;

	e->inquest = (struct inquest){
		.knowledge = e->knowledge,
		.inquiry = zone ? &e->inquiry : NULL,
		.refused = &e->refused,
		.name = name,
		.origin = origin,
	};
	if (zone)
		inquiry_open(&e->inquiry, zone, name);
	fates_gather(&e->fates, &e->inquest);
}

void explaining_close(struct explaining *e)
{
	fates_clear(&e->fates);
	if (e->inquest.inquiry)
		inquiry_close(&e->inquiry);
}

const char *explaining_state(const struct explaining *e)
{
	static const char *const words[] = {
		[STANDING_PRESENT] = "exists",
		[STANDING_EMPTY] = "emptyNonTerminal",
		[STANDING_COVERED] = "covered",
		[STANDING_CUT] = "belowCut",
		[STANDING_ABSENT] = "absent",
	};

	return e->inquest.inquiry ? words[e->inquiry.standing] : "outsideZones";
}

void explaining_data(struct explaining *e, const struct record *record)
{
	struct buf data = BUF_INIT(1u << 20);

	record_print(record, &data);
	jsonwriter_text(&e->out, "data", buf_text(&data));
	buf_clear(&data);
}

void explaining_finding(struct explaining *e, const struct finding *finding)
{
	jsonwriter_object(&e->out, NULL);
	jsonwriter_text(
	    &e->out, "severity", severity_word(finding_severity(finding->id)));
	jsonwriter_text(&e->out, "id", finding_word(finding->id));
	jsonwriter_text(&e->out, "sentence", finding->sentence);
	if (*finding->winner)
		jsonwriter_text(&e->out, "winner", finding->winner);
	jsonwriter_end_object(&e->out);
}

static void write_wish(struct explaining *e, const struct wish *wish)
{
	if (wish->retained)
		jsonwriter_text(&e->out, "retained", retain_word(wish->reason));
	jsonwriter_list(&e->out, "records");
	for (size_t i = 0; i < wish->count; i++) {
		const struct record *record = &wish->records[i];

		jsonwriter_object(&e->out, NULL);
		jsonwriter_text(&e->out, "type", rr_type_text(record->type));
		if (record->ttl)
			jsonwriter_number(&e->out, "ttl", record->ttl);
		explaining_data(e, record);
		jsonwriter_bool(
		    &e->out, "published", inquiry_has(&e->inquiry, record));
		jsonwriter_end_object(&e->out);
	}
	jsonwriter_end_list(&e->out);
}

void explaining_claims(struct explaining *e)
{
	jsonwriter_list(&e->out, "claims");
	for (size_t i = 0; i < e->fates.count; i++) {
		const struct fate *fate = e->fates.list[i];

		jsonwriter_object(&e->out, NULL);
		jsonwriter_text(&e->out, "origin", fate->origin);
		jsonwriter_text(
		    &e->out, "outcome", outcome_word(fate->outcome));
		jsonwriter_text(&e->out, "sentence", fate->sentence);
		if (fate->wish)
			write_wish(e, fate->wish);
		jsonwriter_list(&e->out, "findings");
		for (size_t j = 0; j < fate->count; j++)
			explaining_finding(e, fate->findings[j]);
		jsonwriter_end_list(&e->out);
		jsonwriter_end_object(&e->out);
	}
	jsonwriter_end_list(&e->out);
}

bool explaining_whole(const struct source_status *status)
{
	return status->state == SOURCE_ABSENT ||
	    (status->synced && status->state != SOURCE_FORBIDDEN &&
		status->state != SOURCE_LOST);
}

static void write_sources(struct explaining *e)
{
	const struct config *config = e->knowledge->config;

	jsonwriter_list(&e->out, "sources");
	for (size_t i = 0; i < kind_count(); i++) {
		const struct kind *kind = kind_at(i);
		const struct source_status *status =
		    store_status(e->knowledge->store, kind);

		if (!source_wants(config, kind->name) ||
		    explaining_whole(status))
			continue;
		jsonwriter_object(&e->out, NULL);
		jsonwriter_text(&e->out, "kind", kind->name);
		jsonwriter_text(
		    &e->out, "state", source_state_word(status->state));
		jsonwriter_text(&e->out, "reason", status->reason);
		jsonwriter_end_object(&e->out);
	}
	jsonwriter_end_list(&e->out);
}

static int compare(const void *a, const void *b)
{
	return finding_compare(a, b);
}

void explain(const struct knowledge *knowledge, const struct question *question,
    struct buf *out)
{
	struct explaining e = {
		.knowledge = knowledge,
		.question = question,
	};

	e.out.out = out;
	store_findings(knowledge->store, &e.refused);
	if (e.refused.count)
		qsort(e.refused.list, e.refused.count, sizeof(*e.refused.list),
		    compare);
	jsonwriter_object(&e.out, NULL);
	jsonwriter_number(&e.out, "schemaVersion", EXPLAIN_SCHEMA);
	jsonwriter_text(&e.out, "question", question->text);
	if (question->kind)
		explain_object(&e);
	else
		explain_name(&e);
	write_sources(&e);
	jsonwriter_end_object(&e.out);
	buf_putc(out, '\n');
	findings_clear(&e.refused);
	arena_clear(&e.arena);
}
