/* SPDX-License-Identifier: Apache-2.0 */
/*
 * question.h - the subject of an explanation: a name, or an object.
 *
 *	www.example.com         a name, the final dot optional
 *	Ingress/web/www         KIND/NAMESPACE/NAME
 *	Node/worker-1           KIND/NAME, of a kind without namespaces
 *
 * A name has no "/", so the two cannot be confused.  Kinds are accepted in any
 * case of letters.  Text that is no name is accepted too, because an object may
 * have asked for it.
 */
#ifndef CONTROLLER_SERVE_ANSWER_QUESTION_H
#define CONTROLLER_SERVE_ANSWER_QUESTION_H

#include "controller/object/kinds.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

#define QUESTION_SIZE 1024

struct question {
	char text[QUESTION_SIZE]; /* as it was asked */
	/* A name: kind is NULL. */
	bool named; /* name has it; else wrong says why it is no name */
	char name[NAME_SIZE];
	struct err wrong;
	/* An object. */
	const struct kind *kind;
	const char *key; /* in text: "NAMESPACE/NAME", or "NAME" */
};

/*
 * ERR_INPUT: empty, longer than QUESTION_SIZE - 1 octets, with control
 * characters, an unknown kind, or too few or too many parts for it.
 */
bool question_parse(
    struct question *out, const char *text, struct err *err) MUST_CHECK;

#endif
