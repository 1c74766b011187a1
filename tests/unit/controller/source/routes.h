/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.h - Gateways, ListenerSets and routes for the tables here.
 *
 * The route is web/www, its Gateway dns/main at 192.0.2.7 with one listener.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_ROUTES_H
#define TESTS_UNIT_CONTROLLER_SOURCE_ROUTES_H

#include "tests/unit/controller/source/document.h"

#define ALL_NAMESPACES "'allowedRoutes':{'namespaces':{'from':'All'}}"
#define HTTP(more) "{'name':'http','port':80,'protocol':'HTTP'," more "}"
#define OPEN HTTP(ALL_NAMESPACES)
#define AT(addresses) ",'status':{'addresses':[" addresses "]}"
#define IP7 "{'type':'IPAddress','value':'192.0.2.7'}"
#define IP8 "{'value':'192.0.2.8'}"
#define GATEWAY(name, rest, listeners, status)  \
	D("Gateway", CALLED("dns", name, rest), \
	    "'gatewayClassName':'istio','listeners':[" listeners "]", status)
#define LISTENING(listeners) GATEWAY("main", "", listeners, AT(IP7))
#define MAIN LISTENING(OPEN)
#define SECOND GATEWAY("second", "", OPEN, AT(IP8))

#define TO(more) "{'namespace':'dns','name':'main'" more "}"
#define WITH(parents, hosts) \
	"'parentRefs':[" parents "],'hostnames':[" hosts "]"
#define ROUTE(parents) \
	D("HTTPRoute", META(), WITH(parents, "'www.example.com'"), "")
#define HOSTS(hosts) D("HTTPRoute", META(), WITH(TO(""), hosts), "")
#define JUDGED(verdict)                                                 \
	D("HTTPRoute", META(), WITH(TO(""), "'www.example.com'"),       \
	    ",'status':{'parents':[{'parentRef':{'group':"              \
	    "'gateway.networking.k8s.io','kind':'Gateway','namespace':" \
	    "'dns','name':'main'},'controllerName':'a.b/"               \
	    "c','conditions':[" verdict "]}]}")
#define VERDICT(status) "{'type':'Accepted','status':'" status "'}"

#define SET(rest, parent, listeners, status)            \
	D("ListenerSet", CALLED("team", "extra", rest), \
	    "'parentRef':" parent ",'listeners':[" listeners "]", status)
#define OF_MAIN "{'namespace':'dns','name':'main'}"
#define TO_SET "{'kind':'ListenerSet','namespace':'team','name':'extra'}"
#define TAKING(from)                                                 \
	D("Gateway", CALLED("dns", "main", ""),                      \
	    "'listeners':[" OPEN                                     \
	    "],'allowedListeners':{'namespaces':{'from':" from "}}", \
	    AT(IP7))
#define LABELLED(name, labels)                                                \
	"{'kind':'Namespace','metadata':{'name':'" name "','labels':{" labels \
	"}}}"

#define PUBLISHED "www.example.com: A 192.0.2.7\n"

#endif
