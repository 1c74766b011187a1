/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/configuration.h"

#include <stdio.h>

#include "controller/base/textfile.h"

#define FILE_MAX ((size_t)16 << 20)

struct config *configuration_read(
    const char *file, struct config_errors *errors)
{
	struct buf text = BUF_INIT(FILE_MAX);
	struct config *config = NULL;
	struct err err;

	config_errors_clear(errors);
	/* It may be a pipe: --config <(...). */
	if (textfile_read_any(file, &text, &err))
		config = config_parse(file, buf_text(&text), text.len, errors);
	else
		buf_printf(&errors->text,
		    "k8s-nsd: the configuration (--config): %s\n", err.text);
	buf_clear(&text);
	return config;
}

struct config *configuration_load(const char *file)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct config *config = configuration_read(file, &errors);

	fputs(buf_text(&errors.text), stderr);
	config_errors_clear(&errors);
	return config;
}
