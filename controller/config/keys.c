/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.c - every key of the configuration file, one row each.
 *
 * To add one: a field in struct config (or its zone), a row here, a line in
 * the table of README.  fallback is JSON; a row without one leaves its slot
 * zeroed, which check.c may fill from other values.
 */
#include "controller/config/keys.h"

#include "controller/config/draft.h"
#include "controller/config/read/annotationword.h"
#include "controller/config/read/lists.h"
#include "controller/config/read/reader.h"
#include "controller/config/read/values.h"
#include "controller/tsig/algorithm.h"

#define CONFIG(field) offsetof(struct draft, config.field)
#define DRAFT(field) offsetof(struct draft, field)
#define ZONE(field) offsetof(struct draft_zone, field)
#define KEY(field) offsetof(struct draft_key, field)
#define SECONDARY(field) offsetof(struct draft_secondary, field)
#define SERVER(field) offsetof(struct draft_nameserver, field)
#define HOUR INT64_C(3600000)

/* The index of a word is the value of its enumerator. */
static const char *const serials[] = { "unixtime", "date", "counter", NULL };
static const char *const owners[] = { "oldest", "union", NULL };
static const char *const handovers[] = { "reload", "transfer", "auto", NULL };
static const char *const checkzones[] = { "changed", "always", "never", NULL };
static const char *const levels[] = { "error", "warning", "info", "debug",
	NULL };
static const char *const formats[] = { "text", "json", NULL };

static const char *const control_modes[] = { "socket", "exec", NULL };
static const char *const node_addresses[] = { "internal", "external", NULL };

static const char *const kinds[] = { "HTTPRoute", "GRPCRoute", "TLSRoute",
	"TCPRoute", "UDPRoute", "Gateway", "Ingress", "Service", "DNSEndpoint",
	"Node", NULL };

