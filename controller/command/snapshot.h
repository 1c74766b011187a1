/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.h - objects read once, and the zones they make: what commands work
 * on that do not follow a cluster.
 *
 * From manifests, or from the cluster that the configuration names.  What
 * cannot be read is told on stderr.  Nothing is written, nothing is retained.
 * The zones may have the last versions of a directory: who had a name then has
 * it now, as in the running controller.
 */
#ifndef CONTROLLER_COMMAND_READING_H
#define CONTROLLER_COMMAND_READING_H

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/state/overlayfile.h"
#include "zonegen/zone/zoneset.h"

struct cluster;
struct sources;

struct snapshot {
	const char *command;         /* for messages */
	const struct config *config; /* borrowed */
	struct loop *loop;
	struct store *store;
	struct sources *sources;
	struct zoneset *zones;    /* resolved */
	struct overlays overlays; /* of the last versions' directory, or none */
	struct cluster *cluster;
	bool whole; /* everything could be read */
};

/*
 * from: a directory, a file, or "-" for stdin; NULL: the cluster.  Of manifests
 * what can be read counts.  last: a state directory, or one of zone files only;
 * NULL: the zones have no last versions.  false: there are no zones; a part of
 * a cluster is no basis for one.
 */
bool snapshot_open(struct snapshot *out, const char *command,
    const struct config *config, const char *from, const char *last) MUST_CHECK;
void snapshot_close(struct snapshot *snapshot); /* opened or not */

#endif
