/* SPDX-License-Identifier: Apache-2.0 */
/*
 * versionfiles.h - the two files of a version, NAME.zone and NAME.origins, on
 * their way to the disk.
 *
 * First both are written under other names; once the version was found good
 * they take their places.
 */
#ifndef CONTROLLER_PUBLISH_VERSIONFILES_H
#define CONTROLLER_PUBLISH_VERSIONFILES_H

#include "zonegen/outfile.h"
#include "zonegen/version.h"

struct versionfiles {
	struct outfile file, origins;
};

#define VERSIONFILES_INIT                                     \
	{                                                     \
		.file = OUTFILE_INIT, .origins = OUTFILE_INIT \
	}

/*
 * Into the directory dir; zone is as it was when version was made.  Abandon
 * them when it fails.
 */
bool versionfiles_write(struct versionfiles *out, int dir,
    const struct zone *zone, const struct version *version,
    struct err *err) MUST_CHECK;
bool versionfiles_commit(struct versionfiles *files,
    const struct version *version, struct err *err) MUST_CHECK;
void versionfiles_abandon(struct versionfiles *files); /* after commit too */

#endif
