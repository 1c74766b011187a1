/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/digest.h"
#include "zonegen/version/journal.h"
#include "zonegen/version/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct zone_settings settings = {
	.name = "example.com",
	.soa = { .primary = "ns1.example.com",
	    .contact = "hostmaster.example.com" },
	.header = "",
	.max_records = 100,
	.max_types = 100,
};

static const char file[] =
    "$ORIGIN example.com.\n"
    "@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. (\n"
    "\t7\t; serial\n"
    "\t900 300 1209600 60 )\n"
    "@\t3600\tIN\tNS\tns1.example.com.\n"
    "ns1\t3600\tIN\tA\t192.0.2.53\n"
    "www\t60\tIN\tA\t192.0.2.1\n"
    "www\t60\tIN\tA\t192.0.2.2\n"
    "www\t60\tIN\tTXT\t\"a\" \"\\195\"\n";
static const char origins[] = "ns1\tA\tZone\texample.com\t-\t-\n"
			      "owner\twww\tweb\t5\toldest\n"
			      "www\tA\tIngress\tweb/a\tuid\t12\n"
			      "www\tTXT\tDNSEndpoint\tweb/b\tuid\t12\n";

static struct zone *load(const char *text, size_t len)
{
	struct zone *zone = zone_new(&settings);
	size_t lost;
	struct err err;

	if (!load_version(
		zone, text, len, origins, sizeof(origins) - 1, &lost, &err))
		abort();
	return zone;
}

/* Gives the lines up to there the header that they need. */
static void add_entry(
    const char *lines, size_t len, uint32_t from, struct buf *out)
{
	char digest[DIGEST_SIZE];
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += lines[i] == '\n';
	digest_hex(lines, len, digest);
	buf_printf(
	    out, "entry\t%u\t%u\t%zu\t%s\n", from, from + 1, count, digest);
	buf_add(out, lines, len);
}

/* What was adopted is a file that reads back, octet for octet. */
static void replay(const char *text, size_t len)
{
	struct zone *zone = load(file, sizeof(file) - 1), *again;
	struct buf once = BUF_INIT(1u << 24), twice = BUF_INIT(1u << 24);
	struct journal_replay replay;

	journal_replay(zone, text, len, &replay);
	assert(replay.applied <= replay.heard);
	version_reprint(zone, &once);
	zone_resolve(zone);
	again = load(buf_text(&once), once.len);
	version_reprint(again, &twice);
	if (strcmp(buf_text(&once), buf_text(&twice)) != 0)
		abort();
	buf_clear(&once);
	buf_clear(&twice);
	zone_free(zone);
	zone_free(again);
}

/*
 * A journal as it stands; and the lines of entries with a NUL between them, for
 * which headers are made: no mutation finds a digest.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;
	struct buf text = BUF_INIT(1u << 24);

	replay(at, size);
	for (uint32_t serial = 7; at < end; serial++) {
		const char *nul = memchr(at, '\0', (size_t)(end - at));
		size_t len = (size_t)((nul ? nul : end) - at);

		add_entry(at, len, serial, &text);
		at += len + (nul != NULL);
	}
	replay(buf_text(&text), text.len);
	buf_clear(&text);
	return 0;
}
