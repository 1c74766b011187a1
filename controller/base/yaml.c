/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml.c - libfyaml's events become JSON text, one after another. A stack of
 * levels knows where a comma or a key belongs, and each value's path and place
 * are noted on the way.
 */
#include "controller/base/yaml.h"

#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/scalar.h"
#include "controller/base/utf8.h"

#define MAX_DEPTH 64
#define KEYS_CHUNK 500 /* most mappings are small */

/* A mapping or sequence that is not closed yet. */
struct level {
	bool mapping;
	bool at_value; /* in a mapping: a key was read, its value is next */
	size_t count;  /* of members or elements so far */
	size_t path;   /* length of its own path */
	struct map keys;
	struct arena arena; /* of keys */
};

struct parse {
	const struct yaml_text *text;
	struct yaml *out;
	bool places;
	struct level levels[MAX_DEPTH];
	size_t depth;
	size_t documents;
	struct buf path; /* of the node that is being read */
	struct fy_mark mark, key_mark;
	struct err *err;
};

static bool refuse(struct parse *parse, const char *what)
{
	return err_set(parse->err, ERR_INPUT, "%s:%u:%d: %s", parse->text->file,
	    parse->text->line + (unsigned)parse->mark.line,
	    parse->mark.column + 1, what);
}

static struct level *innermost(struct parse *parse)
{
	return parse->depth ? &parse->levels[parse->depth - 1] : NULL;
}

static bool at_key(struct parse *parse)
{
	const struct level *level = innermost(parse);

	return level && level->mapping && !level->at_value;
}

/*
 * libfyaml 0.7.12 makes one NUL of an empty block scalar that ends the text.
 * No other block scalar has a NUL: they know no escapes.
 */
static bool is_empty_block(struct fy_token *token, const char *text, size_t len)
{
	enum fy_scalar_style style = fy_scalar_token_get_style(token);

	return len == 1 && !*text &&
	    (style == FYSS_LITERAL || style == FYSS_FOLDED);
}

/* The text of a scalar, which holds no NUL and is UTF-8; NULL: refused. */
static const char *scalar_text(struct parse *parse, struct fy_token *token)
{
	size_t len = 0;
	size_t size;
	const char *text = token ? fy_token_get_text0(token) : "";

	if (token && !fy_token_get_text(token, &len))
		text = NULL;
	if (!text)
		refuse(parse, "unreadable scalar");
	else if (token && is_empty_block(token, text, len))
		return "";
	for (size_t i = 0; text && i < len; i += size) {
		size = text[i] ? utf8_size(text + i, len - i) : 0;
		if (!size) {
			refuse(parse, "NUL or half a character in a string");
			return NULL;
		}
	}
	return text;
}

static bool is_plain(struct fy_token *token)
{
	return !token || fy_scalar_token_get_style(token) == FYSS_PLAIN;
}

static void remember_place(struct parse *parse)
{
	const struct level *level = innermost(parse);
	const struct fy_mark *mark =
	    level && level->mapping ? &parse->key_mark : &parse->mark;
	struct yaml *out = parse->out;
	struct yaml_place *place = arena_alloc(&out->arena, sizeof(*place));
	unsigned line = parse->text->line;

	place->line = line + (unsigned)parse->mark.line;
	place->column = (unsigned)parse->mark.column + 1;
	place->key_line = line + (unsigned)mark->line;
	place->key_column = (unsigned)mark->column + 1;
	map_put(&out->places, arena_strdup(&out->arena, buf_text(&parse->path)),
	    place);
}

/* From the path of the innermost level to that of its next child. */
static void extend_path(struct parse *parse, const char *key, size_t at)
{
	const struct level *level = innermost(parse);
	struct buf *path = &parse->path;

	if (path->len > level->path) {
		path->len = level->path;
		path->data[path->len] = '\0';
	}
	if (key)
		buf_printf(path, "%s%s", level->path ? "." : "", key);
	else
		buf_printf(path, "[%zu]", at);
}

static bool add_key(struct parse *parse, struct fy_token *token)
{
	struct level *level = innermost(parse);
	const char *text = scalar_text(parse, token);
	char *copy;

	if (!text)
		return false;
	if (is_plain(token) && !strcmp(text, "<<"))
		return refuse(parse, "merge keys are not supported");
	if (map_get(&level->keys, text))
		return refuse(parse, "this key is there already");
	copy = arena_strdup(&level->arena, text);
	map_put(&level->keys, copy, copy);
	if (level->count++)
		buf_putc(&parse->out->json, ',');
	json_quote(&parse->out->json, text);
	buf_putc(&parse->out->json, ':');
	level->at_value = true;
	parse->key_mark = parse->mark;
	if (parse->places)
		extend_path(parse, text, 0);
	return true;
}

/* A value begins. */
static void begin_value(struct parse *parse)
{
	struct level *level = innermost(parse);

	if (level && level->mapping) {
		level->at_value = false;
	} else if (level) {
		if (level->count)
			buf_putc(&parse->out->json, ',');
		if (parse->places)
			extend_path(parse, NULL, level->count);
		level->count++;
	}
	if (parse->places)
		remember_place(parse);
}

