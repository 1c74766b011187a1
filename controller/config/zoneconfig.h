/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zoneconfig.h - what the controller is told of one zone.
 */
#ifndef CONTROLLER_CONFIG_ZONECONFIG_H
#define CONTROLLER_CONFIG_ZONECONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/read/guardrule.h"
#include "controller/config/secondary.h"
#include "zonegen/version/serial.h"

struct zone_config {
	enum serial_policy serial;
	uint32_t serial_floor;
	bool service_names; /* false in reverse zones, whatever was written */
	struct guard_rule guard;
	/* For each nameserver "NAMESPACE/NAME" of the Service, or NULL. */
	const char *const *nameserver_services;
	const struct secondary *const *secondaries; /* by name */
	size_t nsecondaries;
};

#endif
