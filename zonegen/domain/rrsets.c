/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rrsets.c - one allocation per name: a table of its RRsets, their origins, and
 * their lines as the zone file has them.  Records are read back from the lines.
 * Without records the text is the name alone, and has no lines.
 */
#include "zonegen/domain/rrsets.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/line.h"
#include "zonegen/record/name.h"

#define WORD 16                /* octets, of the widest register everywhere */
#define TEXT_LIMIT (64u << 20) /* of one name; far above any zone's limits */

#define ORIGINS_MAX UINT16_MAX /* of one set; more are not told apart */

struct set {
	uint32_t text_end; /* where its lines end in text */
	uint16_t type;
	uint16_t norigins;
};

/*
 * One allocation: this, sets, origins (of all sets in a row), text.  There is
 * one per name, so it is kept small.
 */
struct rrsets {
	uint16_t refs; /* a domain's two, and plans */
	uint16_t count;
	uint32_t norigins; /* of all sets */
	struct owner *owner;
	struct set sets[];
};

static struct origin **origins_of(const struct rrsets *rrsets)
{
	return (struct origin **)(rrsets->sets + rrsets->count);
}

static char *text_of(const struct rrsets *rrsets)
{
	return (char *)(origins_of(rrsets) + rrsets->norigins);
}

static size_t text_len(const struct rrsets *rrsets)
{
	const struct set *end = rrsets->sets + rrsets->count;

	return rrsets->count ? end[-1].text_end : 0;
}

static uint16_t count_origins(const struct rrset *set)
{
	return (uint16_t)(set->norigins < ORIGINS_MAX ? set->norigins
						      : ORIGINS_MAX);
}

/* The lines of all sets; ends[i]: where those of set i end. */
static void print_sets(const char *relative, const struct rrset *sets,
    size_t count, struct buf *text, uint32_t *ends)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < sets[i].count; j++)
			line_print(
			    relative, sets[i].ttl, &sets[i].records[j], text);
		ends[i] = (uint32_t)text->len;
	}
}

/* Room for all of it; sets, origins and text are to be filled in. */
static struct rrsets *allocate(
    size_t count, size_t norigins, size_t text, const struct owner *owner)
{
	struct rrsets *r = xmalloc(sizeof(*r) + count * sizeof(r->sets[0]) +
	    norigins * sizeof(struct origin *) + text);

	*r = (struct rrsets){ .refs = 1,
		.count = (uint16_t)count,
		.norigins = (uint32_t)norigins,
		.owner = owner_ref(owner) };
	return r;
}

static struct rrsets *new_bare(const char *relative, const struct owner *owner)
{
	size_t len = strlen(relative);
	struct rrsets *r = owner ? allocate(0, 0, len + 1, owner) : NULL;

	if (r)
		*(char *)mempcpy(text_of(r), relative, len) = '\t';
	return r;
}

struct rrsets *rrsets_new(const char *relative, const struct rrset *sets,
    size_t count, const struct owner *owner)
{
	struct buf text = BUF_INIT(TEXT_LIMIT);
	size_t norigins = 0, at = 0;
	struct rrsets *r;
	uint32_t *ends;

	if (count == 0)
		return new_bare(relative, owner);
	ends = xcalloc(count, sizeof(*ends));
	print_sets(relative, sets, count, &text, ends);
	for (size_t i = 0; i < count; i++)
		norigins += count_origins(&sets[i]);
	r = allocate(count, norigins, text.len, owner);
	memcpy(text_of(r), buf_text(&text), text.len);
	for (size_t i = 0; i < count; i++) {
		r->sets[i] = (struct set){ .type = sets[i].type,
			.norigins = count_origins(&sets[i]),
			.text_end = ends[i] };
		for (size_t j = 0; j < r->sets[i].norigins; j++)
			origins_of(r)[at++] = origin_ref(sets[i].origins[j]);
	}
	buf_clear(&text);
	free(ends);
	return r;
}

struct rrsets *rrsets_reown(const char *relative, const struct rrsets *rrsets,
    const struct owner *owner)
{
	struct rrsets *r;

	if (!rrsets_count(rrsets))
		return new_bare(relative, owner);
	r = allocate(rrsets->count, rrsets->norigins, text_len(rrsets), owner);
	memcpy(r->sets, rrsets->sets, rrsets->count * sizeof(r->sets[0]));
	for (size_t i = 0; i < r->norigins; i++)
		origins_of(r)[i] = origin_ref(origins_of(rrsets)[i]);
	memcpy(text_of(r), text_of(rrsets), text_len(rrsets));
	return r;
}

struct rrsets *rrsets_ref(struct rrsets *rrsets)
{
	if (rrsets)
		rrsets->refs++;
	return rrsets;
}

void rrsets_unref(struct rrsets *rrsets)
{
	if (!rrsets || --rrsets->refs > 0)
		return;
	for (size_t i = rrsets->norigins; i > 0; i--)
		origin_unref(origins_of(rrsets)[i - 1]);
	owner_unref(rrsets->owner);
	free(rrsets);
}

const char *rrsets_name(const struct rrsets *rrsets, size_t *len)
{
	const char *text = text_of(rrsets);

	*len = (size_t)((char *)memchr(text, '\t', NAME_SIZE) - text);
	return text;
}

const struct owner *rrsets_owner(const struct rrsets *rrsets)
{
	return rrsets ? rrsets->owner : NULL;
}

static bool is_object(const struct origin *origin)
{
	return !origin_is_of(origin, ORIGIN_ZONE) &&
	    !origin_is_of(origin, ORIGIN_UNKNOWN);
}

