/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_saved.c - what is saved reads the same; what others made of it is
 * refused with a reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/config/saved.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define ZONE                                                               \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], soa: {contact: " \
	"h@e.x}}]\n"

static struct config *parse(const char *path, const char *text)
{
	struct config_errors errors = { .text = BUF_INIT(65536) };
	struct config *config = config_parse(path, text, strlen(text), &errors);

	if (!config)
		fail_msg("%s", buf_text(&errors.text));
	config_errors_clear(&errors);
	return config;
}

/* --- The text --- */

static void reads_the_same(void **state)
{
	struct config *config = parse("/etc/f", "# \xc3\xa9\n" ZONE), *again;
	struct buf text = BUF_INIT(1 << 20);
	struct err err;

	(void)state;
	saved_print(config, &text);
	again = saved_parse(buf_text(&text), text.len, "/etc/f", &err);
	assert_non_null(again);
	assert_string_equal(again->text, config->text);
	assert_string_equal(again->digest, config->digest);
	assert_string_equal(again->settings[0].name, "e.x");
	config_free(again);
	config_free(config);
	buf_clear(&text);
}

static const struct damage {
	const char *name;
	size_t keep; /* octets of the good one; 0: all */
	const char *from, *to, *append, *error;
} damages[] = {
	{ "of no such program", 1, NULL, NULL, NULL,
	    "it is no saved configuration of this program" },
	{ "nothing but a head", 50, NULL, NULL, NULL, "it is damaged" },
	{ "cut in the configuration", 240, NULL, NULL, NULL,
	    "it is damaged: its digest is another" },
	{ "an octet is another", 0, "e.x", "e.y", NULL,
	    "it is damaged: its digest is another" },
	{ "something behind it", 0, NULL, NULL, "zones: []\n",
	    "it is damaged: its digest is another" },
	{ "a later form", 0, "configuration 1", "configuration 2", NULL,
	    "it is no saved configuration of this program" },
};

static void damaged(void **state)
{
	struct config *config = parse("/etc/f", ZONE);
	struct buf text = BUF_INIT(1 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
		const struct damage *row = &damages[i];
		struct err err = { .text = "" };
		char *at;

		buf_reset(&text);
		saved_print(config, &text);
		if (row->keep)
			buf_cut(&text, text.len - row->keep);
		at = row->from ? strstr(text.data, row->from) : NULL;
		if (at)
			memcpy(at, row->to, strlen(row->to));
		buf_puts(&text, row->append ? row->append : "");
		if (saved_parse(buf_text(&text), text.len, "/etc/f", &err))
			fail_msg("%s: accepted", row->name);
		if (strcmp(err.text, row->error) != 0)
			fail_msg("%s: %s", row->name, err.text);
	}
	buf_clear(&text);
	config_free(config);
}

/* With a digest that is right: parts that do not fit. */
static const struct forged {
	const char *name, *rest, *error;
} forgeries[] = {
	{ "nothing", "", "it is damaged: its parts do not fit" },
	{ "a part is missing",
	    "configuration 0\nzone-header.tmpl 0\nnsd.conf.tmpl 0\n\n",
	    "it is damaged: its parts do not fit" },
	{ "a length that is none",
	    "configuration x\nzone-header.tmpl 0\nnsd.conf.tmpl 0\n"
	    "commit.tmpl 0\n\n",
	    "it is damaged: its parts do not fit" },
	{ "a length beyond the end",
	    "configuration 99999999\nzone-header.tmpl 0\nnsd.conf.tmpl 0\n"
	    "commit.tmpl 0\n\nx",
	    "it is damaged: its parts do not fit" },
	{ "a length of too many digits",
	    "configuration 18446744073709551617\nzone-header.tmpl 0\n"
	    "nsd.conf.tmpl 0\ncommit.tmpl 0\n\nx",
	    "it is damaged: its parts do not fit" },
	{ "too little is used",
	    "configuration 1\nzone-header.tmpl 0\nnsd.conf.tmpl 0\n"
	    "commit.tmpl 0\n\nab",
	    "it is damaged: its parts do not fit" },
	{ "a key that this program does not have",
	    "configuration 12\nzone-header.tmpl 0\nnsd.conf.tmpl 0\n"
	    "commit.tmpl 0\n\ncolour: blue",
	    "this program does not accept it any more: /etc/f:1:1: colour: "
	    "unknown key" },
};

