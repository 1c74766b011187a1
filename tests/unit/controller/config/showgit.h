/* SPDX-License-Identifier: Apache-2.0 */
/*
 * showgit.h - the keys of git as lines.
 */
#ifndef TESTS_UNIT_CONTROLLER_CONFIG_SHOWGIT_H
#define TESTS_UNIT_CONTROLLER_CONFIG_SHOWGIT_H

#include "controller/config/config.h"

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

static void print_git(const struct config *config, struct buf *out)
{
	buf_printf(out, "cluster=%s\ngit=%d %s %s '%s' %s\n",
	    or_none(config->cluster_name), config->git.on,
	    config->git.directory, config->git.branch, config->git.path,
	    config->git.author);
	buf_printf(out, "signed=%s\n", or_none(config->git.signing_key));
	buf_printf(out, "remote=%d %s %s %s %s\n", (int)config->git.kind,
	    or_none(config->git.remote), or_none(config->git.ssh_key),
	    or_none(config->git.known_hosts), or_none(config->git.token_file));
}

#endif
