/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.c - one function for each type of value. Each checks the JSON node
 * against its row and either fills the slot or refuses the value and leaves
 * the default.
 */
#include "controller/config/read/values.h"

#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/config/read/duration.h"
#include "controller/config/read/endpoint.h"
#include "controller/config/read/guardrule.h"
#include "zonegen/record/name.h"

#define ATEXT "!#$%&'*+-/=?^_`{|}~"

static void refuse(const struct value *value, const char *wanted)
{
	reader_refuse(value->reader, value->path, "must be %s, not %s", wanted,
	    reader_show(value->reader, value->node));
}

static bool read_number(const struct value *value, int64_t *out)
{
	const struct key *key = value->key;
	struct reader *reader = value->reader;
	const char *bounds = arena_printf(&reader->scratch,
	    "between %lld and %lld", (long long)key->min, (long long)key->max);
	bool whole = json_integer(value->node, out);

	if (whole && *out >= key->min && *out <= key->max)
		return true;
	if (whole)
		refuse(value, bounds);
	else if (json_type(value->node) != JSON_NUMBER)
		refuse(value, "a whole number");
	else /* a fraction, or one that is not exact any more */
		reader_refuse(
		    reader, value->path, "must be a whole number %s", bounds);
	return false;
}

void read_u32(const struct value *value)
{
	uint32_t *slot = value->slot;
	int64_t number;

	if (read_number(value, &number))
		*slot = (uint32_t)number;
}

void read_size(const struct value *value)
{
	size_t *slot = value->slot;
	int64_t number;

	if (read_number(value, &number))
		*slot = (size_t)number;
}

void read_bool(const struct value *value)
{
	bool *slot = value->slot;

	if (!json_bool(value->node, slot))
		refuse(value, "true or false");
}

/* The place of the value among the row's words; false: it is none of them. */
static bool read_word(const struct value *value, unsigned *out)
{
	const char *const *words = value->key->words;
	struct buf wanted = BUF_INIT(200);
	const char *text;
	bool ok = false;

	for (unsigned i = 0; json_string(value->node, &text) && words[i]; i++)
		if (!strcmp(text, words[i])) {
			*out = i;
			ok = true;
		}
	for (size_t i = 0; words[i]; i++)
		buf_printf(&wanted, "%s%s",
		    !i                 ? ""
			: words[i + 1] ? ", "
				       : " or ",
		    words[i]);
	if (!ok)
		refuse(value, buf_text(&wanted));
	buf_clear(&wanted);
	return ok;
}

void read_choice(const struct value *value)
{
	unsigned place;

	/* The enums of config.h have no negative member: they are unsigned. */
	if (read_word(value, &place))
		memcpy(value->slot, &place, sizeof(place));
}

void read_switch(const struct value *value)
{
	bool *slot = value->slot;
	unsigned place;

	if (read_word(value, &place))
		*slot = place == 1;
}

void read_interval(const struct value *value)
{
	const struct key *key = value->key;
	uint64_t *slot = value->slot;
	const char *text;
	uint64_t ns;

	if (!json_string(value->node, &text)) {
		refuse(value, "auto or a duration like 500ms");
	} else if (!strcmp(text, "auto")) {
		*slot = 0;
	} else if (!duration_parse(text, &ns)) {
		refuse(value, "auto or a duration like 500ms");
	} else if (ns / 1000000 < (uint64_t)key->min ||
	    ns > (uint64_t)key->max * 1000000) {
		refuse(value,
		    arena_printf(&value->reader->scratch,
			"auto or between %lldms and %llds", (long long)key->min,
			(long long)key->max / 1000));
	} else {
		*slot = ns / 1000000;
	}
}

void read_duration(const struct value *value)
{
	const struct key *key = value->key;
	uint64_t *slot = value->slot;
	const char *text;
	uint64_t ns;

	if (!json_string(value->node, &text) || !duration_parse(text, &ns))
		refuse(value, "a duration like 10m");
	else if (ns / 1000000 < (uint64_t)key->min ||
	    ns > (uint64_t)key->max * 1000000)
		refuse(value,
		    arena_printf(&value->reader->scratch,
			"between %llds and %lldh", (long long)key->min / 1000,
			(long long)key->max / 3600000));
	else
		*slot = ns / 1000000;
}

void read_percent(const struct value *value)
{
	uint32_t *slot = value->slot, percent = 0;
	const char *text;
	size_t digits;

	if (!json_string(value->node, &text)) {
		refuse(value, "off or a percentage like 30%");
		return;
	}
	digits = strspn(text, "0123456789");
	for (size_t i = 0; i < digits && percent <= 100; i++)
		percent = percent * 10 + (uint32_t)(text[i] - '0');
	if (!strcmp(text, "off"))
		*slot = GUARD_NEVER;
	else if (!digits || strcmp(text + digits, "%") != 0)
		refuse(value, "off or a percentage like 30%");
	else if (percent > 100)
		refuse(value, "off or between 0% and 100%");
	else
		*slot = percent;
}

void read_off(const struct value *value)
{
	bool *slot = value->slot;
	const char *text;

	if (json_string(value->node, &text) && !strcmp(text, "off"))
		*slot = true;
	else
		refuse(value, "off or a mapping");
}

