/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/profile.h"

#include <string.h>

#include "zonegen/base/base.h"

const char *const profile_words[] = { "none", "k8s-gateway", NULL };

static const struct {
	enum profile profile;
	const char *path, *fallback;
} presets[] = {
	/*
	 * The plugin's own default; a Corefile's "resources" must be repeated.
	 */
	{ PROFILE_K8S_GATEWAY, "resources", "[\"Ingress\",\"Service\"]" },
	/*
	 * It reads no other annotation.  Who runs it beside external-dns has
	 * the others for another view.
	 */
	{ PROFILE_K8S_GATEWAY, "annotations.read", "[\"hostname\"]" },
	{ PROFILE_K8S_GATEWAY, "annotations.prefixes",
	    "[\"external-dns.alpha.kubernetes.io/\",\"coredns.io/\"]" },
	/* k8s_gateway knows no owner of a name: every object adds to it. */
	{ PROFILE_K8S_GATEWAY, "acrossNamespaces", "\"union\"" },
};

const char *profile_fallback(enum profile profile, const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(presets); i++)
		if (presets[i].profile == profile &&
		    !strcmp(presets[i].path, path))
			return presets[i].fallback;
	return NULL;
}

enum profile profile_find(const char *word)
{
	for (size_t i = 0; profile_words[i]; i++)
		if (!strcmp(profile_words[i], word))
			return (enum profile)i;
	return PROFILE_NONE;
}
