/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fate.c - gathers the claims on a name, attaches to each the findings of its
 * origin, adds origins that have only findings, and judges each outcome.
 */
#include "controller/serve/answer/fate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

static struct fate *add_fate(
    struct fates *fates, const char *origin, const struct wish *wish)
{
	struct fate *fate = arena_alloc(&fates->arena, sizeof(*fate));

	fate->origin = origin;
	fate->wish = wish;
	fate->same = map_get(&fates->by_origin, origin);
	map_put(&fates->by_origin, origin, fate);
	fates->list = xgrow(
	    fates->list, fates->count, &fates->cap, sizeof(struct fate *));
	fates->list[fates->count++] = fate;
	return fate;
}

static void attach(struct fate *fate, const struct finding *finding)
{
	fate->findings = xgrow(
	    fate->findings, fate->count, &fate->cap, sizeof(struct finding *));
	fate->findings[fate->count++] = finding;
}

static bool is_of_kept(const struct finding *finding)
{
	return finding->id == SOURCE_UNTRUSTED || finding->id == HELD ||
	    finding->id == ADDRESS_LOST;
}

/* A finding about retained records is not for the claim, and vice versa. */
static bool prefers(const struct finding *finding, const struct fate *fate)
{
	bool kept = fate->wish && fate->wish->retained;

	return kept == is_of_kept(finding);
}

/* A retained row has one type. */
static bool concerns(const struct finding *finding, const struct fate *fate)
{
	const struct wish *wish = fate->wish;

	return !(wish && wish->retained && wish->count && finding->type &&
	    wish->records[0].type != finding->type);
}

/* false: the finding concerns no fate of the origin. */
static bool attach_to(
    struct fates *fates, const char *origin, const struct finding *finding)
{
	struct fate *first = map_get(&fates->by_origin, origin);
	bool preferred = false, known = false;

	for (struct fate *fate = first; fate; fate = fate->same)
		preferred |= concerns(finding, fate) && prefers(finding, fate);
	for (struct fate *fate = first; fate; fate = fate->same) {
		if (!concerns(finding, fate) ||
		    (preferred && !prefers(finding, fate)))
			continue;
		attach(fate, finding);
		known = true;
	}
	return known;
}

static bool attach_known(struct fates *fates, const struct finding *finding)
{
	return attach_to(fates, finding->origin, finding);
}

static void attach_any(struct fates *fates, const struct finding *finding)
{
	if (!attach_known(fates, finding))
		attach(add_fate(fates, finding->origin, NULL), finding);
}

/*
 * Findings about text that is no name, and about refused routes, have the name
 * only in their sentence: 'NAME'.
 */
static bool mentions(const struct finding *finding, const char *quoted)
{
	switch (finding->id) {
	case BAD_NAME:
	case NO_PARENT:
	case NO_LISTENER:
	case NOT_ACCEPTED:
		return !*finding->name && strstr(finding->sentence, quoted);
	default:
		return false;
	}
}

static void attach_asked(struct fates *fates, const struct claimant *claimant,
    const char *name, const char *quoted)
{
	const struct findings *own = claimant_findings(claimant);

	for (size_t i = 0; own && i < own->count; i++)
		if (!strcmp(own->list[i].name, name) ||
		    mentions(&own->list[i], quoted))
			attach_any(fates, &own->list[i]);
}

/* The findings of origins that asked, whether they claim or not. */
static void attach_askers(struct fates *fates, const struct inquest *inquest)
{
	const struct zoneset *set = inquest->knowledge->set;
	const struct claimant *claimant;
	char quoted[1100];
	size_t at = 0;

	snprintf(quoted, sizeof(quoted), "'%s'", inquest->name);
	err_clean(quoted);
	if (inquest->origin) {
		claimant = zoneset_claimant(set, inquest->origin);
		if (claimant)
			attach_asked(fates, claimant, inquest->name, quoted);
		return;
	}
	while ((claimant = zoneset_claimants(set, &at)))
		attach_asked(fates, claimant, inquest->name, quoted);
}

/* Findings about the whole object, such as a bad target, explain its claim. */
static void attach_general(
    struct fates *fates, const struct zoneset *set, const struct fate *fate)
{
	const struct claimant *claimant = zoneset_claimant(set, fate->origin);
	const struct findings *own =
	    claimant ? claimant_findings(claimant) : NULL;

	for (size_t i = 0; own && i < own->count; i++) {
		const struct finding *finding = &own->list[i];
		bool there = false;

		for (size_t j = 0; j < fate->count; j++)
			there |= fate->findings[j] == finding;
		if (!*finding->name && finding->id != BAD_NAME && !there)
			attach_to(fates, fate->origin, finding);
	}
}

static int gravest(const void *x, const void *y)
{
	const struct finding *a = *(const struct finding *const *)x;
	const struct finding *b = *(const struct finding *const *)y;
	int d = !*a->name - !*b->name;

	return d ? d : finding_compare(a, b);
}

