/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog.h - the catalog zone (RFC 9432): one more zone, which lists all
 * others for the secondaries that serve them.
 *
 * It is made here, behind the zones of the configuration: its SOA and NS are
 * "invalid.", its version is 2.  Its members come when they are served
 * (publish/catalog/listed.h).  It is closed: no object ever claims a name in
 * it.  Of its members none is removed unless an operator approves it, because
 * that deletes a zone on every secondary.
 */
#ifndef CONTROLLER_CONFIG_CATALOG_H
#define CONTROLLER_CONFIG_CATALOG_H

#include "controller/config/draft.h"
#include "controller/config/read/reading.h"

/* Adds it to the draft's zones if there is one.  Mistakes are the reader's. */
void catalog_check(struct draft *draft, struct reader *reader);
/* The catalog's place among the zones; false: there is none. */
bool catalog_find(const struct config *config, size_t *at);

#endif
