/* SPDX-License-Identifier: Apache-2.0 */
/*
 * situation.h - how the process stands that the answers come from: its
 * configuration, its lease, its requests to the API server.
 */
#ifndef CONTROLLER_SERVE_ANSWER_SITUATION_H
#define CONTROLLER_SERVE_ANSWER_SITUATION_H

#include "controller/config/validity.h"
#include "controller/kube/decide/lease.h"
#include "controller/kube/request/http.h"

struct situation {
	enum validity validity;
	const char *refused; /* why the file is not in force; "" or NULL */
	const struct http_counters *requests; /* NULL: no API server */
	const struct lease *lease;            /* NULL: none is wanted */
	const char *self;                     /* its holder, if it is ours */
};

#endif
