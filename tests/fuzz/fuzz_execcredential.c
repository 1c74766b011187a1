/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_execcredential.c - whatever a plugin prints: refused, or something that
 * can stand in a header and be given to the TLS library.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/kube/auth/execcredential.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct execcredential credential = { 0 };
	struct err err;

	if (execcredential_parse(&credential, "client.authentication.k8s.io/v1",
		(const char *)bytes, size, &err)) {
		assert(credential.token || credential.certificate);
		assert(!credential.certificate == !credential.key);
		assert(
		    !credential.token || !strpbrk(credential.token, "\r\n "));
		assert(!credential.certificate ||
		    strstr(credential.certificate, "-----END "));
	}
	execcredential_clear(&credential);
	return 0;
}
