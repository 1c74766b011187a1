/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft.h - the configuration as it was read, before it is put together.
 *
 * Every slot of the table in keys.c is in here.  check.c makes the finished
 * struct config of it.
 */
#ifndef CONTROLLER_CONFIG_DRAFT_H
#define CONTROLLER_CONFIG_DRAFT_H

#include "controller/config/config.h"
#include "controller/config/reader.h"

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
	struct strings records, administrators, lint_off;
};

struct selectors {
	const struct kind_selectors *list;
	size_t count;
};

struct draft {
	struct config config;
	struct list zones; /* struct draft_zone */
	size_t max_records, max_types;
	struct selectors selectors;
};

/* The rows of keys.c. */
extern const struct key config_keys[];
extern const size_t config_nkeys;

/* The kinds there are, NULL at the end; keys.c. */
extern const char *const config_kinds[];

/*
 * Fills draft->config from the rest and checks what one value alone cannot
 * tell.  Mistakes are the reader's.
 */
void draft_check(struct draft *draft, struct reader *reader);

/* Sets the static records and the administrators of each zone. */
void draft_statics(struct draft *draft, struct reader *reader);

/* Sets templates of config: from its directory, else those built in. */
void draft_templates(struct draft *draft, struct reader *reader);

#endif
