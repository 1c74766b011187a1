/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lists.h - one function per type of list, for the rows of keys.c.
 */
#ifndef CONTROLLER_CONFIG_READ_LISTS_H
#define CONTROLLER_CONFIG_READ_LISTS_H

#include "controller/config/read/reading.h"

/*
 * struct strings of: anything, DNS labels, Gateways, labels or "*", endpoints,
 * "ADDRESS:PORT", kinds, the row's words, prefixes of annotations, checks of
 * lint, domain names (a string is a list of one).
 */
void read_texts(const struct value *value);
void read_labels(const struct value *value);
void read_gateways(const struct value *value);
void read_namespaces(const struct value *value);
void read_endpoints(const struct value *value);
void read_ports(const struct value *value);
void read_kinds(const struct value *value);
void read_words(const struct value *value);
void read_prefixes(const struct value *value);
void read_checks(const struct value *value);
void read_names(const struct value *value);
/* filters.labels; struct selectors of draft.h. */
void read_selectors(const struct value *value);

#endif
