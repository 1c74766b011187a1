/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_metrics.c - metrics as text, NSD's replies as metrics, health.
 */
#include "controller/serve/answer/metrics.h"

#include <string.h>

#include "controller/serve/answer/exposition.h"
#include "controller/serve/answer/health.h"
#include "controller/serve/answer/nsdmetrics.h"
#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"

#define WWW INGRESS("web", "www", 1, "www.example.com", "192.0.2.1")

/* What a line of NSD becomes: its sample, or "". */
static const struct row {
	const char *name, *reply, *sample;
} rows[] = {
	{ "queries", "server0.queries=12\n",
	    "nsd_queries_total{server=\"0\"} 12\n" },
	{ "of all servers", "num.queries=12\n", "" },
	{ "a type", "num.type.AAAA=4\n",
	    "nsd_queries_by_type_total{type=\"AAAA\"} 4\n" },
	{ "a type without a name", "num.type.TYPE65=4\n",
	    "nsd_queries_by_type_total{type=\"TYPE65\"} 4\n" },
	{ "IPv6", "num.udp6=1\n",
	    "nsd_queries_by_transport_total{transport=\"udp6\"} 1\n" },
	{ "a transfer", "num.rixfr=2\n",
	    "nsd_xfr_requests_served_total{xfrtype=\"IXFR\"} 2\n" },
	{ "receiving failed", "num.rxerr=1\n",
	    "nsd_queries_rx_failed_total 1\n" },
	{ "truncated", "num.truncated=3\n", "nsd_answers_truncated_total 3\n" },
	{ "a fraction", "time.boot=1.5\n", "nsd_time_up_seconds_total 1.5\n" },
	{ "zones", "zone.master=7\n", "nsd_zones_primary 7\n" },
	{ "unknown", "num.of.the.beast=666\n", "" },
	{ "twice: the first", "num.edns=1\nnum.edns=2\n",
	    "nsd_queries_with_edns_total 1\n" },
	{ "a quote", "num.type.A\"} 1=1\n", "" },
	{ "a blank", "num.type.A B=1\n", "" },
	{ "no number", "num.edns=many\n", "" },
	{ "less than nothing", "num.edns=-1\n", "" },
	{ "half a fraction", "num.edns=1.\n", "" },
	{ "two fractions", "num.edns=1.1.1\n", "" },
	{ "nothing", "num.edns=\n", "" },
	{ "no server", "server.queries=1\n", "" },
	{ "an error", "error (-1)\n", "" },
	{ "empty", "", "" },
	{ "no end of line", "num.edns=5", "nsd_queries_with_edns_total 5\n" },
};

static void nsd(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(100000);
	struct exposition out = { .out = &text };
	const char *sample;

	nsdmetrics_write(row->reply, &out);
	sample = strstr(buf_text(&text), "\nnsd_");
	assert_string_equal(sample ? sample + 1 : "", row->sample);
	buf_clear(&text);
}

static void labels_are_escaped(void **state)
{
	struct buf text = BUF_INIT(1000);
	struct exposition out = { .out = &text };

	(void)state;
	exposition_family(&out, "a_b", "gauge", "What it is.");
	exposition_add(&out, 7, "zone", "a\\b\"c\nd", "op", "");
	exposition_add(&out, 8);
	exposition_add_ms(&out, 61005);
	assert_string_equal(buf_text(&text),
	    "# HELP a_b What it is.\n"
	    "# TYPE a_b gauge\n"
	    "a_b{zone=\"a\\\\b\\\"c\\nd\",op=\"\"} 7\n"
	    "a_b 8\n"
	    "a_b 61.005\n");
	buf_clear(&text);
}

static void histograms_add_up(void **state)
{
	static const uint64_t times[] = { 0, 1, 2, 60000, 60001, 1 };
	struct histogram histogram = { 0 };
	struct buf text = BUF_INIT(10000);
	struct exposition out = { .out = &text };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		histogram_add(&histogram, times[i]);
	exposition_family(&out, "a_seconds", "histogram", "Times.");
	exposition_histogram(&out, &histogram, "step", "x");
	assert_non_null(strstr(buf_text(&text),
	    "a_seconds_bucket{step=\"x\",le=\"0.001\"} 3\n"
	    "a_seconds_bucket{step=\"x\",le=\"0.005\"} 4\n"));
	assert_non_null(strstr(buf_text(&text),
	    "a_seconds_bucket{step=\"x\",le=\"60\"} 5\n"
	    "a_seconds_bucket{step=\"x\",le=\"+Inf\"} 6\n"
	    "a_seconds_sum{step=\"x\"} 120.005\n"
	    "a_seconds_count{step=\"x\"} 6\n"));
	buf_clear(&text);
}

static void before_the_first_pass(void **state)
{
	const struct process_facts facts = { .fds = 12 };
	const struct measures measures = { .version = "1", .process = &facts };
	struct buf text = BUF_INIT(10000);

	(void)state;
	metrics_write(&measures, &text);
	assert_non_null(strstr(buf_text(&text), "process_open_fds 12\n"));
	assert_null(strstr(buf_text(&text), "k8s_nsd_zone"));
	buf_clear(&text);
}

