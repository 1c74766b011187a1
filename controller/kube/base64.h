/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64.h - decoding, RFC 4648 4; line breaks between are passed over.
 */
#ifndef CONTROLLER_KUBE_BASE64_H
#define CONTROLLER_KUBE_BASE64_H

#include <stdbool.h>

#include "zonegen/base.h"
#include "zonegen/buf.h"

/* Appends; false: text is not base64, padded as it should be. */
bool base64_decode(const char *text, struct buf *out) MUST_CHECK;

#endif
