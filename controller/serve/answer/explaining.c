/* SPDX-License-Identifier: Apache-2.0 */
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
	jsonwriter_some(&e->out, "winner", finding->winner);
	jsonwriter_end_object(&e->out);
}

static void write_wish(struct explaining *e, const struct wish *wish)
{
	if (wish->retained)
		jsonwriter_text(
		    &e->out, "retained", retained_word(wish->reason));
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
		jsonwriter_text(&e->out, "outcome", fate_word(fate->outcome));
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
	    (status->synced && !status->partial &&
		status->state != SOURCE_FORBIDDEN &&
		status->state != SOURCE_LOST);
}

bool explaining_knows(const struct explaining *e)
{
	for (size_t i = 0; i < kind_count(); i++)
		if (source_wants(e->knowledge->config, kind_at(i)->name) &&
		    !explaining_whole(
			store_status(e->knowledge->store, kind_at(i))))
			return false;
	return true;
}
