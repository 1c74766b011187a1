/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h - nsd.conf, NSD's configuration file, from its template (W6: NSD as
 * wanted).
 *
 * The template has {{listen}} (lines), {{directory}} and {{socket}}.  NSD has
 * no escapes inside quotes, so a path with a quote or a control character is
 * refused.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONF_H
#define CONTROLLER_PUBLISH_NSD_CONF_H

#include "controller/config/config.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define CONF_PATTERN "primary" /* the pattern of the controller's zones */

/* ERR_INPUT: a value that cannot be written, or a mistake in the template. */
bool conf_render(
    const struct config *config, struct buf *out, struct err *err) MUST_CHECK;
/* Does dir have an nsd.conf that differs from the one of config? */
bool conf_differs(const struct config *config, int dir);
/*
 * How two of them differ, comments and blank lines apart: in sections that NSD
 * reads only at its start (server, remote-control), and in the rest, which
 * "reconfig" reads again.
 */
struct conf_change {
	bool server, rest;
};
struct conf_change conf_compare(const char *old, const char *now);
/* Writes nsd.conf (0600) in the directory dir, if it differs. */
bool conf_write(
    const struct config *config, int dir, struct err *err) MUST_CHECK;

#endif
