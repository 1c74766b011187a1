/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nsdmode.h - how versions get to NSD, in the order of the words of keys.c.
 */
#ifndef CONTROLLER_CONFIG_NSDMODE_H
#define CONTROLLER_CONFIG_NSDMODE_H

enum checkzone_mode {
	CHECKZONE_CHANGED,
	CHECKZONE_ALWAYS,
	CHECKZONE_NEVER,
};

enum handover_mode {
	HANDOVER_RELOAD,
	HANDOVER_TRANSFER,
	HANDOVER_AUTO,
};

#endif
