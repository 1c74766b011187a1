/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ingress.h - what an Ingress claims.
 */
#ifndef CONTROLLER_SOURCE_INGRESS_H
#define CONTROLLER_SOURCE_INGRESS_H

#include "controller/source/source.h"

void ingress_claims(struct claims *claims);

#endif
