/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/trial/trial.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

struct trial {
	struct checkzone *check; /* one of the two */
	struct probing *probing;
	void (*done)(void *arg, const struct err *err, const char *said);
	void *arg;
};

static void on_done(void *arg, const struct err *err, const char *said)
{
	struct trial *trial = arg;

	trial->done(trial->arg, err, said);
	free(trial);
}

struct trial *trial_start(const struct trials *trials, enum judge judge,
    const char *zone, const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said), void *arg)
{
	struct trial *trial = xcalloc(1, sizeof(*trial));

	trial->done = done;
	trial->arg = arg;
	if (judge == JUDGE_NSD)
		trial->probing =
		    probe_start(trials->probe, text, on_done, trial);
	else
		trial->check = checkzone_start(
		    trials->checkers, zone, file, text, on_done, trial);
	return trial;
}

void trial_stop(struct trial *trial)
{
	if (!trial)
		return;
	checkzone_stop(trial->check);
	probe_stop(trial->probing);
	free(trial);
}
