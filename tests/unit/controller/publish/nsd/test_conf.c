/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_conf.c - nsd.conf, and that NSD accepts it.
 */
#include "controller/publish/nsd/conf.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/process.h"
#include "controller/config/builtin.h"
#include "controller/publish/nsd/program.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define TEMPLATE "{{listen}}|{{directory}}|{{socket}}\n{{patterns}}\n"
#define FILES "{{directory}}|{{files}}\n{{patterns}}\n"
#define PATTERNS \
	"pattern:\n  name: \"primary\"\n  zonefile: \"zones/%s.zone\"\n"
#define OURS                                                               \
	"# Not the template's to say: who writes zone files, and when a\n" \
	"# zone that was transferred is served.\n"                         \
	"server:\n  zonefiles-write: 0\n  xfrd-reload-timeout: 0\n"
#define LONG "0123456789012345678901234567890123456789012345678901234567890"

static const struct row {
	const char *name;
	const char *listen[3];
	const char *directory, *socket, *template;
	const char *text;   /* what it becomes, or */
	const char *reason; /* why it is refused */
	const char *files;  /* nsd.files; NULL: the directory */
	bool lingers;       /* NSD */
} rows[] = {
	{ "a directory of NSD's own", { "192.0.2.1@53" }, "/d", "/s", FILES,
	    .text = "/d|/n\n" PATTERNS OURS, .files = "/n" },
	{ "a quote in the path of that", { "192.0.2.1@53" }, "/d", "/s", FILES,
	    .files = "/n\"x",
	    .reason = "nsd.files '/n\"x' cannot be written into nsd.conf: "
		      "quote or control character" },
	{ "one address", { "192.0.2.1@53" }, "/d", "/d/s", TEMPLATE,
	    .text = "  ip-address: \"192.0.2.1@53\"|/d|/d/s\n" PATTERNS OURS },
	{ "two addresses", { "192.0.2.1@53", "2001:db8::1@53" }, "/d", "/s",
	    TEMPLATE,
	    .text = "  ip-address: \"192.0.2.1@53\"\n"
		    "  ip-address: \"2001:db8::1@53\"|/d|/s\n" PATTERNS OURS },
	{ "all addresses", { "0.0.0.0@5353", "::0@5353" }, "/d", "/s", TEMPLATE,
	    .text = "  port: \"5353\"|/d|/s\n" PATTERNS OURS },
	{ "all addresses, the other way", { "::@53", "0.0.0.0@53" }, "/d", "/s",
	    TEMPLATE, .text = "  port: \"53\"|/d|/s\n" PATTERNS OURS },
	{ "all addresses, two ports", { "0.0.0.0@53", "::0@5353" }, "/d", "/s",
	    TEMPLATE,
	    .text = "  ip-address: \"0.0.0.0@53\"\n"
		    "  ip-address: \"::0@5353\"|/d|/s\n" PATTERNS OURS },
	{ "all addresses of one family", { "0.0.0.0@53" }, "/d", "/s", TEMPLATE,
	    .text = "  ip-address: \"0.0.0.0@53\"|/d|/s\n" PATTERNS OURS },
	{ "blanks in a path", { "192.0.2.1@53" }, "/d d", "/s s", TEMPLATE,
	    .text =
		"  ip-address: \"192.0.2.1@53\"|/d d|/s s\n" PATTERNS OURS },
	{ "a quote in a path", { "192.0.2.1@53" }, "/d\"x", "/s", TEMPLATE,
	    .reason = "nsd.directory '/d\"x' cannot be written into nsd.conf: "
		      "quote or control character" },
	{ "a newline in a path", { "192.0.2.1@53" }, "/d",
	    "/s\nserver:", TEMPLATE,
	    .reason = "nsd.socket '/s?server:' cannot be written into "
		      "nsd.conf: quote or control character" },
	{ "a quote in an address", { "192.0.2.1@53\"" }, "/d", "/s", TEMPLATE,
	    .reason = "nsd.listen '192.0.2.1@53\"' cannot be written into "
		      "nsd.conf: quote or control character" },
	{ "a socket that is too long", { "192.0.2.1@53" }, "/d", "/" LONG LONG,
	    TEMPLATE,
	    .reason = "nsd.socket '/" LONG LONG
		      "' is too long: more than 107 octets" },
	{ "a template that has it otherwise, and no newline at its end",
	    { "192.0.2.1@53" }, "/d", "/s",
	    "{{patterns}}\nserver:\n  zonefiles-write: 3600",
	    .text = PATTERNS "server:\n  zonefiles-write: 3600\n" OURS },
	{ "an NSD that waits for open connections", { "192.0.2.1@53" }, "/d",
	    "/s", "{{patterns}}\n", .text = PATTERNS OURS "  tcp-timeout: 2\n",
	    .lingers = true },
	{ "one that does not, and a template that has it", { "192.0.2.1@53" },
	    "/d", "/s", "server:\n  tcp-timeout: 2\n{{patterns}}\n",
	    .text = "server:\n  tcp-timeout: 2\n" PATTERNS OURS },
	{ "an unknown name", { "192.0.2.1@53" }, "/d", "/s",
	    "x\n{{zone}}{{patterns}}\n", .reason = "" },
	{ "no place for patterns", { "192.0.2.1@53" }, "/d", "/s", "x\n",
	    .reason = "nsd.conf.tmpl has no {{patterns}}, without which NSD "
		      "has no zones" },
};

