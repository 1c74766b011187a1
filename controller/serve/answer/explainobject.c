/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explainobject.c - the names that an object asks for are those that it claims
 * and those of its findings; each is opened in turn and its claims are written.
 */
#include "controller/serve/answer/explainobject.h"

#include <stdlib.h>
#include <string.h>

#include "controller/source/source.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define NAMES_MAX 250

struct asked_names {
	const char **names; /* each once, sorted */
	size_t count;
};

static int by_name(const void *a, const void *b)
{
	return name_compare(*(const char *const *)a, *(const char *const *)b);
}

/* The names that it claims, and those of its findings. */
static struct asked_names names_of(
    struct explaining *e, const struct claimant *claimant)
{
	const struct findings *own =
	    claimant ? claimant_findings(claimant) : NULL;
	struct asked_names asked = { 0 };
	size_t most = own ? own->count : 0, kept = 0;

	while (claimant && claimant_name(claimant, asked.count))
		asked.count++;
	most += asked.count;
	asked.names = arena_alloc(&e->arena, (most + 1) * sizeof(char *));
	for (size_t i = 0; i < asked.count; i++)
		asked.names[i] = claimant_name(claimant, i);
	for (size_t i = 0; own && i < own->count; i++)
		if (*own->list[i].name)
			asked.names[asked.count++] = own->list[i].name;
	if (asked.count)
		qsort(asked.names, asked.count, sizeof(char *), by_name);
	for (size_t i = 0; i < asked.count; i++)
		if (!kept || strcmp(asked.names[kept - 1], asked.names[i]) != 0)
			asked.names[kept++] = asked.names[i];
	asked.count = kept;
	return asked;
}

static void write_names(
    struct explaining *e, const struct asked_names *asked, const char *origin)
{
	jsonwriter_list(&e->out, "names");
	for (size_t i = 0; i < asked->count && i < NAMES_MAX; i++) {
		explaining_open(e, asked->names[i], true, origin);
		jsonwriter_object(&e->out, NULL);
		jsonwriter_text(&e->out, "name", asked->names[i]);
		if (e->inquest.inquiry)
			jsonwriter_text(
			    &e->out, "zone", zone_name(e->inquiry.zone));
		jsonwriter_text(&e->out, "state", explaining_state(e));
		explaining_claims(e);
		jsonwriter_end_object(&e->out);
		explaining_close(e);
	}
	jsonwriter_end_list(&e->out);
}

static const struct finding *refusal_of(
    const struct explaining *e, const char *origin)
{
	for (size_t i = 0; i < e->refused.count; i++)
		if (!strcmp(e->refused.list[i].origin, origin))
			return &e->refused.list[i];
	return NULL;
}

static void write_general(struct explaining *e, const struct claimant *claimant,
    const struct finding *refusal)
{
	const struct findings *own =
	    claimant ? claimant_findings(claimant) : NULL;

	jsonwriter_list(&e->out, "findings");
	if (refusal)
		explaining_finding(e, refusal);
	for (size_t i = 0; own && i < own->count; i++)
		if (!*own->list[i].name)
			explaining_finding(e, &own->list[i]);
	jsonwriter_end_list(&e->out);
}

/* The state of an object that the store does not have. */
static void write_missing(struct explaining *e)
{
	const struct kind *kind = e->question->kind;
	const struct source_status *status =
	    store_status(e->knowledge->store, kind);
	bool whole = explaining_whole(status);
	const char *sentence = "there is no such object";

	if (!whole && !source_wants(e->knowledge->config, kind->name))
		sentence = arena_printf(&e->arena,
		    "objects of kind %s are not read: resources does not name "
		    "it",
		    kind->name);
	else if (!whole)
		sentence = arena_printf(&e->arena,
		    "no such object is known, but the source is %s",
		    source_state_word(status->state));
	jsonwriter_text(&e->out, "state", whole ? "absent" : "unknown");
	jsonwriter_text(&e->out, "sentence", sentence);
}

/*
 * What it asks for in a zone with a restored version is not looked at, so it is
 * not known here (U6: an old version restored).
 */
static const char *add_restored(struct explaining *e, const char *sentence)
{
	const struct orders *orders = e->knowledge->orders;
	size_t count = orders ? orders->restores.count : 0;

	for (size_t i = 0; i < count && i < LISTED_MAX; i++)
		sentence = arena_printf(&e->arena, "%s%s %s", sentence,
		    i ? ","
		      : "; names do not count in zones that have a "
			"restored version:",
		    orders->restores.list[i].zone);
	if (count > LISTED_MAX)
		sentence = arena_printf(
		    &e->arena, "%s and %zu more", sentence, count - LISTED_MAX);
	return sentence;
}

/* With where it would ask for one, unless something else is known. */
static const char *no_name(
    struct explaining *e, const struct claimant *claimant)
{
	const char *kind = e->question->kind->name;
	const struct source *source = source_find(kind);
	const struct orders *orders = e->knowledge->orders;
	const struct findings *findings =
	    claimant ? claimant_findings(claimant) : NULL;

	if (!source)
		return "it asks for no name: no object of its kind does";
	if (!source_claims(e->knowledge->config, kind))
		return "it asks for no name: resources does not name its kind";
	if ((findings && findings->count) || (orders && orders->restores.count))
		return "it asks for no name";
	return arena_printf(&e->arena,
	    "it asks for no name, which would be in %s", source->names);
}

static void write_read(struct explaining *e, const struct claimant *claimant,
    const struct asked_names *asked)
{
	const char *sentence;

	if (asked->count)
		sentence = arena_printf(&e->arena, "it asks for %zu name%s",
		    asked->count, asked->count > 1 ? "s" : "");
	else
		sentence = no_name(e, claimant);
	jsonwriter_text(&e->out, "state", "read");
	jsonwriter_text(&e->out, "sentence", add_restored(e, sentence));
}

void explain_object(struct explaining *e)
{
	const struct question *question = e->question;
	const char *origin = arena_printf(
	    &e->arena, "%s %s", question->kind->name, question->key);
	const struct claimant *claimant =
	    zoneset_claimant(e->knowledge->set, origin);
	const struct finding *refusal = refusal_of(e, origin);
	bool there = store_get(e->knowledge->store, question->kind,
			 question->key) != NULL;
	struct asked_names asked = names_of(e, claimant);

	jsonwriter_bool(&e->out, "found", there || refusal || claimant);
	jsonwriter_text(&e->out, "object", origin);
	if (refusal) {
		jsonwriter_text(&e->out, "state", "refused");
		jsonwriter_text(&e->out, "sentence", refusal->sentence);
	} else if (there || claimant) {
		write_read(e, claimant, &asked);
	} else {
		write_missing(e);
	}
	write_names(e, &asked, origin);
	write_general(e, claimant, refusal);
	jsonwriter_list(&e->out, "notes");
	if (asked.count > NAMES_MAX)
		jsonwriter_text(&e->out, NULL,
		    arena_printf(
			&e->arena, "only the first %d are shown", NAMES_MAX));
	jsonwriter_end_list(&e->out);
}
