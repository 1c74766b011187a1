/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.h - the table of the keys there are.
 */
#ifndef CONTROLLER_CONFIG_KEYS_H
#define CONTROLLER_CONFIG_KEYS_H

#include <stddef.h>

#include "controller/config/read/reading.h"

extern const struct key config_keys[];
extern const size_t config_nkeys;

#endif
