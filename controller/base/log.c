/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "zonegen/base/buf.h"

#define LINE_LIMIT 8192

static enum log_level threshold = LOG_INFO;
static enum log_format format = LOG_TEXT;

static const char *const words[] = { "error", "warning", "info", "debug" };

void log_setup(enum log_level level, enum log_format how)
{
	threshold = level;
	format = how;
}

static bool log_enabled(enum log_level level)
{
	return level <= threshold;
}

const char *log_u(unsigned long long number)
{
	static char texts[8][24];
	static unsigned next;
	char *text = texts[next++ % ARRAY_LEN(texts)];

	snprintf(text, sizeof(texts[0]), "%llu", number);
	return text;
}

/* As in a JSON string, which also reads well in a text line; ASCII only. */
static void add_escaped(struct buf *line, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buf_printf(line, "\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			buf_printf(line, "\\u%04x", c);
		else
			buf_putc(line, (char)c);
	}
}

static void add_quoted(struct buf *line, const char *text)
{
	buf_putc(line, '"');
	add_escaped(line, text);
	buf_putc(line, '"');
}

static bool plain(const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '"' || *p == '=')
			return false;
	return *text != '\0';
}

static void add_pair(struct buf *line, const char *key, const char *value)
{
	if (format == LOG_JSON) {
		buf_putc(line, ',');
		add_quoted(line, key);
		buf_putc(line, ':');
		add_quoted(line, value);
		return;
	}
	buf_printf(line, " %s=", key);
	if (plain(value))
		add_escaped(line, value);
	else
		add_quoted(line, value);
}

static void add_head(
    struct buf *line, enum log_level level, const char *message)
{
	char stamp[32];
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &tm);
	if (format == LOG_TEXT) {
		buf_printf(line, "%s.%03ldZ %s ", stamp, now.tv_nsec / 1000000,
		    words[level]);
		add_escaped(line, message);
		return;
	}
	buf_printf(line,
	    "{\"time\":\"%s.%03ldZ\",\"level\":\"%s\",\"message\":", stamp,
	    now.tv_nsec / 1000000, words[level]);
	add_quoted(line, message);
}

void log_pairs(enum log_level level, const char *message, ...)
{
	struct buf line = BUF_INIT(LINE_LIMIT);
	const char *key;
	va_list ap;

	if (!log_enabled(level))
		return;
	add_head(&line, level, message);
	va_start(ap, message);
	while ((key = va_arg(ap, const char *))) {
		const char *value = va_arg(ap, const char *);

		if (value)
			add_pair(&line, key, value);
	}
	va_end(ap);
	buf_puts(&line, format == LOG_JSON ? "}\n" : "\n");
	if (!buf_ok(&line) && line.len)
		line.data[line.len - 1] = '\n';
	/* One write, so that lines of several writers do not mix. */
	if (write(STDERR_FILENO, line.data, line.len) < 0) {
		/* There is no other place to report it. */
	}
	buf_clear(&line);
}
