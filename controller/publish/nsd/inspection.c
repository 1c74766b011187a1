/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/inspection.h"

#include <stdlib.h>

#include "controller/publish/nsd/checkzone.h"
#include "zonegen/base/mem.h"

struct inspection {
	struct checkers *checkers;
	struct inspected what;
	struct checkzone *check;
	struct culprit *culprit;
	struct err refusal;
	void (*done)(void *arg, const struct verdict *verdict);
	void *arg;
};

static void tell(struct inspection *inspection, const struct err *err,
    const struct culprit_found *found)
{
	struct verdict verdict = { .err = err, .found = found };

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

static void search(struct inspection *inspection, const char *said)
{
	const struct inspected *what = &inspection->what;
	struct seniority lines;
	const struct refused_text refused = {
		.zone = what->zone,
		.text = what->text,
		.head_len = what->head_len,
		.said = said,
		.lines = &lines,
		.passed = what->passed,
	};

	what->age(inspection->arg, what, &lines);
	inspection->culprit =
	    culprit_find(inspection->checkers, &refused, on_found, inspection);
	seniority_clear(&lines);
}

static void on_checked(void *arg, const struct err *err, const char *said)
{
	struct inspection *inspection = arg;

	inspection->check = NULL;
	if (!err || err->kind != ERR_INPUT) {
		tell(inspection, err, NULL);
		return;
	}
	inspection->refusal = *err;
	search(inspection, said);
}

struct inspection *inspection_start(struct checkers *checkers,
    const struct inspected *what,
    void (*done)(void *arg, const struct verdict *verdict), void *arg)
{
	struct inspection *inspection = xcalloc(1, sizeof(*inspection));

	inspection->checkers = checkers;
	inspection->what = *what;
	inspection->done = done;
	inspection->arg = arg;
	inspection->check = checkzone_start(checkers, what->zone, what->file,
	    what->text, on_checked, inspection);
	return inspection;
}

void inspection_stop(struct inspection *inspection)
{
	if (!inspection)
		return;
	checkzone_stop(inspection->check);
	culprit_stop(inspection->culprit);
	free(inspection);
}
