/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/templates.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/config/builtin.h"
#include "zonegen/base/template.h"

#define TEMPLATE_MAX (64 * 1024)

const char *const templates_names[TEMPLATES_COUNT] = { "zone-header.tmpl",
	"nsd.conf.tmpl", "commit.tmpl" };

/* One file of the directory; if it is absent, the template built in. */
static const char *read_template(struct draft *draft, struct reader *reader,
    const char *name, const char *builtin)
{
	const char *path = arena_printf(
	    &reader->scratch, "%s/%s", draft->config.templates, name);
	struct buf text = BUF_INIT(TEMPLATE_MAX);
	const char *out = builtin;
	struct err err;

	if (access(path, F_OK) && errno == ENOENT)
		return builtin;
	if (!textfile_read(path, &text, &err))
		reader_refuse(reader, "templates", "%s", err.text);
	else if (strlen(buf_text(&text)) != text.len)
		reader_refuse(reader, "templates", "'%s' has a NUL", path);
	else
		out = arena_strdup(reader->arena, buf_text(&text));
	buf_clear(&text);
	return out;
}

/*
 * The header of a zone file may have comment lines and empty lines only:
 * everything else is printed by code.  NULL: it has no others.
 */
static const char *odd_line(const char *text)
{
	const char *line;
	size_t len;

	for (line = text; *line; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		for (size_t i = 0; i < len; i++)
			if (((unsigned char)line[i] < ' ' && line[i] != '\t') ||
			    line[i] == 0x7f)
				return "a control character";
		if (len && line[0] != ';')
			return "a line that is no comment";
	}
	return NULL;
}

static void fill_header(
    struct draft *draft, struct reader *reader, struct draft_zone *zone)
{
	const char *dir = draft->config.templates;
	const struct template_value values[] = {
		{ "zone", zone->settings.name },
	};
	const char *file = arena_printf(&reader->scratch,
	    "%s%szone-header.tmpl", dir ? dir : "", dir ? "/" : "");
	struct buf text = BUF_INIT(TEMPLATE_MAX * 2);
	const char *odd;
	struct err err;

	if (!template_fill(file, draft->config.zone_header, values,
		ARRAY_LEN(values), &text, &err)) {
		reader_refuse(reader, "templates", "%s", err.text);
		goto out;
	}
	if (text.len && text.data[text.len - 1] != '\n')
		buf_putc(&text, '\n');
	odd = odd_line(buf_text(&text));
	if (odd || !buf_ok(&text))
		reader_refuse(reader, "templates", "'%s' makes %s", file,
		    odd ? odd : "a header that is too large");
	zone->settings.header = arena_strdup(reader->arena, buf_text(&text));
out:
	buf_clear(&text);
}

/* A message is made of it for each commit: now it must do that too. */
static void check_commit(struct draft *draft, struct reader *reader)
{
	const struct commit_words words = { "", "", "", "", "" };
	struct buf text = BUF_INIT(TEMPLATE_MAX * 2);
	struct err err;

	if (!gitrule_fill(
		"commit.tmpl", draft->config.git.commit, &words, &text, &err))
		reader_refuse(reader, "templates", "%s", err.text);
	buf_clear(&text);
}

/* Texts that were given belong to somebody else. */
static void take_texts(struct config *config,
    const struct config_templates *templates, struct arena *arena)
{
	config->zone_header = arena_strdup(arena, templates->texts[0]);
	config->nsd_conf = arena_strdup(arena, templates->texts[1]);
	config->git.commit = arena_strdup(arena, templates->texts[2]);
}

void templates_read(struct draft *draft, struct reader *reader)
{
	struct config *config = &draft->config;
	struct draft_zone *zones = draft->zones.items;
	size_t before = reader->count;

	config->zone_header = builtin_zone_header;
	config->nsd_conf = builtin_nsd_conf;
	config->git.commit = builtin_commit;
	if (config->templates && draft->templates) {
		take_texts(config, draft->templates, reader->arena);
	} else if (config->templates &&
	    access(config->templates, R_OK | X_OK)) {
		reader_refuse(reader, "templates", "cannot read '%s': %s",
		    config->templates, strerror(errno));
	} else if (config->templates) {
		config->zone_header = read_template(
		    draft, reader, templates_names[0], builtin_zone_header);
		config->nsd_conf = read_template(
		    draft, reader, templates_names[1], builtin_nsd_conf);
		config->git.commit = read_template(
		    draft, reader, templates_names[2], builtin_commit);
	}
	check_commit(draft, reader);
	/* One complaint about a template is enough. */
	for (size_t i = 0; i < draft->zones.count; i++)
		if (zones[i].settings.name && reader->count == before)
			fill_header(draft, reader, &zones[i]);
}
