/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What .origins says of owners, as others may have written it (C2: one owner
 * namespace).
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/version/making.h"
#include "zonegen/version/load.h"

static const char file[] =
    "; k8s-nsd zone example.com\n$ORIGIN example.com.\n"
    "@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. (\n"
    "\t7\t; serial\n\t900 300 1209600 60 )\n"
    "@\t3600\tIN\tNS\tns1.example.com.\n"
    "www\t60\tIN\tA\t192.0.2.1\n";

static void load(struct world *w, const char *origins, size_t len)
{
	size_t lost;
	struct err err;

	assert_true(load_version(
	    making_zone(w), file, sizeof(file) - 1, origins, len, &lost, &err));
}

/* What others wrote about owners: the namespace after it, or NULL. */
static const struct owner_row {
	const char *name, *line, *owner;
} owner_rows[] = {
	{ "an owner", "owner\twww\told\t5\tnext\n", "old" },
	{ "of no namespace", "owner\twww\t-\t-\toldest\n", "" },
	{ "not one: who had the records", "", "web" },
	{ "too few fields", "owner\twww\told\t5\n", "web" },
	{ "too many", "owner\twww\told\t5\tnext\tx\n", "web" },
	{ "an empty one", "owner\twww\t\t5\tnext\n", "web" },
	{ "no reason", "owner\twww\told\t5\tbought\n", "web" },
	{ "no time", "owner\twww\told\tsoon\tnext\n", "web" },
	{ "a time before all", "owner\twww\told\t-5\tnext\n", "web" },
	{ "the time of a configured record", "owner\twww\told\talways\tnext\n",
	    "web" },
	{ "no namespace", "owner\twww\tOld\t5\tnext\n", "web" },
	{ "no name", "owner\tw w\told\t5\tnext\n", "web" },
	{ "a name in capitals", "owner\tWWW\told\t5\tnext\n", "web" },
	{ "another zone's", "owner\twww.\told\t5\tnext\n", "web" },
	{ "cut off", "owner\twww\told\t5\tnext", "web" },
	{ "a NUL", NULL, "web" },
};

static void read_owner(void **state)
{
	const struct owner_row *row = *state;
	struct buf text = BUF_INIT(1 << 20);
	const struct owner *owner;
	struct world w;

	world_open(&w, 1, false);
	buf_puts(&text, "www\tA\tIngress\tweb/a\t-\t5\n");
	if (row->line)
		buf_puts(&text, row->line);
	else
		buf_add(&text, "owner\twww\told\0\t5\tnext\n", 21);
	load(&w, buf_text(&text), text.len);
	owner = rrsets_owner(zone_last(making_zone(&w), "www.example.com"));
	assert_non_null(owner);
	assert_string_equal(owner->namespace, row->owner);
	buf_clear(&text);
	world_close(&w);
}

/* An object without a namespace comes last for a new name, and keeps it. */
static void a_node_keeps_its_name(void **state)
{
	static const char origins[] = "owner\twww\t-\t5\toldest\n"
				      "www\tA\tNode\tn1\t-\t5\n";
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w,
	    "Node -/n1 5 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n");
	load(&w, origins, sizeof(origins) - 1);
	world_put(&w, 1);
	world_put(&w, 0);
	assert_non_null(strstr(world_body(&w, 0), "192.0.2.9"));
	world_remove(&w, 0);
	assert_non_null(strstr(world_body(&w, 0), "192.0.2.1"));
	world_close(&w);
}

int main(void)
{
	return RUN_ROWS(owner_rows, read_owner) +
	    RUN_TESTS(cmocka_unit_test(a_node_keeps_its_name));
}
