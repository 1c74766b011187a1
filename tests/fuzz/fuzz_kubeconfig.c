/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_kubeconfig.c - any text as a kubeconfig: refused, or a server of ours.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/kube/auth/kubeconfig.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a buffer when a token in error is dropped. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kubeconfig *config = kubeconfig_new();
	struct auth auth = { 0 };
	const char *context;
	struct err err;

	if (kubeconfig_add(
		config, "/d/config", (const char *)bytes, size, &err) &&
	    kubeconfig_current(config, &context, &err) &&
	    kubeconfig_auth(config, context, &auth, &err)) {
		assert(!strncmp(auth.server, "http", 4));
		assert(!strpbrk(auth.server, "\r\n @"));
		for (size_t i = 0; i < auth.headers.count; i++) {
			const char *text = auth.headers.list[i];

			assert(!strncmp(text, "Impersonate-", 12));
			assert(!strpbrk(text, "\r\n"));
		}
		assert(!auth.proxy || !strpbrk(auth.proxy, "\r\n "));
		assert(!auth.plugin || auth.plugin->argv.count);
	}
	auth_clear(&auth);
	kubeconfig_free(config);
	return 0;
}
