/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explainobject.h - the explanation of an object: whether it was read, and
 * what becomes of each name that it asks for.
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPLAINOBJECT_H
#define CONTROLLER_SERVE_ANSWER_EXPLAINOBJECT_H

#include "controller/serve/answer/explaining.h"

/* The rest of the answer, from "found" to "notes". */
void explain_object(struct explaining *explaining);

#endif
