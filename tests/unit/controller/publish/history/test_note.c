/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_note.c - versions of a zone in, the message of their commit out.
 */
#include "controller/publish/history/note.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/zone/zone.h"

#define TEMPLATE "zone({{zone}}): {{summary}} ({{serials}})\n\n{{changes}}"
#define STEPS 4

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
};

/* What one object asks for; data NULL: for nothing any more. */
struct wish {
	const char *object, *uid, *name;
	uint16_t type;
	const char *data;
	uint32_t ttl;
};

#define DIGEST "d1"
#define WEB(ip)                                                     \
	{                                                           \
		"Ingress web/www", "u1", "www.a.test", RR_A, ip, 60 \
	}
#define HEAD(serial)                                                        \
	"+ a.test SOA ns.b.test. root.b.test. 900 300 1209600 60 ttl 3600 " \
	"(Zone a.test)\n+ a.test NS ns.b.test. ttl 3600 (Zone a.test)\n"
#define END(serial, more)                                                \
	"\nZone: a.test\nZone-Serial: " serial "\n" more "Zone-Digest: " \
	"sha256:" DIGEST "\n"

static const struct row {
	const char *name;
	struct wish steps[STEPS]; /* a version each, from serial 11 on */
	size_t told;        /* versions that are told; 0: all but the first */
	uint32_t committed; /* 0: the one before those that are told */
	bool nothing;       /* committed: none at all */
	const char *cluster, *message;
} rows[] = {
	{ "first", { WEB("192.0.2.1") }, .told = 1, .nothing = true,
	    .message = "zone(a.test): 3 added (serial 11)\n\n"
		       "The first version that is recorded here.\n\n" HEAD(
			   "") "+ www.a.test A 192.0.2.1 ttl 60 (Ingress "
			       "web/www)\n" END("11",
				   "") "Source: Zone a.test\n"
				       "Source: Ingress web/www uid=u1\n" },
	{ "added", { WEB(NULL), WEB("192.0.2.1") },
	    .message =
		"zone(a.test): 1 added (serial 12)\n\n"
		"+ www.a.test A 192.0.2.1 ttl 60 (Ingress web/www)\n" END(
		    "12", "Zone-Previous-Serial: 11\n") "Source: Ingress "
							"web/www uid=u1\n" },
	{ "changed, in a cluster with a name",
	    { WEB("192.0.2.1"), WEB("192.0.2.2") }, .cluster = "prod",
	    .message =
		"zone(a.test): 1 changed (serial 12)\n\n"
		"~ www.a.test A 192.0.2.1 -> 192.0.2.2 ttl 60 "
		"(Ingress web/www)\n" END("12",
		    "Zone-Previous-Serial: 11\n") "Cluster: prod\nSource: "
						  "Ingress web/www uid=u1\n" },
	{ "who wrote to the objects last, once",
	    { WEB(NULL),
		{ "Ingress web/www", "u7", "www.a.test", RR_A, "192.0.2.1",
		    60 },
		{ "Ingress web/w2", "u7", "w2.a.test", RR_A, "192.0.2.2",
		    60 } },
	    .message =
		"zone(a.test): 2 added (serials 12 to 13, 2 versions)\n\n"
		"serial 12\n"
		"+ www.a.test A 192.0.2.1 ttl 60 (Ingress web/www)\n\n"
		"serial 13\n"
		"+ w2.a.test A 192.0.2.2 ttl 60 (Ingress web/w2)\n" END("13",
		    "Zone-First-Serial: 12\nZone-Versions: 2\n"
		    "Zone-Previous-Serial: 11\n") "Source: Ingress web/www "
						  "uid=u7 resourceVersion=41 "
						  "manager=kubectl edit\n"
						  "Source: Ingress web/w2 "
						  "uid=u7 resourceVersion=41 "
						  "manager=kubectl "
						  "edit\nManager: kubectl "
						  "edit\n" },
	{ "a manager whose name looks like trailers",
	    { WEB(NULL),
		{ "Ingress web/www", "u8", "www.a.test", RR_A, "192.0.2.1",
		    60 } },
	    .message =
		"zone(a.test): 1 added (serial 12)\n\n"
		"+ www.a.test A 192.0.2.1 ttl 60 (Ingress web/www)\n" END("12",
		    "Zone-Previous-Serial: 11\n") "Source: Ingress web/www "
						  "uid=u8 resourceVersion=42 "
						  "manager=x??Signed-off-by: "
						  "root "
						  "<root@a.test>??Zone: "
						  "b\nManager: "
						  "x??Signed-off-by: root "
						  "<root@a.test>??Zone: b\n" },
	{ "what the commit before brought did not stay",
	    { WEB(NULL), WEB("192.0.2.1") }, .committed = 20,
	    .message = "zone(a.test): 1 added (serial 12)\n\n"
		       "Serial 20, of the commit before, was not put in place, "
		       "was lost there, or was rejected by NSD.\n\n"
		       "+ www.a.test A 192.0.2.1 ttl 60 (Ingress "
		       "web/www)\n" END("12",
			   "Zone-Withdrawn-Serial: 20\nZone-Previous-Serial: "
			   "20\n") "Source: Ingress web/www uid=u1\n" },
	{ "another TTL",
	    { WEB("192.0.2.1"),
		{ "Ingress web/www", "u1", "www.a.test", RR_A, "192.0.2.1",
		    300 } },
	    .message = "zone(a.test): 1 changed (serial 12)\n\n"
		       "~ www.a.test A 192.0.2.1 ttl 60 -> 300 "
		       "(Ingress web/www)\n" END("12",
			   "Zone-Previous-Serial: 11\n") "Source: Ingress "
							 "web/www uid=u1\n" },
	{ "removed, with its reason", { WEB("192.0.2.1"), WEB(NULL) },
	    .message = "zone(a.test): 1 removed (serial 12)\n\n"
		       "- www.a.test A 192.0.2.1 ttl 60 "
		       "(Ingress web/www: gone)\n" END("12",
			   "Zone-Previous-Serial: 11\n") "Source: Ingress "
							 "web/www uid=u1\n" },
	{ "two versions in one commit",
	    { WEB(NULL), WEB("192.0.2.1"), WEB("192.0.2.2") },
	    .message = "zone(a.test): 1 added, 1 changed (serials 12 to 13, 2 "
		       "versions)\n\nserial 12\n"
		       "+ www.a.test A 192.0.2.1 ttl 60 (Ingress web/www)\n\n"
		       "serial 13\n"
		       "~ www.a.test A 192.0.2.1 -> 192.0.2.2 ttl 60 "
		       "(Ingress web/www)\n" END("13",
			   "Zone-First-Serial: 12\nZone-Versions: 2\n"
			   "Zone-Previous-Serial: 11\n") "Source: Ingress "
							 "web/www uid=u1\n" },
	{ "a version in between is in no commit",
	    { WEB(NULL), WEB("192.0.2.1"), WEB("192.0.2.2") }, .told = 1,
	    .committed = 11,
	    .message =
		"zone(a.test): 1 changed (serial 13)\n\n"
		"Versions after serial 11 were served without being "
		"recorded one by one:\nof what they changed, only what "
		"is known is listed here.\n\n"
		"~ www.a.test A 192.0.2.1 -> 192.0.2.2 ttl 60 "
		"(Ingress web/www)\n" END("13",
		    "Zone-Previous-Serial: 11\nZone-Gap: yes\n") "Source: "
								 "Ingress "
								 "web/www "
								 "uid=u1\n" },
	{ "text of an object that looks like trailers",
	    { WEB(NULL),
		{ "Ingress web/www", "u1", "www.a.test", RR_TXT,
		    "\"x\\010\\010Signed-off-by: root <root@a.test>\"", 60 } },
	    .message = "zone(a.test): 1 added (serial 12)\n\n"
		       "+ www.a.test TXT \"x\\010\\010Signed-off-by: root "
		       "<root@a.test>\" ttl 60 (Ingress web/www)\n" END("12",
			   "Zone-Previous-Serial: 11\n") "Source: Ingress "
							 "web/www uid=u1\n" },
	{ "an origin that would end its line",
	    { WEB(NULL),
		{ "Ingress web/x\nAuthor: root\n\033[1m", "u\x7f", "x.a.test",
		    RR_A, "192.0.2.1", 60 } },
	    .message = "zone(a.test): 1 added (serial 12)\n\n"
		       "+ x.a.test A 192.0.2.1 ttl 60 "
		       "(Ingress web/x?Author: root??[1m)\n" END("12",
			   "Zone-Previous-Serial: 11\n") "Source: Ingress "
							 "web/x?Author: "
							 "root??[1m uid=u?\n" },
};

