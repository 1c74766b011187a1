/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.h - objects read once, and the zones that they make: for commands
 * that do not follow a cluster.
 *
 * The objects come from manifests, or from the cluster that the configuration
 * names.  Errors are printed on stderr.  Nothing is written and nothing is
 * retained.  The zones may have last versions: an object that owns a name there
 * keeps it, as in the running controller.
 */
#ifndef CONTROLLER_COMMAND_READING_H
#define CONTROLLER_COMMAND_READING_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/state/overlayfile.h"
#include "zonegen/zone/zoneset.h"

struct against;
struct cluster;
struct sources;

/* Where the objects come from. */
struct manifest_from {
	const char *path;      /* directory, file or "-"; NULL: the cluster */
	const char *namespace; /* of manifests that name none; NULL: none */
	bool onto;             /* they are laid over the cluster (onto.h) */
};

struct snapshot {
	const char *command;         /* for messages */
	const struct config *config; /* borrowed */
	struct loop *loop;
	struct store *store;
	struct sources *sources;
	struct zoneset *zones;    /* resolved */
	struct overlays overlays; /* of the last versions' directory, or none */
	struct cluster *cluster;
	bool whole;  /* everything could be read */
	bool absent; /* a kind of resources is not served */
};

/*
 * Manifests that cannot be read are left out, unless it is all of them.  last:
 * what the zones are compared with (against.h); NULL: no last versions.  false:
 * there are no zones, for example because a part of the cluster could not be
 * read.
 */
bool snapshot_open(struct snapshot *out, const char *command,
    const struct config *config, const struct manifest_from *from,
    struct against *last) MUST_CHECK;
void snapshot_close(struct snapshot *snapshot); /* opened or not */

#endif