/* A string with something in it; NULL: refused. */
static const char *read_string(const struct value *value)
{
	const char *text;

	if (!json_string(value->node, &text)) {
		refuse(value, "a string");
		return NULL;
	}
	if (!*text) {
		reader_refuse(value->reader, value->path, "must not be empty");
		return NULL;
	}
	return text;
}

static void keep(
    const struct value *value, const char *text, bool good, const char *wanted)
{
	const char **slot = value->slot;

	if (good)
		*slot = arena_strdup(value->reader->arena, text);
	else
		refuse(value, wanted);
}

void read_text(const struct value *value)
{
	const char *text = read_string(value);
	const char **slot = value->slot;

	if (text)
		*slot = arena_strdup(value->reader->arena, text);
}

/* nsd.conf has no escapes, and most paths are for it. */
static bool is_for_conf(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == '"' ||
		    *text == 0x7f)
			return false;
	return true;
}

void read_path(const struct value *value)
{
	const char *text = read_string(value);
	struct reader *reader = value->reader;
	const char **slot = value->slot;

	if (!text)
		return;
	if (!is_for_conf(text))
		refuse(value, "a path without quotes and control characters");
	else if (*text == '/')
		*slot = arena_strdup(reader->arena, text);
	else
		*slot = arena_printf(reader->arena, "%s%s%s", reader->base,
		    strcmp(reader->base, "/") ? "/" : "", text);
}

/* The name in text; false: refused. */
static bool parse_host(
    const struct value *value, const char *text, char name[NAME_SIZE])
{
	struct err err;

	if (!text)
		return false;
	if (name_parse(text, strlen(text), name, &err))
		return true;
	reader_refuse(value->reader, value->path, "%s", err.text);
	return false;
}

void read_host(const struct value *value)
{
	char name[NAME_SIZE];

	if (parse_host(value, read_string(value), name))
		keep(value, name, !name_is_wildcard(name),
		    "a name without a wildcard");
}

void read_server(const struct value *value)
{
	const char *text = read_string(value), *why;
	char name[NAME_SIZE];

	if (!parse_host(value, text, name))
		return;
	why = name_misfit(name, text, strlen(text));
	if (why)
		reader_refuse(
		    value->reader, value->path, "'%.80s': %s", text, why);
	else
		keep(value, name, !name_is_wildcard(name),
		    "a name without a wildcard");
}

void read_zone_name(const struct value *value)
{
	const char *text = read_string(value);
	char name[NAME_SIZE];
	struct err err;

	if (!text)
		return;
	if (name_parse_record(text, strlen(text), name, &err))
		keep(value, name,
		    !name_is_wildcard(name) && !strchr(name, '\\'),
		    "a name without a wildcard or an escape");
	else
		reader_refuse(value->reader, value->path, "%s", err.text);
}

/* RFC 5322 dot-atom, in a label's size. */
static bool is_local_part(const char *text, size_t len)
{
	bool dot = true; /* none first, none last, no two in a row */

	if (len > 63)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		bool atom = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || strchr(ATEXT, c);

		if (c == '.' ? dot : !atom)
			return false;
		dot = c == '.';
	}
	return !dot;
}

/* The mailbox as a name (RFC 1035 8): its local part is one label. */
void read_mailbox(const struct value *value)
{
	const char *text = read_string(value);
	const char *at = text ? strchr(text, '@') : NULL;
	size_t len = at ? (size_t)(at - text) : 0;
	const char **slot = value->slot;
	struct buf out = BUF_INIT(1000);
	char domain[NAME_SIZE];
	struct err err;

	if (!text)
		return;
	if (!at || !is_local_part(text, len)) {
		refuse(value, "a mailbox like hostmaster@example.com");
		return;
	}
	if (!name_parse(at + 1, strlen(at + 1), domain, &err)) {
		reader_refuse(value->reader, value->path, "%s", err.text);
		return;
	}
	if (name_is_wildcard(domain) ||
	    1 + len + strlen(domain) + 2 > NAME_WIRE) {
		refuse(value, "a mailbox that fits a domain name");
		return;
	}
	for (size_t i = 0; i < len; i++)
		buf_printf(
		    &out, strchr(".$", text[i]) ? "\\%c" : "%c", text[i]);
	buf_printf(&out, ".%s", domain);
	*slot = arena_strdup(value->reader->arena, buf_text(&out));
	buf_clear(&out);
}

void read_endpoint(const struct value *value)
{
	const char *text = read_string(value);
	struct endpoint endpoint;

	if (text)
		keep(value, text, endpoint_parse(text, &endpoint),
		    "ADDRESS@PORT");
}

void read_port(const struct value *value)
{
	const char *text = read_string(value);
	struct endpoint endpoint;

	if (text)
		keep(value, text, endpoint_parse_url(text, &endpoint),
		    "ADDRESS:PORT");
}

void read_object(const struct value *value)
{
	const char *text = read_string(value);
	const char *slash = text ? strchr(text, '/') : NULL;

	if (text)
		keep(value, text,
		    slash && dns1123_is_label(text, (size_t)(slash - text)) &&
			dns1123_is_label(slash + 1, strlen(slash + 1)),
		    "NAMESPACE/NAME of a Service");
}

void read_label(const struct value *value)
{
	const char *text = read_string(value);

	if (text)
		keep(value, text, dns1123_is_label(text, strlen(text)),
		    "a name of lower-case letters, digits and '-'");
}
