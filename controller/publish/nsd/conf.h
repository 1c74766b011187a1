/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h - NSD's configuration file, from its template.
 *
 * Values it names: {{listen}} (lines), {{directory}}, {{socket}}.  NSD knows no
 * escapes inside its quotes: a path that holds a quote or a control character
 * is refused.
 */
#ifndef CONTROLLER_PUBLISH_NSD_CONF_H
#define CONTROLLER_PUBLISH_NSD_CONF_H

#include "controller/config/config.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define CONF_PATTERN "primary" /* the pattern of our zones */

/* ERR_INPUT: a value that cannot be written, or a mistake in the template. */
bool conf_render(
    const struct config *config, struct buf *out, struct err *err) MUST_CHECK;
/* Is there an nsd.conf in dir that is not what this one would be? */
bool conf_differs(const struct config *config, int dir);
/*
 * What is another in two of them, comments and blank lines apart: what NSD
 * reads at its start only (server, remote-control), and what reconfig takes.
 */
struct conf_change {
	bool server, rest;
};
struct conf_change conf_compare(const char *old, const char *now);
/* As nsd.conf (0600) in the directory dir, unless it is there already. */
bool conf_write(
    const struct config *config, int dir, struct err *err) MUST_CHECK;

#endif
