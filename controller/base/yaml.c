/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml.c - libfyaml's events become JSON text, one after another. A stack of
 * levels knows where a comma or a key belongs, and each value's path and place
 * are noted on the way.
 */
#include "controller/base/yaml.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/scalar.h"
#include "controller/base/utf8.h"
#include "controller/base/yamlanchor.h"
#include "controller/base/yamlstream.h"

#define MAX_DEPTH 64
#define KEYS_CHUNK 500 /* most mappings are small */

/* A mapping or sequence that is not closed yet. */
struct level {
	bool mapping;
	bool at_value;             /* in a mapping: its value is next */
	bool merging;              /* and its key was "<<" */
	size_t path;               /* length of its own path */
	struct yamlanchor *anchor; /* or NULL */
	struct yamlmembers own;    /* of a sequence only the count */
};

struct yaml_parsing {
	struct yaml_text text;
	struct yaml *out;
	bool places;
	struct level levels[MAX_DEPTH];
	size_t depth;
	size_t documents;
	struct yamlanchors anchors;
	struct buf path; /* of the node that is being read */
	struct fy_mark mark, key_mark;
	struct fy_diag *diag;
	struct fy_parser *parser; /* NULL: it could not be begun */
	bool ok;
	struct err *err;
};

static bool refuse(struct yaml_parsing *parse, const char *what)
{
	return err_set(parse->err, ERR_INPUT, "%s:%u:%d: %s", parse->text.file,
	    parse->text.line + (unsigned)parse->mark.line,
	    parse->mark.column + 1, what);
}

static struct level *innermost(struct yaml_parsing *parse)
{
	return parse->depth ? &parse->levels[parse->depth - 1] : NULL;
}

static bool at_key(struct yaml_parsing *parse)
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
static const char *scalar_text(
    struct yaml_parsing *parse, struct fy_token *token)
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

static void remember_place(struct yaml_parsing *parse)
{
	const struct level *level = innermost(parse);
	const struct fy_mark *mark =
	    level && level->mapping ? &parse->key_mark : &parse->mark;
	struct yaml *out = parse->out;
	struct yaml_place *place = arena_alloc(&out->arena, sizeof(*place));
	unsigned line = parse->text.line;

	place->line = line + (unsigned)parse->mark.line;
	place->column = (unsigned)parse->mark.column + 1;
	place->key_line = line + (unsigned)mark->line;
	place->key_column = (unsigned)mark->column + 1;
	map_put(&out->places, arena_strdup(&out->arena, buf_text(&parse->path)),
	    place);
}

/* From the path of the innermost level to that of its next child. */
static void extend_path(struct yaml_parsing *parse, const char *key, size_t at)
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

/* The anchor of the node whose JSON text begins at; NULL: it has none. */
static struct yamlanchor *open_anchor(
    struct yaml_parsing *parse, struct fy_event *event, size_t at, bool mapping)
{
	struct fy_token *token = fy_event_get_anchor_token(event);
	size_t len = 0;
	const char *name = token ? fy_token_get_text(token, &len) : NULL;

	if (!name)
		return NULL;
	return yamlanchor_open(&parse->anchors, name, len, at, mapping);
}

/* The text of its node is whole now. */
static void close_anchor(struct yaml_parsing *parse, struct yamlanchor *anchor)
{
	if (anchor)
		anchor->len = parse->out->json.len - anchor->at;
}

/* "<<": the members of a mapping that an anchor names are added at the end. */
static bool begin_merge(struct yaml_parsing *parse)
{
	struct level *level = innermost(parse);

	if (parse->places)
		return refuse(parse, "merge keys are not supported");
	level->merging = true;
	level->at_value = true;
	return true;
}

static bool add_key(struct yaml_parsing *parse, struct fy_event *event)
{
	struct fy_token *token = fy_event_get_token(event);
	struct level *level = innermost(parse);
	struct buf *json = &parse->out->json;
	const char *text = scalar_text(parse, token);
	size_t at;
	char *quoted;

	if (!text)
		return false;
	if (is_plain(token) && !strcmp(text, "<<"))
		return begin_merge(parse);
	if (level->own.count++)
		buf_putc(json, ',');
	at = json->len;
	json_quote(json, text);
	quoted = arena_strdup(
	    &level->own.arena, buf_ok(json) ? buf_text(json) + at : "");
	if (map_get(&level->own.keys, quoted))
		return refuse(parse, "this key is there already");
	map_put(&level->own.keys, quoted, quoted);
	close_anchor(parse, open_anchor(parse, event, at, false));
	buf_putc(json, ':');
	level->at_value = true;
	parse->key_mark = parse->mark;
	if (parse->places)
		extend_path(parse, text, 0);
	return true;
}

