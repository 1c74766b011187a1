/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_status.c - how everything does: as JSON, as text, and whether all is
 * well.
 */
#include "controller/serve/answer/status.h"

#include <stdio.h>
#include <string.h>

#include "controller/serve/answer/statusreport.h"
#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"
#include "zonegen/base/mem.h"

#define WWW INGRESS("web", "www", 1, "www.example.com", "192.0.2.1")
#define PLAN "5f7c2c0f41d65f7c2c0f41d65f7c2c0f41d65f7c2c0f41d65f7c2c0f41d65f7c"

enum { NOW = 36000000 }; /* ms */

struct scene {
	struct world world;
	struct zone_state zones[2];
	struct affairs affairs;
	struct hold hold;
};

static const struct kind *kind(const char *name)
{
	return kind_find(name);
}

/* All is well. */
static void open_scene(struct scene *s)
{
	*s = (struct scene){ .hold = HOLD_INIT };
	world_open(&s->world, "resources: [Ingress, Service]\n");
	world_put(&s->world, WWW);
	world_list(&s->world, "");
	for (size_t i = 0; i < kind_count(); i++)
		store_set_state(
		    s->world.store, kind_at(i), SOURCE_LIVE, "", NOW - 5000);
	world_pass(&s->world);
	world_publish(&s->world);
	s->zones[0].served = s->zones[1].served = true;
	s->affairs = (struct affairs){
		.knowledge = &s->world.knowledge, .zones = s->zones, .now = NOW
	};
}

static void close_scene(struct scene *s)
{
	hold_clear(&s->hold);
	world_close(&s->world);
}

/* --- What may be amiss --- */

static void nothing(struct scene *s)
{
	(void)s;
}

static void file_became_bad(struct scene *s)
{
	s->affairs.situation.validity = VALIDITY_FORMER;
	s->affairs.situation.refused = "/etc/f:1:1: a\033[1m: unknown key";
}

static void file_was_bad(struct scene *s)
{
	s->affairs.situation.validity = VALIDITY_SAVED;
	s->affairs.situation.refused = "/etc/f:1:1: colour: unknown key";
}

static void another_publishes(struct scene *s)
{
	static const struct lease lease = {
		.state = LEASE_WAITING, .holder = "them", .since = NOW - 5000
	};

	s->affairs.situation.lease = &lease;
}

static void renewal_fails(struct scene *s)
{
	static const struct lease lease = {
		.state = LEASE_HELD, .trouble = "HTTP 503", .since = NOW - 5000
	};

	s->affairs.situation.lease = &lease;
	s->affairs.situation.self = "us_1";
}

static void lease_forbidden(struct scene *s)
{
	static const struct lease lease = { .state = LEASE_REFUSED,
		.trouble = "HTTP 403: no",
		.since = NOW - 5000 };

	s->affairs.situation.lease = &lease;
}

static void nsd_is_away(struct scene *s)
{
	s->affairs.nsd_away = true;
}

static void unserved(struct scene *s)
{
	s->zones[1].served = false;
}

static void recorded(struct scene *s)
{
	s->affairs.wall = 1000;
	s->affairs.git = (struct history_state){
		.on = true, .remote = "/d", .pushed_at = 940
	};
	s->zones[0].git = (struct history_zone){ .is_committed = true,
		.committed = 7,
		.committed_at = 995,
		.is_pushed = true,
		.pushed = 6 };
}

static void unrecorded(struct scene *s)
{
	recorded(s);
	s->affairs.git.required = true;
	s->affairs.git.error = "fatal: no\n\033[1m";
	s->affairs.git.waits = NOW - 9000;
}

static void unpushed(struct scene *s)
{
	recorded(s);
	s->affairs.git.refused = "Host key verification failed.";
	s->affairs.git.unpushed = 3;
	s->affairs.git.oldest = 700;
}

static void stopped(struct scene *s)
{
	unpushed(s);
	s->affairs.git.stopped = true;
}

static void forbidden(struct scene *s)
{
	store_set_state(s->world.store, kind("Service"), SOURCE_FORBIDDEN,
	    "403 \033[31m", NOW - 200000);
}

static void absent(struct scene *s)
{
	store_set_state(
	    s->world.store, kind("Service"), SOURCE_ABSENT, "", NOW);
}

/* It is not one of resources, nor looked at. */
static void others_forbidden(struct scene *s)
{
	store_set_state(
	    s->world.store, kind("Node"), SOURCE_FORBIDDEN, "403", NOW);
}

