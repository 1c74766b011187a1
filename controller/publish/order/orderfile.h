/* SPDX-License-Identifier: Apache-2.0 */
/*
 * orderfile.h - what stands and what was ordered, as orders.json in the state
 *directory.
 *
 *	{"schemaVersion":1,"freezes":[
 *	{"zone":"example.com","since":1795429416,"life":14400,
 *	 "by":"jo","reason":"incident 7","until":1795443816}],"orders":[
 *	{"zone":"example.com","order":"freeze","at":1795429416,"detail":"for
 *4h", "by":"jo","reason":"incident 7","told":false}]}
 *
 * A restored version is as a freeze, in "restores", with its commit and serial.
 * life and until are left out if a freeze has no end, by and reason if they
 * were not stated.  The end is never later than the life from now, also if the
 * clock was set back since.  Reading is strict, as of overlay.json.
 *
 * A freeze must not be forgotten.  So if the file is damaged, it is set aside,
 * and all zones are frozen.
 */
#ifndef CONTROLLER_PUBLISH_ORDER_ORDERFILE_H
#define CONTROLLER_PUBLISH_ORDER_ORDERFILE_H

#include "controller/publish/order/orders.h"

#define ORDERFILE_NAME "orders.json"
#define ORDERFILE_MAX (1u << 26)

void orderfile_print(
    const struct orders *orders, const struct instant *now, struct buf *out);
/* ERR_INPUT: damaged, and out is empty. */
bool orderfile_parse(const char *text, size_t len, const struct instant *now,
    struct orders *out, struct err *err) MUST_CHECK;

/* No file: no orders.  false: it is damaged, and all zones are frozen. */
bool orderfile_load(int dir, const struct instant *now, struct orders *out,
    struct err *err) MUST_CHECK;
/* Writes it (0600), if something changed. */
bool orderfile_save(int dir, struct orders *orders, const struct instant *now,
    struct err *err) MUST_CHECK;

#endif
