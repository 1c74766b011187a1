/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nsdmetrics.c - the reply is cut into lines "KEY=NUMBER"; each family has the
 * rows that say which keys are its samples.
 */
#include "controller/serve/answer/nsdmetrics.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define KEY_SIZE 64
#define LINES_MAX 512 /* lines of a reply that are read */

/* Of a key a family with more than one sample has the end, as a label. */
static const struct family {
	const char *name, *type, *help;
	const char *key; /* all of it, or the beginning of it */
	const char *label;
} families[] = {
	{ "nsd_queries_by_type_total", "counter", "Queries by type.",
	    "num.type.", "type" },
	{ "nsd_queries_by_class_total", "counter", "Queries by class.",
	    "num.class.", "class" },
	{ "nsd_queries_by_opcode_total", "counter", "Queries by opcode.",
	    "num.opcode.", "opcode" },
	{ "nsd_queries_by_rcode_total", "counter", "Answers by RCODE.",
	    "num.rcode.", "rcode" },
	{ "nsd_queries_by_transport_total", "counter", "Queries over UDP.",
	    "num.udp", "transport" },
	{ "nsd_queries_with_edns_total", "counter", "Queries with EDNS.",
	    "num.edns" },
	{ "nsd_queries_with_edns_failed_total", "counter",
	    "Queries with EDNS that could not be read.", "num.ednserr" },
	{ "nsd_connections_total", "counter", "Connections over TCP and TLS.",
	    "num.t", "transport" },
	{ "nsd_xfr_requests_served_total", "counter",
	    "Zone transfers that were served.", "num.r", "xfrtype" },
	{ "nsd_queries_dropped_total", "counter", "Queries that were dropped.",
	    "num.dropped" },
	{ "nsd_queries_rx_failed_total", "counter",
	    "Queries that could not be received.", "num.rxerr" },
	{ "nsd_answers_tx_failed_total", "counter",
	    "Answers that could not be sent.", "num.txerr" },
	{ "nsd_answers_without_aa_total", "counter",
	    "Answers NOERROR without the AA bit.", "num.answer_wo_aa" },
	{ "nsd_answers_truncated_total", "counter",
	    "Answers that were truncated.", "num.truncated" },
	{ "nsd_time_up_seconds_total", "counter", "Time since NSD started.",
	    "time.boot" },
	{ "nsd_time_elapsed_seconds", "untyped",
	    "Time since the statistics were reset.", "time.elapsed" },
	{ "nsd_size_db_on_disk_bytes", "gauge", "Size of nsd.db.",
	    "size.db.disk" },
	{ "nsd_size_db_in_mem_bytes", "gauge", "Memory of the zones.",
	    "size.db.mem" },
	{ "nsd_size_xfrd_in_mem_bytes", "gauge",
	    "Memory of the process for transfers.", "size.xfrd.mem" },
	{ "nsd_size_config_on_disk_bytes", "gauge", "Size of zone.list.",
	    "size.config.disk" },
	{ "nsd_size_config_in_mem_bytes", "gauge",
	    "Memory of the configuration.", "size.config.mem" },
	{ "nsd_zones_primary", "gauge", "Zones of which NSD is primary.",
	    "zone.master" },
	{ "nsd_zones_secondary", "gauge", "Zones of which NSD is secondary.",
	    "zone.slave" },
};

/* Labels that are not the end of the key. */
static const struct named {
	const char *key, *label;
} aliases[] = {
	{ "num.udp", "udp" },
	{ "num.udp6", "udp6" },
	{ "num.tcp", "tcp" },
	{ "num.tcp6", "tcp6" },
	{ "num.tls", "tls" },
	{ "num.tls6", "tls6" },
	{ "num.raxfr", "AXFR" },
	{ "num.rixfr", "IXFR" },
};

struct line {
	char key[KEY_SIZE], number[32];
};

static bool is_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits)
		return false;
	text += digits;
	return !*text ||
	    (*text == '.' && text[1] &&
		!text[1 + strspn(text + 1, "0123456789")]);
}

static bool copy(char *out, size_t size, const char *from, size_t len)
{
	if (!len || len >= size)
		return false;
	memcpy(out, from, len);
	out[len] = '\0';
	return true;
}

/* Reads a line; *text moves behind it.  false: it is none of a statistic. */
static bool next_line(const char **text, struct line *out)
{
	const char *line = *text;
	size_t len = strcspn(line, "\n"), key = strcspn(line, "=\n");

	*text = line + len + (line[len] == '\n');
	return line[key] == '=' &&
	    copy(out->key, sizeof(out->key), line, key) &&
	    copy(out->number, sizeof(out->number), line + key + 1,
		len - key - 1) &&
	    is_number(out->number);
}

/* The value of the label, or NULL: the line is not of the family. */
static const char *label_of(
    const struct family *family, const struct line *line)
{
	size_t len = strlen(family->key);
	const char *rest = line->key + len;

	if (strncmp(line->key, family->key, len) != 0)
		return NULL;
	if (!family->label)
		return *rest ? NULL : "";
	if (family->key[len - 1] == '.')
		return *rest &&
			!rest[strspn(
			    rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")]
		    ? rest
		    : NULL;
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (!strcmp(aliases[i].key, line->key))
			return aliases[i].label;
	return NULL;
}

/* Keys that were not there before; others would be samples twice. */
static size_t read_lines(const char *text, struct line list[LINES_MAX])
{
	size_t count = 0, i;

	while (*text && count < LINES_MAX) {
		if (!next_line(&text, &list[count]))
			continue;
		for (i = 0; strcmp(list[i].key, list[count].key) != 0;)
			i++;
		count += i == count;
	}
	return count;
}

static void write_family(const struct family *family, const struct line *lines,
    size_t count, struct exposition *out)
{
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		const char *label = label_of(family, &lines[i]);

		if (!label)
			continue;
		if (!begun)
			exposition_family(
			    out, family->name, family->type, family->help);
		begun = true;
		exposition_text(out, lines[i].number, family->label, label);
	}
}

/* "server0.queries=12" */
static void write_servers(
    const struct line *lines, size_t count, struct exposition *out)
{
	static const char before[] = "server", after[] = ".queries";
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		char number[KEY_SIZE];
		size_t digits;

		if (strncmp(lines[i].key, before, strlen(before)) != 0)
			continue;
		memcpy(number, lines[i].key, sizeof(number));
		digits = strspn(number + strlen(before), "0123456789");
		if (!digits ||
		    strcmp(number + strlen(before) + digits, after) != 0)
			continue;
		number[strlen(before) + digits] = '\0';
		if (!begun)
			exposition_family(out, "nsd_queries_total", "counter",
			    "Queries by server process.");
		begun = true;
		exposition_text(
		    out, lines[i].number, "server", number + strlen(before));
	}
}

void nsdmetrics_write(const char *text, struct exposition *out)
{
	struct line *lines = xcalloc(LINES_MAX, sizeof(*lines));
	size_t count = read_lines(text, lines);

	write_servers(lines, count, out);
	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		write_family(&families[i], lines, count, out);
	free(lines);
}