static void counted(struct scene *s)
{
	struct source_counters *counters =
	    store_counters(s->world.store, kind("Ingress"));

	counters->lists = 2;
	counters->relists[CAUSE_FIRST] = 1;
	counters->relists[CAUSE_EXPIRED] = 1;
	counters->restarts[CAUSE_ENDED] = 3;
	counters->failures[CAUSE_BUSY] = 4;
	counters->events = 5;
	counters->bytes = 6000;
	counters->heard = NOW - 90000;
	counters->advanced = NOW - 7200000;
}

static void held(struct scene *s)
{
	s->hold.deletions = 4;
	s->hold.of = 10;
	s->hold.gone = 4;
	s->hold.since = 1795429416;
	snprintf(s->hold.plan, sizeof(s->hold.plan), "%s", PLAN);
	s->hold.names[0] = xstrdup("a.example.com");
	s->hold.names[1] = xstrdup("b.example.com");
	s->hold.namespaces[0] = xstrdup("web");
	s->zones[0].hold = &s->hold;
}

static void nothing_held(struct scene *s)
{
	s->zones[0].hold = &s->hold;
}

static void transfers_failed(struct scene *s)
{
	static const struct handover handover = { .barred = NOW + 300000,
		.falls = { [FALL_UNASKED] = 2 },
		.done = { [WAY_TRANSFER] = 5 } };

	s->world.config->handover = HANDOVER_TRANSFER;
	s->zones[0].handover = &handover;
}

static void transfers_no_more(struct scene *s)
{
	transfers_failed(s);
	s->world.config->handover = HANDOVER_RELOAD;
}

/* Tenants' mistakes are theirs. */
static void findings(struct scene *s)
{
	world_put(&s->world,
	    INGRESS("play", "thief", 2, "www.example.com", "192.0.2.9")
		INGRESS("web", "bad", 1, "a b.example.com", "192.0.2.1")
		    ANNOTATED("web", "gone", 1, "alias.dev.example.com",
			"'external-dns.kubernetes.io/target':"
			"'gone.dev.example.com'",
			"192.0.2.1"));
	world_pass(&s->world);
	world_publish(&s->world);
}

