/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exposition.h - the text that Prometheus reads (exposition format 0.0.4).
 *
 * A family is begun with its name, type and help; its samples follow it.  Label
 * values may be any text.
 */
#ifndef CONTROLLER_SERVE_ANSWER_EXPOSITION_H
#define CONTROLLER_SERVE_ANSWER_EXPOSITION_H

#include <stdint.h>

#include "controller/publish/account/histogram.h"
#include "zonegen/base/buf.h"

#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct exposition {
	struct buf *out;
	const char *name; /* of the family */
};

void exposition_family(struct exposition *exposition, const char *name,
    const char *type, const char *help);
/* A sample: its value, then labels in pairs, key and value. */
#define exposition_add(...) exposition_number(__VA_ARGS__, (char *)NULL)
void exposition_number(struct exposition *exposition, uint64_t value, ...)
    __attribute__((sentinel));
/* The same of milliseconds, written in seconds. */
#define exposition_add_ms(...) exposition_seconds(__VA_ARGS__, (char *)NULL)
void exposition_seconds(struct exposition *exposition, uint64_t ms, ...)
    __attribute__((sentinel));
/* The same of a number as text; one label. */
void exposition_text(struct exposition *exposition, const char *number,
    const char *key, const char *value);
/* The samples of a histogram; with one label unless key is NULL. */
void exposition_histogram(struct exposition *exposition,
    const struct histogram *histogram, const char *key, const char *value);

#endif
