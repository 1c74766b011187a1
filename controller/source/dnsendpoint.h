/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dnsendpoint.h - what a DNSEndpoint claims (D1: published types; D2: each
 * target by itself; D3: text is data; D7: ignored fields).
 *
 * Each entry stands alone; entries of one name are united.  Its annotations do
 * not count.
 */
#ifndef CONTROLLER_SOURCE_DNSENDPOINT_H
#define CONTROLLER_SOURCE_DNSENDPOINT_H

#include "controller/source/source.h"

void dnsendpoint_claims(struct claims *claims);

#endif