static const struct row {
	const char *name;
	void (*happen)(struct scene *scene);
	bool amiss;
	const char *json, *text; /* what they have */
} rows[] = {
	{ "all is well", nothing, false, "\"nsd\":{\"state\":\"answering\"}",
	    "NSD: answering\n"
	    "sources:\n"
	    "  EndpointSlice: live for 5 s, 0 objects\n"
	    "  Ingress: live for 5 s, 1 object\n"
	    "  Service: live for 5 s, 0 objects\n"
	    "zones:\n"
	    "  example.com: serial 1 served, 6 records\n"
	    "  dev.example.com: serial 1 served, 3 records\n" },
	{ "NSD is away", nsd_is_away, true, "\"nsd\":{\"state\":\"away\"}",
	    "NSD: away\n" },
	{ "a zone is not served", unserved, true, "\"state\":\"unserved\"",
	    "dev.example.com: serial 1 unserved, 3 records\n" },
	{ "versions are recorded", recorded, false,
	    "\"git\":{\"state\":\"recording\",\"required\":false,"
	    "\"push\":\"pushing\","
	    "\"unpushed\":0,\"lastPush\":60}",
	    "    in git: serial 7, 5 s ago, pushed: serial 6\n" },
	{ "versions are not recorded", unrecorded, true,
	    "\"state\":\"failing\",\"required\":true,\"error\":\"fatal: no",
	    "git: failing, a version waits for 9 s, and git.required is "
	    "set: nothing is published: fatal: no??[1m\n" },
	{ "commits are not pushed", unpushed, true,
	    "\"push\":\"failing\",\"pushError\":\"Host key verification "
	    "failed.\",\"unpushed\":3,\"oldest\":300,\"lastPush\":60}",
	    "git: recording\ngit remote: failing, 3 unpushed commits, the "
	    "oldest of 5 min ago, last push 60 s ago: Host key verification "
	    "failed.\n" },
	{ "pushing is stopped", stopped, true, "\"push\":\"stopped\"",
	    "git remote: stopped, 3 unpushed commits" },
	{ "a source is forbidden", forbidden, true,
	    "\"state\":\"forbidden\",\"whole\":false",
	    "  Service: forbidden for 3 min, 0 objects: 403 ?[31m\n" },
	{ "a kind is not served", absent, false,
	    "\"state\":\"absent\",\"whole\":true",
	    "  Service: absent for 0 s, 0 objects\n" },
	{ "a kind that is not read", others_forbidden, false, "\"well\":true",
	    "NSD: answering\n" },
	{ "counters", counted, false,
	    "\"age\":5,\"eventAge\":90,\"versionAge\":7200,\"lists\":2,"
	    "\"events\":5,"
	    "\"bytes\":6000,\"relists\":{\"first\":1,\"expired\":1},"
	    "\"restarts\":{\"ended\":3},\"failures\":{\"busy\":4}}",
	    "  Ingress: live for 5 s, 1 object, last event 90 s ago\n" },
	{ "held", held, true,
	    "\"held\":{\"deletions\":4,\"updates\":0,\"gone\":4,\"changed\":0,"
	    "\"of\":10,\"since\":1795429416,\"plan\":\"" PLAN
	    "\",\"names\":[\"a.example.com\",\"b.example.com\"],"
	    "\"namespaces\":[\"web\"]}",
	    "    held: 4 deletions of 10 RRsets: a.example.com, "
	    "b.example.com\n"
	    "    namespaces: web\n"
	    "    approve: k8s-nsd approve example.com --plan 5f7c2c0f41d6\n" },
	{ "the configuration became bad", file_became_bad, true,
	    "\"configuration\":{\"state\":\"former\",\"error\":\"/etc/f:1:1: "
	    "a\\u001b[1m: unknown key\"}",
	    "configuration: the former one stays in force, the file is bad: "
	    "/etc/f:1:1: a?[1m: unknown key\nNSD: answering\n" },
	{ "the configuration was bad at the start", file_was_bad, true,
	    "\"configuration\":{\"state\":\"saved\",\"error\":\"/etc/f:1:1: "
	    "colour: unknown key\"}",
	    "configuration: the one saved last is in force, the file is bad: "
	    "/etc/f:1:1: colour: unknown key\nNSD: answering\n" },
	{ "another controller publishes", another_publishes, false,
	    "\"lease\":{\"state\":\"waiting\",\"age\":5,\"holder\":\"them\"}",
	    "lease: waiting for 5 s, nothing is published here, holder: "
	    "them\nNSD: answering\n" },
	{ "the lease cannot be renewed", renewal_fails, true,
	    "\"lease\":{\"state\":\"held\",\"age\":5,\"holder\":\"us_1\","
	    "\"error\":\"HTTP 503\"}",
	    "lease: held for 5 s: HTTP 503\nNSD: answering\n" },
	{ "the lease is forbidden", lease_forbidden, true,
	    "\"lease\":{\"state\":\"refused\",\"age\":5,\"error\":\"HTTP 403: "
	    "no\"}",
	    "lease: refused for 5 s, nothing is published: HTTP 403: no\n"
	    "NSD: answering\n" },
	{ "nothing held", nothing_held, false, "\"well\":true",
	    "NSD: answering\n" },
	{ "transfers failed", transfers_failed, true,
	    "\"handover\":{\"way\":\"reload\",\"transfers\":5,"
	    "\"reloads\":0,\"failed\":2,\"reloadFor\":300}",
	    "  example.com: serial 1 served, 6 records; 1 warning\n"
	    "    transfers that failed: 2, its file is loaded for 5 min\n" },
	{ "and then files are what is configured", transfers_no_more, false,
	    "\"findings\":{\"error\":0,\"warning\":0,\"info\":0}}",
	    "  example.com: serial 1 served, 6 records\n" },
	{ "findings, lint's among them", findings, false,
	    "\"findings\":{\"error\":1,\"warning\":0,\"info\":0}},"
	    "{\"zone\":\"dev.example.com\"",
	    "  example.com: serial 1 served, 6 records; 1 error\n"
	    "  dev.example.com: serial 1 served, 4 records; 1 warning\n" },
};

static void tells(void **state)
{
	const struct row *row = *state;
	struct buf json = BUF_INIT(1u << 20), text = BUF_INIT(1u << 20);
	struct scene scene;
	bool well;
	struct err err;

	open_scene(&scene);
	row->happen(&scene);
	status_write(&scene.affairs, &json);
	if (!strstr(buf_text(&json), row->json))
		fail_msg("%s", buf_text(&json));
	assert_true(
	    statusreport_print(buf_text(&json), json.len, &text, &well, &err));
	if (!strstr(buf_text(&text), row->text))
		fail_msg("%s", buf_text(&text));
	assert_int_equal(well, !row->amiss);
	buf_clear(&json);
	buf_clear(&text);
	close_scene(&scene);
}

