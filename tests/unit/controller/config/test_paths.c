/* SPDX-License-Identifier: Apache-2.0 */
/* Paths that nsd.conf cannot have are known before it is written. */
#include "tests/unit/controller/config/rows.h"

#define ZONE(more)                                          \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], " \
	"soa: {contact: h@e.x}}]\n" more
#define BAD_PATH "must be a path without quotes and control characters, not "

static const struct row rows[] = {
	{ "a blank", ZONE("nsd: {directory: '/a b'}\n"), "" },
	{ "a quote", ZONE("nsd: {directory: 'a\"b'}\n"),
	    .errors = "/etc/f:2:19: nsd.directory: " BAD_PATH "'a\"b'\n" },
	{ "a line feed", ZONE("nsd: {files: \"/a\\nb\"}\n"),
	    .errors = "/etc/f:2:15: nsd.files: " BAD_PATH "'/a?b'\n" },
	{ "a delete", ZONE("nsd: {socket: \"/a\\x7f\"}\n"),
	    .errors = "/etc/f:2:16: nsd.socket: " BAD_PATH "'/a?'\n" },
};

RUN_TABLE(rows, check)
