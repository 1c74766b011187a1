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

struct checkerversion {
	struct loop *loop;
	struct control *control;
	struct process *process;
	bool looked, agreed;
	char nsd[32];  /* the version of NSD when it was asked last */
	char said[64]; /* the difference that was logged */
};

struct checkerversion *checkerversion_new(
    struct loop *loop, struct control *control)
{
	struct checkerversion *checker = xcalloc(1, sizeof(*checker));

	checker->loop = loop;
	checker->control = control;
	return checker;
}

static void stop(struct checkerversion *checker)
{
	if (checker->process) {
		process_signal(checker->process, SIGKILL);
		process_detach(checker->process);
	}
	checker->process = NULL;
}

void checkerversion_free(struct checkerversion *checker)
{
	if (!checker)
		return;
	stop(checker);
	free(checker);
}

bool checkerversion_read(
    const char *text, const char *word, char *out, size_t size)
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
	struct checkerversion *checker = arg;
	char number[sizeof(checker->nsd)], difference[64];
	const char *text = *end->out ? end->out : end->errors;

	checker->process = NULL;
	checker->looked = *checker->nsd &&
	    checkerversion_read(text, "Version ", number, sizeof(number));
	if (!checker->looked)
		return;
	snprintf(difference, sizeof(difference), "%s %s", checker->nsd, number);
	checker->agreed = !strcmp(number, checker->nsd);
	if (checker->agreed) {
		*checker->said = '\0';
		return;
	}
	if (strcmp(difference, checker->said) != 0)
		log_event(LOG_WARNING,
		    "nsd-checkzone and nsd have different versions", "nsd",
		    checker->nsd, "nsd-checkzone", number);
	snprintf(checker->said, sizeof(checker->said), "%s", difference);
}

static void on_status(void *arg, const struct control_reply *reply)
{
	struct checkerversion *checker = arg;
	char program[PATH_MAX];
	struct err err;

	stop(checker);
	checker->looked = reply->ok &&
	    checkerversion_read(
		reply->text, "version: ", checker->nsd, sizeof(checker->nsd)) &&
	    program_find("nsd-checkzone", program, &err);
	if (!checker->looked)
		return; /* server.c and checkzone.c report that */
	checker->process = process_start(checker->loop,
	    &(struct process_options){
		.argv = (const char *const[]){ program, "-h", NULL },
		.timeout = TIMEOUT,
		.done = on_help,
		.arg = checker,
	    },
	    &err);
	checker->looked = checker->process;
}

void checkerversion_look(struct checkerversion *checker)
{
	if (checker->looked)
		return;
	checker->looked = true;
	control_send(checker->control, "status", NULL, on_status, checker);
}

void checkerversion_doubt(struct checkerversion *checker)
{
	checker->looked = checker->agreed = false;
	*checker->nsd = '\0';
}

const char *checkerversion_nsd(const struct checkerversion *checker)
{
	return checker->nsd;
}

const char *checkerversion_both(const struct checkerversion *checker)
{
	return checker->agreed ? checker->nsd : "";
}
