/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine.h - the hand that leaves out the records for which a version is
 * refused (W2: quarantine): rows of the overlay, by who asked for them.
 *
 * Tells ROWS_EXCLUDED or NOBODY_BLAMED.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_QUARANTINE_H
#define CONTROLLER_PUBLISH_PUBLICATION_QUARANTINE_H

#include "controller/publish/publication/publicationstate.h"

/* The checker refused .version, for reasons that .verdict has. */
void quarantine_refused(struct publication *publication);
/*
 * NSD rejected .rejected, and the version before it is served again; NULL: it
 * rejected the version in place, and there is none before it.
 */
void quarantine_rejected(struct publication *publication);
/* The whole file in the background, when that is due. */
void quarantine_audit(struct publication *publication);
/*
 * After a search that was cut: in the background, until the records to blame
 * are known.  They take the place of the objects and namespaces left out.
 */
void quarantine_search(struct publication *publication);

#endif
