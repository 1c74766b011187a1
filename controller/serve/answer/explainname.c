/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explainname.c - the sentences about a name.  zonegen/zone/inquiry.c says how
 * the name stands and fate.c what became of each claim; this file has the
 * words, in the order in which the answer has them.
 */
#include "controller/serve/answer/explainname.h"

#include <string.h>

#include "controller/serve/answer/explainowner.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/zone/configured.h"

#define SENTENCE_MAX (1u << 16)

static bool has_type(const struct inquiry *q, uint16_t type)
{
	for (size_t i = 0; i < q->nnow; i++)
		if (q->now[i].type == type)
			return true;
	return false;
}

static const char *present(const struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	if (!strcmp(q->name, zone_name(q->zone)))
		return "it is the zone itself";
	if (has_type(q, RR_NS))
		return "it is delegated: those nameservers answer for it and "
		       "for what is below it";
	if (name_is_wildcard(q->name))
		return "it exists, and answers for the names that it covers";
	return "it exists";
}

static const char *absent(const struct explaining *e)
{
	if (zone_is_restored(e->inquiry.zone))
		return "it does not exist: the restored version does not have "
		       "it";
	if (!e->fates.count && !explaining_knows(e))
		return "it does not exist, and whether an object asks for it "
		       "is not known: not every source is in sync";
	if (!e->fates.count)
		return "it does not exist: no object asks for it";
	return "it does not exist: nothing that is asked for it can be "
	       "published";
}

static const char *below_cut(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	if (q->cut_type != RR_NS)
		return arena_printf(&e->arena,
		    "it is below the DNAME %s, which answers for it with the "
		    "names of its target",
		    q->cut);
	return arena_printf(&e->arena,
	    "it is below the delegation %s: the nameservers there answer for "
	    "it%s",
	    q->cut, q->nnow ? ", here it is glue" : "");
}

static const char *name_sentence(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	switch (q->standing) {
	case STANDING_PRESENT:
		return present(e);
	case STANDING_EMPTY:
		return "it has no records, but a name below it has: an empty "
		       "non-terminal, answered with no data";
	case STANDING_COVERED:
		return arena_printf(&e->arena,
		    "it is covered by the wildcard %s, and answered with its "
		    "records",
		    q->wildcard);
	case STANDING_CUT:
		return below_cut(e);
	case STANDING_ABSENT:
		break;
	}
	return absent(e);
}

static const char *zones_sentence(struct explaining *e)
{
	const struct zoneset *set = e->knowledge->set;
	struct buf text = BUF_INIT(SENTENCE_MAX);
	size_t count = zoneset_count(set);
	const char *sentence;

	buf_puts(&text, "no configured zone contains it; the zones are ");
	for (size_t i = 0; i < count && i < LISTED_MAX; i++)
		buf_printf(&text, "%s%s", i ? ", " : "",
		    zone_name(zoneset_at(set, i)));
	if (count > LISTED_MAX)
		buf_printf(&text, " and %zu more", count - LISTED_MAX);
	sentence = arena_strdup(&e->arena, buf_text(&text));
	buf_clear(&text);
	return sentence;
}

static void write_sets(struct explaining *e, const char *key,
    const struct rrset *sets, size_t count)
{
	jsonwriter_list(&e->out, key);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sets[i].count; j++) {
			jsonwriter_object(&e->out, NULL);
			jsonwriter_text(
			    &e->out, "type", rr_type_text(sets[i].type));
			jsonwriter_number(&e->out, "ttl", sets[i].ttl);
			explaining_data(e, &sets[i].records[j]);
			jsonwriter_list(&e->out, "origins");
			for (size_t k = 0; k < sets[i].norigins; k++)
				jsonwriter_text(
				    &e->out, NULL, sets[i].origins[k]->text);
			jsonwriter_end_list(&e->out);
			jsonwriter_end_object(&e->out);
		}
	jsonwriter_end_list(&e->out);
}

/* --- Notes --- */

static void note_version(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	if (!q->changed)
		return;
	if (!q->nlast)
		jsonwriter_text(
		    &e->out, NULL, "the last version does not have it yet");
	else if (!q->nnow)
		jsonwriter_text(&e->out, NULL,
		    "the last version still has it, the next one will not");
	else
		jsonwriter_text(&e->out, NULL,
		    "the last version has other records, or has them from "
		    "others");
}

/* (C7: wildcards, RFC 4592) the names that a wildcard does not cover. */
static void note_wildcard(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	if (!q->wildcard || q->standing == STANDING_CUT)
		return;
	if (q->standing == STANDING_COVERED)
		jsonwriter_text(&e->out, NULL,
		    arena_printf(&e->arena,
			"any name made at or below %s ends the wildcard's "
			"cover there (RFC 4592)",
			q->branch ? q->branch : q->name));
	else
		jsonwriter_text(&e->out, NULL,
		    arena_printf(&e->arena,
			"the wildcard %s does not cover it, because %s exists "
			"(RFC 4592)",
			q->wildcard, q->encloser));
}

