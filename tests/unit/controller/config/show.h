/* SPDX-License-Identifier: Apache-2.0 */
/*
 * show.h - a configuration as lines.
 */
#ifndef TESTS_UNIT_CONTROLLER_CONFIG_SHOW_H
#define TESTS_UNIT_CONTROLLER_CONFIG_SHOW_H

#include "controller/config/config.h"
#include "tests/unit/controller/config/transfers.h"
#include "tests/unit/controller/config/showgit.h"
#include "zonegen/base/buf.h"
#include "zonegen/claim/finding.h"

static void add_strings(
    struct buf *out, const char *name, const struct strings *strings)
{
	buf_printf(out, "%s=", name);
	for (size_t i = 0; i < strings->count; i++)
		buf_printf(out, "%s%s", i ? "," : "", strings->list[i]);
	buf_putc(out, '\n');
}

static void add_zone(struct buf *out, const struct config *config, size_t at)
{
	const struct zone_settings *zone = &config->settings[at];
	const struct soa *soa = &zone->soa;

	buf_printf(out, "name=%s\nttl=%u\nmaxTTL=%u\n", zone->name, zone->ttl,
	    zone->max_ttl);
	for (size_t i = 0; i < zone->nnameservers; i++) {
		const char *service = config->zones[at].nameserver_services[i];

		buf_printf(out, "ns=%s%s%s", zone->nameservers[i].name,
		    service ? " of " : "", service ? service : "");
		for (size_t j = 0; j < zone->nameservers[i].count; j++) {
			buf_putc(out, ' ');
			record_print(&zone->nameservers[i].addresses[j], out);
		}
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < zone->nstatics; i++) {
		const struct record *record = zone->statics[i].records;

		buf_printf(out, "static=%s %u %s ", zone->statics[i].name,
		    record->ttl, rr_type_text(record->type));
		record_print(record, out);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < zone->nadministrators; i++)
		buf_printf(out, "administrator=%s\n", zone->administrators[i]);
	buf_printf(out, "%slint off=", zone->comments ? "comments\n" : "");
	for (size_t i = 0, n = 0; finding_switch_word(i); i++) {
		enum finding_id id;

		if (finding_switch(finding_switch_word(i), &id) &&
		    zone->lint_off & finding_bit(id))
			buf_printf(out, "%s%s", n++ ? "," : "",
			    finding_switch_word(i));
	}
	buf_putc(out, '\n');
	buf_printf(out, "soa=%s %s %u %u %u %u %u\n", soa->primary,
	    soa->contact, soa->refresh, soa->retry, soa->expire, soa->minimum,
	    soa->ttl);
	buf_printf(out, "serial=%d\nfloor=%u\nserviceNames=%d\n",
	    (int)config->zones[at].serial, config->zones[at].serial_floor,
	    config->zones[at].service_names);
	buf_printf(out, "guard=%d %zu %u %u %u\n", config->zones[at].guard.off,
	    config->zones[at].guard.min_rrsets, config->zones[at].guard.deletes,
	    config->zones[at].guard.updates,
	    config->zones[at].guard.namespaces);
	add_secondaries(out, &config->zones[at]);
	buf_printf(out, "limits=%zu %zu %d\nheader=%s", zone->max_records,
	    zone->max_types, zone->union_namespaces, zone->header);
}

static void print_config(const struct config *config, struct buf *out)
{
	for (size_t i = 0; i < config->nzones; i++)
		add_zone(out, config, i);
	add_transfers(out, config);
	add_strings(out, "resources", &config->resources);
	buf_printf(out, "union=%d\n", config->union_namespaces);
	add_strings(out, "namespaces", &config->namespaces);
	add_strings(out, "classes", &config->ingress_classes);
	add_strings(out, "gatewayClasses", &config->gateway_classes);
	add_strings(out, "gateways", &config->gateways);
	add_strings(out, "annotations", &config->annotations_read);
	add_strings(out, "prefixes", &config->annotation_prefixes);
	for (size_t i = 0; i < config->nselectors; i++)
		buf_printf(out, "labels.%s=%zu\n", config->selectors[i].kind,
		    config->selectors[i].count);
	buf_printf(out,
	    "tlsHosts=%d\nclusterIP=%d\nnodePort=%d\nwildcards=%d\n"
	    "accepted=%d\nexternal=%d\nunknownTypes=%d\ninterval=%llu\n"
	    "grace=%llu\n",
	    config->tls_hosts, config->publish_cluster_ip, config->node_port,
	    config->wildcard_listeners, config->require_accepted,
	    config->node_external, config->unknown_types,
	    (unsigned long long)config->min_interval,
	    (unsigned long long)config->grace);
	buf_printf(out,
	    "kubeconfig=%s\ncontext=%s\npageSize=%u\ndirectory=%s\nsocket=%s\n",
	    or_none(config->kubeconfig), or_none(config->context),
	    config->page_size, config->directory, config->nsd_socket);
	buf_printf(out, "control=%d %s\n", config->exec_control,
	    or_none(config->nsd_config));
	add_strings(out, "listen", &config->listen);
	buf_printf(out, "query=%s\nrun=%d\ncheckzone=%d\nfiles=%s\n",
	    config->query, config->run_nsd, (int)config->checkzone,
	    config->nsd_files);
	buf_printf(out, "templates=%s\nlog=%d %d\n", or_none(config->templates),
	    (int)config->log_level, (int)config->log_format);
	print_git(config, out);
	add_strings(out, config->control_socket, &config->http);
}

#endif
