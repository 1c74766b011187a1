/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - a configuration with secondaries, and the files of its secrets.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_TRANSFER_WORLD_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_TRANSFER_WORLD_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/config/config.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define A16 "QUFBQUFBQUFBQUFBQUFBQQ==" /* 16 times 'A' */
#define B16 "QkJCQkJCQkJCQkJCQkJCQg=="
#define C16 "Q0NDQ0NDQ0NDQ0NDQ0NDQw=="

#define ZONE(name, secondaries)                              \
	"  - {name: " name ", nameservers: [{name: ns.o}], " \
	"soa: {contact: h@e.x}, secondaries: " secondaries "}\n"

/* Paths in it are relative to dir. */
static struct config *world_config(const char *dir, const char *text)
{
	struct config_errors errors = { 0 };
	char path[128];
	struct config *config;

	snprintf(path, sizeof(path), "%s/k8s-nsd.yaml", dir);
	config = config_parse(path, text, strlen(text), &errors);
	assert_string_equal(buf_text(&errors.text), "");
	config_errors_clear(&errors);
	return config;
}

#endif
