/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h - one line per event on stderr: "level message key=value ...".
 *
 * Only the rooms that run log: kube/, publish/, serve/, command/. Decoding,
 * sources, configuration and zonegen return errors or findings instead.  A
 * state is logged when it changes: first failure, then recovery; never a token,
 * a key or an Authorization header.
 */
#ifndef CONTROLLER_BASE_LOG_H
#define CONTROLLER_BASE_LOG_H

#include "zonegen/base/base.h"
#include "zonegen/base/err.h"

enum log_level {
	LOG_ERROR,
	LOG_WARNING,
	LOG_INFO,
	LOG_DEBUG,
};

enum log_format {
	LOG_TEXT,
	LOG_JSON,
};

/* The one global of the program. Default: info, text. */
void log_setup(enum log_level level, enum log_format format);

/*
 * A line: a level, a message, then keys and values in pairs:
 *	log_event(LOG_INFO, "zone published", "zone", name, "serial",
 *	    log_u(serial));
 * A NULL value skips its pair.  Control characters are escaped.
 */
#define log_event(...) log_pairs(__VA_ARGS__, (char *)NULL)
void log_pairs(enum log_level level, const char *message, ...)
    __attribute__((sentinel));

/* A number as text, good until eight more were made. */
const char *log_u(unsigned long long number);

#endif
