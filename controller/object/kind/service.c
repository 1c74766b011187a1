/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/service.h"

#include <stddef.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/object/part/field.h"
#include "zonegen/base/base.h"
#include "zonegen/base/mem.h"

static const char *const types[] = {
	[SERVICE_CLUSTER_IP] = "ClusterIP",
	[SERVICE_NODE_PORT] = "NodePort",
	[SERVICE_LOAD_BALANCER] = "LoadBalancer",
	[SERVICE_EXTERNAL_NAME] = "ExternalName",
};

static bool decode_type(
    struct service *service, const struct json *spec, struct err *err)
{
	const char *type;

	if (!json_get_string(spec, "type", "", &type, err))
		return false;
	if (!*type)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (!strcmp(type, types[i])) {
			service->type = (enum service_type)i;
			return true;
		}
	}
	return err_set(err, ERR_INPUT, "type: '%s' is no type", type);
}

/* clusterIPs, or clusterIP of objects that lack the newer field. */
static bool decode_cluster_ips(
    struct service *service, const struct json *spec, struct err *err)
{
	struct arena *arena = service->object.arena;
	const char **single, *first;

	if (!json_get_string(spec, "clusterIP", "", &first, err) ||
	    !field_strings(spec, "clusterIPs", arena, &service->cluster_ips,
		&service->ncluster_ips, err))
		return false;
	if (service->ncluster_ips)
		first = service->cluster_ips[0];
	if (!strcmp(first, "None")) {
		service->headless = true;
		service->ncluster_ips = 0;
	} else if (*first && !service->ncluster_ips) {
		single = arena_alloc(arena, sizeof(*single));
		*single = arena_strdup(arena, first);
		service->cluster_ips = single;
		service->ncluster_ips = 1;
	}
	return true;
}

static bool decode_ports(
    struct service *service, const struct json *spec, struct err *err)
{
	struct arena *arena = service->object.arena;
	const struct json *array;
	struct service_port *list;
	uint32_t n = 0;

	if (!field_objects(spec, "ports", &array, &service->nports, err))
		return false;
	if (!service->nports)
		return true;
	list = arena_alloc(arena, service->nports * sizeof(*list));
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), n++) {
		if (!field_text(e, "protocol", arena, &list[n].protocol, err) ||
		    !field_port(e, "nodePort", &list[n].node_port, err))
			return field_of(err, "ports[%u]", n);
		if (!*list[n].protocol)
			list[n].protocol = "TCP";
	}
	service->ports = list;
	return true;
}

bool service_decode(
    struct object *object, const struct json *document, struct err *err)
{
	struct service *service = (struct service *)object;
	struct arena *arena = object->arena;
	const struct json *spec;
	const char *policy;

	if (!dns1123_is_label(object_name(object), strlen(object_name(object))))
		return err_set(err, ERR_INPUT,
		    "metadata.name: '%s' is no DNS label", object_name(object));
	if (!json_get_object(document, "spec", &spec, err))
		return false;
	if (!decode_type(service, spec, err) ||
	    !decode_cluster_ips(service, spec, err) ||
	    !field_string(
		spec, "externalName", arena, &service->external_name, err) ||
	    !field_strings(spec, "externalIPs", arena, &service->external_ips,
		&service->nexternal_ips, err) ||
	    !decode_ports(service, spec, err) ||
	    !json_get_string(spec, "externalTrafficPolicy", "", &policy, err))
		return field_of(err, "spec");
	service->local = !strcmp(policy, "Local");
	return balancers_decode(
	    document, arena, &service->balancers, &service->nbalancers, err);
}
