/* SPDX-License-Identifier: Apache-2.0 */
/*
 * master.c - from the words of an entry to a record: directive or owner first,
 * then TTL and class in any order, the type, and the rest as rdata.
 */
#include "zonegen/lint/master.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"
#include "zonegen/lint/mastertype.h"
#include "zonegen/lint/masterword.h"
#include "zonegen/record/rdataldns.h"

#define LONGEST_NAME 1024      /* octets of text, each an escape */
#define RDATA_LIMIT (1u << 20) /* octets of text; far above RECORD_MAX */

struct master {
	const struct master_reader *reader;
	struct masterwords words;
	size_t at; /* the next word of the entry */
	bool has_origin, has_owner, has_ttl, has_default;
	char origin[NAME_SIZE]; /* "": the root */
	char owner[NAME_SIZE];
	uint32_t ttl, fallback; /* the last one that was written; $TTL's */
	struct buf rdata;
	struct arena arena; /* of one record */
	bool lost;          /* a relative name without an origin */
};

static void report(
    struct master *m, enum finding_id id, uint16_t type, const char *sentence)
{
	const struct master_fault fault = {
		.line = m->words.line,
		.id = id,
		.name = m->has_owner ? m->owner : "",
		.type = type,
		.sentence = sentence,
	};

	m->reader->fault(m->reader->arg, &fault);
}

/* It was not even cut into words: whose it is nobody knows. */
static void report_words(struct master *m, const char *sentence)
{
	bool has_owner = m->has_owner;

	m->has_owner = false;
	report(m, BAD_SYNTAX, 0, sentence);
	m->has_owner = has_owner;
}

static const struct masterword *take(struct master *m)
{
	return m->at < m->words.count ? &m->words.list[m->at++] : NULL;
}

static bool is_word(const struct masterword *word, const char *text)
{
	return !word->quoted && word->len == strlen(text) &&
	    !strncasecmp(word->text, text, word->len);
}

/* --- Names --- */

/* Does it end in a dot that is none of its last label? */
static bool is_absolute(const struct masterword *word)
{
	size_t slashes = 0;

	if (!word->len || word->text[word->len - 1] != '.')
		return false;
	while (slashes + 1 < word->len &&
	    word->text[word->len - 2 - slashes] == '\\')
		slashes++;
	return slashes % 2 == 0;
}

/* A name of the file, absolute. */
static bool read_name(struct master *m, const struct masterword *word,
    char out[NAME_SIZE], struct err *err)
{
	char text[LONGEST_NAME + NAME_SIZE + 2];

	if (word->len >= LONGEST_NAME)
		return err_set(
		    err, ERR_INPUT, "a name of %zu octets", word->len);
	if (is_absolute(word))
		return name_parse_any(word->text, word->len, out, err);
	if (!m->has_origin) {
		m->lost = true;
		return err_set(err, ERR_INPUT,
		    "line %zu: '%.*s' is relative, and nothing says to what",
		    m->words.line, (int)word->len, word->text);
	}
	if (is_word(word, "@"))
		snprintf(text, sizeof(text), "%s.", m->origin);
	else
		snprintf(text, sizeof(text), "%.*s.%s", (int)word->len,
		    word->text, m->origin);
	return name_parse_any(text, strlen(text), out, err);
}

/* --- Numbers --- */

/* Seconds, as digits or with units: 300, 1h, 1w2d (w d h m s). */
static bool read_seconds(const struct masterword *word, uint64_t *out)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} units[] = { { 'w', 604800 }, { 'd', 86400 }, { 'h', 3600 },
		{ 'm', 60 }, { 's', 1 } };
	uint64_t total = 0, number = 0;
	bool digits = false;

	for (size_t i = 0; i < word->len; i++) {
		char c = word->text[i];
		size_t unit = 0;

		if (number > UINT32_MAX || total > UINT32_MAX)
			return false;
		if (c >= '0' && c <= '9') {
			number = number * 10 + (uint64_t)(c - '0');
			digits = true;
			continue;
		}
		while (unit < ARRAY_LEN(units) && units[unit].unit != (c | 32))
			unit++;
		if (!digits || unit == ARRAY_LEN(units))
			return false;
		total += number * units[unit].seconds;
		number = 0;
		digits = false;
	}
	*out = total + number;
	return word->len > 0 && !word->quoted && *out <= UINT32_MAX;
}

