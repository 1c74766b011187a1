/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/state/deciding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/object/part/object.h"
#include "controller/publish/retain/decision.h"
#include "controller/publish/retain/untrusted.h"
#include "controller/publish/state/overlayfile.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/state/wish.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/load.h"
#include "zonegen/version/version.h"

#define LONG (1u << 22)
#define START 1795000000 /* s since 1970 */

static const struct zone_settings settings = {
	.name = "a.test",
	.ttl = 60,
	.max_ttl = 604800,
	.soa = { "ns.b.test", "root.b.test", 900, 300, 1209600, 60, 3600 },
	.nameservers = &(const struct nameserver){ .name = "ns.b.test" },
	.nnameservers = 1,
	.header = "",
	.max_records = 100,
	.max_types = 100,
	.administrators = (const char *const[]){ "*" },
	.nadministrators = 1,
};
static const char *const kinds[] = { "Ingress" };
static const struct config config = { .resources = { kinds, 1 } };

struct bench {
	struct zone_settings settings;
	struct zone *zone;
	struct store *store;
	struct sources *sources;
	struct source_trust trust;
	struct guard_rule rule;
	struct overlays overlays;
	struct wish *wishes;
	size_t count, cap;
	int64_t grace, now, wall, made;
	unsigned generation;
	char namespace[16], admin[16];
	const char *admins[1]; /* admin */
	bool reconfigured, settles, names_whose;
	char reported[DIGEST_SIZE]; /* the plan of the last report */
	struct version *version;
	struct buf file, origins; /* of the last version */
	struct buf *out;
};

static struct zone_overlay *of(struct bench *b)
{
	return overlays_of(&b->overlays, "a.test");
}

/* --- Objects --- */

static struct wish *wish_of(struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->count; i++)
		if (!strcmp(b->wishes[i].name, name) &&
		    !strcmp(b->wishes[i].namespace, b->namespace))
			return &b->wishes[i];
	b->wishes = xgrow(b->wishes, b->count, &b->cap, sizeof(*b->wishes));
	b->wishes[b->count] = (struct wish){ .gone = true };
	snprintf(b->wishes[b->count].name, 64, "%s", name);
	return &b->wishes[b->count++];
}

static void change(
    struct bench *b, const char *how, const char *object, const char *ip)
{
	char name[64] = "a.test";
	struct wish *wish;

	if (strcmp(object, "@") != 0)
		snprintf(name, sizeof(name), "%.40s.a.test", object);
	wish = wish_of(b, name);
	snprintf(wish->object, 64, "%s", strcmp(object, "@") ? object : "apex");
	if (*wish->object == '_')
		*wish->object = 'x';
	snprintf(wish->namespace, 16, "%s", b->namespace);
	if (strcmp(how, "del") != 0)
		snprintf(wish->uid, 16, "u%u", b->generation);
	if (!strcmp(how, "store")) {
		wish->stored = true;
		snprintf(wish->class, 16, "%.15s", ip);
		wish_store(wish, b->store);
		return;
	}
	wish->gone = !strcmp(how, "del");
	snprintf(wish->how, 16, "%s", how);
	snprintf(wish->ip, 32, "%s", *ip ? ip : "192.0.2.1");
	wish_ask(wish, b->zone, b->store);
}

/* "w0..w9" */
static void change_all(
    struct bench *b, const char *how, const char *names, const char *ip)
{
	const char *dots = strstr(names, "..");
	size_t letters = strcspn(names, "0123456789");
	char object[64];
	int first, last;

	if (!dots) {
		change(b, how, names, ip);
		return;
	}
	first = (int)strtol(names + letters, NULL, 10);
	last = (int)strtol(dots + 2 + letters, NULL, 10);
	for (int i = first; i <= last; i++) {
		snprintf(
		    object, sizeof(object), "%.*s%d", (int)letters, names, i);
		change(b, how, object, ip);
	}
}

