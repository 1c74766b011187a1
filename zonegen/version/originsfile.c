/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/originsfile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/base.h"
#include "zonegen/record/line.h"

#define OWNER "owner"
#define ALWAYS "always" /* the zone itself gave it */
#define DIGITS 16       /* of a digest */

/* Name, type, origin (KIND, key), uid, seconds, digest; NUL. */
#define LINE_SIZE                                                          \
	(NAME_SIZE + 16 + ORIGIN_KIND_MAX + 1 + ORIGIN_NAMESPACE_MAX + 1 + \
	    ORIGIN_NAME_MAX + 1 + ORIGIN_UID_MAX + 1 + 20 + 1 + DIGITS + 1)

enum { OWNER_NAME = 1, OWNER_NAMESPACE, OWNER_SINCE, OWNER_WHY, OWNER_FIELDS };
enum { NAME, TYPE, KIND, KEY, UID, CREATED, DIGEST, FIELDS };

/* --- Printing --- */

/* There are as many lines as names and more: formats cost too much. */
static void print_field(const char *text, struct buf *out)
{
	buf_puts(out, text);
	buf_putc(out, '\t');
}

/* "-" for what is not known. */
static void print_time(int64_t seconds, int64_t unknown, struct buf *out)
{
	if (seconds == unknown)
		buf_putc(out, '-');
	else if (seconds == AGE_ALWAYS)
		buf_puts(out, ALWAYS);
	else
		buf_printf(out, "%" PRId64, seconds);
}

static void print_owner(
    const char *relative, const struct owner *owner, struct buf *out)
{
	print_field(OWNER, out);
	print_field(relative, out);
	print_field(*owner->namespace ? owner->namespace : "-", out);
	print_time(owner->since > 0 ? owner->since : 0, 0, out);
	buf_putc(out, '\t');
	buf_puts(out, owner_word(owner->why));
	buf_putc(out, '\n');
}

static void print_origin(const char *relative, uint16_t type,
    const struct origin *origin, struct buf *out)
{
	char text[ORIGIN_UID_SIZE];
	const char *key = origin_key(origin), *uid = origin_uid(origin, text);

	print_field(relative, out);
	print_field(rr_type_text(type), out);
	buf_add(out, origin->text, (size_t)(key - origin->text - 1));
	buf_putc(out, '\t');
	print_field(key, out);
	print_field(*uid ? uid : "-", out);
	print_time(origin->created, AGE_UNKNOWN, out);
	if (origin->digest)
		buf_printf(out, "\t%016" PRIx64, origin->digest);
	buf_putc(out, '\n');
}

void originsfile_print(const char *zone, const char *name,
    const struct rrsets *rrsets, struct buf *out)
{
	char relative[NAME_SIZE];

	if (!rrsets)
		return;
	line_relative(name, zone, relative);
	if (rrsets_owner(rrsets))
		print_owner(relative, rrsets_owner(rrsets), out);
	for (size_t i = 0; i < rrsets_count(rrsets); i++) {
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(rrsets, i, &count);

		for (size_t j = 0; j < count; j++)
			print_origin(
			    relative, rrsets_type(rrsets, i), origins[j], out);
	}
}

/* --- Reading --- */

/* The fields of a line, their tabs made NULs; 0: it is no such line. */
static size_t split(const char *line, size_t len, char text[LINE_SIZE],
    const char *fields[FIELDS])
{
	char *at = text;

	if (len >= LINE_SIZE || memchr(line, '\0', len))
		return 0;
	memcpy(text, line, len);
	text[len] = '\0';
	for (size_t i = 0; i < FIELDS; i++) {
		char *tab = strchr(at, '\t');

		fields[i] = at;
		if (!*at || *at == '\t')
			return 0;
		if (!tab)
			return i + 1;
		*tab = '\0';
		at = tab + 1;
	}
	return 0;
}

static bool read_name(
    const char *relative, const char *zone, char out[NAME_SIZE])
{
	size_t len = strlen(relative);

	if (!strcmp(relative, "@"))
		return snprintf(out, NAME_SIZE, "%s", zone) < NAME_SIZE;
	return len && relative[len - 1] != '.' &&
	    snprintf(out, NAME_SIZE, "%s.%s", relative, zone) < NAME_SIZE;
}

static bool read_time(const char *text, int64_t unknown, int64_t *out)
{
	const char *digits = text + (*text == '-'); /* before 1970 */
	char *end;

	if (!strcmp(text, "-")) {
		*out = unknown;
		return true;
	}
	if (!strcmp(text, ALWAYS)) {
		*out = AGE_ALWAYS;
		return true;
	}
	*out = strtoll(text, &end, 10);
	return *digits >= '0' && *digits <= '9' && !*end;
}

static bool read_digest(const char *text, uint64_t *out)
{
	*out = strtoull(text, NULL, 16);
	return strlen(text) == DIGITS &&
	    strspn(text, "0123456789abcdef") == DIGITS;
}

static bool is_namespace(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len && len <= ORIGIN_NAMESPACE_MAX && !text[len];
}

/* It may be the only one that says this name. */
static bool is_name(const char *name)
{
	char parsed[NAME_SIZE];
	struct err err;

	return name_parse_record(name, strlen(name), parsed, &err) &&
	    !strcmp(name, parsed);
}

static bool read_owner(const char *const fields[FIELDS], const char *zone,
    struct originsfile_line *out)
{
	const char *namespace = fields[OWNER_NAMESPACE];
	enum owner_why why;
	int64_t since;

	if (strcmp(fields[0], OWNER) != 0 || !is_namespace(namespace) ||
	    !read_name(fields[OWNER_NAME], zone, out->name) ||
	    !is_name(out->name) || !read_time(fields[OWNER_SINCE], 0, &since) ||
	    since < 0 || !owner_parse(fields[OWNER_WHY], &why))
		return false;
	out->owner =
	    owner_new(strcmp(namespace, "-") ? namespace : "", since, why);
	return true;
}

static bool read_origin(const char *const fields[FIELDS], size_t count,
    const char *zone, struct originsfile_line *out)
{
	const char *uid = fields[UID];
	char text[LINE_SIZE];
	uint64_t digest = 0;
	int64_t created;

	out->type = rr_type_parse(fields[TYPE]);
	if (!read_name(fields[NAME], zone, out->name) ||
	    !read_time(fields[CREATED], AGE_UNKNOWN, &created) ||
	    (count > DIGEST && !read_digest(fields[DIGEST], &digest)))
		return false;
	snprintf(text, sizeof(text), "%s %s", fields[KIND], fields[KEY]);
	out->origin =
	    origin_from_text(text, strcmp(uid, "-") ? uid : "", created);
	if (out->origin)
		out->origin->digest = digest;
	return out->origin != NULL;
}

bool originsfile_next(const char *zone, const char **at, const char *end,
    struct originsfile_line *out)
{
	while (*at < end) {
		const char *line = *at, *fields[FIELDS];
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		char text[LINE_SIZE];
		size_t count;

		*at = eol ? eol + 1 : end;
		if (!eol) /* cut off */
			return false;
		*out = (struct originsfile_line){ .type = 0 };
		count = split(line, (size_t)(eol - line), text, fields);
		if (count == OWNER_FIELDS ? read_owner(fields, zone, out)
			: count >= DIGEST
			? read_origin(fields, count, zone, out)
			: false)
			return true;
	}
	return false;
}
