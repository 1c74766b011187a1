/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.c - the values are checked, the listen addresses become lines, and the
 * template is filled; then files are compared section by section.
 */
#include "controller/publish/nsd/conf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/outfile.h"
#include "zonegen/base/template.h"

#define SOCKET_MAX (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)

static bool check_value(const char *what, const char *value, struct err *err)
{
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == '"' || *p == 0x7f)
			return err_set(err, ERR_INPUT,
			    "%s '%s' cannot be "
			    "written into nsd.conf: quote or control character",
			    what, value);
	if (!*value)
		return err_set(err, ERR_INPUT, "%s is empty", what);
	return true;
}

/* The port of an any-address of the family; NULL: another address. */
static const char *any_port(const char *listen, bool v6)
{
	static const char *const forms[2][3] = {
		{ "0.0.0.0@" },
		{ "::0@", "::@" },
	};

	for (size_t i = 0; i < 3 && forms[v6][i]; i++)
		if (!strncmp(listen, forms[v6][i], strlen(forms[v6][i])))
			return listen + strlen(forms[v6][i]);
	return NULL;
}

/*
 * Both any-addresses with one port are NSD's default.  Only with its default
 * does NSD start without IPv6 on a kernel that has none (NSD server.c).
 */
static const char *default_port(const struct strings *listen)
{
	const char *v4, *v6;

	if (listen->count != 2)
		return NULL;
	for (size_t i = 0; i < 2; i++) {
		v4 = any_port(listen->list[i], false);
		v6 = any_port(listen->list[1 - i], true);
		if (v4 && v6 && !strcmp(v4, v6))
			return v4;
	}
	return NULL;
}

static bool listen_lines(
    const struct strings *listen, struct buf *out, struct err *err)
{
	const char *port;

	for (size_t i = 0; i < listen->count; i++)
		if (!check_value("nsd.listen", listen->list[i], err))
			return false;
	port = default_port(listen);
	if (port) {
		buf_printf(out, "  port: \"%s\"", port);
		return true;
	}
	for (size_t i = 0; i < listen->count; i++)
		buf_printf(out, "%s  ip-address: \"%s\"", i ? "\n" : "",
		    listen->list[i]);
	return true;
}

/*
 * What stands last counts, so no template can have it otherwise.  Unless
 * zonefiles-write is 0, NSD writes zones that it transferred over the files of
 * the controller.  Those of a replica are on its disk a minute later: a
 * container that is started again answers at once, also while the primary is
 * away.  An NSD that waits for open TCP connections, up to 3 s at each reload,
 * is not to wait for idle ones so long.
 */
#define TCP_TIMEOUT "  tcp-timeout: 2\n"

bool conf_lingers(const char *conf)
{
	size_t len = strlen(conf), line = strlen(TCP_TIMEOUT);

	/* At the end it is not the template's. */
	return len >= line && !strcmp(conf + len - line, TCP_TIMEOUT);
}

static void put_ours(const struct transfers *transfers, struct buf *out)
{
	if (out->len && out->data[out->len - 1] != '\n')
		buf_putc(out, '\n');
	buf_printf(out,
	    "# Not the template's to say: who writes zone files, and when a\n"
	    "# zone that was transferred is served.\n"
	    "server:\n"
	    "  zonefiles-write: %d\n"
	    "  xfrd-reload-timeout: 0\n%s",
	    transfers->replica ? 60 : 0, transfers->lingers ? TCP_TIMEOUT : "");
}

bool conf_render(
    const struct transfers *transfers, struct buf *out, struct err *err)
{
	const struct config *config = transfers->config;
	struct buf listen = BUF_INIT(CONF_MAX), patterns = BUF_INIT(CONF_MAX);
	bool ok = false;

	if (!check_value("nsd.directory", config->directory, err) ||
	    !check_value("nsd.files", config->nsd_files, err) ||
	    !check_value("nsd.socket", config->nsd_socket, err))
		return false;
	if (strlen(config->nsd_socket) > SOCKET_MAX)
		return err_set(err, ERR_INPUT,
		    "nsd.socket '%s' is too long: "
		    "more than %zu octets",
		    config->nsd_socket, SOCKET_MAX);
	transfers_print(transfers, &patterns);
	if (!strstr(config->nsd_conf, "{{patterns}}")) {
		err_set(err, ERR_INPUT,
		    "nsd.conf.tmpl has no {{patterns}}, without which NSD has "
		    "no zones");
	} else if (listen_lines(&config->listen, &listen, err)) {
		struct template_value values[] = {
			{ "listen", buf_text(&listen) },
			{ "directory", config->directory },
			{ "files", config->nsd_files },
			{ "socket", config->nsd_socket },
			{ "patterns", buf_text(&patterns) },
		};

		ok = template_fill("nsd.conf.tmpl", config->nsd_conf, values,
		    ARRAY_LEN(values), out, err);
		put_ours(transfers, out);
	}
	if (ok && (!buf_ok(out) || !buf_ok(&patterns)))
		ok = err_set(err, ERR_INPUT,
		    "nsd.conf would be larger than %zu octets", CONF_MAX);
	buf_clear(&listen);
	buf_clear(&patterns);
	return ok;
}

/* A word at the beginning of a line, such as "server:", begins a section. */
static void divide(const char *text, struct buf *server, struct buf *rest)
{
	struct buf *to = rest;

	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *word = text + strspn(text, " \t");
		bool blank = *word == '#' || *word == '\n' || !*word;

		if (!strncmp(text, "server:", 7) ||
		    !strncmp(text, "remote-control:", 15))
			to = server;
		else if (!blank && word == text)
			to = rest;
		if (!blank) {
			buf_add(to, text, len);
			buf_putc(to, '\n');
		}
		text += len + (text[len] == '\n');
	}
}

struct conf_change conf_compare(const char *old, const char *now)
{
	struct buf parts[4];
	struct conf_change change;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		parts[i] = (struct buf)BUF_INIT(2 * CONF_MAX);
	divide(old, &parts[0], &parts[1]);
	divide(now, &parts[2], &parts[3]);
	change = (struct conf_change){
		.server = strcmp(buf_text(&parts[0]), buf_text(&parts[2])) != 0,
		.rest = strcmp(buf_text(&parts[1]), buf_text(&parts[3])) != 0,
	};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		buf_clear(&parts[i]);
	return change;
}

char *conf_read(int dir)
{
	char *text = NULL;
	struct err err;
	size_t len;

	if (!statedir_read(dir, CONF_NAME, CONF_MAX, &text, &len, &err))
		return NULL;
	return text;
}

bool conf_differs(const struct transfers *transfers, int dir)
{
	struct buf text = BUF_INIT(CONF_MAX);
	char *there = conf_read(dir);
	struct err err;
	bool differs;

	differs = there && conf_render(transfers, &text, &err) &&
	    strcmp(there, buf_text(&text)) != 0;
	free(there);
	buf_clear(&text);
	return differs;
}

unsigned conf_mode(const struct config *config)
{
	return config->run_nsd ? 0600 : 0640;
}

bool conf_write(const struct transfers *transfers, int dir, struct err *err)
{
	struct buf text = BUF_INIT(CONF_MAX);
	bool ok;

	ok = conf_render(transfers, &text, err) &&
	    outfile_replace(
		dir, CONF_NAME, conf_mode(transfers->config), &text, err);
	buf_clear(&text);
	return ok;
}
