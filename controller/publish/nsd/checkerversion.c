/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/checkerversion.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/base/process.h"
#include "controller/publish/nsd/program.h"
#include "zonegen/base/mem.h"

#define TIMEOUT 10000 /* ms */

struct versions {
	struct loop *loop;
	struct control *control;
	struct process *process;
	bool looked;
	char nsd[32];  /* of the one that was asked last */
	char said[64]; /* the difference that was logged */
};

struct versions *versions_new(struct loop *loop, struct control *control)
{
	struct versions *versions = xcalloc(1, sizeof(*versions));

	versions->loop = loop;
	versions->control = control;
	return versions;
}

static void stop(struct versions *versions)
{
	if (versions->process) {
		process_signal(versions->process, SIGKILL);
		process_detach(versions->process);
	}
	versions->process = NULL;
}

void versions_free(struct versions *versions)
{
	if (!versions)
		return;
	stop(versions);
	free(versions);
}

bool versions_read(const char *text, const char *word, char *out, size_t size)
{
	const char *at = strstr(text, word);
	size_t len;

	if (!at)
		return false;
	at += strlen(word);
	len = strspn(at, "0123456789.");
	while (len && at[len - 1] == '.')
		len--;
	if (!len || len >= size)
		return false;
	snprintf(out, size, "%.*s", (int)len, at);
	return true;
}

static void on_help(void *arg, const struct process_end *end)
{
	struct versions *versions = arg;
	char checker[sizeof(versions->nsd)], difference[64];
	const char *text = *end->out ? end->out : end->errors;

	versions->process = NULL;
	if (!versions_read(text, "Version ", checker, sizeof(checker)))
		return;
	snprintf(
	    difference, sizeof(difference), "%s %s", versions->nsd, checker);
	if (!strcmp(checker, versions->nsd)) {
		*versions->said = '\0';
		return;
	}
	if (strcmp(difference, versions->said) != 0)
		log_event(LOG_WARNING,
		    "nsd-checkzone is of another version than nsd", "nsd",
		    versions->nsd, "nsd-checkzone", checker, (char *)NULL);
	snprintf(versions->said, sizeof(versions->said), "%s", difference);
}

static void on_status(void *arg, const struct control_reply *reply)
{
	struct versions *versions = arg;
	char program[PATH_MAX];
	struct err err;

	if (!reply->ok ||
	    !versions_read(reply->text, "version: ", versions->nsd,
		sizeof(versions->nsd)) ||
	    !program_find("nsd-checkzone", program, &err))
		return; /* what is wrong then is said elsewhere */
	stop(versions);
	versions->process = process_start(versions->loop,
	    &(struct process_options){
		.argv = (const char *const[]){ program, "-h", NULL },
		.timeout = TIMEOUT,
		.done = on_help,
		.arg = versions,
	    },
	    &err);
}

void versions_look(struct versions *versions)
{
	if (versions->looked)
		return;
	versions->looked = true;
	control_send(versions->control, "status", NULL, on_status, versions);
}

void versions_doubt(struct versions *versions)
{
	versions->looked = false;
}
