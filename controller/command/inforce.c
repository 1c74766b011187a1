/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/inforce.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/command/configuration.h"
#include "controller/config/saved.h"

#define ERRORS_MAX ((size_t)1 << 20)

static void refuse(struct inforce *inforce, const char *why)
{
	struct err err;

	/* One line, for any terminal. */
	err_set(&err, ERR_INPUT, "%.*s", (int)strcspn(why, "\n"), why);
	snprintf(inforce->refused, sizeof(inforce->refused), "%s", err.text);
}

/* The saved one, if there is one; the errors of the file are printed. */
static struct config *fall_back(
    struct inforce *inforce, const struct config_errors *errors)
{
	struct config *config = NULL;
	struct err err;

	fputs(buf_text(&errors->text), stderr);
	if (!inforce->saved)
		return NULL;
	config = saved_read(inforce->saved, inforce->file, &err);
	if (!config) {
		fprintf(stderr, "k8s-nsd run: %s\n", err.text);
		return NULL;
	}
	inforce->state = VALIDITY_SAVED;
	refuse(inforce, buf_text(&errors->text));
	return config;
}

struct config *inforce_start(struct inforce *inforce)
{
	struct config_errors errors = { .text = BUF_INIT(ERRORS_MAX) };
	struct config *config = configuration_read(inforce->file, &errors);

	snprintf(inforce->digest, sizeof(inforce->digest), "%s", errors.digest);
	if (!config)
		config = fall_back(inforce, &errors);
	config_errors_clear(&errors);
	return config;
}

void inforce_say(const struct inforce *inforce)
{
	if (inforce->state != VALIDITY_SAVED)
		return;
	log_event(LOG_ERROR,
	    "bad configuration, started with the one that was saved last",
	    "file", inforce->file, "error", inforce->refused, "saved",
	    inforce->saved);
}

/* The key that differs and cannot change while the program runs, or NULL. */
static const char *unchangeable(const struct config *a, const struct config *b)
{
	if (strcmp(a->directory, b->directory) != 0)
		return "nsd.directory";
	if (strcmp(a->nsd_files, b->nsd_files) != 0)
		return "nsd.files";
	if (strcmp(a->nsd_socket, b->nsd_socket) != 0)
		return "nsd.socket";
	if (a->run_nsd != b->run_nsd)
		return "nsd.run";
	return NULL;
}

static void stay(struct inforce *inforce, const char *why)
{
	if (inforce->state == VALIDITY_CURRENT)
		inforce->state = VALIDITY_FORMER;
	refuse(inforce, why);
}

/* A configuration that this process cannot change to. */
static bool is_fixed(struct inforce *inforce, const struct config *now,
    const struct config *config)
{
	const char *key = unchangeable(now, config);
	struct err err;

	if (!key)
		return false;
	log_event(LOG_ERROR,
	    "a key cannot change while the controller runs, the former "
	    "configuration stays in use",
	    "key", key);
	err_set(
	    &err, ERR_INPUT, "%s cannot change while the controller runs", key);
	stay(inforce, err.text);
	return true;
}

struct config *inforce_again(
    struct inforce *inforce, const struct config *now, struct configfile *edits)
{
	struct config_errors errors = { .text = BUF_INIT(ERRORS_MAX) };
	struct config *config = config_load(inforce->file, &errors);

	if (config) {
		configfile_loaded(edits, errors.digest, config->templates);
	} else {
		configfile_refused(edits, errors.digest);
		log_event(LOG_ERROR,
		    "bad configuration, the former one stays in use", "errors",
		    buf_text(&errors.text));
		stay(inforce, buf_text(&errors.text));
	}
	config_errors_clear(&errors);
	if (config && is_fixed(inforce, now, config)) {
		config_free(config);
		return NULL;
	}
	if (config) {
		inforce->state = VALIDITY_CURRENT;
		*inforce->refused = '\0';
	}
	return config;
}

void inforce_keep(struct inforce *inforce, const struct config *config)
{
	struct err err;

	if (inforce->state != VALIDITY_CURRENT)
		return;
	if (saved_write(config, &err)) {
		inforce->failing = false;
		return;
	}
	if (!inforce->failing)
		log_event(LOG_WARNING,
		    "the configuration could not be saved for a start at which "
		    "its file is bad",
		    "error", err.text);
	inforce->failing = true;
}