static const char *why(void *arg, const struct changes_row *row)
{
	(void)arg;
	return row->op == CHANGE_REMOVE ? "gone" : "";
}

/* Objects that are there have a uid of their own. */
static bool source(
    void *arg, const char *origin, const char *uid, struct note_source *out)
{
	(void)arg;
	(void)origin;
	if (!strcmp(uid, "u7"))
		*out = (struct note_source){ "41", "kubectl edit" };
	if (!strcmp(uid, "u8"))
		*out = (struct note_source){ "42",
			"x\n\nSigned-off-by: root <root@a.test>\r\nZone: b" };
	return *uid == 'u' && uid[1] > '6';
}

static const struct note_reasons reasons = { .why = why, .source = source };

static void ask(struct zone *zone, const struct wish *wish)
{
	struct origin *origin;
	struct arena arena = { .chunk = 0 };
	struct record record;
	struct err err;

	/* The limits of an origin's parts are no matter of a note. */
	origin = origin_new("Ingress", "", wish->object + 8, wish->uid, 1);
	if (!wish->data) {
		zone_unclaim(zone, origin, wish->name);
	} else {
		assert_true(record_parse(&record, wish->type, wish->data,
		    strlen(wish->data), &arena, &err));
		record.ttl = wish->ttl;
		zone_claim(zone, origin, 0,
		    &(struct claim){
			.name = wish->name, .records = &record, .count = 1 });
	}
	origin_unref(origin);
	arena_clear(&arena);
	zone_resolve(zone);
}

