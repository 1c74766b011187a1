/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Aliases, wildcards and DNAMEs by chance: whatever the order in which they
 * come and go, the zone is the same, and no name of it leads back to itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define ROUNDS 4000
#define OBJECTS 12
#define STEPS 200

/* No name that anything but a wildcard or DNAME answers for is here twice. */
static const char *const names[] = { "a", "b", "c", "*.a", "*.b", "x.a", "x.b",
	"y.x.a", "*.x.a", "*.x.b", "y.c", "*.c" };
static const char *const targets[] = { "a", "b", "c", "x.a", "x.b", "y.x.a",
	"y.b", "y.x.b", "z.c", "y.c", "z.y.c", "*.b" };

#define N(list) (sizeof(list) / sizeof((list)[0]))

static unsigned pick(unsigned *seed, size_t below)
{
	return (unsigned)rand_r(seed) % (unsigned)below;
}

static void read_claims(struct world *world, unsigned *seed)
{
	char line[160];

	world_forget(world);
	for (unsigned i = 0; i < OBJECTS; i++) {
		const char *name = names[pick(seed, N(names))];
		const char *target = targets[pick(seed, N(targets))];
		const char *type = "CNAME";
		unsigned chance = pick(seed, 12);

		if (chance < 2 && name[0] != '*')
			type = "DNAME";
		if (chance == 2)
			type = "A";
		snprintf(line, sizeof(line),
		    "K%u web/o%u %u %u %s.example.com 0 %s %s%s\n", 0u, i, i,
		    0u, name, type, *type == 'A' ? "192.0.2.1" : target,
		    *type == 'A' ? "" : ".example.com");
		world_read(world, line);
	}
}

/* --- The zone as a server reads it --- */

struct row {
	char name[NAME_SIZE], type[8], rdata[NAME_SIZE];
};

struct table {
	struct row rows[64];
	size_t count;
};

static void read_body(const char *body, struct table *table)
{
	*table = (struct table){ .count = 0 };
	while (*body) {
		struct row *row = &table->rows[table->count++];

		assert_int_equal(sscanf(body, "%253s 60 IN %7s %253[^\n]",
				     row->name, row->type, row->rdata) == 3 ||
			sscanf(body, "%253s 3600 IN %7s %253[^\n]", row->name,
			    row->type, row->rdata) == 3,
		    1);
		snprintf(row->name + strlen(row->name),
		    sizeof(row->name) - strlen(row->name), ".example.com");
		if (row->rdata[strlen(row->rdata) - 1] == '.')
			row->rdata[strlen(row->rdata) - 1] = '\0';
		body = strchr(body, '\n') + 1;
	}
}

static const struct row *find(
    const struct table *table, const char *name, bool below)
{
	for (size_t i = 0; i < table->count; i++)
		if (below ? name_within(table->rows[i].name, name)
			  : !strcmp(table->rows[i].name, name))
			return &table->rows[i];
	return NULL;
}

static bool is(const struct row *row, const char *type)
{
	return row && !strcmp(row->type, type);
}

/* The name that stands in the place of this one, or false. */
static bool follow(const struct table *table, char name[NAME_SIZE])
{
	char next[3 * NAME_SIZE], wild[NAME_SIZE + 2];
	const char *at;
	const struct row *row = NULL;

	for (at = name_parent(name); at && !row; at = name_parent(at))
		if (is(row = find(table, at, false), "DNAME"))
			snprintf(next, sizeof(next), "%.*s%s",
			    (int)(strlen(name) - strlen(at)), name, row->rdata);
		else
			row = NULL;
	if (!row) {
		row = find(table, name, false);
		if (!row && find(table, name, true))
			return false;
		for (at = name; !row && !find(table, at, true);)
			at = name_parent(at);
		snprintf(wild, sizeof(wild), "*.%s", at);
		row = row ? row : find(table, wild, false);
		if (!is(row, "CNAME"))
			return false;
		snprintf(next, sizeof(next), "%s", row->rdata);
	}
	assert_true(strlen(next) < NAME_SIZE);
	memcpy(name, next, strlen(next) + 1);
	return true;
}

static void leads_to_an_end(const char *body)
{
	struct table table;

	read_body(body, &table);
	for (size_t i = 0; i < table.count; i++) {
		char name[NAME_SIZE];
		int steps = 0;

		snprintf(name, sizeof(name), "%s%s",
		    is(&table.rows[i], "DNAME") ? "q." : "",
		    table.rows[i].name);
		while (steps < STEPS && follow(&table, name))
			steps++;
		if (steps == STEPS)
			print_error("%s", body);
		assert_int_not_equal(steps, STEPS);
	}
}

/* --- */

static void wander(struct world *world, unsigned *seed)
{
	for (int step = 0; step < 20; step++) {
		size_t at = pick(seed, world->norigins);

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

/* Some go, and what stays is as if they had never been there. */
static void shrinks(struct world *world, unsigned seed)
{
	unsigned left = (unsigned)rand_r(&seed);
	char *body;

	for (size_t i = 0; i < world->norigins; i++)
		if (!(left >> i & 1))
			world_remove(world, i);
	body = xstrdup(world_body(world, 0));
	leads_to_an_end(body);
	world_reset(world);
	for (size_t i = 0; i < world->norigins; i++)
		if (left >> i & 1)
			world_put(world, i);
	assert_string_equal(world_body(world, 0), body);
	free(body);
}

static void any_order(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	world_configure(&world, "", "web");
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned seed = round;
		char *body;

		world_reset(&world);
		read_claims(&world, &seed);
		for (size_t i = 0; i < world.norigins; i++)
			world_put(&world, i);
		body = xstrdup(world_body(&world, 0));
		leads_to_an_end(body);
		wander(&world, &seed);
		assert_string_equal(world_body(&world, 0), body);
		world_reset(&world);
		for (size_t i = world.norigins; i > 0; i--) {
			world_put(&world, i - 1);
			zone_resolve(zoneset_at(world.set, 0));
		}
		assert_string_equal(world_body(&world, 0), body);
		shrinks(&world, seed);
		free(body);
	}
	world_close(&world);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(any_order));
}
