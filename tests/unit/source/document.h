/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document.h - objects as text, ' standing for ", of the Ingress or Service
 * web/www.
 */
#ifndef TESTS_UNIT_SOURCE_DOCUMENT_H
#define TESTS_UNIT_SOURCE_DOCUMENT_H

#include <string.h>

#include "controller/object/kind.h"
#include "tests/test.h"
#include "zonegen/buf.h"

#define ED "'external-dns.kubernetes.io/"
#define ALPHA "'external-dns.alpha.kubernetes.io/"
#define CORE "'coredns.io/hostname':"
#define META(rest) "'metadata':{'namespace':'web','name':'www'" rest "}"
#define NOTES(notes) META(",'annotations':{" notes "}")
#define IP1 "{'ip':'192.0.2.1'}"
#define LB(list) ",'status':{'loadBalancer':{'ingress':[" list "]}}"
#define HOST(host) ",'spec':{'rules':[{'host':" host "}]}"
#define WWW HOST("'www.example.com'")
#define I(meta, spec, status) "{'kind':'Ingress'," meta spec status "}"
#define S(meta, spec, status) \
	"{'kind':'Service'," meta ",'spec':{" spec "}" status "}"
#define BALANCED "'type':'LoadBalancer'"
#define L63 "a23456789012345678901234567890123456789012345678901234567890123"
#define DOTS63 L63 "." L63 "." L63
#define NAMES(text) I(META(), ",'spec':{'rules':[" text "]}", LB(IP1)), &one
#define TARGETS(text) I(NOTES(ED "target':" text), WWW, LB(IP1)), &one
#define TTL(text) I(NOTES(ED "ttl':" text), WWW, LB(IP1)), &one

static struct object *decode(const char *text)
{
	struct buf json = BUF_INIT(1 << 20);
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	struct err err;

	for (const char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == '\'')
			buf_puts(&json, "\\\""), p++;
		else
			buf_putc(&json, *p == '\'' ? '"' : *p);
	object = object_decode(
	    kind_find(strncmp(text, "{'kind':'I", 10) ? "Service" : "Ingress"),
	    buf_text(&json), json.len, key, &err);
	if (!object)
		fail_msg("%s", err.text);
	buf_clear(&json);
	return object;
}

#endif