/* A value begins. */
static void begin_value(struct yaml_parsing *parse)
{
	struct level *level = innermost(parse);

	if (level && level->mapping) {
		level->at_value = false;
	} else if (level) {
		if (level->own.count)
			buf_putc(&parse->out->json, ',');
		if (parse->places)
			extend_path(parse, NULL, level->own.count);
		level->own.count++;
	}
	if (parse->places)
		remember_place(parse);
}

static bool add_scalar(struct yaml_parsing *parse, struct fy_event *event)
{
	struct fy_token *token = fy_event_get_token(event);
	struct buf *json = &parse->out->json;
	struct yamlanchor *anchor;
	const char *text;
	struct err why = { 0 };

	if (at_key(parse))
		return add_key(parse, event);
	text = scalar_text(parse, token);
	if (!text)
		return false;
	begin_value(parse);
	anchor = open_anchor(parse, event, json->len, false);
	if (!is_plain(token))
		json_quote(json, text);
	else if (!parse->depth && scalar_null(text))
		return true; /* an empty document */
	else if (!scalar_json(json, text, &why))
		return refuse(parse, why.text);
	close_anchor(parse, anchor);
	return true;
}

static bool open_level(struct yaml_parsing *parse, struct fy_event *event)
{
	bool mapping = event->type == FYET_MAPPING_START;
	struct buf *json = &parse->out->json;
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
		.anchor = open_anchor(parse, event, json->len, mapping),
		.own.arena.chunk = KEYS_CHUNK,
	};
	buf_putc(json, mapping ? '{' : '[');
	return true;
}

static void drop_level(struct yaml_parsing *parse)
{
	struct level *level = innermost(parse);

	yamlmembers_clear(&level->own);
	parse->depth--;
}

static void close_level(struct yaml_parsing *parse)
{
	struct level *level = innermost(parse);

	yamlmembers_end(&level->own, &parse->out->json);
	buf_putc(&parse->out->json, level->mapping ? '}' : ']');
	close_anchor(parse, level->anchor);
	drop_level(parse);
}

static bool add_alias(struct yaml_parsing *parse, struct fy_event *event)
{
	struct level *level = innermost(parse);
	size_t len = 0;
	const char *name = fy_token_get_text(fy_event_get_token(event), &len);
	const struct yamlanchor *anchor;
	const char *fault;

	if (at_key(parse))
		return refuse(parse, "an alias cannot be a key");
	anchor =
	    yamlanchor_follow(&parse->anchors, name ? name : "", len, &fault);
	if (!anchor)
		return refuse(parse, fault);
	if (!level || !level->merging) {
		begin_value(parse);
		yamlanchor_copy(&parse->anchors, anchor, &parse->out->json);
		return true;
	}
	if (!anchor->mapping)
		return refuse(parse, "only a mapping can be merged");
	yamlmembers_merge(&level->own, anchor);
	level->merging = level->at_value = false;
	return true;
}

/* What JSON does not have and is not followed. */
static bool check_event(struct yaml_parsing *parse, struct fy_event *event)
{
	const struct level *level = innermost(parse);
	bool node = event->type == FYET_SCALAR ||
	    event->type == FYET_MAPPING_START ||
	    event->type == FYET_SEQUENCE_START;

	if (parse->places && event->type == FYET_ALIAS)
		return refuse(parse,
		    "aliases are not supported: a text that begins with '*' "
		    "needs quotes");
	if (parse->places && fy_event_get_anchor_token(event))
		return refuse(parse, "anchors are not supported");
	if (fy_event_get_tag_token(event))
		return refuse(parse, "tags are not supported");
	if (node && level && level->merging)
		return refuse(parse, "only an alias can be merged");
	return true;
}