static struct config config_of(const struct row *row)
{
	struct config config = {
		.listen = { .list = row->listen },
		.directory = row->directory,
		.nsd_files = row->files ? row->files : row->directory,
		.nsd_socket = row->socket,
		.nsd_conf = row->template,
	};

	while (row->listen[config.listen.count])
		config.listen.count++;
	return config;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct config config = config_of(row);
	struct buf text = BUF_INIT(1u << 16);
	struct err err;
	struct keyring keyring = KEYRING_INIT;
	bool ok = conf_render(&(struct transfers){ .config = &config,
				  .keyring = &keyring,
				  .lingers = row->lingers },
	    &text, &err);

	assert_int_equal(ok, row->text != NULL);
	if (ok)
		assert_string_equal(buf_text(&text), row->text);
	else if (*row->reason)
		assert_string_equal(err.text, row->reason);
	if (!ok)
		assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(conf_lingers(buf_text(&text)), row->lingers);
	buf_clear(&text);
}

#define SERVER "server:\n  port: 53\n"
#define CONTROL "remote-control:\n  control-enable: yes\n"
#define PATTERN "pattern:\n  name: primary\n"

static const struct versus {
	const char *name, *old, *now;
	bool server, rest;
} pairs[] = {
	{ "the same", SERVER PATTERN, SERVER PATTERN, false, false },
	{ "comments and blank lines", SERVER PATTERN,
	    "# x\n" SERVER "\n\t# y\n" PATTERN "\n", false, false },
	{ "the server", SERVER PATTERN, "server:\n  port: 54\n" PATTERN, true,
	    false },
	{ "the control", SERVER CONTROL, SERVER "remote-control:\n", true,
	    false },
	{ "a pattern", SERVER PATTERN, SERVER PATTERN "  notify: x\n", false,
	    true },
	{ "a key more", SERVER PATTERN, SERVER "key:\n  name: k\n" PATTERN,
	    false, true },
	{ "both", SERVER PATTERN, CONTROL, true, true },
	{ "a server later on", PATTERN SERVER, PATTERN SERVER "  x: y\n", true,
	    false },
	{ "nothing before", "", SERVER PATTERN, true, true },
};

static void check_pair(void **state)
{
	const struct versus *row = *state;
	struct conf_change change = conf_compare(row->old, row->now);

	assert_int_equal(change.server, row->server);
	assert_int_equal(change.rest, row->rest);
	change = conf_compare(row->now, row->old);
	assert_int_equal(change.server, row->server);
	assert_int_equal(change.rest, row->rest);
}

/* The built-in template, through NSD's own checker. */
static void nsd_accepts_it(void **state)
{
	static const char *const listen[][2] = {
		{ "127.0.0.1@5300", "::1@5300" },
		{ "0.0.0.0@5353", "::0@5353" },
	};
	char program[PATH_MAX], dir[64], path[128], state_path[96];
	struct keyring keyring = KEYRING_INIT;
	struct process_result result;
	struct err err;
	int fd;

	(void)state;
	assert_true(program_find("nsd-checkconf", program, &err));
	temp_dir(dir);
	snprintf(state_path, sizeof(state_path), "%s/a b", dir);
	assert_int_equal(mkdir(state_path, 0700), 0);
	snprintf(path, sizeof(path), "%s/nsd.conf", dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < ARRAY_LEN(listen); i++) {
		struct config config = {
			.listen = { .list = listen[i], .count = 2 },
			.directory = state_path,
			.nsd_files = state_path,
			.nsd_socket = path,
			.nsd_conf = builtin_nsd_conf,
			.run_nsd = !i,
		};
		const char *argv[] = { program, path, NULL };
		struct stat st;
		const struct transfers transfers = { .config = &config,
			.keyring = &keyring };

		assert_true(conf_write(&transfers, fd, &err));
		assert_int_equal(fstatat(fd, "nsd.conf", &st, 0), 0);
		assert_int_equal(st.st_mode & 07777, i ? 0640 : 0600);
		assert_true(process_run(
		    &(struct process_options){ .argv = argv }, &result, &err));
		assert_string_equal(buf_text(&result.errors), "");
		assert_int_equal(result.status, 0);
		process_result_clear(&result);
	}
	close(fd);
	remove_dir(dir);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(pairs, check_pair) +
	    RUN_TESTS(cmocka_unit_test(nsd_accepts_it));
}
