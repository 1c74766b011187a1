/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "tests/test.h"

static int saved, ends[2];

static int take_stderr(void **state)
{
	(void)state;
	saved = dup(2);
	if (pipe(ends) < 0)
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return dup2(ends[1], 2) < 0 ? -1 : 0;
}

static int give_back(void **state)
{
	(void)state;
	dup2(saved, 2);
	close(saved);
	close(ends[0]);
	close(ends[1]);
	log_setup(LOG_INFO, LOG_TEXT);
	return 0;
}

/* The line after its time, or NULL. */
static const char *line(char text[500])
{
	ssize_t n = read(ends[0], text, 499);
	char *at;

	if (n <= 0)
		return NULL;
	text[n] = '\0';
	at = strstr(text, "Z ");
	return at ? at + 2 : text;
}

static void text_lines(void **state)
{
	char text[500];

	(void)state;
	log_event(LOG_INFO, "zone published", "zone", "example.com", "serial",
	    log_u(7), "none", (char *)NULL, "why", "a b", "empty", "");
	assert_string_equal(line(text),
	    "info zone published "
	    "zone=example.com serial=7 "
	    "why=\"a b\" empty=\"\"\n");
}

static void hostile_values_stay_on_the_line(void **state)
{
	char text[500];

	(void)state;
	log_event(LOG_ERROR, "bad", "name", "a\nerror x=\"y\"\x1b[0m");
	assert_string_equal(line(text),
	    "error bad name=\"a\\u000aerror x=\\\"y\\\"\\u001b[0m\"\n");
}

static void levels(void **state)
{
	char text[500];

	(void)state;
	log_event(LOG_DEBUG, "quiet");
	assert_null(line(text));
	log_setup(LOG_DEBUG, LOG_TEXT);
	log_event(LOG_DEBUG, "loud");
	assert_string_equal(line(text), "debug loud\n");
}

static void json_lines(void **state)
{
	char text[500];

	(void)state;
	log_setup(LOG_INFO, LOG_JSON);
	log_event(LOG_WARNING, "a \"b\"", "k", "v\n");
	assert_non_null(strstr(line(text),
	    "\"level\":\"warning\","
	    "\"message\":\"a \\\"b\\\"\",\"k\":\"v\\u000a\"}\n"));
}

static void too_long_a_line_is_cut(void **state)
{
	char text[500], *large = malloc(20001);
	ssize_t n;

	(void)state;
	memset(large, 'x', 20000);
	large[20000] = '\0';
	log_event(LOG_INFO, "long", "a", "b", "k", large);
	n = read(ends[0], text, 400);
	assert_true(n > 0);
	free(large);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, take_stderr, give_back)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH(text_lines),
		WITH(hostile_values_stay_on_the_line),
		WITH(levels),
		WITH(json_lines),
		WITH(too_long_a_line_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
