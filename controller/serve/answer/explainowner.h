/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explainowner.h - whose the open name is, since when and why, as the member
 * "owner" of the answer (C0: whose a name is).
 *
 *	{"whose":"namespace","unit":"www.example.com","namespace":"shop",
 *	 "since":"2026-11-29T08:59:23Z","why":"oldest","sentence":"..."}
 *
 * whose: namespace, nobody, zone, administrators, all.  namespace: "" of
 *objects without one.  The last two of these members stand where somebody owns
 *it.
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPLAINOWNER_H
#define CONTROLLER_SERVE_ANSWER_EXPLAINOWNER_H

#include "controller/serve/answer/explaining.h"

void explain_owner(struct explaining *explaining);

#endif
