/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document.h - objects as text, ' standing for ", most of them called
 * web/www.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_DOCUMENT_H
#define TESTS_UNIT_CONTROLLER_SOURCE_DOCUMENT_H

#include <stdio.h>
#include <string.h>

#include "controller/object/decode.h"
#include "controller/object/kinds.h"
#include "tests/test.h"
#include "zonegen/base/buf.h"

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
#define D(kind, meta, spec, status) \
	"{'kind':'" kind "'," meta ",'spec':{" spec "}" status "}"
#define CALLED(namespace, name, rest) \
	"'metadata':{'namespace':'" namespace "','name':'" name "'" rest "}"
#define BALANCED "'type':'LoadBalancer'"
#define L63 "a23456789012345678901234567890123456789012345678901234567890123"
#define DOTS63 L63 "." L63 "." L63
#define NAMES(text) I(META(), ",'spec':{'rules':[" text "]}", LB(IP1)), &one
#define TARGETS(text) I(NOTES(ED "target':" text), WWW, LB(IP1)), &one
#define TTL(text) I(NOTES(ED "ttl':" text), WWW, LB(IP1)), &one

/* Text as JSON: ' becomes ", \\' becomes \\". */
static void to_json(struct buf *json, const char *text)
{
	for (const char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == '\'')
			buf_puts(json, "\\\""), p++;
		else
			buf_putc(json, *p == '\'' ? '"' : *p);
}

/* The kind that stands first in the text of a document. */
static const struct kind *kind_in(const char *text)
{
	char word[32];

	if (sscanf(text, "{'kind':'%31[A-Za-z]'", word) != 1)
		fail_msg("no kind in %s", text);
	return kind_find(word);
}

static struct object *decode(const char *text)
{
	struct buf json = BUF_INIT(1 << 20);
	char key[OBJECT_KEY_SIZE];
	struct object *object;
	struct err err;

	to_json(&json, text);
	object = object_decode(
	    kind_in(text), buf_text(&json), json.len, NULL, key, &err);
	if (!object)
		fail_msg("%s", err.text);
	buf_clear(&json);
	return object;
}

#endif