static bool take(struct yaml_parsing *parse, struct fy_event *event)
{
	const struct fy_mark *mark = fy_event_start_mark(event);

	if (mark)
		parse->mark = *mark;
	if (!check_event(parse, event))
		return false;
	switch (event->type) {
	case FYET_DOCUMENT_START:
		return !parse->documents++ ||
		    refuse(parse, "a second document");
	case FYET_SCALAR:
		return add_scalar(parse, event);
	case FYET_ALIAS:
		return add_alias(parse, event);
	case FYET_MAPPING_START:
	case FYET_SEQUENCE_START:
		return open_level(parse, event);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		close_level(parse);
		return true;
	default:
		return true;
	}
}

/* The first thing the parser had to say. */
static bool refuse_syntax(struct yaml_parsing *parse)
{
	void *at = NULL;
	const struct fy_diag_error *error =
	    fy_diag_errors_iterate(parse->diag, &at);

	if (!error)
		return refuse(parse, "not YAML");
	parse->mark.line = error->line > 0 ? error->line - 1 : 0;
	parse->mark.column = error->column > 0 ? error->column - 1 : 0;
	return refuse(parse, error->msg);
}

static bool check_text(struct yaml_parsing *parse)
{
	struct yamlstream_place place;
	const char *fault =
	    yamlstream_fault(parse->text.text, parse->text.len, &place);

	if (!fault)
		return true;
	parse->mark.line = (int)place.line;
	parse->mark.column = (int)place.column;
	return refuse(parse, fault);
}

static bool open_parser(struct yaml_parsing *parse)
{
	struct fy_parse_cfg cfg = {
		.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 |
		    FYPCF_JSON_NONE | FYPCF_COLLECT_DIAG,
	};

	cfg.diag = parse->diag = fy_diag_create(NULL);
	if (parse->diag)
		fy_diag_set_collect_errors(parse->diag, true);
	parse->parser = parse->diag ? fy_parser_create(&cfg) : NULL;
	if (!parse->parser)
		return err_set(
		    parse->err, ERR_SYSTEM, "cannot start the YAML parser");
	return !fy_parser_set_string(
		   parse->parser, parse->text.text, parse->text.len) ||
	    refuse_syntax(parse);
}

struct yaml_parsing *yaml_begin(const struct yaml_text *text, bool places,
    struct yaml *out, struct err *err)
{
	struct yaml_parsing *parse = xcalloc(1, sizeof(*parse));

	*parse = (struct yaml_parsing){
		.text = *text, .out = out, .places = places, .err = err
	};
	/* Escapes make it longer, six times at most. */
	*out = (struct yaml){
		.json = BUF_INIT(text->len * 8 + YAMLANCHOR_MOST + 100),
	};
	parse->path.limit = text->len * 8 + 100;
	parse->ok = check_text(parse) && open_parser(parse);
	return parse;
}

static void end_parsing(struct yaml_parsing *parse)
{
	while (parse->depth)
		drop_level(parse);
	yamlanchors_clear(&parse->anchors);
	if (!parse->ok)
		yaml_clear(parse->out);
	buf_clear(&parse->path);
	if (parse->parser)
		fy_parser_destroy(parse->parser);
	if (parse->diag)
		fy_diag_destroy(parse->diag);
	free(parse);
}

/* After its last event. */
static bool is_whole(struct yaml_parsing *parse)
{
	if (fy_parser_get_stream_error(parse->parser) || parse->depth)
		return refuse_syntax(parse);
	return buf_ok(&parse->out->json) || refuse(parse, "too large");
}

enum yaml_outcome yaml_some(
    struct yaml_parsing *parse, const struct pause *pause)
{
	struct fy_event *event = NULL;
	bool ok;

	while (parse->ok && (event = fy_parser_parse(parse->parser))) {
		parse->ok = take(parse, event);
		fy_parser_event_free(parse->parser, event);
		if (parse->ok && pause_due(pause))
			return YAML_MORE;
	}
	ok = parse->ok = parse->ok && is_whole(parse);
	end_parsing(parse);
	return ok ? YAML_READ : YAML_REFUSED;
}

void yaml_drop(struct yaml_parsing *parse)
{
	if (!parse)
		return;
	parse->ok = false;
	end_parsing(parse);
}

bool yaml_parse(const struct yaml_text *text, bool places, struct yaml *out,
    struct err *err)
{
	return yaml_some(yaml_begin(text, places, out, err), NULL) == YAML_READ;
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
