/* SPDX-License-Identifier: Apache-2.0 */
/*
 * origin.c - an origin is one allocation: kind, namespace and name as one text,
 * then the uid, packed into 16 octets where it is a UUID.
 */
#include "zonegen/claim/origin.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define UUID_TEXT 36 /* "8-4-4-4-12" hexadecimal digits */
#define UUID_OCTETS 16

static const char digits[] = "0123456789abcdef";

/* A UUID as the API server writes it, in a quarter of its length. */
static bool pack(const char *uid, uint8_t out[UUID_OCTETS])
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t n = 0;

	if (strlen(uid) != UUID_TEXT)
		return false;
	for (size_t i = 0; i < UUID_TEXT; i++) {
		const char *digit = strchr(digits, uid[i]);

		if (form[i] == '-' ? uid[i] != '-' : !digit)
			return false;
		if (form[i] == '-')
			continue;
		out[n / 2] = (uint8_t)(out[n / 2] << 4 | (digit - digits));
		n++;
	}
	return true;
}

static const char *unpack(
    const uint8_t octets[UUID_OCTETS], char out[ORIGIN_UID_SIZE])
{
	char *at = out;

	for (size_t i = 0; i < UUID_OCTETS; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = digits[octets[i] >> 4];
		*at++ = digits[octets[i] & 15];
	}
	*at = '\0';
	return out;
}

/*
 * The struct and its strings are one allocation without pointers: there is one
 * per object.
 */
static struct origin *make(const char *kind, size_t kind_len,
    const char *namespace, size_t namespace_len, const char *name,
    const char *uid, int64_t created)
{
	uint8_t uuid[UUID_OCTETS] = { 0 };
	bool packed = pack(uid, uuid);
	size_t uid_size = packed ? sizeof(uuid) : strlen(uid) + 1;
	size_t name_size = strlen(name) + 1;
	size_t text_size =
	    kind_len + 1 + namespace_len + (namespace_len > 0) + name_size;
	size_t size = text_size + namespace_len + 1 + uid_size;
	struct origin *origin = xmalloc(sizeof(*origin) + size);
	char *at = origin->text;

	assert(size <= UINT16_MAX);
	*origin = (struct origin){ .created = created,
		.refs = 1,
		.packed = packed,
		.namespace_at = (uint16_t)text_size,
		.uid_at = (uint16_t)(text_size + namespace_len + 1) };
	memcpy(at, kind, kind_len);
	at += kind_len;
	*at++ = ' ';
	memcpy(at, namespace, namespace_len);
	at += namespace_len;
	if (namespace_len)
		*at++ = '/';
	at = mempcpy(at, name, name_size);
	at = mempcpy(at, namespace, namespace_len);
	*at++ = '\0';
	memcpy(at, packed ? (const char *)uuid : uid, uid_size);
	return origin;
}

struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, int64_t created)
{
	return make(kind, strlen(kind), namespace, strlen(namespace), name, uid,
	    created);
}

/* Is it printable, without blanks, and at most that long? */
static bool fits(const char *text, size_t len, size_t most)
{
	if (len > most)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return true;
}

bool origin_uid_fits(const char *uid)
{
	return fits(uid, strlen(uid), ORIGIN_UID_MAX);
}

struct origin *origin_from_text(
    const char *text, const char *uid, int64_t created)
{
	const char *space = strchr(text, ' ');
	const char *slash = space ? strchr(space, '/') : NULL;
	const char *name = slash ? slash + 1 : space ? space + 1 : NULL;
	size_t kind_len, len;

	if (!name || space == text || !*name || strchr(name, '/') ||
	    slash == space + 1)
		return NULL;
	kind_len = (size_t)(space - text);
	len = slash ? (size_t)(slash - space - 1) : 0;
	if (!fits(text, kind_len, ORIGIN_KIND_MAX) ||
	    !fits(space + 1, len, ORIGIN_NAMESPACE_MAX) ||
	    !fits(name, strlen(name), ORIGIN_NAME_MAX) || !origin_uid_fits(uid))
		return NULL;
	return make(text, kind_len, space + 1, len, name, uid, created);
}

const char *origin_key(const struct origin *origin)
{
	return strchr(origin->text, ' ') + 1;
}

const char *origin_namespace(const struct origin *origin)
{
	return origin->text + origin->namespace_at;
}

const char *origin_uid(const struct origin *origin, char out[ORIGIN_UID_SIZE])
{
	const char *at = origin->text + origin->uid_at;

	return origin->packed ? unpack((const uint8_t *)at, out) : at;
}

bool origin_same_uid(const struct origin *a, const struct origin *b)
{
	const char *x = a->text + a->uid_at, *y = b->text + b->uid_at;

	if (a->packed != b->packed)
		return false;
	return a->packed ? !memcmp(x, y, UUID_OCTETS) : !strcmp(x, y);
}

bool origin_is_of(const struct origin *origin, const char *kind)
{
	size_t len = strlen(kind);

	return !strncmp(origin->text, kind, len) && origin->text[len] == ' ';
}

bool origin_same(const struct origin *a, const struct origin *b)
{
	return a == b ||
	    (a->created == b->created && !strcmp(a->text, b->text) &&
		origin_same_uid(a, b));
}

struct origin *origin_ref(struct origin *origin)
{
	origin->refs++;
	return origin;
}

void origin_unref(struct origin *origin)
{
	if (origin && --origin->refs == 0)
		free(origin);
}

int origin_compare(const struct origin *a, const struct origin *b)
{
	int d = (a->created > b->created) - (a->created < b->created);

	if (a == b)
		return 0;
	if (d == 0)
		d = !*origin_namespace(a) - !*origin_namespace(b);
	if (d == 0)
		d = strcmp(origin_namespace(a), origin_namespace(b));
	return d ? d : strcmp(a->text, b->text);
}
