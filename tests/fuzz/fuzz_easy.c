/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_easy.c - any text as a kubeconfig, up to libcurl's handle: refused
 * before, or a handle is set up with it.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/kube/auth/kubeconfig.h"
#include "controller/kube/request/easy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a buffer when a token in error is dropped. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static void set_up(const struct auth *auth)
{
	struct easy easy = { 0 };
	const struct http_request request = {
		.auth = auth,
		.path = "/api/v1/services?limit=500",
		.compressed = true,
	};
	char *url = NULL;

	easy_init(&easy, &request, &limits_real);
	curl_easy_getinfo(easy.handle, CURLINFO_EFFECTIVE_URL, &url);
	assert(url && !strncmp(url, "http", 4));
	easy_clear(&easy);
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
	    kubeconfig_auth(config, context, &auth, &err) &&
	    easy_check(&auth, &err))
		set_up(&auth);
	auth_clear(&auth);
	kubeconfig_free(config);
	return 0;
}
