/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.h - asks the running NSD whether it loads a text, while it serves the
 * zone itself from another file (W2: quarantine).
 *
 *	NAME.zone written --> addzone --> SOA answered, or "not loaded" -->
 *delzone
 *
 * The text is loaded under a name that no resolver asks for, so its zone goes
 * on being served from its last good version: no answer, no serial and no
 * transfer of it changes.  Loading parts of the text as versions would do all
 * of that, and each part that is rejected would be SERVFAIL for everybody.  A
 * second NSD beside the first would often be the program that nsd-checkzone
 * belongs to, which passed the text already: where NSD runs in another
 * container, only the running one can be asked.  A probe costs two reloads.
 *
 * The names take turns: an answer of the process that NSD is about to end is
 * not taken for the answer about the next text.  They are not longer than any
 * zone's, so no name in the text becomes too long; no zone may be configured by
 * such a name.
 */
#ifndef CONTROLLER_PUBLISH_TRIAL_PROBE_H
#define CONTROLLER_PUBLISH_TRIAL_PROBE_H

#include "controller/publish/nsd/asker.h"
#include "controller/publish/nsd/server.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/* Asks about one text at a time; the others wait. */
struct probe;

/* zones: a descriptor of the directory of zone files. */
struct probe *probe_new(
    struct loop *loop, struct server *server, struct asker *asker, int zones);
void probe_free(struct probe *probe); /* when nobody waits; NULL is fine */
/* NSD was told of a zone, or cannot be told, see server.h. */
void probe_told(struct probe *probe, const char *zone);
void probe_untold(struct probe *probe);
void probe_refused(struct probe *probe, const char *zone);

struct probing;

/*
 * text: a zone file as we write them; copied.  done is called from the loop,
 * once; the handle is freed after it.  err NULL: NSD loads it; ERR_INPUT: it
 * does not; ERR_SYSTEM: it could not be asked.  said is "".
 */
struct probing *probe_start(struct probe *probe, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said),
    void *arg);
void probe_stop(struct probing *probing); /* NULL is fine */

#endif
