/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h - nsd.conf, NSD's configuration file, from its template (W6: NSD as
 * wanted).
 *
 * The template has {{listen}} and {{patterns}} (lines), {{directory}},
 * {{files}} and {{socket}}; options that it cannot have otherwise
 * stand behind it.  NSD has no escapes inside quotes, so a path with a
 * quote or a control character is refused.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONF_H
#define CONTROLLER_PUBLISH_NSD_CONF_H

#include "controller/publish/transfer/transfers.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define CONF_NAME "nsd.conf"
#define CONF_MAX ((size_t)1 << 24) /* octets */

/* ERR_INPUT: a value that cannot be written, or a mistake in the template. */
bool conf_render(const struct transfers *transfers, struct buf *out,
    struct err *err) MUST_CHECK;
/* The text of the one in dir, which the caller frees; NULL: there is none. */
char *conf_read(int dir);
/* Is this nsd.conf for an NSD that lingers (transfers.h)? */
bool conf_lingers(const char *conf);
/* Does dir have an nsd.conf that differs from this one? */
bool conf_differs(const struct transfers *transfers, int dir);
/*
 * What its mode has to be: an NSD that the controller does not start may have a
 * user of its own, in the group of the directory.
 */
unsigned conf_mode(const struct config *config);
/*
 * How two of them differ, comments and blank lines apart: in sections that NSD
 * reads only at its start (server, remote-control), and in the rest, which
 * "reconfig" reads again.
 */
struct conf_change {
	bool server, rest;
};
struct conf_change conf_compare(const char *old, const char *now);
/* Writes nsd.conf in the directory dir, if it differs. */
bool conf_write(
    const struct transfers *transfers, int dir, struct err *err) MUST_CHECK;

#endif
