/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void err_clean(char *text)
{
	for (char *p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7e)
			*p = '?';
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	err_clean(err->text);
	return false;
}

bool err_errno(struct err *err, const char *fmt, ...)
{
	int saved = errno;
	char what[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(err, ERR_SYSTEM, "%s: %s", what, strerror(saved));
}

bool err_prefix(struct err *err, const char *fmt, ...)
{
	struct err inner = *err;
	char context[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(context, sizeof(context), fmt, ap);
	va_end(ap);
	return err_set(err, inner.kind, "%s: %s", context, inner.text);
}