/* --- Decisions and versions --- */

static void decided(struct bench *b)
{
	const struct object *object;
	size_t at = 0;

	while ((object = store_each(b->store, kind_find("Ingress"), &at)))
		object->origin->digest = object->digest;
}

static void pass(struct bench *b)
{
	const struct trusts trusts = { &b->trust, 1 };
	const struct deciding deciding = {
		.zone = b->zone,
		.trusts = &trusts,
		.sources = b->sources,
		.store = b->store,
		.rule = &b->rule,
		.grace = b->grace,
		.settles = b->settles,
		.reconfigured = b->reconfigured,
		.before = &of(b)->overlay,
		.made = b->made,
		.now = b->now,
		.wall = b->wall,
	};
	struct overlay rows = OVERLAY_INIT;
	struct decision decision;

	untrusted_decide(b->zone, &trusts, b->sources, &rows);
	zone_moment(b->zone, b->wall, b->trust.trust != TRUST_FULL);
	zone_overlay(b->zone, &rows);
	zone_resolve(b->zone);
	decision = decision_make(&deciding, &of(b)->memory);
	decision_retain(&deciding, &of(b)->memory, &decision, &rows);
	overlay_sort(&rows);
	zone_overlay(b->zone, &rows);
	zone_resolve(b->zone);
	overlay_clear(&of(b)->overlay);
	of(b)->overlay = rows;
	b->reconfigured = false;
	decided(b);
}

static void take(struct buf *to, const struct buf *from)
{
	buf_reset(to);
	buf_add(to, buf_text(from), from->len);
}

static void take_origins(struct bench *b)
{
	size_t at = 0;

	buf_reset(&b->origins);
	while (version_reprint_origins(b->zone, &at, &b->origins))
		;
}

static void make(struct bench *b)
{
	struct err err;

	version_free(b->version);
	b->version = NULL;
	if (!version_differs(b->zone)) {
		version_note_owners(b->zone);
		take_origins(b);
		return;
	}
	b->version = version_new(b->zone, zone_serial(b->zone) + 1, &err);
	b->made = b->now;
}

static void adopt(struct bench *b)
{
	if (!b->version)
		return;
	take(&b->file, &b->version->file);
	version_adopt(b->zone, b->version);
	take_origins(b);
	version_free(b->version);
	b->version = NULL;
	b->made = NEVER;
}

/* The objects there are, into a new store. */
static void list_again(struct bench *b)
{
	sources_free(b->sources);
	store_free(b->store);
	b->store = store_new();
	b->sources = sources_new(b->store);
	for (size_t i = 0; i < b->count; i++)
		if (b->wishes[i].stored)
			wish_store(&b->wishes[i], b->store);
}

static void restart(struct bench *b)
{
	struct buf text = BUF_INIT(LONG);
	const struct instant instant = { b->now, b->wall };
	/* The machine may have been restarted too. */
	const struct instant later = { 5000, b->wall };
	struct err err = { 0 };
	size_t lost;

	overlayfile_print(&b->overlays, &instant, &text);
	overlays_clear(&b->overlays);
	if (!overlayfile_parse(
		buf_text(&text), text.len, &config, &later, &b->overlays, &err))
		fail_msg("%s in:\n%s", err.text, buf_text(&text));
	b->now = later.ms;
	b->made = NEVER;
	zone_free(b->zone);
	b->zone = zone_new(&b->settings);
	if (b->file.len &&
	    !load_version(b->zone, buf_text(&b->file), b->file.len,
		buf_text(&b->origins), b->origins.len, &lost, &err))
		fail_msg("%s", err.text);
	zone_overlay(b->zone, &of(b)->overlay);
	load_retained(b->zone);
	list_again(b);
	for (size_t i = 0; i < b->count; i++)
		wish_ask(&b->wishes[i], b->zone, b->store);
	buf_clear(&text);
}