/* Why a record is missing: the first finding that is not a warning. */
static const char *reason(const struct fate *fate, const char *otherwise)
{
	for (size_t i = 0; i < fate->count; i++)
		if (finding_severity(fate->findings[i]->id) != SEVERITY_WARNING)
			return fate->findings[i]->sentence;
	return otherwise;
}

/* A retained row has a finding; one that a claim replaced has none. */
static void judge_kept(struct fate *fate, size_t met)
{
	if (met && fate->count) {
		fate->outcome = OUTCOME_RETAINED;
		fate->sentence = fate->findings[0]->sentence;
		return;
	}
	fate->outcome = OUTCOME_REPLACED;
	fate->sentence =
	    reason(fate, "claimed again: what was kept is not needed");
}

/* Why a claim has no record in the zone although no finding says so. */
static const char *unsaid(const struct inquiry *inquiry)
{
	const struct findings *here = inquiry->findings;

	for (size_t i = 0; here && i < here->count; i++)
		if (here->list[i].id == HELD)
			return "the guard holds what the last version has";
	return "other claims on the name come first";
}

static void judge(struct fate *fate, const struct inquiry *inquiry)
{
	const struct wish *wish = fate->wish;
	size_t met = wish ? inquiry_met(inquiry, wish) : 0;

	if (!wish) {
		fate->outcome = OUTCOME_UNCLAIMED;
		fate->sentence = reason(fate, fate->findings[0]->sentence);
	} else if (wish->retained) {
		judge_kept(fate, met);
	} else if (!wish->count) {
		fate->outcome = OUTCOME_WAITING;
		fate->sentence = reason(fate, "it has nothing to say yet");
	} else if (met == wish->count) {
		fate->outcome = OUTCOME_PUBLISHED;
		fate->sentence = "the zone has what it asks for";
	} else {
		fate->outcome = met ? OUTCOME_PARTLY : OUTCOME_REFUSED;
		fate->sentence = reason(fate, unsaid(inquiry));
	}
}

/* Claims keep their order; after them fates without one, by origin. */
static int claims_first(const void *x, const void *y)
{
	const struct fate *a = *(const struct fate *const *)x;
	const struct fate *b = *(const struct fate *const *)y;

	if (a->wish && b->wish)
		return (a->wish > b->wish) - (a->wish < b->wish);
	if (a->wish || b->wish)
		return a->wish ? -1 : 1;
	return strcmp(a->origin, b->origin);
}

static bool wanted(const struct inquest *inquest, const char *origin)
{
	return !inquest->origin || !strcmp(inquest->origin, origin);
}

static void gather(struct fates *fates, const struct inquest *inquest)
{
	const struct inquiry *inquiry = inquest->inquiry;
	const struct findings *here = inquiry ? inquiry->findings : NULL;
	const struct findings *refused = inquest->refused;

	for (size_t i = 0; inquiry && i < inquiry->nwishes; i++)
		if (wanted(inquest, inquiry->wishes[i].origin->text))
			add_fate(fates, inquiry->wishes[i].origin->text,
			    &inquiry->wishes[i]);
	for (size_t i = 0; here && i < here->count; i++)
		if (wanted(inquest, here->list[i].origin))
			attach_any(fates, &here->list[i]);
	attach_askers(fates, inquest);
	for (size_t i = 0; i < fates->count; i++)
		if (fates->list[i]->wish && !fates->list[i]->wish->retained)
			attach_general(
			    fates, inquest->knowledge->set, fates->list[i]);
	for (size_t i = 0; i < refused->count; i++)
		attach_known(fates, &refused->list[i]);
}

void fates_gather(struct fates *out, const struct inquest *inquest)
{
	*out = (struct fates){ 0 };
	gather(out, inquest);
	for (size_t i = 0; i < out->count; i++) {
		struct fate *fate = out->list[i];

		if (fate->count)
			qsort(fate->findings, fate->count,
			    sizeof(struct finding *), gravest);
		judge(fate, inquest->inquiry);
	}
	if (out->count)
		qsort(
		    out->list, out->count, sizeof(struct fate *), claims_first);
}

void fates_clear(struct fates *fates)
{
	for (size_t i = 0; i < fates->count; i++)
		free(fates->list[i]->findings);
	free(fates->list);
	map_clear(&fates->by_origin);
	arena_clear(&fates->arena);
	*fates = (struct fates){ 0 };
}

const char *fate_word(enum outcome outcome)
{
	static const char *const words[] = {
		[OUTCOME_PUBLISHED] = "published",
		[OUTCOME_PARTLY] = "partly",
		[OUTCOME_RETAINED] = "retained",
		[OUTCOME_REPLACED] = "replaced",
		[OUTCOME_WAITING] = "waiting",
		[OUTCOME_REFUSED] = "refused",
		[OUTCOME_UNCLAIMED] = "unclaimed",
	};

	return words[outcome];
}
