/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft.h - the configuration as it was read, before it is checked.
 *
 * Every slot of the table in keys.c is in here.  check.c makes the finished
 * struct config of it.
 */
#ifndef CONTROLLER_CONFIG_DRAFT_H
#define CONTROLLER_CONFIG_DRAFT_H

#include "controller/config/config.h"
#include "controller/config/read/reader.h"
#include "controller/config/read/selector.h"
#include "controller/config/read/strings.h"

struct draft_nameserver {
	const char *path; /* "zones[0].nameservers[1]" */
	const char *name;
	struct strings addresses;
	const char *service; /* "NAMESPACE/NAME", or NULL */
};

struct draft_zone {
	const char *path; /* "zones[0]" */
	struct zone_settings settings;
	struct zone_config config;
	struct list nameservers; /* struct draft_nameserver */
	struct strings records, administrators, lint_off, secondaries;
};

struct draft_key {
	const char *path; /* "tsig[0]" */
	struct tsig_key key;
};

struct draft_secondary {
	const char *path; /* "secondaries[0]" */
	const char *name, *service, *query;
	struct strings notify, transfer, tsig, notify_tsig;
	bool insecure;
};

struct draft {
	struct config config;
	struct list zones;       /* struct draft_zone */
	struct list keys;        /* struct draft_key */
	struct list secondaries; /* struct draft_secondary */
	struct strings allow_query;
	const char *catalog; /* its name, or NULL */
	struct strings catalog_secondaries;
	size_t max_records, max_types;
	struct selectors selectors;
	const struct config_templates *templates; /* NULL: the directory's */
};

#endif
