/* SPDX-License-Identifier: Apache-2.0 */
/*
 * against.h - the zones that those of a snapshot are compared with.
 *
 * A directory has last versions of this program: a state directory, or what
 * render --out wrote.  A file is anybody's, of one zone; axfr:HOST is another
 * server.  What is compared is then what this program could publish; the rest
 * is left out, and told.  git:REV is the zones as they are recorded in git.
 */
#ifndef CONTROLLER_COMMAND_AGAINST_H
#define CONTROLLER_COMMAND_AGAINST_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/command/snapshot.h"
#include "zonegen/foreign/foreign.h"

struct against {
	/* The path of a directory or a file, axfr:HOST, or git:REV. */
	const char *place;
	const char *zone; /* from name_parse(): only this one; NULL: each */
	const char *tsig; /* the name of a key, for axfr:HOST; or NULL */
	/* What became of it; against_clear(). */
	bool *compared;          /* each zone of the snapshot */
	struct foreign *foreign; /* each zone; NULL: of a directory */
	size_t count;
};

/* The zones of the snapshot have their last versions.  false: it was told. */
bool against_load(struct against *against, struct snapshot *snapshot);
void against_clear(struct against *against);

#endif
