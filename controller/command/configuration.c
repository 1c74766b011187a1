/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/configuration.h"

#include <stdio.h>

struct config *configuration_load(const char *file)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct config *config = config_load(file, &errors);

	fputs(buf_text(&errors.text), stderr);
	config_errors_clear(&errors);
	return config;
}