static const struct handover handover = { .barred = 2 };

static const struct publication_counters counters = {
	.results = { [PUBLICATION_REFUSED] = 3 },
	.published = 1700000000,
	.added = 2,
	.journal = 77,
};

static void zones_and_sources(void **state)
{
	const struct process_facts facts = { 0 };
	const struct durations durations = { 0 };
	struct http_counters requests = { .unanswered = 1, .bytes = 9 };
	struct tally tally;
	struct world world;
	struct zone_state zones[2] = {
		{ .served = true, .counters = &counters, .handover = &handover }
	};
	struct affairs affairs = { .zones = zones, .now = 1 };
	struct measures measures = { .version = "1",
		.process = &facts,
		.durations = &durations,
		.affairs = &affairs,
		.tally = &tally,
		.situation = { .requests = &requests } };
	struct buf text = BUF_INIT(100000);
	static const char *const wanted[] = {
		"k8s_nsd_zone_served{zone=\"example.com\"} 1\n",
		"k8s_nsd_zone_served{zone=\"dev.example.com\"} 0\n",
		"k8s_nsd_publish_total{zone=\"example.com\","
		"result=\"refused\"} 3\n",
		"k8s_nsd_zone_published_timestamp_seconds"
		"{zone=\"example.com\"} 1700000000\n",
		"k8s_nsd_plan_changes{zone=\"example.com\",op=\"add\"} 2\n",
		"k8s_nsd_source_objects{resource=\"Ingress\"} 1\n",
		"k8s_nsd_findings{check=\"BadObject\"} 1\n",
		"k8s_nsd_decode_errors_total{resource=\"Ingress\"} 1\n",
		"k8s_nsd_api_requests_total{code=\"201\"} 5\n",
		"k8s_nsd_api_requests_total{code=\"none\"} 1\n",
		"k8s_nsd_api_bytes_total 9\n",
		"k8s_nsd_nsd_up 1\n",
		"k8s_nsd_zone_journal_bytes{zone=\"example.com\"} 77\n",
		"k8s_nsd_zone_transfers_barred{zone=\"example.com\"} 1\n",
		"k8s_nsd_findings{check=\"TransfersFail\"} 1\n",
	};

	(void)state;
	requests.codes[201 - 100] = 5;
	world_open(&world, "resources: [Ingress]\nnsd: {handover: auto}\n");
	world_put(&world, WWW);
	world_put(&world,
	    "Ingress {'metadata':{'name':'x','namespace':'y'},"
	    "'spec':7}\n");
	world_list(&world, "");
	world_pass(&world);
	world_publish(&world);
	affairs.knowledge = &world.knowledge;
	tally_take(&tally, &affairs);
	metrics_write(&measures, &text);
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (!strstr(buf_text(&text), wanted[i]))
			fail_msg("no %s in\n%s", wanted[i], buf_text(&text));
	tally_clear(&tally);
	world_close(&world);
	buf_clear(&text);
}

static void health(void **state)
{
	const struct lease lease = { .state = LEASE_WAITING, .holder = "them" };
	struct zone_state zones[2] = { { .answered = true } };
	struct affairs affairs = { .zones = zones };
	struct world world;
	struct buf text = BUF_INIT(1000);

	(void)state;
	assert_false(health_ready(NULL, &text));
	assert_non_null(strstr(buf_text(&text), "[-]configuration nothing"));
	world_open(&world, "resources: [Ingress]\n");
	world_put(&world, WWW);
	world_list(&world, "");
	world_pass(&world);
	affairs.knowledge = &world.knowledge;
	buf_reset(&text);
	assert_false(health_ready(&affairs, &text));
	assert_non_null(strstr(buf_text(&text), "[-]versions no zone"));
	world_publish(&world);
	buf_reset(&text);
	assert_false(health_ready(&affairs, &text));
	assert_non_null(strstr(buf_text(&text), "[-]answers NSD was not seen"));
	zones[1].answered = true;
	affairs.nsd_away = true; /* nothing was said of its answers */
	buf_reset(&text);
	assert_true(health_ready(&affairs, &text));
	assert_string_equal(buf_text(&text),
	    "[+]configuration ok\n[+]versions ok\n[+]answers ok\n");
	/* One who waits is as ready. */
	affairs.situation.lease = &lease;
	buf_reset(&text);
	assert_true(health_ready(&affairs, &text));
	assert_non_null(strstr(buf_text(&text),
	    "[+]lease waiting, holder 'them', nothing is published here\n"));
	world_close(&world);
	buf_clear(&text);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(labels_are_escaped),
		cmocka_unit_test(histograms_add_up),
		cmocka_unit_test(before_the_first_pass),
		cmocka_unit_test(zones_and_sources),
		cmocka_unit_test(health),
	};

	return RUN_ROWS(rows, nsd) + cmocka_run_group_tests(others, NULL, NULL);
}