static void step(
    struct zone *zone, uint32_t serial, bool told, struct note *note)
{
	struct note one = NOTE_INIT;
	struct version *version;
	struct err err;

	version = version_new(zone, serial, &err);
	assert_non_null(version);
	version_adopt(zone, version);
	note_read(&one, version, &reasons);
	if (told)
		note_merge(note, &one);
	note_clear(&one);
	version_free(version);
}

static void tells(void **state)
{
	const struct row *row = *state;
	struct zone *zone = zone_new(&settings);
	struct buf out = BUF_INIT(1u << 20);
	struct note note = NOTE_INIT;
	size_t count = 0, told = row->told;
	struct note_message message = {
		.zone = "a.test",
		.cluster = row->cluster,
		.template = TEMPLATE,
		.has_committed = !row->nothing,
		.digest = DIGEST,
	};

	while (count < STEPS && row->steps[count].object)
		count++;
	if (!told)
		told = count - 1;
	message.committed =
	    row->committed ? row->committed : 11 + (uint32_t)(count - told) - 1;
	for (size_t i = 0; i < count; i++) {
		ask(zone, &row->steps[i]);
		step(zone, 11 + (uint32_t)i, i + told >= count, &note);
	}
	note_print(&note, &message, &out);
	assert_string_equal(buf_text(&out), row->message);
	buf_clear(&out);
	note_clear(&note);
	zone_free(zone);
}

/* A version is there again that was in a commit before the last one. */
static void a_restored_version(void **state)
{
	struct buf out = BUF_INIT(1u << 20);
	struct note note = NOTE_INIT;
	const struct note_message message = { .zone = "a.test",
		.template = TEMPLATE,
		.has_committed = true,
		.committed = 13,
		.digest = DIGEST };

	(void)state;
	note_find(&note, 11);
	note_print(&note, &message, &out);
	assert_string_equal(buf_text(&out),
	    "zone(a.test): serial 13 withdrawn, the one before restored "
	    "(serial 11)\n\nSerial 13, of the commit before, was not put in "
	    "place, was lost there, or was rejected by NSD.\n\nZone: a.test\n"
	    "Zone-Restored-Serial: 11\nZone-Withdrawn-Serial: 13\n"
	    "Zone-Previous-Serial: 13\nZone-Digest: sha256:" DIGEST "\n");
	buf_clear(&out);
	note_clear(&note);
}

/* --- Sizes --- */

static void long_text_is_cut(void **state)
{
	struct zone *zone = zone_new(&settings);
	struct buf out = BUF_INIT(1u << 20), data = BUF_INIT(1u << 20);
	struct note note = NOTE_INIT;
	struct note_message message = { .zone = "a.test",
		.template = TEMPLATE };

	(void)state;
	for (int i = 0; i < 8; i++) {
		buf_puts(&data, i ? " \"" : "\"");
		for (int j = 0; j < 250; j++)
			buf_putc(&data, 'x');
		buf_putc(&data, '"');
	}
	ask(zone,
	    &(struct wish){
		"Ingress w", "u", "a.a.test", RR_TXT, buf_text(&data), 60 });
	step(zone, 11, true, &note);
	note_print(&note, &message, &out);
	assert_non_null(strstr(buf_text(&out), "xxx... (2023 octets) ttl"));
	assert_true(out.len < 2000);
	buf_clear(&out);
	buf_clear(&data);
	note_clear(&note);
	zone_free(zone);
}

static void many_changes_are_counted(void **state)
{
	struct zone *zone = zone_new(&settings);
	struct buf out = BUF_INIT(1u << 24);
	struct note note = NOTE_INIT;
	struct note_message message = { .zone = "a.test",
		.template = TEMPLATE };
	size_t lines = 0;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char name[32], object[32];

		snprintf(name, sizeof(name), "n%d.a.test", i);
		snprintf(object, sizeof(object), "Ingress w%d", i);
		ask(zone,
		    &(struct wish){ object, "u", name, RR_A, "192.0.2.1", 60 });
	}
	step(zone, 11, true, &note);
	note_print(&note, &message, &out);
	for (const char *at = buf_text(&out); *at; at++)
		lines += *at == '\n';
	assert_non_null(strstr(buf_text(&out), "3002 added"));
	assert_non_null(strstr(buf_text(&out), "and 2002 more changes\n"));
	assert_non_null(strstr(buf_text(&out), "Sources-Omitted: 899\n"));
	assert_true(lines < 1200);
	buf_clear(&out);
	note_clear(&note);
	zone_free(zone);
}

int main(void)
{
	return RUN_ROWS(rows, tells) +
	    RUN_TESTS(cmocka_unit_test(long_text_is_cut),
		cmocka_unit_test(many_changes_are_counted),
		cmocka_unit_test(a_restored_version));
}