static void note_apex(struct explaining *e)
{
	const struct zone_settings *settings = zone_settings(e->inquiry.zone);

	if (strcmp(e->inquiry.name, settings->name) != 0)
		return;
	jsonwriter_text(&e->out, NULL,
	    arena_printf(&e->arena,
		"its SOA is of the configuration: primary %s, contact %s",
		settings->soa.primary, settings->soa.contact));
}

static void note_waiting(struct explaining *e)
{
	const char *name = zone_awaits(e->inquiry.zone);

	if (name)
		jsonwriter_text(&e->out, NULL,
		    arena_printf(&e->arena,
			"nothing of the zone is published: its nameserver %s "
			"has no address yet",
			name));
}

static void note_frozen(struct explaining *e)
{
	const struct mandate *freeze = e->knowledge->orders
	    ? orders_frozen(e->knowledge->orders, zone_name(e->inquiry.zone))
	    : NULL;
	struct buf stated = BUF_INIT(SENTENCE_MAX);

	if (!freeze)
		return;
	statement_print(&freeze->stated, &stated);
	jsonwriter_text(&e->out, NULL,
	    arena_printf(&e->arena,
		"the zone is frozen%s; no change of it is published until it "
		"is %s",
		buf_text(&stated), freeze->lost ? "released" : "thawed"));
	buf_clear(&stated);
}

static void note_restored(struct explaining *e)
{
	const struct mandate *restored = e->knowledge->orders
	    ? orders_restored(e->knowledge->orders, zone_name(e->inquiry.zone))
	    : NULL;
	struct buf stated = BUF_INIT(SENTENCE_MAX);

	if (!restored)
		return;
	statement_print(&restored->stated, &stated);
	jsonwriter_text(&e->out, NULL,
	    arena_printf(&e->arena,
		"it is from the restored version, serial %lu of commit "
		"%.12s%s; what objects ask for now is not published until "
		"the zone is released",
		(unsigned long)restored->serial, restored->commit,
		buf_text(&stated)));
	buf_clear(&stated);
}

/* Objects that could not be read may have asked for it. */
static void note_refused(struct explaining *e)
{
	struct buf text = BUF_INIT(SENTENCE_MAX);
	size_t count = e->refused.count;

	if (!count || e->fates.count)
		return;
	buf_printf(&text,
	    "what %zu refused object%s ask%s for is not known: ", count,
	    count > 1 ? "s" : "", count > 1 ? "" : "s");
	for (size_t i = 0; i < count && i < LISTED_MAX; i++)
		buf_printf(
		    &text, "%s%s", i ? ", " : "", e->refused.list[i].origin);
	if (count > LISTED_MAX)
		buf_printf(&text, " and %zu more", count - LISTED_MAX);
	jsonwriter_text(&e->out, NULL, buf_text(&text));
	buf_clear(&text);
}

static void write_zone(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;

	jsonwriter_text(&e->out, "zone", zone_name(q->zone));
	jsonwriter_text(&e->out, "state", explaining_state(e));
	jsonwriter_text(&e->out, "sentence", name_sentence(e));
	jsonwriter_some(&e->out, "cut", q->cut);
	if (q->standing == STANDING_COVERED)
		jsonwriter_text(&e->out, "wildcard", q->wildcard);
	explain_owner(e);
	write_sets(e, "records", q->now, q->nnow);
	if (q->changed)
		write_sets(e, "lastRecords", q->last, q->nlast);
}

void explain_name(struct explaining *e)
{
	const struct question *question = e->question;
	const char *name = question->named ? question->name : question->text;
	const struct inquiry *q = &e->inquiry;
	bool inside;

	explaining_open(e, name, question->named, NULL);
	inside = e->inquest.inquiry != NULL;
	jsonwriter_bool(&e->out, "found",
	    e->fates.count ||
		(inside && (q->standing != STANDING_ABSENT || q->nlast)));
	if (question->named)
		jsonwriter_text(&e->out, "name", name);
	if (inside) {
		write_zone(e);
	} else {
		jsonwriter_text(&e->out, "state",
		    question->named ? "outsideZones" : "noName");
		jsonwriter_text(&e->out, "sentence",
		    question->named ? zones_sentence(e) : question->wrong.text);
	}
	explaining_claims(e);
	jsonwriter_list(&e->out, "notes");
	if (inside) {
		note_version(e);
		note_wildcard(e);
		note_apex(e);
		note_waiting(e);
		note_frozen(e);
		note_restored(e);
		note_refused(e);
	}
	jsonwriter_end_list(&e->out);
	explaining_close(e);
}
