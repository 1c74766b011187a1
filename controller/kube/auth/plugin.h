/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.h - a program that gives credentials, as a kubeconfig names it.
 *
 * client.authentication.k8s.io, v1 and v1beta1. This is the command only;
 * pluginrun.h runs it.
 */
#ifndef CONTROLLER_KUBE_AUTH_PLUGIN_H
#define CONTROLLER_KUBE_AUTH_PLUGIN_H

#include <stdbool.h>

#include "controller/kube/auth/texts.h"

struct plugin {
	char *api;         /* the apiVersion it speaks */
	struct texts argv; /* the command, a path or for PATH to find, first */
	struct texts env;  /* "KEY=value", beside the controller's */
	bool cluster;      /* it is told which cluster it is for */
	char *config;      /* of that cluster for the plugin, JSON, or NULL */
	char *hint;        /* how to install it; "" for none */
};

void plugin_free(struct plugin *plugin); /* NULL is fine */

#endif