/* --- Directives --- */

static void read_ttl_default(struct master *m, const struct masterword *word)
{
	uint64_t seconds = 0;

	/* Servers cap what is too large, and refuse the file for the rest. */
	if (!word || !read_seconds(word, &seconds) || seconds > TTL_MAX) {
		report(m, seconds > TTL_MAX ? BAD_TTL : BAD_SYNTAX, 0,
		    "$TTL: not a TTL");
		return;
	}
	m->fallback = (uint32_t)seconds;
	m->has_default = true;
}

static bool read_origin(
    struct master *m, const struct masterword *word, struct err *err)
{
	char name[NAME_SIZE];

	if (word && is_word(word, ".")) {
		m->origin[0] = '\0';
	} else if (!word) {
		report(m, BAD_SYNTAX, 0, "$ORIGIN: a name is missing");
		return true;
	} else if (!read_name(m, word, name, err)) {
		if (m->lost)
			return false;
		report(m, BAD_NAME, 0, err->text);
		return true;
	} else {
		memcpy(m->origin, name, sizeof(name));
	}
	m->has_origin = true;
	return true;
}

static bool take_directive(struct master *m, struct err *err)
{
	const struct masterword *word = take(m), *value = take(m);

	if (is_word(word, "$GENERATE"))
		report(m, BAD_SYNTAX, 0,
		    "$GENERATE is BIND's own: other servers refuse it");
	else if (m->at < m->words.count)
		report(m, BAD_SYNTAX, 0, "more than a directive takes");
	else if (is_word(word, "$ORIGIN"))
		return read_origin(m, value, err);
	else if (is_word(word, "$TTL"))
		read_ttl_default(m, value);
	else if (is_word(word, "$INCLUDE"))
		report(m, BAD_SYNTAX, 0, "$INCLUDE is not followed");
	else
		report(m, BAD_SYNTAX, 0, "an unknown directive");
	return true;
}

/* The owner stays for the records behind it (RFC 1035 5.1). */
static bool read_directive(struct master *m, struct err *err)
{
	bool has_owner = m->has_owner, ok;

	m->has_owner = false; /* what is reported is not about it */
	ok = take_directive(m, err);
	m->has_owner = has_owner;
	return ok;
}

/* --- Records --- */

/* The rest of the entry as one text.  The strings of TXT get their quotes. */
static void join(struct master *m, uint16_t type)
{
	bool pairs = type == RR_SVCB || type == RR_HTTPS;
	const struct masterword *word;

	buf_reset(&m->rdata);
	while ((word = take(m))) {
		bool quotes = word->quoted || type == RR_TXT;

		if (m->rdata.len && !(pairs && word->joined))
			buf_putc(&m->rdata, ' ');
		if (quotes)
			buf_putc(&m->rdata, '"');
		masterword_print(word, &m->rdata);
		if (quotes)
			buf_putc(&m->rdata, '"');
	}
}

static void deliver(
    struct master *m, const struct record *record, const struct master_soa *soa)
{
	const struct master_record out = {
		.line = m->words.line,
		.name = m->owner,
		.record = *record,
		.soa = soa,
	};

	m->reader->record(m->reader->arg, &out);
}

/* RNAME is a mailbox: dots may stand in its first label, escaped. */
static const char *read_contact(
    struct master *m, const struct masterword *word, char out[2 * NAME_SIZE])
{
	static const char dot[] = "\\046"; /* in our text of a name */
	char text[4 * NAME_SIZE], name[NAME_SIZE], *at = text;
	struct masterword plain = { .text = text };
	struct err err;

