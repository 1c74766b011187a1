/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.c - the text is scanned once for what cJSON would let through or take
 * too far, then cJSON makes the tree. The getters and the quoting of strings
 * follow.
 */
#include "controller/base/json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/utf8.h"
#include "zonegen/base/map.h"

#define MAX_DEPTH 200
/* A double holds each integer up to here; 2^53 itself may be a rounded one. */
#define MAX_EXACT 9007199254740991.0

/*
 * The class of an octet for the scan.  The classes up to CLOSE are plain in a
 * string.
 */
enum octet {
	PLAIN,
	OPEN,
	CLOSE,
	QUOTE,
	ESCAPE,
	BLANK,
	CONTROL,
	WIDE, /* begins a character of several octets, or nothing at all */
};

#define X8(o) o, o, o, o, o, o, o, o
#define X32(o) X8(o), X8(o), X8(o), X8(o)

static const unsigned char octets[256] = { X8(CONTROL), CONTROL, BLANK, BLANK,
	CONTROL, CONTROL, BLANK, CONTROL, CONTROL, X8(CONTROL),
	X8(CONTROL), ['"'] = QUOTE, ['['] = OPEN, ['\\'] = ESCAPE,
	[']'] = CLOSE, ['{'] = OPEN, ['}'] = CLOSE, [0x80] = X32(WIDE),
	X32(WIDE), X32(WIDE), X32(WIDE) };

static const char *refuse(const char *what, struct err *err)
{
	err_set(err, ERR_INPUT, "not JSON: %s", what);
	return NULL;
}

/* JSON it is, but not what a string here can hold. */
static const char *refuse_nul(struct err *err)
{
	err_set(err, ERR_INPUT, "a NUL (\\u0000) in a string");
	return NULL;
}

/* Behind the string whose first octet is at; NULL: refused. */
static const char *scan_string(const char *at, const char *end, struct err *err)
{
	size_t size;

	for (;;) {
		while (at < end && octets[(unsigned char)*at] <= CLOSE)
			at++;
		if (at == end)
			return refuse("it ends inside a string", err);
		switch (octets[(unsigned char)*at]) {
		case QUOTE:
			return at + 1;
		case ESCAPE:
			if (end - at >= 6 && !memcmp(at, "\\u0000", 6))
				return refuse_nul(err);
			if (end - at < 2)
				return refuse("it ends inside a string", err);
			at += 2; /* so that "\\" does not escape again */
			break;
		case WIDE:
			size = utf8_size(at, (size_t)(end - at));
			if (!size)
				return refuse("not UTF-8", err);
			at += size;
			break;
		default:
			return refuse("control character in a string", err);
		}
	}
}

/*
 * Some faults cJSON lets through, and deep nesting it follows too far: \u0000,
 * control characters, octets that are no UTF-8.  One pass finds them before
 * cJSON starts.
 */
static bool scan(const char *at, const char *end, struct err *err)
{
	size_t depth = 0;

	while (at && at < end) {
		switch (octets[(unsigned char)*at++]) {
		case OPEN:
			if (++depth > MAX_DEPTH)
				at = refuse("nested too deeply", err);
			break;
		case CLOSE:
			depth -= depth > 0;
			break;
		case QUOTE:
			at = scan_string(at, end, err);
			break;
		case CONTROL:
			at = refuse("control character", err);
			break;
		default:
			break; /* cJSON refuses other octets that do not belong
				  here */
		}
	}
	return at;
}

static bool blank(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || octets[(unsigned char)*at] == BLANK))
		at++;
	return at == end;
}

struct json *json_parse(const char *text, size_t len, struct err *err)
{
	const char *end = text;
	cJSON *root;

	if (!len) {
		err_set(err, ERR_INPUT, "not JSON: it is empty");
		return NULL;
	}
	if (!scan(text, text + len, err))
		return NULL;
	root = cJSON_ParseWithLengthOpts(text, len, &end, false);
	if (root && blank(end, text + len))
		return (struct json *)root;
	err_set(err, ERR_INPUT, "not JSON: octet %zu%s", (size_t)(end - text),
	    root ? ": something follows the document" : "");
	cJSON_Delete(root);
	return NULL;
}

void json_free(struct json *document)
{
	cJSON_Delete((cJSON *)document);
}

static bool unique_members(const cJSON *object, struct err *err)
{
	struct map keys = MAP_INIT;
	const cJSON *child;
	bool ok = true;

	cJSON_ArrayForEach (child, object) {
		if (map_get(&keys, child->string)) {
			ok = err_set(err, ERR_INPUT,
			    "the key '%s' is there twice", child->string);
			break;
		}
		map_put(&keys, child->string, child->string);
	}
	map_clear(&keys);
	return ok;
}

/* The depth is that of json_parse(). */
bool json_unique(const struct json *node, struct err *err)
{
	const cJSON *self = (const cJSON *)node;
	const cJSON *child;

	if (cJSON_IsObject(self) && !unique_members(self, err))
		return false;
	cJSON_ArrayForEach (child, self)
		if (!json_unique((const struct json *)child, err))
			return false;
	return true;
}

static const cJSON *tree(const struct json *node)
{
	return (const cJSON *)node;
}

