/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/exposition.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>

void exposition_family(
    struct exposition *e, const char *name, const char *type, const char *help)
{
	e->name = name;
	buf_printf(
	    e->out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void add_label(
    struct exposition *e, bool first, const char *key, const char *value)
{
	buf_printf(e->out, "%s%s=\"", first ? "{" : ",", key);
	for (; *value; value++) {
		if (*value == '\n')
			buf_puts(e->out, "\\n");
		else if (*value == '"' || *value == '\\')
			buf_printf(e->out, "\\%c", *value);
		else
			buf_putc(e->out, *value);
	}
	buf_putc(e->out, '"');
}

static void add_labels(struct exposition *e, va_list labels)
{
	const char *key;
	bool first = true;

	while ((key = va_arg(labels, const char *))) {
		add_label(e, first, key, va_arg(labels, const char *));
		first = false;
	}
	buf_puts(e->out, first ? " " : "} ");
}

static void put_ms(struct exposition *e, uint64_t ms)
{
	buf_printf(
	    e->out, "%" PRIu64 ".%03u\n", ms / 1000, (unsigned)(ms % 1000));
}

void exposition_number(struct exposition *e, uint64_t value, ...)
{
	va_list labels;

	buf_puts(e->out, e->name);
	va_start(labels, value);
	add_labels(e, labels);
	va_end(labels);
	buf_printf(e->out, "%" PRIu64 "\n", value);
}

void exposition_seconds(struct exposition *e, uint64_t ms, ...)
{
	va_list labels;

	buf_puts(e->out, e->name);
	va_start(labels, ms);
	add_labels(e, labels);
	va_end(labels);
	put_ms(e, ms);
}

void exposition_text(struct exposition *e, const char *number, const char *key,
    const char *value)
{
	buf_puts(e->out, e->name);
	if (key)
		add_label(e, true, key, value);
	buf_printf(e->out, "%s %s\n", key ? "}" : "", number);
}

void exposition_histogram(struct exposition *e,
    const struct histogram *histogram, const char *key, const char *value)
{
	uint64_t count = 0;

	for (size_t i = 0; i <= HISTOGRAM_BOUNDS; i++) {
		count += histogram->counts[i];
		buf_printf(e->out, "%s_bucket", e->name);
		if (key)
			add_label(e, true, key, value);
		buf_puts(e->out, key ? ",le=\"" : "{le=\"");
		if (i < HISTOGRAM_BOUNDS)
			buf_printf(
			    e->out, "%g", (double)histogram_bounds[i] / 1000);
		else
			buf_puts(e->out, "+Inf");
		buf_printf(e->out, "\"} %" PRIu64 "\n", count);
	}
	buf_printf(e->out, "%s_sum", e->name);
	if (key)
		add_label(e, true, key, value);
	buf_puts(e->out, key ? "} " : " ");
	put_ms(e, histogram->sum);
	buf_printf(e->out, "%s_count", e->name);
	if (key)
		add_label(e, true, key, value);
	buf_printf(e->out, "%s%" PRIu64 "\n", key ? "} " : " ", count);
}