	if (word->len >= NAME_SIZE)
		return "the contact is too long";
	if (memchr(word->text, '@', word->len))
		return "a mailbox is written with a dot, not with '@'";
	for (size_t i = 0; i < word->len; i++) {
		bool escape = word->text[i] == '\\' && i + 1 < word->len;

		if (escape && word->text[i + 1] == '.') {
			memcpy(at, dot, 4);
			at += 4;
			i++;
			continue;
		}
		*at++ = word->text[i];
		if (escape)
			*at++ = word->text[++i];
	}
	plain.len = (size_t)(at - text);
	if (!read_name(m, &plain, name, &err))
		return "the contact is not a mailbox as a name";
	for (const char *from = name; *from;)
		if (!strncmp(from, dot, 4)) {
			*out++ = '\\';
			*out++ = '.';
			from += 4;
		} else {
			*out++ = *from++;
		}
	*out = '\0';
	return NULL;
}

/* The fault, in words; NULL: none. */
static const char *fill_soa(struct master *m, struct master_soa *soa)
{
	uint32_t *const numbers[] = { &soa->serial, &soa->refresh, &soa->retry,
		&soa->expire, &soa->minimum };
	const struct masterword *primary = take(m), *contact = take(m);
	const char *why;
	struct err err;

	if (m->words.count - m->at != ARRAY_LEN(numbers) || !contact)
		return "must be PRIMARY CONTACT SERIAL REFRESH RETRY EXPIRE "
		       "MINIMUM";
	if (is_word(primary, "."))
		soa->primary[0] = '\0';
	else if (!read_name(m, primary, soa->primary, &err))
		return "the primary is not a host name";
	why = read_contact(m, contact, soa->contact);
	for (size_t i = 0; i < ARRAY_LEN(numbers) && !why; i++) {
		uint64_t number;

		if (!read_seconds(take(m), &number))
			return "a number is none of 32 bits";
		*numbers[i] = (uint32_t)number;
	}
	return why;
}

static void read_soa(struct master *m, uint32_t ttl)
{
	const struct record record = { .type = RR_SOA, .ttl = ttl };
	struct master_soa soa = { .serial = 0 };
	const char *why;

	/* Servers are told the zone; here its SOA tells it. */
	if (!m->has_origin) {
		memcpy(m->origin, m->owner, sizeof(m->origin));
		m->has_origin = true;
	}
	why = fill_soa(m, &soa);
	if (why)
		report(m, BAD_SOA, RR_SOA, why);
	else
		deliver(m, &record, &soa);
}

/* A record that is not looked into here: servers do, though. */
static void deliver_unread(struct master *m, const struct record *record)
{
	const char *word = mastertype_word(record->type);
	char number[16], sentence[100];

	snprintf(number, sizeof(number), "TYPE%u", (unsigned)record->type);
	if (rdataldns_judge(word ? word : number, buf_text(&m->rdata),
		m->has_origin ? m->origin : "") != RDATALDNS_BAD) {
		deliver(m, record, NULL);
		return;
	}
	snprintf(sentence, sizeof(sentence), "%s: malformed, servers refuse it",
	    word ? word : number);
	report(m, BAD_TARGET, record->type, sentence);
}

/*
 * Of these types we publish less than servers take (mapped addresses, any
 * protocol), and ldns is strict.
 */
static bool is_stricter(uint16_t type)
{
	return type == RR_AAAA || type == RR_SVCB || type == RR_HTTPS;
}

