/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explainname.h - the explanation of a name: how it stands, what the zone has
 * of it, who asked for it.
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPLAINNAME_H
#define CONTROLLER_SERVE_ANSWER_EXPLAINNAME_H

#include "controller/serve/answer/explaining.h"

/* The rest of the answer, from "found" to "notes". */
void explain_name(struct explaining *explaining);

#endif