const char *rrsets_namespace(const struct rrsets *rrsets)
{
	for (size_t i = 0; rrsets && i < rrsets->norigins; i++)
		if (is_object(origins_of(rrsets)[i]))
			return origin_namespace(origins_of(rrsets)[i]);
	return NULL;
}

const char *rrsets_namespace_at(const struct rrsets *rrsets, size_t at)
{
	size_t count;
	struct origin *const *origins = rrsets_origins(rrsets, at, &count);

	return count && is_object(origins[0]) ? origin_namespace(origins[0])
					      : NULL;
}

size_t rrsets_count(const struct rrsets *rrsets)
{
	return rrsets ? rrsets->count : 0;
}

uint16_t rrsets_type(const struct rrsets *rrsets, size_t at)
{
	return rrsets->sets[at].type;
}

bool rrsets_has(const struct rrsets *rrsets, uint16_t type)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++)
		if (rrsets->sets[i].type == type)
			return true;
	return false;
}

const char *rrsets_lines(const struct rrsets *rrsets, size_t at, size_t *len)
{
	size_t start = at ? rrsets->sets[at - 1].text_end : 0;

	*len = rrsets->sets[at].text_end - start;
	return text_of(rrsets) + start;
}

const char *rrsets_text(const struct rrsets *rrsets, size_t *len)
{
	*len = rrsets ? text_len(rrsets) : 0;
	return rrsets ? text_of(rrsets) : "";
}

/*
 * Lines are short: whole words beat a call, and the last ones overlap what
 * comes before them.  All but a few names have one RRset of one line.
 */
char *rrsets_copy(char *to, const struct rrsets *rrsets)
{
	const char *text = text_of(rrsets);
	size_t len = text_len(rrsets);
	char *end = to + len;

	if (len < WORD || len > 4 * WORD)
		return mempcpy(to, text, len);
	memcpy(to, text, WORD);
	memcpy(end - WORD, text + len - WORD, WORD);
	if (len > 2 * WORD) {
		memcpy(to + WORD, text + WORD, WORD);
		memcpy(end - 2 * WORD, text + len - 2 * WORD, WORD);
	}
	return end;
}

struct origin *const *rrsets_origins(
    const struct rrsets *rrsets, size_t at, size_t *count)
{
	struct origin *const *origins = origins_of(rrsets);

	for (size_t i = 0; i < at; i++)
		origins += rrsets->sets[i].norigins;
	*count = rrsets->sets[at].norigins;
	return origins;
}

void rrsets_fetch_origin(const struct rrsets *rrsets)
{
	if (rrsets && rrsets->norigins)
		__builtin_prefetch(origins_of(rrsets)[0]);
}

static int by_age(const void *key, const void *element)
{
	return origin_compare(key, *(struct origin *const *)element);
}

/* A name may have many origins, each of which is shared once. */
void rrsets_share(struct rrsets *rrsets, struct origin *origin)
{
	struct origin **origins = rrsets ? origins_of(rrsets) : NULL;

	for (size_t i = 0; rrsets && i < rrsets->count; i++) {
		size_t count = rrsets->sets[i].norigins;
		struct origin **at = count
		    ? bsearch(origin, origins, count, sizeof(*at), by_age)
		    : NULL;

		origins += count;
		if (!at || *at == origin || !origin_same(*at, origin))
			continue;
		if (!origin->digest)
			origin->digest = (*at)->digest;
		origin_unref(*at);
		*at = origin_ref(origin);
	}
}

bool rrsets_equal(const struct rrsets *a, const struct rrsets *b)
{
	size_t a_len, b_len;
	const char *a_text = rrsets_text(a, &a_len);
	const char *b_text = rrsets_text(b, &b_len);

	return a == b || (a_len == b_len && !memcmp(a_text, b_text, a_len));
}

bool rrsets_same_origins(const struct rrsets *a, const struct rrsets *b)
{
	size_t count = rrsets_count(a);

	if (a == b)
		return true;
	if (!owner_same(rrsets_owner(a), rrsets_owner(b)))
		return false;
	if (count != rrsets_count(b) || count == 0)
		return count == rrsets_count(b);
	for (size_t i = 0; i < count; i++)
		if (a->sets[i].type != b->sets[i].type ||
		    a->sets[i].norigins != b->sets[i].norigins)
			return false;
	for (size_t i = a->norigins; i > 0; i--) {
		const struct origin *x = origins_of(a)[i - 1];
		const struct origin *y = origins_of(b)[i - 1];

		if (x != y &&
		    (strcmp(x->text, y->text) != 0 || !origin_same_uid(x, y)))
			return false;
	}
	return true;
}

bool rrsets_read(const struct rrsets *rrsets, uint16_t type,
    struct arena *arena, struct rrset *out)
{
	const char *lines, *end, *line;
	struct record *records;
	size_t at = 0, len;

	while (at < rrsets_count(rrsets) && rrsets->sets[at].type != type)
		at++;
	if (at == rrsets_count(rrsets))
		return false;
	lines = rrsets_lines(rrsets, at, &len);
	end = lines + len;
	records = arena_alloc(arena, line_count(lines, len) * sizeof(*records));
	*out = (struct rrset){ .type = type, .records = records };
	while (line_next(&lines, end, &line, &len)) {
		struct record *record = &records[out->count];
		struct line_fields fields;
		struct err err;

		/* We printed it; what does not read back is not there. */
		if (!line_split(line, len, &fields, &err) ||
		    !record_parse(record, fields.type, fields.rdata,
			fields.rdata_len, arena, &err))
			continue;
		record->ttl = out->ttl = fields.ttl;
		out->count++;
	}
	out->origins = rrsets_origins(rrsets, at, &out->norigins);
	return true;
}
