/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glimpse.h - what a text says that it is, before it is read or although it
 * cannot be.
 */
#ifndef CONTROLLER_KUBE_MANIFEST_GLIMPSE_H
#define CONTROLLER_KUBE_MANIFEST_GLIMPSE_H

#include <stdbool.h>

#include "controller/base/members.h"
#include "controller/base/yaml.h"

#define GLIMPSE_WORD 128

/* "" is what it does not say, or not plainly. */
struct glimpse {
	char kind[GLIMPSE_WORD], version[GLIMPSE_WORD];
};

struct glimpse glimpse_json(struct slice text);
struct glimpse glimpse_yaml(const struct yaml_text *text);

bool glimpse_is_list(const struct glimpse *glimpse); /* "IngressList" */
/* An object of a kind that is not read? */
bool glimpse_is_unread(const struct glimpse *glimpse);

#endif
