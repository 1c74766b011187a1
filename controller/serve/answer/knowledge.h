/* SPDX-License-Identifier: Apache-2.0 */
/*
 * knowledge.h - all that an explanation is made of; borrowed and only read.
 *
 * The running controller has it between two passes; explain --from makes it
 * from manifests.
 */
#ifndef CONTROLLER_SERVE_ANSWER_KNOWLEDGE_H
#define CONTROLLER_SERVE_ANSWER_KNOWLEDGE_H

#include "controller/config/config.h"
#include "controller/object/store.h"
#include "controller/publish/order/orders.h"
#include "zonegen/zone/zoneset.h"

struct knowledge {
	const struct config *config;
	const struct store *store;
	const struct zoneset *set;   /* resolved; made from config and store */
	const struct orders *orders; /* what operators ordered; NULL: nothing */
};

#endif
