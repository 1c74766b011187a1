/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alias loops are broken at their youngest alias, whichever loop is looked at
 * first: random aliases, beside a model that takes any loop it finds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/resolve/loops.h"
#include "zonegen/zone/zonestate.h"

#define ROUNDS 5000
#define NAMES 6
#define OBJECTS 14

/* An object that asks for one alias; the at-th is at years old. */
struct wish {
	unsigned rank, name, target;
	bool was; /* in the last version */
};

struct model {
	struct wish wishes[OBJECTS];
	size_t turns[NAMES][OBJECTS]; /* of each name: its wishes, in turn */
	size_t count[NAMES], at[NAMES];
};

static unsigned pick(unsigned *seed, unsigned below)
{
	return (unsigned)rand_r(seed) % below;
}

static const struct wish *wish_of(const struct model *m, unsigned name)
{
	return m->at[name] < m->count[name]
	    ? &m->wishes[m->turns[name][m->at[name]]]
	    : NULL;
}

static void put_turn(struct model *m, unsigned name, size_t wish)
{
	size_t at = m->count[name];

	for (; at > 0 &&
	     m->wishes[m->turns[name][at - 1]].rank > m->wishes[wish].rank;
	     at--)
		m->turns[name][at] = m->turns[name][at - 1];
	m->turns[name][at] = wish;
	m->count[name]++;
}

/* Each target once: a later wish for it says nothing new. */
static void make_turns(struct model *m)
{
	for (unsigned name = 0; name < NAMES; name++) {
		bool seen[NAMES] = { false };
		size_t kept = 0;

		m->count[name] = m->at[name] = 0;
		for (size_t i = 0; i < OBJECTS; i++)
			if (m->wishes[i].name == name)
				put_turn(m, name, i);
		for (size_t i = 0; i < m->count[name]; i++) {
			size_t wish = m->turns[name][i];
			unsigned target = m->wishes[wish].target;

			if (target != name && !seen[target])
				m->turns[name][kept++] = wish;
			seen[target] = true;
		}
		m->count[name] = kept;
	}
}

static bool is_younger(const struct wish *a, const struct wish *b)
{
	return a->was != b->was ? b->was : a > b;
}

/* The name to be taken on, of the loop that the way from name ends in. */
static bool find_victim(const struct model *m, unsigned name, unsigned *victim)
{
	const struct wish *wish;
	unsigned start = name;

	for (int i = 0; i < NAMES; i++) {
		if (!(wish = wish_of(m, start)))
			return false;
		start = wish->target;
	}
	*victim = name = start;
	do {
		if (is_younger(wish_of(m, name), wish_of(m, *victim)))
			*victim = name;
		name = wish_of(m, name)->target;
	} while (name != start);
	return true;
}

static void settle(struct model *m, unsigned *seed)
{
	unsigned victim, idle = 0;

	while (idle < 100 * NAMES) {
		idle++;
		if (!find_victim(m, pick(seed, NAMES), &victim))
			continue;
		m->at[victim]++;
		idle = 0;
	}
}

static void print(const struct model *m, struct buf *out)
{
	for (unsigned name = 0; name < NAMES; name++)
		if (wish_of(m, name))
			buf_printf(out,
			    "n%u\t60\tIN\tCNAME\tn%u.example.com.\n", name,
			    wish_of(m, name)->target);
	buf_printf(out, "ns1\t3600\tIN\tA\t192.0.2.53\n");
}

static void say(struct world *world, const struct model *m, bool all)
{
	char line[128];

	world_forget(world);
	for (unsigned i = 0; i < OBJECTS; i++) {
		const struct wish *wish = &m->wishes[i];

		snprintf(line, sizeof(line),
		    "K%u web/o%u %u %u n%u.example.com 0 CNAME "
		    "n%u.example.com\n",
		    wish->rank, i, i, wish->rank, wish->name, wish->target);
		if (all || wish->was)
			world_read(world, line);
	}
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
}

/* Some of them, without a loop, make the last version. */
static void make_last(struct world *world, struct model *m, unsigned *seed)
{
	bool had[NAMES] = { false };

	for (size_t i = 0; i < OBJECTS; i++) {
		struct wish *wish = &m->wishes[i];

		wish->was = wish->target > wish->name && !had[wish->name] &&
		    pick(seed, 3) == 0;
		had[wish->name] = had[wish->name] || wish->was;
	}
	say(world, m, false);
	world_adopt(world);
	for (size_t i = 0; i < world->norigins; i++)
		world_remove(world, i);
	/* The alias is the same whoever asks. */
	for (size_t i = 0; i < OBJECTS; i++)
		for (size_t j = 0; j < OBJECTS; j++)
			if (m->wishes[j].was &&
			    m->wishes[i].name == m->wishes[j].name &&
			    m->wishes[i].target == m->wishes[j].target)
				m->wishes[i].was = true;
}

/* Claims come and go, and loops with them. */
static void wander(struct world *world, unsigned *seed)
{
	for (int step = 0; step < 20; step++) {
		size_t at = pick(seed, (unsigned)world->norigins);

		if (pick(seed, 2))
			world_remove(world, at);
		else
			world_put(world, at);
		if (pick(seed, 3) == 0)
			zone_resolve(zoneset_at(world->set, 0));
	}
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
}

static void any_loop_first(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct buf expected = BUF_INIT(4096);
		struct model m = { 0 };
		unsigned seed = round;

		for (size_t i = 0; i < OBJECTS; i++)
			m.wishes[i] = (struct wish){ .rank = pick(&seed, 2),
				.name = pick(&seed, NAMES),
				.target = pick(&seed, NAMES) };
		world_reset(&world);
		make_last(&world, &m, &seed);
		say(&world, &m, true);
		make_turns(&m);
		settle(&m, &seed);
		print(&m, &expected);
		assert_string_equal(world_body(&world, 0), buf_text(&expected));
		wander(&world, &seed);
		assert_string_equal(world_body(&world, 0), buf_text(&expected));
		buf_clear(&expected);
	}
	world_close(&world);
}

#define RING                                                      \
	"Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n" \
	"Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n" \
	"Ingress web/x 3 0 x.example.com 0 CNAME y.example.com\n" \
	"Ingress web/y 4 0 y.example.com 0 CNAME x.example.com\n"

/* How many names are to be resolved when this claim comes. */
static size_t names_to_resolve(struct world *world, const char *claim)
{
	struct zone *zone = zoneset_at(world->set, 0);

	world_forget(world);
	world_read(world, claim);
	world_put(world, 0);
	loops_forget(&zone->domains);
	return zone->domains.ndirty;
}

static void others_are_not_concerned(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	world_read(&world, RING);
	for (size_t i = 0; i < world.norigins; i++)
		world_put(&world, i);
	zone_resolve(zoneset_at(world.set, 0));
	assert_int_equal(names_to_resolve(&world,
			     "Ingress shop/s 9 0 s.example.com 0 A 192.0.2.1"),
	    1);
	zone_resolve(zoneset_at(world.set, 0));
	/* It leads into a loop, and is on none. */
	assert_int_equal(
	    names_to_resolve(&world,
		"Ingress shop/t 9 0 t.example.com 0 CNAME a.example.com"),
	    1);
	zone_resolve(zoneset_at(world.set, 0));
	/* The name itself, and where loops were broken. */
	assert_int_equal(names_to_resolve(&world,
			     "Ingress web/z 9 0 a.example.com 0 A 192.0.2.1"),
	    3);
	world_close(&world);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(any_loop_first),
	    cmocka_unit_test(others_are_not_concerned));
}
