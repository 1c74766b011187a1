/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nodeport.h - the records of a Service of type NodePort: its nodes, and the
 * ports on them (services.nodePort).
 *
 * Beside the addresses of all nodes at each of its names: for each port one
 * "_SERVICE._PROTOCOL.NAME SRV 0 50 PORT NAME" (RFC 2782).
 */
#ifndef CONTROLLER_SOURCE_NODEPORT_H
#define CONTROLLER_SOURCE_NODEPORT_H

#include "controller/source/source.h"

/* The names of the Service are claimed, they lie in a zone. */
void nodeport_offer(struct claims *claims);

#endif
