/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h - the configurations of the tables here, filled by hand.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_RULES_H
#define TESTS_UNIT_CONTROLLER_SOURCE_RULES_H

#include "controller/config/config.h"

#define STRINGS(...)                                               \
	{                                                          \
		(const char *const[]){ __VA_ARGS__ },              \
		    sizeof((const char *const[]){ __VA_ARGS__ }) / \
		    sizeof(char *)                                 \
	}
#define KINDS                                                                  \
	.resources = STRINGS("Ingress", "Service"),                            \
	.annotations_read = STRINGS("hostname", "target", "ttl", "controller", \
	    "ingress-hostname-source", "gateway-hostname-source"),             \
	.annotation_prefixes = STRINGS("external-dns.alpha.kubernetes.io/",    \
	    "external-dns.kubernetes.io/", "coredns.io/")
#define ONE .settings = zones, .zones = zone_configs, .nzones = 1, KINDS
#define ALL .settings = zones, .zones = zone_configs, .nzones = 4, KINDS

static struct zone_settings zones[] = {
	{ .name = "example.com" },
	{ .name = "dev.example.com" },
	{ .name = "example.org" },
	{ .name = "2.0.192.in-addr.arpa" },
};
static struct zone_config zone_configs[] = {
	{ .service_names = true },
	{ .service_names = true },
	{ .service_names = true },
	{ .service_names = false },
};
static struct zone_config no_names[] = { { .service_names = false } };

static const struct selector_term app_web = { SELECTOR_IN, "app",
	(const char *const[]){ "web" }, 1 };
static const struct selector_term not_old = { SELECTOR_ABSENT, "old", NULL, 0 };
static const struct selector selectors[] = { { &app_web, 1 }, { &not_old, 1 } };
static const struct kind_selectors on_services[] = {
	{ "Ingress", NULL, 0 },
	{ "Service", selectors, 1 },
};
static const struct kind_selectors either[] = {
	{ "Service", selectors, 2 },
};

static const struct config one = { ONE };
static const struct config all = { ALL };
static const struct config nameless = {
	.settings = zones, .zones = no_names, .nzones = 1, KINDS
};
static const struct config tls = { ONE, .tls_hosts = true };
static const struct config cluster_ip = { ONE, .publish_cluster_ip = true };
static const struct config only_web = { ONE,
	.namespaces = STRINGS("dns", "web") };
static const struct config only_dns = { ONE, .namespaces = STRINGS("dns") };
static const struct config classes = { ONE,
	.ingress_classes = STRINGS("nginx", "haproxy") };
static const struct config gateway_classes = { ONE,
	.gateway_classes = STRINGS("istio", "cilium") };
static const struct config wildcards = { ONE, .wildcard_listeners = true };
static const struct config accepted = { ONE, .require_accepted = true };
static const struct config node_ports = { ONE, .node_port = true };
static const struct config external = { ONE, .node_port = true,
	.node_external = true };
static const struct config unknown = { ONE, .unknown_types = true };
static struct zone_settings small[] = {
	{ .name = "example.com", .max_records = 5 },
};
static const struct config limited = { .settings = small,
	.zones = zone_configs,
	.nzones = 1,
	.node_port = true,
	KINDS };
static const struct config labels = { ONE, .selectors = on_services,
	.nselectors = 2 };
static const struct config two_labels = { ONE, .selectors = either,
	.nselectors = 1 };

#endif