static void report(struct bench *b)
{
	struct memory *memory = &of(b)->memory;

	approvals_report(&memory->approvals, &memory->hold, b->now);
	memcpy(b->reported, memory->hold.plan, sizeof(b->reported));
}

static void approve(struct bench *b, const char *digits)
{
	struct memory *memory = &of(b)->memory;
	struct err err;

	if (!*digits)
		digits = memory->hold.plan;
	if (!strcmp(digits, "reported"))
		digits = b->reported;
	if (!approvals_grant(
		&memory->approvals, &memory->hold, digits, b->now, &err))
		buf_printf(b->out, "%s\n", err.text);
}

static void show(struct bench *b)
{
	const struct hold *hold = &of(b)->memory.hold;
	const struct overlay *rows = &of(b)->overlay;
	size_t serving = 0, at = 0, grace = 0;
	struct zone_name name;

	while (zone_next(b->zone, &at, &name))
		serving += rrsets_count(name.now);
	for (size_t i = 0; i < rows->count; i++)
		grace += rows->rows[i].reason == RETAIN_GRACE;
	buf_printf(b->out, "%zu", serving);
	if (grace)
		buf_printf(b->out, " grace %zu", grace);
	if (hold->deletions)
		buf_printf(b->out, " held -%zu (%zu of %zu)", hold->deletions,
		    hold->gone, hold->of);
	if (hold->updates)
		buf_printf(b->out, " held ~%zu (%zu of %zu)", hold->updates,
		    hold->changed, hold->of);
	for (size_t i = 0; b->names_whose && i < hold->nnamespaces; i++)
		buf_printf(b->out, " %s", hold->namespaces[i]);
	buf_putc(b->out, '\n');
}

static void meet(struct bench *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (!b->wishes[i].gone && !wish_is_met(&b->wishes[i], b->zone))
			buf_printf(b->out, "unmet %s\n", b->wishes[i].name);
}

static void whom(struct bench *b, const char *name)
{
	struct ownership ownership = zone_whose(b->zone, name);
	const struct owner *owner = ownership.owner;

	buf_printf(b->out, "%s %s\n", owner ? owner->namespace : "-",
	    owner ? owner_word(owner->why) : "-");
}

/* --- Scripts --- */

static uint32_t percent(const char *word)
{
	return *word == '-' ? GUARD_NEVER : (uint32_t)strtoul(word, NULL, 10);
}

static bool *flag_of(struct bench *b, const char *word)
{
	return !strcmp(word, "config") ? &b->reconfigured
	    : !strcmp(word, "settles") ? &b->settles
	    : !strcmp(word, "off")     ? &b->rule.off
	    : !strcmp(word, "whose")   ? &b->names_whose
	    : !strcmp(word, "union")   ? &b->settings.union_namespaces
				       : NULL;
}

static bool set(struct bench *b, char words[4][64])
{
	const char *word = words[0];
	long number = strtol(words[1], NULL, 10);

	if (flag_of(b, word)) {
		*flag_of(b, word) = true;
	} else if (!strcmp(word, "uid")) {
		b->generation++;
	} else if (!strcmp(word, "owner")) {
		snprintf(b->namespace, 16, "%.15s", words[1]);
	} else if (!strcmp(word, "admin")) {
		snprintf(b->admin, 16, "%.15s", words[1]);
		b->admins[0] = b->admin;
		b->settings.administrators = b->admins;
		b->settings.nadministrators = *b->admin != '\0';
	} else if (!strcmp(word, "doubt") || !strcmp(word, "trust")) {
		b->trust.trust = *word == 't' ? TRUST_FULL : TRUST_NONE;
	} else if (!strcmp(word, "drop")) {
		b->trust.claims = false;
	} else if (!strcmp(word, "tick")) {
		b->now += number;
	} else if (!strcmp(word, "rule")) {
		b->rule = (struct guard_rule){ .min_rrsets = (size_t)number,
			.deletes = percent(words[2]),
			.updates = percent(words[3]),
			.namespaces = b->rule.namespaces };
	} else if (!strcmp(word, "each")) {
		b->rule.namespaces = percent(words[1]);
	} else if (!strcmp(word, "grace")) {
		b->grace = number * 1000;
	} else if (!strcmp(word, "wait") || !strcmp(word, "clock")) {
		b->wall += number;
		b->now += *word == 'w' ? number * 1000 : 0;
	} else {
		return false;
	}
	return true;
}

