/* SPDX-License-Identifier: Apache-2.0 */
/* Filters that would filter nothing are mistakes (A6: filters). */
#include "tests/unit/controller/config/rows.h"

#define ZONE(more)                                                 \
	"zones:\n"                                                 \
	"- name: e.x\n"                                            \
	"  nameservers: [{name: n.e.x, addresses: [192.0.2.1]}]\n" \
	"  soa: {contact: a@e.x}\n" more
#define LABELS(resources, kind)                                          \
	ZONE("resources: [" resources "]\nfilters: {labels: {" kind ": " \
	     "[a]}}\n")
#define BAD(kind, more)                                  \
	"/etc/f:6:20: filters.labels." kind ": no " kind \
	" is read: resources does not name the kind" more "\n"
#define BAD_GATEWAY(column, at, text)                             \
	"/etc/f:5:" column ": filters.gateways[" at "]: must be " \
	"NAMESPACE/NAME or NAME of a Gateway, not '" text "'\n"

static const struct row rows[] = {
	{ "a kind that is read", LABELS("Service", "Service"), "" },
	{ "by default", ZONE("filters: {labels: {Gateway: [a]}}\n"), "" },
	{ "a kind that is not", LABELS("Service", "Ingress"),
	    .errors = BAD("Ingress", "") },
	{ "Gateways as parents", LABELS("TCPRoute", "Gateway"), "" },
	{ "Gateways without routes", LABELS("Ingress", "Gateway"),
	    .errors = BAD("Gateway", ", nor any route") },
	{ "Nodes", LABELS("Node", "Node"), "" },
	{ "Nodes of Services that have none", LABELS("Service", "Node"),
	    .errors = BAD("Node", "") },
	{ "Nodes of Services",
	    LABELS("Service", "Node") "services: {nodePort: true}\n", "" },
	{ "Gateways that none can be",
	    ZONE("filters: {gateways: [a/b/c, A, a/, /b, a.b/c]}\n"),
	    .errors = BAD_GATEWAY("22", "0", "a/b/c") BAD_GATEWAY(
		"29", "1", "A") BAD_GATEWAY("32", "2", "a/")
		BAD_GATEWAY("36", "3", "/b") BAD_GATEWAY("40", "4", "a.b/c") },
};

RUN_TABLE(rows, check)