static bool add_scalar(struct parse *parse, struct fy_token *token)
{
	const char *text;
	struct err why = { 0 };

	if (at_key(parse))
		return add_key(parse, token);
	text = scalar_text(parse, token);
	if (!text)
		return false;
	begin_value(parse);
	if (!is_plain(token))
		json_quote(&parse->out->json, text);
	else if (!parse->depth && scalar_null(text))
		return true; /* an empty document */
	else if (!scalar_json(&parse->out->json, text, &why))
		return refuse(parse, why.text);
	return true;
}

static bool open_level(struct parse *parse, bool mapping)
{
	struct level *level;

	if (at_key(parse))
		return refuse(parse, "a key must be a scalar");
	if (parse->depth == MAX_DEPTH)
		return refuse(parse, "nested too deeply");
	begin_value(parse);
	level = &parse->levels[parse->depth++];
	*level = (struct level){
		.mapping = mapping,
		.path = parse->path.len,
		.arena.chunk = KEYS_CHUNK,
	};
	buf_putc(&parse->out->json, mapping ? '{' : '[');
	return true;
}

static void close_level(struct parse *parse)
{
	struct level *level = innermost(parse);

	buf_putc(&parse->out->json, level->mapping ? '}' : ']');
	map_clear(&level->keys);
	arena_clear(&level->arena);
	parse->depth--;
}

static bool take(struct parse *parse, struct fy_event *event)
{
	const struct fy_mark *mark = fy_event_start_mark(event);

	if (mark)
		parse->mark = *mark;
	if (event->type == FYET_ALIAS)
		return refuse(parse, "aliases are not supported");
	if (fy_event_get_anchor_token(event))
		return refuse(parse, "anchors are not supported");
	if (fy_event_get_tag_token(event))
		return refuse(parse, "tags are not supported");
	switch (event->type) {
	case FYET_DOCUMENT_START:
		return !parse->documents++ ||
		    refuse(parse, "a second document");
	case FYET_SCALAR:
		return add_scalar(parse, fy_event_get_token(event));
	case FYET_MAPPING_START:
	case FYET_SEQUENCE_START:
		return open_level(parse, event->type == FYET_MAPPING_START);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		close_level(parse);
		return true;
	default:
		return true;
	}
}

/* The first thing the parser had to say. */
static bool refuse_syntax(struct parse *parse, struct fy_diag *diag)
{
	void *at = NULL;
	const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &at);

	if (!error)
		return refuse(parse, "not YAML");
	parse->mark.line = error->line > 0 ? error->line - 1 : 0;
	parse->mark.column = error->column > 0 ? error->column - 1 : 0;
	return refuse(parse, error->msg);
}

static bool run(
    struct parse *parse, struct fy_parser *parser, struct fy_diag *diag)
{
	struct fy_event *event;
	bool ok = true;

	if (fy_parser_set_string(parser, parse->text->text, parse->text->len))
		return refuse_syntax(parse, diag);
	while (ok && (event = fy_parser_parse(parser))) {
		ok = take(parse, event);
		fy_parser_event_free(parser, event);
	}
	if (ok && (fy_parser_get_stream_error(parser) || parse->depth))
		ok = refuse_syntax(parse, diag);
	return ok;
}

/* NUL and octets that are no UTF-8 never reach the parser. */
static bool check_octets(struct parse *parse)
{
	const struct yaml_text *text = parse->text;
	size_t start = 0;
	size_t size;

	for (size_t i = 0; i < text->len; i += size) {
		size = text->text[i] ? utf8_size(text->text + i, text->len - i)
				     : 0;
		parse->mark.column = (int)(i - start);
		if (!size)
			return refuse(
			    parse, text->text[i] ? "not UTF-8" : "NUL octet");
		if (text->text[i] == '\n') {
			parse->mark.line++;
			start = i + 1;
		}
	}
	parse->mark = (struct fy_mark){ 0 };
	return true;
}

bool yaml_parse(const struct yaml_text *text, bool places, struct yaml *out,
    struct err *err)
{
	struct fy_diag *diag = fy_diag_create(NULL);
	struct fy_parse_cfg cfg = {
		.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 |
		    FYPCF_JSON_NONE | FYPCF_COLLECT_DIAG,
		.diag = diag,
	};
	struct fy_parser *parser = NULL;
	struct parse parse = { .text = text, .out = out, .places = places };
	bool ok = false;

	/* Escapes make it longer, six times at most. */
	*out = (struct yaml){ .json = BUF_INIT(text->len * 8 + 100) };
	parse.path.limit = text->len * 8 + 100;
	parse.err = err;
	if (!check_octets(&parse))
		goto out;
	if (diag)
		fy_diag_set_collect_errors(diag, true);
	parser = diag ? fy_parser_create(&cfg) : NULL;
	if (!parser)
		err_set(err, ERR_SYSTEM, "cannot start the YAML parser");
	else
		ok = run(&parse, parser, diag);
	if (ok && !buf_ok(&out->json))
		ok = refuse(&parse, "too large");
out:
	while (parse.depth)
		close_level(&parse);
	if (!ok)
		yaml_clear(out);
	buf_clear(&parse.path);
	if (parser)
		fy_parser_destroy(parser);
	if (diag)
		fy_diag_destroy(diag);
	return ok;
}

const struct yaml_place *yaml_place(const struct yaml *yaml, const char *path)
{
	return map_get(&yaml->places, path);
}

void yaml_clear(struct yaml *yaml)
{
	buf_clear(&yaml->json);
	map_clear(&yaml->places);
	arena_clear(&yaml->arena);
}
