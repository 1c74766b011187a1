/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html.h - the one way that text gets into a page.
 *
 * The markup stands in the format; what is put into it is escaped, so that no
 * text of a cluster can become markup.  It is put in as printable ASCII; other
 * octets become "?".
 *
 * The room: html writes, frame has what all pages share, style their looks;
 * copies what is said of secondaries and git;
 * overview, zonepage and explanation are one page each, made from the answers
 * of serve/answer.
 */
#ifndef CONTROLLER_SERVE_PAGE_HTML_H
#define CONTROLLER_SERVE_PAGE_HTML_H

#include "zonegen/base/buf.h"

/*
 * In format, which is our own: %s a text, %q a text as a value in the query of
 * a URL, %u a uint64_t; no others.
 */
void html_add(struct buf *out, const char *format, ...);

#endif
