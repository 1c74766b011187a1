/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pem.h - do these octets hold a certificate, a key?  RFC 7468.
 *
 * Files are replaced under us, and half of one must not take the place of the
 * last good one: every block has to be whole, base64 inside, and in that one
 * DER value that ends where the block does.  The meaning of the value is left
 * to the TLS library.
 */
#ifndef CONTROLLER_KUBE_AUTH_PEM_H
#define CONTROLLER_KUBE_AUTH_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"

enum pem {
	PEM_CERTIFICATES, /* one at least */
	PEM_KEY,          /* not encrypted */
};

/*
 * ERR_INPUT: text, which ends with a NUL, is not what was asked for.  Errors
 * have name, and nothing of the text.
 */
bool pem_check(enum pem what, const char *name, const char *text, size_t len,
    struct err *err) MUST_CHECK;

#endif
