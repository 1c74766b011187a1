/* SPDX-License-Identifier: Apache-2.0 */
/*
 * style.h - how the pages look: by day and in the dark, on a phone and on
 * paper.
 */
#ifndef CONTROLLER_SERVE_PAGE_STYLE_H
#define CONTROLLER_SERVE_PAGE_STYLE_H

#define STYLE_TYPE "text/css; charset=utf-8"

extern const char style_text[];

#endif
