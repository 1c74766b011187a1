/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "controller/command/command.h"
#include "controller/command/configuration.h"
#include "controller/command/options.h"
#include "controller/publish/nsd/conf.h"
#include "zonegen/base/outfile.h"

static const char usage[] =
    "k8s-nsd nsd-conf --config k8s-nsd.yaml --out /var/lib/k8s-nsd\n"
    "\n"
    "Writes the configuration that NSD needs to serve the zones, to stdout or\n"
    "to DIR/nsd.conf.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "  --out DIR      the directory for nsd.conf\n"
    "\n"
    "Exit code: 0 done, 1 it could not be written, 2 bad configuration.\n";

static bool put_out(const char *dir, const struct buf *text, struct err *err)
{
	int fd;
	bool ok;

	if (!dir) {
		fputs(buf_text(text), stdout); /* main() sees if it fails */
		return true;
	}
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, "cannot open '%s'", dir);
	ok = outfile_replace(fd, "nsd.conf", 0600, text->data, text->len, err);
	close(fd);
	return ok;
}

int command_nsd_conf(int argc, char **argv)
{
	struct buf text = BUF_INIT(1u << 20);
	const char *file = NULL, *out = NULL;
	struct config *config;
	struct err err;
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &file, .sort = "FILE", .required = true },
		{ "out", .value = &out },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status))
		return status;
	config = configuration_load(file);
	if (!config)
		goto out;
	if (!conf_render(config, &text, &err)) {
		fprintf(stderr, "k8s-nsd nsd-conf: %s\n", err.text);
		goto out;
	}
	status = EXIT_GOOD;
	if (!put_out(out, &text, &err)) {
		fprintf(stderr, "k8s-nsd nsd-conf: %s\n", err.text);
		status = EXIT_TROUBLE;
	}
out:
	buf_clear(&text);
	config_free(config);
	return status;
}