static bool act(struct bench *b, char words[4][64])
{
	const char *word = words[0];
	bool go = !strcmp(word, "go");

	if (go || !strcmp(word, "pass"))
		pass(b);
	if (go || !strcmp(word, "make"))
		make(b);
	if (go || !strcmp(word, "adopt"))
		adopt(b);
	if (!strcmp(word, "orphan"))
		buf_reset(&b->origins);
	if (!strcmp(word, "restart"))
		restart(b);
	else if (!strcmp(word, "report"))
		report(b);
	else if (!strcmp(word, "approve"))
		approve(b, words[1]);
	else if (!strcmp(word, "show"))
		show(b);
	else if (!strcmp(word, "meet"))
		meet(b);
	else if (!strcmp(word, "whom"))
		whom(b, words[1]);
	else if (!strcmp(word, "plain") && of(b)->overlay.count)
		buf_puts(b->out, "retained\n");
	else
		return go || strstr("pass make adopt plain orphan", word);
	return true;
}

static void run(struct bench *b, const char *line, size_t len)
{
	char words[4][64] = { "" }, text[256];
	char *rest = text;

	snprintf(text, sizeof(text), "%.*s", (int)len, line);
	for (size_t i = 0; i < 4; i++) {
		size_t n;

		rest += strspn(rest, " \n");
		n = strcspn(rest, " \n");
		snprintf(words[i], 64, "%.*s", (int)n, rest);
		rest += n;
	}
	/* Passes that follow each other are not of one millisecond. */
	b->now++;
	if (*words[0] && !set(b, words) && !act(b, words))
		change_all(b, words[0], words[1], words[2]);
}

void deciding_do(struct bench *b, const char *script)
{
	for (size_t len; *script; script += len + (script[len] == ';')) {
		len = strcspn(script, ";");
		run(b, script, len);
	}
}

struct bench *deciding_open(struct buf *out)
{
	struct bench *b = xcalloc(1, sizeof(*b));

	*b = (struct bench){
		.settings = settings,
		.store = store_new(),
		.trust = { "Ingress", 0, TRUST_FULL, true },
		.rule = { false, 10, 30, GUARD_NEVER, GUARD_NEVER },
		.overlays = OVERLAYS_INIT,
		.grace = 600000,
		.now = 1000000,
		.wall = START,
		.made = NEVER,
		.namespace = "web",
		.file = BUF_INIT(LONG),
		.origins = BUF_INIT(LONG),
		.out = out,
	};
	b->zone = zone_new(&b->settings);
	b->sources = sources_new(b->store);
	return b;
}

void deciding_close(struct bench *b)
{
	zone_free(b->zone);
	sources_free(b->sources);
	store_free(b->store);
	version_free(b->version);
	overlays_clear(&b->overlays);
	free(b->wishes);
	buf_clear(&b->file);
	buf_clear(&b->origins);
	free(b);
}

const struct zone *deciding_zone(const struct bench *b)
{
	return b->zone;
}

struct zone_overlay *deciding_overlay(struct bench *b)
{
	return of(b);
}

int64_t deciding_now(const struct bench *b)
{
	return b->now;
}

void deciding_check(void **state)
{
	const struct deciding_row *row = *state;
	struct buf out = BUF_INIT(1u << 20);
	struct bench *b = deciding_open(&out);

	deciding_do(b, row->script);
	deciding_close(b);
	assert_string_equal(buf_text(&out), row->want);
	buf_clear(&out);
}