/* Retained rows are told by their reason; the source is what is amiss. */
static void retained(void **state)
{
	struct origin *origin =
	    origin_from_text("Ingress web/www", "", AGE_UNKNOWN);
	struct overlay overlay = OVERLAY_INIT;
	struct buf json = BUF_INIT(1u << 20), text = BUF_INIT(1u << 20);
	struct scene scene;
	bool well;
	struct err err;

	(void)state;
	open_scene(&scene);
	overlay_retain(&overlay, RETAIN_UNTRUSTED, origin, 0, "a.example.com",
	    RR_A, NULL, 0);
	overlay_retain(&overlay, RETAIN_UNTRUSTED, origin, 0, "b.example.com",
	    RR_A, NULL, 0);
	exclusions_add(&overlay.excluded,
	    &(struct exclusion){ .origin = "Ingress web/www",
		.name = "c.example.com",
		.words = "no",
		.record = { .type = RR_TXT, .rdata = (const uint8_t *)"" } });
	scene.zones[0].overlay = &overlay;
	overlay.excluded.list[0].until = (int64_t)scene.affairs.now + 90500;
	status_write(&scene.affairs, &json);
	assert_non_null(strstr(
	    buf_text(&json), "\"excluded\":1,\"retry\":90,\"retained\":{"));
	assert_true(
	    statusreport_print(buf_text(&json), json.len, &text, &well, &err));
	assert_non_null(strstr(buf_text(&text),
	    "    excluded: 1 record that NSD or its checker refused, tried "
	    "again in 90 s\n"));
	buf_reset(&json);
	buf_reset(&text);
	overlay.excluded.list[0].until = 0;
	status_write(&scene.affairs, &json);
	assert_non_null(strstr(
	    buf_text(&json), "\"excluded\":1,\"retained\":{\"untrusted\":2}"));
	assert_true(
	    statusreport_print(buf_text(&json), json.len, &text, &well, &err));
	assert_non_null(strstr(buf_text(&text),
	    "    excluded: 1 record that NSD or its checker refused\n"));
	buf_reset(&text);
	assert_true(
	    statusreport_print(buf_text(&json), json.len, &text, &well, &err));
	assert_non_null(
	    strstr(buf_text(&text), "    retained: 2 RRsets, untrusted\n"));
	assert_true(well);
	overlay_clear(&overlay);
	origin_unref(origin);
	buf_clear(&json);
	buf_clear(&text);
	close_scene(&scene);
}

/* Before anything was published. */
static void unpublished(void **state)
{
	struct buf json = BUF_INIT(1u << 20), text = BUF_INIT(1u << 20);
	struct scene scene = { .hold = HOLD_INIT };
	bool well;
	struct err err;

	(void)state;
	world_open(&scene.world, "resources: [Ingress]\n");
	world_pass(&scene.world);
	scene.affairs = (struct affairs){ .knowledge = &scene.world.knowledge,
		.zones = scene.zones };
	status_write(&scene.affairs, &json);
	assert_true(
	    statusreport_print(buf_text(&json), json.len, &text, &well, &err));
	assert_string_equal(buf_text(&text),
	    "NSD: answering\nsources:\n"
	    "  Ingress: unknown, 0 objects\n"
	    "zones:\n  example.com: unpublished, 5 records\n"
	    "  dev.example.com: unpublished, 3 records\n");
	assert_false(well);
	buf_clear(&json);
	buf_clear(&text);
	close_scene(&scene);
}

/* What another program may answer on that socket. */
static void no_status(void **state)
{
	static const char *const answers[] = { "", "{", "[]", "7", "{}",
		"{\"schemaVersion\":2,\"well\":true}",
		"{\"schemaVersion\":\"1\"}",
		"{\"schemaVersion\":1,\"well\":\"yes\"}" };
	struct buf text = BUF_INIT(1000);
	bool well;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (statusreport_print(
			answers[i], strlen(answers[i]), &text, &well, &err))
			fail_msg("%s", answers[i]);
	assert_int_equal(text.len, 0);
}

static void odd_status(void **state)
{
	static const char odd[] =
	    "{\"schemaVersion\":1,\"nsd\":[],\"sources\":{\"a\":1},\"zones\":"
	    "[1,{\"zone\":\"\\u001b[31m\",\"held\":{\"plan\":\"\\n\","
	    "\"names\":[1,\"\\u0007\"]},\"retained\":{\"x\":{}},"
	    "\"serial\":\"x\"}]}";
	struct buf text = BUF_INIT(10000);
	bool well;
	struct err err;

	(void)state;
	assert_true(statusreport_print(odd, strlen(odd), &text, &well, &err));
	assert_false(well);
	for (const char *p = buf_text(&text); *p; p++)
		assert_true(*p == '\n' || (*p >= ' ' && *p <= '~'));
	buf_clear(&text);
}

int main(void)
{
	return RUN_ROWS(rows, tells) +
	    RUN_TESTS(cmocka_unit_test(retained), cmocka_unit_test(unpublished),
		cmocka_unit_test(no_status), cmocka_unit_test(odd_status));
}
