/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/question.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "controller/config/read/nearest.h"
#include "zonegen/base/buf.h"

static const struct kind *find_kind(const char *word, size_t len)
{
	for (size_t i = 0; i < kind_count(); i++) {
		const struct kind *kind = kind_at(i);

		if (strlen(kind->name) == len &&
		    !strncasecmp(kind->name, word, len))
			return kind;
	}
	return NULL;
}

/* Does the key have one part, or two, none of them empty? */
static bool has_parts(const char *key, bool namespaced)
{
	size_t first = strcspn(key, "/");
	const char *second = key + first + 1;

	if (!first || !namespaced)
		return first && !key[first];
	return key[first] && *second && !strchr(second, '/');
}

static bool refuse_kind(const char *text, size_t len, struct err *err)
{
	struct buf names = BUF_INIT(400);
	char word[61];
	struct nearest nearest = { .wrong = word };

	snprintf(word, sizeof(word), "%.*s", (int)(len < 60 ? len : 60), text);
	for (size_t i = 0; i < kind_count(); i++) {
		const char *name = kind_at(i)->name;

		nearest_try(&nearest, name, strlen(name));
		buf_printf(&names, "%s%s", i ? ", " : "", name);
	}
	if (nearest.word)
		err_set(err, ERR_INPUT,
		    "unknown kind '%s', did you mean '%s'? There are: %s", word,
		    nearest.word, buf_text(&names));
	else
		err_set(err, ERR_INPUT, "unknown kind '%s'; there are: %s",
		    word, buf_text(&names));
	buf_clear(&names);
	return false;
}

static bool parse_object(struct question *out, size_t slash, struct err *err)
{
	const char *key = out->text + slash + 1;
	const struct kind *kind = find_kind(out->text, slash);

	if (!kind)
		return refuse_kind(out->text, slash, err);
	if (!has_parts(key, kind->namespaced))
		return err_set(err, ERR_INPUT, "'%s' is not %s/%sNAME",
		    out->text, kind->name,
		    kind->namespaced ? "NAMESPACE/" : "");
	out->kind = kind;
	out->key = key;
	return true;
}

static bool is_clean(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

bool question_parse(struct question *out, const char *text, struct err *err)
{
	size_t slash = strcspn(text, "/");

	memset(out, 0, sizeof(*out));
	if (!*text)
		return err_set(err, ERR_INPUT, "nothing is asked for");
	if (strlen(text) >= sizeof(out->text))
		return err_set(err, ERR_INPUT,
		    "'%.40s...' is too long: more than %zu octets", text,
		    sizeof(out->text) - 1);
	if (!is_clean(text))
		return err_set(
		    err, ERR_INPUT, "'%s' has control characters", text);
	snprintf(out->text, sizeof(out->text), "%s", text);
	if (text[slash] && !find_kind(text, slash) &&
	    name_parse_record(text, strlen(text), out->name, &out->wrong)) {
		out->named = true; /* of a reverse zone (RFC 2317) */
		return true;
	}
	if (text[slash])
		return parse_object(out, slash, err);
	out->named =
	    name_parse_record(text, strlen(text), out->name, &out->wrong);
	return true;
}
