/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/map.h"

#define KEYS 5000

static char keys[KEYS][12];

static void finds_what_was_put(void **state)
{
	struct map map = MAP_INIT;

	(void)state;
	assert_null(map_get(&map, "a"));
	assert_null(map_remove(&map, "a"));
	for (size_t i = 0; i < KEYS; i++)
		map_put(&map, keys[i], keys[i]);
	assert_int_equal(map.count, KEYS);
	for (size_t i = 0; i < KEYS; i++)
		assert_ptr_equal(map_get(&map, keys[i]), keys[i]);
	assert_null(map_get(&map, "nobody"));
	map_clear(&map);
}

static void replaces(void **state)
{
	struct map map = MAP_INIT;

	(void)state;
	map_put(&map, "a", keys[0]);
	map_put(&map, "a", keys[1]);
	assert_int_equal(map.count, 1);
	assert_ptr_equal(map_get(&map, "a"), keys[1]);
	map_clear(&map);
}

/* Against an array of what must be there, long enough to rebuild often. */
static void take_steps(struct map map)
{
	bool *there = calloc(KEYS, sizeof(*there));
	size_t count = 0;
	unsigned seed = 1;

	for (int step = 0; step < 200000; step++) {
		size_t i = (size_t)rand_r(&seed) % KEYS;

		if (rand_r(&seed) % 2) {
			map_put(&map, keys[i], keys[i]);
			count += !there[i];
			there[i] = true;
		} else {
			assert_ptr_equal(map_remove(&map, keys[i]),
			    there[i] ? keys[i] : NULL);
			count -= there[i];
			there[i] = false;
		}
		assert_int_equal(map.count, count);
	}
	for (size_t i = 0; i < KEYS; i++)
		assert_ptr_equal(
		    map_get(&map, keys[i]), there[i] ? keys[i] : NULL);
	map_clear(&map);
	free(there);
}

static void random_steps(void **state)
{
	(void)state;
	take_steps((struct map)MAP_INIT);
}

static const char *itself(const void *value)
{
	return value;
}

static void random_steps_without_keys(void **state)
{
	(void)state;
	take_steps((struct map){ .key = itself });
}

static void walks_while_removing(void **state)
{
	struct map map = MAP_INIT;
	size_t at = 0, seen = 0;
	char *value;

	(void)state;
	for (size_t i = 0; i < KEYS; i++)
		map_put(&map, keys[i], keys[i]);
	while ((value = map_next(&map, &at))) {
		assert_ptr_equal(map_remove(&map, value), value);
		seen++;
	}
	assert_int_equal(seen, KEYS);
	assert_int_equal(map.count, 0);
	map_clear(&map);
}

struct made {
	int number;
	char key[];
};

static void finds_or_makes(void **state)
{
	const size_t size = offsetof(struct made, key);
	struct map map = MAP_INIT;
	char key[] = "one";
	struct made *one = map_make(&map, key, size), *two;

	(void)state;
	assert_int_equal(one->number, 0);
	assert_string_equal(one->key, "one");
	one->number = 1;
	memcpy(key, "two", 4);
	two = map_make(&map, key, size);
	assert_ptr_not_equal(two, one);
	assert_ptr_equal(map_make(&map, "one", size), one);
	assert_ptr_equal(map_get(&map, "two"), two);
	assert_int_equal(map.count, 2);
	map_clear(&map);
	free(one);
	free(two);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put),
		cmocka_unit_test(replaces),
		cmocka_unit_test(random_steps),
		cmocka_unit_test(random_steps_without_keys),
		cmocka_unit_test(walks_while_removing),
		cmocka_unit_test(finds_or_makes),
	};

	for (int i = 0; i < KEYS; i++)
		snprintf(keys[i], sizeof(keys[i]), "key-%d", i);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
