/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/seniority.h"

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

static void read_all(const struct zone *zone, const struct buf *text,
    size_t head_len, struct seniority *out)
{
	struct aging *aging = seniority_begin(text, head_len);

	while (seniority_next(aging, zone))
		;
	seniority_end(aging, out);
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
	world_put_all(&w);
	if (*row->before)
		world_adopt(&w);
	world_forget(&w);
	world_read(&w, row->now);
	world_put_all(&w);
	zone_resolve(zoneset_at(w.set, 0));
	version = version_new(zoneset_at(w.set, 0), 2, &err);
	assert_non_null(version);
	read_all(zoneset_at(w.set, 0), &version->file, version->head_len, &out);
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
	read_all(zoneset_at(w.set, 0), &text, 7, &out);
	assert_int_equal(out.count, 2);
	assert_int_equal(out.nlast, 0);
	assert_int_equal(out.lines[0], 0);
	assert_int_equal(out.lines[1], 1);
	seniority_clear(&out);
	buf_clear(&text);
	world_close(&w);
}

#define EACH (SENIORITY_STEP / 2 + 1)

/* An origin's names; the later, the older. */
static void add_names(struct buf *lines, unsigned origin)
{
	for (size_t i = 0; i < EACH; i++)
		buf_printf(lines,
		    "Ingress web/%u %u 0 n%u%05zu.example.com 0 A 192.0.2.1\n",
		    origin, 9 - origin, origin, i);
}

/*
 * Between the steps two origins go: lines that were read keep their age, others
 * have none.
 */
static void more_than_a_step(void **state)
{
	struct buf lines = BUF_INIT(1u << 24);
	struct seniority out;
	struct version *version;
	struct aging *aging;
	struct zone *zone;
	struct world w;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		add_names(&lines, i);
	world_open(&w, 1, false);
	world_read(&w, buf_text(&lines));
	world_put_all(&w);
	zone = zoneset_at(w.set, 0);
	zone_resolve(zone);
	version = version_new(zone, 2, &err);
	assert_non_null(version);
	aging = seniority_begin(&version->file, version->head_len);
	assert_true(seniority_next(aging, zone));
	world_remove(&w, 0); /* was read */
	world_remove(&w, 3); /* was not */
	while (seniority_next(aging, zone))
		;
	seniority_end(aging, &out);
	assert_int_equal(out.count, 4 * EACH + 1);
	assert_int_equal(out.lines[0], 4 * EACH); /* ns1 */
	assert_int_equal(out.lines[1], 2 * EACH);
	assert_int_equal(out.lines[1 + EACH], EACH);
	assert_int_equal(out.lines[1 + 2 * EACH], 0);
	assert_int_equal(out.lines[1 + 3 * EACH], 3 * EACH);
	assert_int_equal(out.starts[out.count], version->file.len);
	assert_memory_equal(
	    buf_text(&version->file) + out.starts[EACH], "n100000", 7);
	seniority_clear(&out);
	seniority_drop(seniority_begin(&version->file, version->head_len));
	version_free(version);
	buf_clear(&lines);
	world_close(&w);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(what_is_not_ours),
		cmocka_unit_test(more_than_a_step));
}