const struct key config_keys[] = {
	{ "zones[]", read_structs, DRAFT(zones),
	    .size = sizeof(struct draft_zone), .required = true },
	{ "zones[].name", read_zone_name, ZONE(settings.name), .required = true,
	    .claims = true },
	{ "zones[].ttl", read_u32, ZONE(settings.ttl), 1, TTL_MAX, "60" },
	{ "zones[].maxTTL", read_u32, ZONE(settings.max_ttl), 1, TTL_MAX,
	    "604800" },
	{ "zones[].nameservers[]", read_structs, ZONE(nameservers),
	    .size = sizeof(struct draft_nameserver), .required = true },
	{ "zones[].nameservers[].name", read_server, SERVER(name),
	    .required = true, .claims = true },
	{ "zones[].nameservers[].addresses", read_texts, SERVER(addresses),
	    .claims = true },
	{ "zones[].nameservers[].service", read_object, SERVER(service),
	    .claims = true },
	{ "zones[].records", read_texts, ZONE(records), .claims = true },
	{ "zones[].administrators", read_namespaces, ZONE(administrators),
	    .claims = true },
	{ "zones[].comments", read_bool, ZONE(settings.comments),
	    .fallback = "false" },
	{ "zones[].lint.off", read_checks, ZONE(lint_off) },
	{ "zones[].soa.primary", read_server, ZONE(settings.soa.primary) },
	{ "zones[].soa.contact", read_mailbox, ZONE(settings.soa.contact),
	    .required = true },
	{ "zones[].soa.refresh", read_u32, ZONE(settings.soa.refresh), 1,
	    TTL_MAX, "900" },
	{ "zones[].soa.retry", read_u32, ZONE(settings.soa.retry), 1, TTL_MAX,
	    "300" },
	{ "zones[].soa.expire", read_u32, ZONE(settings.soa.expire), 1, TTL_MAX,
	    "1209600" },
	{ "zones[].soa.minimum", read_u32, ZONE(settings.soa.minimum), 0,
	    TTL_MAX, "60" },
	{ "zones[].soa.ttl", read_u32, ZONE(settings.soa.ttl), 1, TTL_MAX,
	    "3600" },
	{ "zones[].serial", read_choice, ZONE(config.serial),
	    .fallback = "\"unixtime\"", .words = serials },
	{ "zones[].serialFloor", read_u32, ZONE(config.serial_floor), 0,
	    UINT32_MAX },
	{ "zones[].serviceNames", read_bool, ZONE(config.service_names),
	    .fallback = "true", .claims = true },
	{ "zones[].guard", read_off, ZONE(config.guard.off) },
	{ "zones[].guard.minRRsets", read_size, ZONE(config.guard.min_rrsets),
	    1, 1000000000, "10" },
	{ "zones[].guard.deletes", read_percent, ZONE(config.guard.deletes),
	    .fallback = "\"30%\"" },
	{ "zones[].guard.updates", read_percent, ZONE(config.guard.updates),
	    .fallback = "\"off\"" },
	{ "zones[].guard.namespaces", read_percent,
	    ZONE(config.guard.namespaces), .fallback = "\"off\"" },

	{ "zones[].secondaries", read_labels, ZONE(secondaries) },

	{ "catalog.name", read_host, DRAFT(catalog) },
	{ "catalog.secondaries", read_labels, DRAFT(catalog_secondaries) },

	{ "tsig[]", read_structs, DRAFT(keys),
	    .size = sizeof(struct draft_key) },
	{ "tsig[].name", read_host, KEY(key.name), .required = true },
	{ "tsig[].algorithm", read_choice, KEY(key.algorithm),
	    .fallback = "\"hmac-sha256\"", .words = tsig_words },
	{ "tsig[].secretFile", read_path, KEY(key.file), .required = true },
	{ "secondaries[]", read_structs, DRAFT(secondaries),
	    .size = sizeof(struct draft_secondary) },
	{ "secondaries[].name", read_text, SECONDARY(name), .required = true },
	{ "secondaries[].notify", read_texts, SECONDARY(notify) },
	{ "secondaries[].transfer", read_texts, SECONDARY(transfer) },
	{ "secondaries[].service", read_object, SECONDARY(service) },
	{ "secondaries[].tsig", read_names, SECONDARY(tsig) },
	{ "secondaries[].notifyTsig", read_names, SECONDARY(notify_tsig) },
	{ "secondaries[].query", read_text, SECONDARY(query) },
	{ "secondaries[].insecureTransfer", read_bool, SECONDARY(insecure),
	    .fallback = "false" },

	{ "profile", read_choice, CONFIG(profile), .fallback = "\"none\"",
	    .words = profile_words },
	{ "limits.recordsPerRRset", read_size, DRAFT(max_records), 1, 10000,
	    "100", .claims = true },
	{ "limits.typesPerName", read_size, DRAFT(max_types), 1, 10000, "100",
	    .claims = true },
	{ "limits.namesPerObject", read_size, CONFIG(names_per_object), 1,
	    1000000, "10000", .claims = true },
	{ "limits.recordsPerObject", read_size, CONFIG(records_per_object), 1,
	    1000000, "20000", .claims = true },
	{ "resources", read_kinds, CONFIG(resources),
	    .fallback = "[\"HTTPRoute\",\"TLSRoute\",\"GRPCRoute\","
			"\"Ingress\",\"Service\",\"DNSEndpoint\"]",
	    .words = kinds, .claims = true },
	{ "filters.namespaces", read_labels, CONFIG(namespaces),
	    .claims = true },
	{ "filters.ingressClasses", read_texts, CONFIG(ingress_classes),
	    .claims = true },
	{ "filters.gatewayClasses", read_texts, CONFIG(gateway_classes),
	    .claims = true },
	{ "filters.gateways", read_gateways, CONFIG(gateways), .claims = true },
	{ "filters.labels", read_selectors, DRAFT(selectors), .words = kinds,
	    .claims = true },
	{ "annotations.read", read_words, CONFIG(annotations_read),
	    .fallback = "[\"hostname\",\"target\",\"ttl\",\"controller\","
			"\"ingress-hostname-source\","
			"\"gateway-hostname-source\"]",
	    .words = annotationword_all, .claims = true },
	{ "annotations.prefixes", read_prefixes, CONFIG(annotation_prefixes),
	    .fallback = "[\"external-dns.alpha.kubernetes.io/\","
			"\"external-dns.kubernetes.io/\",\"coredns.io/\"]",
	    .claims = true },
	{ "acrossNamespaces", read_switch, CONFIG(union_namespaces),
	    .fallback = "\"oldest\"", .words = owners, .claims = true },
	{ "ingress.tlsHosts", read_bool, CONFIG(tls_hosts), .fallback = "false",
	    .claims = true },
	{ "services.publishClusterIP", read_bool, CONFIG(publish_cluster_ip),
	    .fallback = "false", .claims = true },
	{ "services.nodePort", read_bool, CONFIG(node_port),
	    .fallback = "false", .claims = true },
	{ "gateway.wildcardListeners", read_bool, CONFIG(wildcard_listeners),
	    .fallback = "false", .claims = true },
	{ "gateway.requireAccepted", read_bool, CONFIG(require_accepted),
	    .fallback = "false", .claims = true },
	{ "node.addresses", read_switch, CONFIG(node_external),
	    .fallback = "\"internal\"", .words = node_addresses,
	    .claims = true },
	{ "unknownTypes", read_bool, CONFIG(unknown_types), .fallback = "false",
	    .claims = true },

	{ "grace", read_duration, CONFIG(grace), 0, 168 * HOUR, "\"10m\"" },
	{ "publish.minInterval", read_interval, CONFIG(min_interval), 1, HOUR,
	    "\"auto\"" },
	{ "cluster.name", read_text, CONFIG(cluster_name) },
	{ "cluster.kubeconfig", read_path, CONFIG(kubeconfig) },
	{ "cluster.context", read_text, CONFIG(context) },
	/*
	 * One page, because it is the fastest.  100 000 Ingresses cost a server
	 * that streams its lists (1.36) 2.5 s of CPU, in pages of 10 000 the
	 * same, of 2000 2.8 s, of 500 4.8 s.  The times until all have arrived
	 * are as 1 : 1.25 : 1.35 : 1.55.
	 */
	{ "cluster.pageSize", read_u32, CONFIG(page_size), 0, 1000000, "0" },

	{ "lease.name", read_label, CONFIG(lease) },
	{ "lease.namespace", read_label, CONFIG(lease_namespace) },

	{ "nsd.directory", read_path, CONFIG(directory),
	    .fallback = "\"/var/lib/k8s-nsd\"" },
	{ "nsd.files", read_path, CONFIG(nsd_files) },
	{ "nsd.socket", read_path, CONFIG(nsd_socket) },
	{ "nsd.controlMode", read_switch, CONFIG(exec_control),
	    .fallback = "\"socket\"", .words = control_modes },
	{ "nsd.config", read_path, CONFIG(nsd_config) },
	{ "nsd.listen", read_endpoints, CONFIG(listen),
	    .fallback = "[\"0.0.0.0@5353\",\"::0@5353\"]" },
	{ "nsd.query", read_endpoint, CONFIG(query) },
	{ "nsd.allowQuery", read_texts, DRAFT(allow_query) },
	{ "nsd.run", read_bool, CONFIG(run_nsd) },
	{ "nsd.checkzone", read_choice, CONFIG(checkzone),
	    .fallback = "\"changed\"", .words = checkzones },
	{ "nsd.handover", read_choice, CONFIG(handover), .fallback = "\"auto\"",
	    .words = handovers },
	{ "git.directory", read_path, CONFIG(git.directory) },
	{ "git.required", read_bool, CONFIG(git.required),
	    .fallback = "false" },
	{ "git.signingKey", read_path, CONFIG(git.signing_key) },
	{ "git.remote", read_text, CONFIG(git.remote) },
	{ "git.sshKey", read_path, CONFIG(git.ssh_key) },
	{ "git.knownHosts", read_path, CONFIG(git.known_hosts) },
	{ "git.tokenFile", read_path, CONFIG(git.token_file) },
	{ "git.branch", read_text, CONFIG(git.branch), .fallback = "\"main\"" },
	{ "git.path", read_text, CONFIG(git.path) },
	{ "git.author", read_text, CONFIG(git.author),
	    .fallback = "\"k8s-nsd <k8s-nsd@localhost>\"" },
	{ "control.socket", read_path, CONFIG(control_socket) },
	{ "http.listen", read_ports, CONFIG(http),
	    .fallback = "[\"[::]:8080\"]" },
	{ "events", read_bool, CONFIG(events), .fallback = "true" },
	{ "http.page", read_port, CONFIG(page) },
	{ "http.pageHosts", read_names, CONFIG(page_hosts) },
	{ "templates", read_path, CONFIG(templates) },
	{ "log.level", read_choice, CONFIG(log_level), .fallback = "\"info\"",
	    .words = levels },
	{ "log.format", read_choice, CONFIG(log_format), .fallback = "\"text\"",
	    .words = formats },
};

const size_t config_nkeys = ARRAY_LEN(config_keys);
