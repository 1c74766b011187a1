/* SPDX-License-Identifier: Apache-2.0 */
/*
 * service.h - what a Service claims.
 */
#ifndef CONTROLLER_SOURCE_SERVICE_H
#define CONTROLLER_SOURCE_SERVICE_H

#include "controller/source/source.h"

void service_claims(struct claims *claims);

#endif
