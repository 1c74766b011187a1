/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/explainowner.h"

#include <string.h>
#include <time.h>

#include "zonegen/zone/zone.h"

#define TIME_SIZE 32

static const char *reason(enum owner_why why)
{
	switch (why) {
	case OWNER_OLDEST:
		return "its claim was the oldest when the name was new";
	case OWNER_NEXT:
		return "the owner before it let the name go";
	case OWNER_PROVISIONAL:
		return "provisionally, because not all sources were known when "
		       "the name was new";
	case OWNER_ADMINISTRATOR:
		return "administrators of the zone may have this name of a "
		       "unit that is another's";
	default:
		return "the last version had its records";
	}
}

/* RFC 3339; "" when it is not known. */
static const char *print_since(const struct owner *owner, char out[TIME_SIZE])
{
	time_t since = owner->since;
	struct tm tm;

	*out = '\0';
	if (since > 0 && gmtime_r(&since, &tm))
		strftime(out, TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return out;
}

static const char *somebody(struct explaining *e, const struct owner *owner)
{
	char since[TIME_SIZE];

	print_since(owner, since);
	return arena_printf(&e->arena, "%s%s%s%s: %s",
	    *owner->namespace ? "namespace " : "an object without a namespace",
	    owner->namespace, *since ? " since " : "", since,
	    reason(owner->why));
}

static const char *administrators(
    struct explaining *e, const struct ownership *ownership)
{
	const struct zone_settings *settings = zone_settings(e->inquiry.zone);
	const char *theirs = settings->nadministrators
	    ? "the zone's administrators, type by type"
	    : "the zone's administrators, and it has none";

	if (strcmp(e->inquiry.name, settings->name) != 0)
		return theirs;
	return arena_printf(&e->arena, "A, AAAA and HTTPS: %s; the rest: %s",
	    ownership->owner ? somebody(e, ownership->owner) : "nobody",
	    theirs);
}

static const char *sentence(
    struct explaining *e, const struct ownership *ownership)
{
	switch (ownership->whose) {
	case WHOSE_ZONE:
		return "the zone: its configuration has the name";
	case WHOSE_ADMINISTRATORS:
		return administrators(e, ownership);
	case WHOSE_ALL:
		return "all namespaces: they are united";
	case WHOSE_NAMESPACE:
		break;
	}
	return ownership->owner
	    ? somebody(e, ownership->owner)
	    : "nobody: no object asks for it that may have it";
}

static const char *word(const struct ownership *ownership)
{
	static const char *const words[] = {
		[WHOSE_NAMESPACE] = "namespace",
		[WHOSE_ZONE] = "zone",
		[WHOSE_ADMINISTRATORS] = "administrators",
		[WHOSE_ALL] = "all",
	};

	if (ownership->whose == WHOSE_NAMESPACE && !ownership->owner)
		return "nobody";
	return words[ownership->whose];
}

void explain_owner(struct explaining *e)
{
	const struct inquiry *q = &e->inquiry;
	struct ownership ownership = zone_whose(q->zone, q->name);
	const struct owner *owner = ownership.owner;
	char since[TIME_SIZE];
	enum unit_part part;

	jsonwriter_object(&e->out, "owner");
	jsonwriter_text(&e->out, "whose", word(&ownership));
	jsonwriter_text(&e->out, "unit",
	    ownership.domain ? ownership.domain->name
			     : unit_base(q->name, zone_name(q->zone), &part));
	if (owner) {
		jsonwriter_text(&e->out, "namespace", owner->namespace);
		if (*print_since(owner, since))
			jsonwriter_text(&e->out, "since", since);
		jsonwriter_text(&e->out, "why", owner_word(owner->why));
	}
	jsonwriter_text(&e->out, "sentence", sentence(e, &ownership));
	jsonwriter_end_object(&e->out);
}
