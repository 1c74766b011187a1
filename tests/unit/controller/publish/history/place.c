/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/history/place.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

static const char *why(void *arg, const struct changes_row *row)
{
	(void)arg;
	(void)row;
	return "";
}

static bool source(
    void *arg, const char *origin, const char *uid, struct note_source *out)
{
	(void)arg;
	(void)origin;
	(void)uid;
	(void)out;
	return false;
}

const struct note_reasons place_reasons = { .why = why, .source = source };

void place_open(struct place *p, size_t at)
{
	char object[32];

	snprintf(p->name, sizeof(p->name), "z%zu.test", at);
	snprintf(p->file, sizeof(p->file), "%s.zone", p->name);
	snprintf(p->temp, sizeof(p->temp), ".%s.tmp", p->file);
	snprintf(object, sizeof(object), "w%zu", at);
	p->server.name = "ns.b.test";
	p->settings = (struct zone_settings){
		.name = p->name,
		.ttl = 60,
		.max_ttl = 604800,
		.soa = { "ns.b.test", "root.b.test", 900, 300, 1209600, 60,
		    3600 },
		.nameservers = &p->server,
		.nnameservers = 1,
		.header = "",
		.max_records = 100,
		.max_types = 100,
	};
	p->zone = zone_new(&p->settings);
	p->origin = origin_new("Ingress", "web", object, "u", 1);
	p->next = 1000 * (uint32_t)(at + 1);
}

void place_close(struct place *p)
{
	place_drop(p);
	zone_free(p->zone);
	origin_unref(p->origin);
	log_forget(&p->placed);
	log_forget(&p->rejected);
	log_forget(&p->seen);
}

bool place_make(struct place *p, const char *address)
{
	struct arena arena = { .chunk = 0 };
	struct record record;
	struct err err;

	assert_true(record_parse(
	    &record, RR_A, address, strlen(address), &arena, &err));
	record.ttl = 60;
	zone_claim(p->zone, p->origin, 0,
	    &(struct claim){
		.name = p->settings.name, .records = &record, .count = 1 });
	zone_resolve(p->zone);
	arena_clear(&arena);
	if (!version_differs(p->zone))
		return false;
	place_drop(p);
	p->version = version_new(p->zone, p->next, &err);
	assert_non_null(p->version);
	return true;
}

void place_drop(struct place *p)
{
	version_free(p->version);
	p->version = NULL;
}

void place_put(const struct place *p, const char *dir, const char *text)
{
	char from[192], to[192];

	file_write(dir, p->temp, text);
	snprintf(from, sizeof(from), "%s/%s", dir, p->temp);
	snprintf(to, sizeof(to), "%s/%s", dir, p->file);
	assert_int_equal(rename(from, to), 0);
}

size_t place_kept(const char *dir)
{
	glob_t found = { .gl_pathc = 0 };
	char pattern[128];
	size_t count;

	snprintf(pattern, sizeof(pattern), "%s/*.commit", dir);
	(void)glob(pattern, 0, NULL, &found);
	count = found.gl_pathc;
	globfree(&found);
	return count;
}
