/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pluginrun.h - a credential plugin that runs.
 *
 * Without a shell or a terminal, in a session of its own, with /dev/null to
 * read; what it is asked stands in KUBERNETES_EXEC_INFO. It is killed after
 * limits.plugin; an output of more than limits.plugin_size is refused.  Its
 * output, on stderr too, may contain secrets: none of it is ever repeated.
 */
#ifndef CONTROLLER_KUBE_AUTH_PLUGINRUN_H
#define CONTROLLER_KUBE_AUTH_PLUGINRUN_H

#include "controller/base/loop.h"
#include "controller/config/limits.h"
#include "controller/kube/auth/auth.h"
#include "controller/kube/auth/execcredential.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct pluginrun;

struct pluginrun_options {
	const struct auth *auth; /* with its plugin; used at the start */
	const struct limits *limits;
	/* Once, from the loop; the run is gone then.  NULL: *err says why. */
	void (*done)(void *arg, const struct execcredential *credential,
	    const struct err *err);
	void *arg;
};

/* ERR_SYSTEM, NULL: there can be no process. */
struct pluginrun *pluginrun_start(struct loop *loop,
    const struct pluginrun_options *options, struct err *err) MUST_CHECK;
/* Ends it; done() is not called any more.  NULL is fine. */
void pluginrun_stop(struct pluginrun *run);

#endif
