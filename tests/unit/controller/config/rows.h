/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.h - rows that say which lines (show.h) a text makes or how it is
 * refused.
 */
#ifndef TESTS_UNIT_CONTROLLER_CONFIG_ROWS_H
#define TESTS_UNIT_CONTROLLER_CONFIG_ROWS_H

#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/config/show.h"

struct row {
	const char *name, *text;
	const char *wants;  /* lines of the configuration it makes, or */
	const char *errors; /* all of them */
};

static void check(void **state)
{
	const struct row *row = *state;
	struct config_errors errors = { 0 };
	struct buf print = BUF_INIT(20000);
	struct config *config =
	    config_parse("/etc/f", row->text, strlen(row->text), &errors);
	char line[300];
	size_t len;

	assert_string_equal(
	    buf_text(&errors.text), row->errors ? row->errors : "");
	assert_int_equal(config != NULL, !row->errors);
	buf_putc(&print, '\n');
	if (config)
		print_config(config, &print);
	for (const char *want = row->wants; want && *want;
	     want += len + (want[len] == '\n')) {
		len = strcspn(want, "\n");
		snprintf(line, sizeof(line), "\n%.*s\n", (int)len, want);
		if (!strstr(buf_text(&print), line))
			fail_msg("no '%s' in:\n%s", line, buf_text(&print));
	}
	buf_clear(&print);
	config_errors_clear(&errors);
	config_free(config);
}

#endif
