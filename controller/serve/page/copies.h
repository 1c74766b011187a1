/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copies.h - where else the zones are: secondaries, and git.
 */
#ifndef CONTROLLER_SERVE_PAGE_COPIES_H
#define CONTROLLER_SERVE_PAGE_COPIES_H

#include "controller/base/json.h"
#include "zonegen/base/buf.h"

/* What is amiss with git, or with the secondaries of a zone. */
void copies_git_amiss(const struct json *status, struct buf *out);
void copies_zone_amiss(const struct json *zone, struct buf *out);
/* The secondaries of a zone, and what git has of it. */
void copies_zone(const struct json *zone, struct buf *out);

#endif
