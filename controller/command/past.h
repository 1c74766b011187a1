/* SPDX-License-Identifier: Apache-2.0 */
/*
 * past.h - zones as they are recorded in git, in some commit.
 */
#ifndef CONTROLLER_COMMAND_PAST_H
#define CONTROLLER_COMMAND_PAST_H

#include <stdbool.h>

#include "controller/config/config.h"
#include "controller/publish/git/stream.h"
#include "zonegen/zone/zone.h"

bool past_is(const char *place); /* does it begin with "git:"? */
/*
 * The commit that "git:REV" names in the repository of config.  ERR_INPUT:
 * there is none, or no repository.
 */
bool past_find(const struct config *config, const char *place,
    char commit[STREAM_ID_SIZE], struct err *err) MUST_CHECK;
/*
 * The zone gets its last version from that commit; none, when it is not in it.
 * ERR_INPUT: what is in it is no version of ours.
 */
bool past_load(const struct config *config, const char *commit,
    struct zone *zone, struct err *err) MUST_CHECK;

#endif
