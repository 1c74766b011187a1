/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config.h - the configuration, checked.
 *
 * One strict YAML file.  Each key is one row of the table in keys.c: path,
 * type, bounds, default, and where its value goes.  An unknown key, a wrong
 * type or a bad value is an error with file, line and column, and all errors
 * are reported.  Everything lives in the configuration's arena.
 *
 * From text to struct config: yaml.h -> read/reader.c by the rows of keys.c ->
 * draft.h -> check.c and those beside it -> config.c.
 * limits.h has the numbers that nobody configures.
 */
#ifndef CONTROLLER_CONFIG_CONFIG_H
#define CONTROLLER_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/base/log.h"
#include "controller/config/nsdmode.h"
#include "controller/config/gitrule.h"
#include "controller/config/read/profile.h"
#include "controller/config/read/selector.h"
#include "controller/config/read/strings.h"
#include "controller/config/secondary.h"
#include "controller/config/zoneconfig.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/settings.h"

struct config {
	struct arena arena;
	const char *file; /* its path, for messages */
	const char *text; /* as it was read */
	/* Digests of its text, and of the keys that decide what is claimed. */
	const char *digest, *claiming;
	enum profile profile; /* what the defaults were taken from */

	struct zone_settings *settings; /* nzones, for zonegen */
	struct zone_config *zones;      /* nzones, for the controller */
	size_t nzones;

	struct strings resources; /* kinds, first one first in precedence */
	bool union_namespaces;    /* acrossNamespaces: union */
	struct strings namespaces, ingress_classes, gateway_classes,
	    gateways; /* 0: all */
	/* Words of annotationword.h; "PREFIX/", the last one wins. */
	struct strings annotations_read, annotation_prefixes;
	const struct kind_selectors *selectors;
	size_t nselectors, names_per_object, records_per_object;
	bool tls_hosts;                            /* ingress */
	bool publish_cluster_ip, node_port;        /* services */
	bool wildcard_listeners, require_accepted; /* gateway */
	bool node_external; /* node.addresses: external */
	bool unknown_types;

	uint64_t min_interval; /* publish.minInterval in ms; 0: auto */
	uint64_t grace;        /* in ms */
	/* NULL: none, or the usual rules. */
	const char *cluster_name, *kubeconfig, *context;
	const char *lease, *lease_namespace;
	uint32_t page_size; /* objects per page of a list; 0: one page */
	const char *directory, *nsd_socket, *control_socket; /* absolute */
	bool exec_control; /* nsd-control instead of the socket */
	const char *nsd_files, *nsd_config; /* absolute; -c, NULL: no exec */
	struct strings listen, http;        /* "ADDR@PORT"; "ADDR:PORT" */
	const char *query, *page;  /* "ADDR@PORT"; "ADDR:PORT" or NULL */
	struct strings page_hosts; /* names of its Host header */
	bool events, run_nsd, limits_queries; /* there is nsd.allowQuery */
	enum checkzone_mode checkzone;
	enum handover_mode handover;

	const struct tsig_key *tsig;
	const struct secondary *secondaries;
	const struct prefix *allow_query; /* if queries are limited */
	size_t ntsig, nsecondaries, nallow_query;
	struct git_rule git;
	const char *templates; /* directory, or NULL: those built in */
	const char *zone_header, *nsd_conf; /* templates, read or built in */
	enum log_level log_level;
	enum log_format log_format;
};

/* Texts in the order of templates_names[]. */
#define CONFIG_TEMPLATES 3
struct config_templates {
	const char *texts[CONFIG_TEMPLATES];
};

struct config_errors {
	struct buf text; /* a line each mistake, "FILE:LINE:COL: text" */
	size_t count;
	char digest[DIGEST_SIZE]; /* of what was read; "": nothing could be */
};

/*
 * NULL when there is any error; *errors has all of them.  Paths in the file are
 * relative to the file's directory.
 */
struct config *config_load(
    const char *path, struct config_errors *errors) MUST_CHECK;
/* The same from memory; path is what errors call it. */
struct config *config_parse(const char *path, const char *text, size_t len,
    struct config_errors *errors) MUST_CHECK;
/* With these templates, whatever the directory of templates has now. */
struct config *config_parse_with(const char *path, const char *text, size_t len,
    const struct config_templates *templates,
    struct config_errors *errors) MUST_CHECK;
void config_free(struct config *config); /* NULL is fine */
void config_errors_clear(struct config_errors *errors);
/* Does some Service have the addresses of a zone's nameserver? */
bool config_asks_services(const struct config *config);

#endif
