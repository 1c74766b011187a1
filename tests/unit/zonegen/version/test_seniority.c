/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/seniority.h"

#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/version/version.h"

/* Lines of the file: api, ns1, www .1, www .2. */
static const struct row {
	const char *name, *before, *now;
	const char *order; /* their numbers */
	size_t nlast;
} rows[] = {
	{ "a first version", "",
	    "Ingress web/a 9 0 api.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/c 5 0 www.example.com 0 A 192.0.2.2\n",
	    "1 2 3 0 ", 0 },
	{ "the oldest who asks for it counts", "",
	    "Ingress web/a 5 0 api.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 9 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/c 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/d 7 0 www.example.com 0 A 192.0.2.2\n",
	    "1 2 0 3 ", 0 },
	{ "what the last version has comes first",
	    "Ingress web/c 9 0 www.example.com 0 A 192.0.2.2\n",
	    "Ingress web/a 5 0 api.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/c 9 0 www.example.com 0 A 192.0.2.2\n",
	    "1 3 2 0 ", 2 },
};

static void put_all(struct world *w)
{
	for (size_t i = 0; i < w->norigins; i++)
		world_put(w, i);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct buf order = BUF_INIT(100);
	struct seniority out;
	struct version *version;
	struct world w;
	struct err err;

	world_open(&w, 1, false);
	world_read(&w, row->before);
	put_all(&w);
	if (*row->before)
		world_adopt(&w);
	world_forget(&w);
	world_read(&w, row->now);
	put_all(&w);
	zone_resolve(zoneset_at(w.set, 0));
	version = version_new(zoneset_at(w.set, 0), 2, &err);
	assert_non_null(version);
	seniority_read(
	    zoneset_at(w.set, 0), &version->file, version->head_len, &out);
	for (size_t i = 0; i < out.count; i++)
		buf_printf(&order, "%zu ", out.lines[i]);
	assert_string_equal(buf_text(&order), row->order);
	assert_int_equal(out.nlast, row->nlast);
	seniority_clear(&out);
	version_free(version);
	buf_clear(&order);
	world_close(&w);
}

/* Lines that cannot be read are there, and the youngest. */
static void what_is_not_ours(void **state)
{
	struct buf text = BUF_INIT(1000);
	struct seniority out;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	buf_puts(&text, "; head\nwww 60 IN A 192.0.2.1\nno end");
	seniority_read(zoneset_at(w.set, 0), &text, 7, &out);
	assert_int_equal(out.count, 2);
	assert_int_equal(out.nlast, 0);
	assert_int_equal(out.lines[0], 0);
	assert_int_equal(out.lines[1], 1);
	seniority_clear(&out);
	buf_clear(&text);
	world_close(&w);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(what_is_not_ours),
	};

	TABLE_TESTS(rows, check, tests);
	return cmocka_run_group_tests(tests, NULL, NULL) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