static void read_rdata(struct master *m, uint16_t type, uint32_t ttl)
{
	const char *origin = m->has_origin ? m->origin : NULL;
	struct record record = { .type = type, .ttl = ttl };
	char sentence[600];
	struct err err;

	join(m, type);
	/* RFC 3597: any type may be written as octets. */
	if (!rr_type_fields(type) ||
	    (!rr_type_is_private(type) &&
		!strncmp(buf_text(&m->rdata), "\\#", 2))) {
		deliver_unread(m, &record);
		return;
	}
	if (record_parse_foreign(&record, type, buf_text(&m->rdata),
		m->rdata.len, origin, &m->arena, &err)) {
		record.ttl = ttl;
		deliver(m, &record, NULL);
	} else if (is_stricter(type) && !record_too_long(&record) &&
	    rdataldns_judge(rr_type_text(type), buf_text(&m->rdata),
		origin ? origin : "") == RDATALDNS_GOOD) {
		record = (struct record){ .type = type, .ttl = ttl };
		deliver(m, &record, NULL);
	} else {
		snprintf(sentence, sizeof(sentence), "%s: %s",
		    rr_type_text(type), err.text);
		report(m, record_too_long(&record) ? TOO_LONG : BAD_TARGET,
		    type, sentence);
	}
	arena_clear(&m->arena);
}

static uint32_t effective_ttl(
    struct master *m, bool written, uint64_t seconds, uint16_t type)
{
	if (written && seconds > TTL_MAX)
		report(m, BAD_TTL, type, "the TTL is above 2147483647");
	if (written) {
		m->ttl = (uint32_t)seconds;
		m->has_ttl = true;
		return m->ttl;
	}
	if (m->has_default)
		return m->fallback;
	if (!m->has_ttl)
		report(m, BAD_TTL, type, "it has no TTL, and there is no $TTL");
	m->has_ttl = true; /* it was said */
	return m->ttl;
}

/* TTL and class in either order, then the type. */
static void read_record(struct master *m)
{
	const struct masterword *word;
	bool ttl = false, class = false;
	uint64_t seconds = 0;
	uint16_t type;

	while ((word = take(m))) {
		if (!ttl && read_seconds(word, &seconds))
			ttl = true;
		else if (!class && is_word(word, "IN"))
			class = true;
		else
			break;
	}
	if (!word) {
		report(m, BAD_SYNTAX, 0, "a record without a type");
		return;
	}
	type = word->quoted ? 0 : mastertype_parse(word->text, word->len);
	if (is_word(word, "CH") || is_word(word, "HS")) {
		report(m, BAD_SYNTAX, 0, "of another class than IN");
	} else if (!type) {
		char sentence[80];

		snprintf(sentence, sizeof(sentence),
		    "'%.*s' is no type of records",
		    (int)(word->len < 40 ? word->len : 40), word->text);
		report(m, BAD_TYPE, 0, sentence);
	} else if (type == RR_SOA) {
		read_soa(m, effective_ttl(m, ttl, seconds, type));
	} else {
		read_rdata(m, type, effective_ttl(m, ttl, seconds, type));
	}
}

static bool read_entry(struct master *m, struct err *err)
{
	const struct masterword *first = &m->words.list[0];
	char name[NAME_SIZE];

	m->at = 0;
	if (!m->words.indented && !first->quoted && first->len &&
	    *first->text == '$')
		return read_directive(m, err);
	if (!m->words.indented) {
		m->at = 1;
		m->has_owner = false;
		if (!read_name(m, first, name, err)) {
			if (!m->lost)
				report(m, BAD_NAME, 0, err->text);
			return !m->lost;
		}
		memcpy(m->owner, name, sizeof(name));
		m->has_owner = true;
	}
	if (m->has_owner)
		read_record(m);
	else
		report(m, BAD_SYNTAX, 0, "a record without an owner");
	return true;
}

bool master_read(const struct master_reader *reader, const char *text,
    size_t len, struct err *err)
{
	struct master m = { .reader = reader, .rdata = BUF_INIT(RDATA_LIMIT) };
	const char *fault;
	bool ok = true;

	if (reader->origin) {
		snprintf(m.origin, sizeof(m.origin), "%s", reader->origin);
		m.has_origin = true;
	}
	masterwords_open(&m.words, text, len);
	while (ok) {
		if (masterwords_next(&m.words, &fault))
			ok = read_entry(&m, err);
		else if (!fault)
			break;
		else
			report_words(&m, fault);
	}
	masterwords_close(&m.words);
	buf_clear(&m.rdata);
	arena_clear(&m.arena);
	return ok;
}