enum json_type json_type(const struct json *node)
{
	switch (tree(node)->type & 0xff) {
	case cJSON_False:
	case cJSON_True:
		return JSON_BOOL;
	case cJSON_Number:
		return JSON_NUMBER;
	case cJSON_String:
		return JSON_STRING;
	case cJSON_Array:
		return JSON_ARRAY;
	case cJSON_Object:
		return JSON_OBJECT;
	default:
		return JSON_NULL;
	}
}

const char *json_key(const struct json *node)
{
	return tree(node)->string;
}

const struct json *json_first(const struct json *node)
{
	return node ? (const struct json *)tree(node)->child : NULL;
}

const struct json *json_next(const struct json *node)
{
	return (const struct json *)tree(node)->next;
}

const struct json *json_get(const struct json *node, const char *key)
{
	const cJSON *child;

	if (!cJSON_IsObject(tree(node)))
		return NULL;
	child = cJSON_GetObjectItemCaseSensitive(tree(node), key);
	return cJSON_IsNull(child) ? NULL : (const struct json *)child;
}

bool json_string(const struct json *node, const char **out)
{
	if (!cJSON_IsString(tree(node)))
		return false;
	*out = tree(node)->valuestring;
	return true;
}

bool json_number(const struct json *node, double *out)
{
	if (!cJSON_IsNumber(tree(node)))
		return false;
	*out = tree(node)->valuedouble;
	return true;
}

bool json_integer(const struct json *node, int64_t *out)
{
	double value;

	if (!cJSON_IsNumber(tree(node)))
		return false;
	value = tree(node)->valuedouble;
	if (!(value >= -MAX_EXACT && value <= MAX_EXACT))
		return false;
	if (value > (double)(int64_t)value || value < (double)(int64_t)value)
		return false;
	*out = (int64_t)value;
	return true;
}

bool json_bool(const struct json *node, bool *out)
{
	if (!cJSON_IsBool(tree(node)))
		return false;
	*out = cJSON_IsTrue(tree(node));
	return true;
}

static bool wrong(const char *key, const char *type, struct err *err)
{
	return err_set(err, ERR_INPUT, "%s: not %s", key, type);
}

bool json_get_string(const struct json *node, const char *key,
    const char *fallback, const char **out, struct err *err)
{
	const struct json *member = json_get(node, key);

	if (!member)
		*out = fallback;
	else if (!json_string(member, out))
		return wrong(key, "a string", err);
	return true;
}

bool json_get_integer(const struct json *node, const char *key,
    int64_t fallback, int64_t *out, struct err *err)
{
	const struct json *member = json_get(node, key);

	if (!member)
		*out = fallback;
	else if (!json_integer(member, out))
		return wrong(key, "an integer", err);
	return true;
}

bool json_get_bool(const struct json *node, const char *key, bool fallback,
    bool *out, struct err *err)
{
	const struct json *member = json_get(node, key);

	if (!member)
		*out = fallback;
	else if (!json_bool(member, out))
		return wrong(key, "true or false", err);
	return true;
}

bool json_get_array(const struct json *node, const char *key,
    const struct json **out, struct err *err)
{
	const struct json *member = json_get(node, key);

	if (member && !cJSON_IsArray(tree(member)))
		return wrong(key, "a list", err);
	*out = member;
	return true;
}

bool json_get_object(const struct json *node, const char *key,
    const struct json **out, struct err *err)
{
	const struct json *member = json_get(node, key);

	if (member && !cJSON_IsObject(tree(member)))
		return wrong(key, "an object", err);
	*out = member;
	return true;
}

void json_print(struct buf *out, const struct json *node)
{
	char *text = cJSON_PrintUnformatted((const cJSON *)(const void *)node);

	if (!text)
		abort(); /* memory is out */
	buf_puts(out, text);
	cJSON_free(text);
}

/* Octets at text that stand in a JSON string as they are. */
static size_t plain(const char *text)
{
	size_t len = 0;

	while (octets[(unsigned char)text[len]] <= CLOSE && text[len] != 0x7f)
		len++;
	return len;
}

static void quote_octet(struct buf *out, unsigned char c)
{
	static const char from[] = "\"\\\n\r\t", to[] = "\"\\nrt";
	const char *known = strchr(from, c);

	if (known)
		buf_printf(out, "\\%c", to[known - from]);
	else
		buf_printf(out, "\\u%04x", c);
}

/* Quotes some of the len octets at text; how many of them. */
static size_t quote_some(struct buf *out, const char *text, size_t len)
{
	bool wide = (unsigned char)*text >= 0x80;
	size_t size = wide ? utf8_size(text, len) : plain(text);

	if (size)
		buf_add(out, text, size);
	else if (wide)
		buf_puts(out, "\xef\xbf\xbd"); /* U+FFFD */
	else
		quote_octet(out, (unsigned char)*text);
	return size ? size : 1;
}

void json_quote(struct buf *out, const char *text)
{
	size_t left = strlen(text);
	size_t used;

	buf_putc(out, '"');
	while (left) {
		used = quote_some(out, text, left);
		text += used;
		left -= used;
	}
	buf_putc(out, '"');
}
