/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/trial/inspection.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

struct inspection {
	const struct trials *trials;
	struct inspected what;
	struct trial *trial;
	struct loop_timer *turn;
	struct aging *aging; /* NULL: the lines are read */
	struct seniority lines;
	struct culprit *culprit;
	struct err refusal;
	char *said;
	void (*done)(void *arg, const struct verdict *verdict);
	void *arg;
};

static void tell(struct inspection *inspection, const struct err *err,
    const struct culprit_found *found)
{
	struct verdict verdict = {
		.err = err, .found = found, .judge = inspection->what.judge
	};

	inspection->done(inspection->arg, &verdict);
	inspection_stop(inspection);
}

static void on_found(
    void *arg, const struct culprit_found *found, const struct err *err)
{
	struct inspection *inspection = arg;

	inspection->culprit = NULL;
	tell(inspection, found ? &inspection->refusal : err, found);
}

/* The lines of a large file are read over several turns of the loop. */
static void on_turn(void *arg)
{
	struct inspection *inspection = arg;
	const struct inspected *what = &inspection->what;
	const struct refused_text refused = {
		.zone = zone_name(what->zone),
		.text = what->text,
		.head_len = what->head_len,
		.said = inspection->said,
		.lines = &inspection->lines,
		.judge = what->judge,
		.passed = what->passed,
		.patient = what->patient,
	};

	if (seniority_next(inspection->aging, what->zone)) {
		loop_timer_set(inspection->turn, 0);
		return;
	}
	seniority_end(inspection->aging, &inspection->lines);
	inspection->aging = NULL;
	inspection->culprit =
	    culprit_find(inspection->trials, &refused, on_found, inspection);
}

static void on_judged(void *arg, const struct err *err, const char *said)
{
	struct inspection *inspection = arg;

	inspection->trial = NULL;
	if (!err || err->kind != ERR_INPUT) {
		tell(inspection, err, NULL);
		return;
	}
	inspection->refusal = *err;
	inspection->said = xstrdup(said);
	inspection->aging =
	    seniority_begin(inspection->what.text, inspection->what.head_len);
	loop_timer_set(inspection->turn, 0);
}

struct inspection *inspection_start(const struct trials *trials,
    const struct inspected *what,
    void (*done)(void *arg, const struct verdict *verdict), void *arg)
{
	struct inspection *inspection = xcalloc(1, sizeof(*inspection));

	inspection->trials = trials;
	inspection->what = *what;
	inspection->done = done;
	inspection->arg = arg;
	inspection->turn = loop_timer_new(trials->loop, on_turn, inspection);
	inspection->trial =
	    trial_start(trials, what->judge, zone_name(what->zone), what->file,
		what->text, on_judged, inspection);
	return inspection;
}

void inspection_stop(struct inspection *inspection)
{
	if (!inspection)
		return;
	trial_stop(inspection->trial);
	culprit_stop(inspection->culprit);
	seniority_drop(inspection->aging);
	seniority_clear(&inspection->lines);
	loop_timer_free(inspection->turn);
	free(inspection->said);
	free(inspection);
}