static void forged(void **state)
{
	struct buf text = BUF_INIT(1 << 20);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forgeries); i++) {
		const struct forged *row = &forgeries[i];
		struct err err = { .text = "" };
		char digest[DIGEST_SIZE];

		digest_hex(row->rest, strlen(row->rest), digest);
		buf_reset(&text);
		buf_printf(&text,
		    "k8s-nsd saved configuration 1\ndigest %s\n%s", digest,
		    row->rest);
		if (saved_parse(buf_text(&text), text.len, "/etc/f", &err))
			fail_msg("%s: accepted", row->name);
		if (strcmp(err.text, row->error) != 0)
			fail_msg("%s: %s", row->name, err.text);
	}
	buf_clear(&text);
}

/* --- The file --- */

struct place {
	char dir[64], path[128];
	struct config *config;
};

static void place_open(struct place *place)
{
	char text[512];

	temp_dir(place->dir);
	snprintf(
	    place->path, sizeof(place->path), "%s/" SAVED_NAME, place->dir);
	snprintf(text, sizeof(text), ZONE "nsd: {directory: %s}\n", place->dir);
	place->config = parse("/etc/f", text);
}

static void place_close(struct place *place)
{
	config_free(place->config);
	remove_dir(place->dir);
}

/* "": it is read. */
static void expect(const struct place *place, const char *error)
{
	struct err err = { .text = "" };
	struct config *config = saved_read(place->dir, "/etc/f", &err);

	if (*error ? !!config || !strstr(err.text, error) : !config)
		fail_msg("'%s' and not '%s'", err.text, error);
	config_free(config);
}

static void whose_it_is(void **state)
{
	struct place place;
	struct stat st;
	struct err err;

	(void)state;
	place_open(&place);
	expect(&place, "cannot be read: No such file");
	assert_true(saved_write(place.config, &err));
	assert_int_equal(stat(place.path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	expect(&place, "");
	/* kubelet gives the group of a volume what its owner has. */
	assert_int_equal(chmod(place.path, 0660), 0);
	expect(&place, "");
	assert_int_equal(chmod(place.path, 0606), 0);
	expect(&place, "another user wrote it, or could have");
	assert_int_equal(chmod(place.path, 0600), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(place.path, 1, 1), 0);
		expect(&place, "another user wrote it, or could have");
	}
	assert_int_equal(unlink(place.path), 0);
	assert_int_equal(symlink("/etc/passwd", place.path), 0);
	expect(&place, "cannot be read");
	assert_int_equal(unlink(place.path), 0);
	assert_int_equal(mkfifo(place.path, 0600), 0);
	expect(&place, "it is no file");
	place_close(&place);
}

static void of_another_directory(void **state)
{
	struct place one, other;
	struct err err;
	char *text;

	(void)state;
	place_open(&one);
	place_open(&other);
	assert_true(saved_write(other.config, &err));
	text = file_read(other.dir, SAVED_NAME);
	file_write(one.dir, SAVED_NAME, text);
	free(text);
	expect(&other, "");
	expect(&one, "another directory");
	place_close(&one);
	place_close(&other);
}

/* The templates of that moment, whatever became of their directory. */
static void templates_too(void **state)
{
	char dir[64], text[600];
	struct place place;
	struct config *before, *after;
	struct err err;

	(void)state;
	place_open(&place);
	temp_dir(dir);
	file_write(dir, "zone-header.tmpl", "; ours {{zone}}\n");
	snprintf(
	    text, sizeof(text), "%stemplates: %s\n", place.config->text, dir);
	before = parse("/etc/f", text);
	assert_true(saved_write(before, &err));
	remove_dir(dir);
	after = saved_read(place.dir, "/etc/f", &err);
	assert_non_null(after);
	assert_string_equal(after->settings[0].header, "; ours e.x\n");
	assert_string_equal(after->nsd_conf, before->nsd_conf);
	config_free(after);
	config_free(before);
	place_close(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_same),
		cmocka_unit_test(damaged),
		cmocka_unit_test(forged),
		cmocka_unit_test(whose_it_is),
		cmocka_unit_test(of_another_directory),
		cmocka_unit_test(templates_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
