/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/plugin.h"

#include <stdlib.h>

void plugin_free(struct plugin *plugin)
{
	if (!plugin)
		return;
	free(plugin->api);
	texts_clear(&plugin->argv);
	texts_clear(&plugin->env);
	free(plugin->config);
	free(plugin->hint);
	free(plugin);
}
