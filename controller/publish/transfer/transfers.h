/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfers.h - who may transfer, who is notified, who may query: as rows, and
 * as the lines of nsd.conf that are made of these rows.
 *
 * A key without a secret lets nobody in: its rows are left out, never made
 * without the key.  So are the rows without a key that nodes.h bars.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_TRANSFERS_H
#define CONTROLLER_PUBLISH_TRANSFER_TRANSFERS_H

#include "controller/publish/feed/feedkey.h"
#include "controller/publish/transfer/endpoints.h"
#include "controller/publish/transfer/keyring.h"
#include "controller/publish/transfer/nodes.h"
#include "controller/publish/transfer/pattern.h"
#include "zonegen/base/buf.h"

struct replica;

struct transfers {
	const struct config *config;
	const struct keyring *keyring;
	const struct endpoints *endpoints; /* NULL: no Service has any */
	const struct nodes *nodes;         /* of the cluster */
	/* Where NSD transfers its zones from, if it may; NULL: nowhere. */
	const struct feedkey *feed;
	struct strings kept; /* patterns that zones in NSD still have */
	bool hidden;         /* no secret is printed */
	/* NSD waits for open TCP connections: see handover_lingers(). */
	bool lingers;
	const struct replica *replica; /* NULL: it is for the primary */
};

/* One address, or a block of them, and the key that it has to use. */
struct transfer {
	const char *address; /* "192.0.2.0/24", or "192.0.2.1@53" */
	const char *key;     /* NULL: without one */
};

struct transfer_rows {
	const struct transfer *list;
	size_t count;
};

/* In the arena, or borrowed from the configuration and the endpoints. */
struct transfer_rows transfers_allowed(const struct transfers *transfers,
    const struct secondary *secondary, struct arena *arena);
/* Why the address at that place of transfer is left out; NULL: it is not. */
const char *transfers_barred(const struct transfers *transfers,
    const struct secondary *secondary, size_t at);
struct transfer_rows transfers_notified(const struct transfers *transfers,
    const struct secondary *secondary, struct arena *arena);

/* The sections "key" and "pattern" of nsd.conf. */
void transfers_print(const struct transfers *transfers, struct buf *out);

#endif
