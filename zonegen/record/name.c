/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name.c - text to name, label by label (label.h), then order and ancestry of
 * names, then their wire form.
 */
#include "zonegen/record/name.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "zonegen/record/label.h"

#define SHOWN_MAX 300

/*
 * Octets that nobody could see stand as escapes: a blank of no width in a name
 * is found only so.
 */
static bool refuse(
    struct err *err, const char *text, size_t len, const char *why)
{
	char shown[SHOWN_MAX + 5];
	size_t used = 0;

	for (size_t i = 0; i < len && used < SHOWN_MAX; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= ' ' && c <= '~')
			shown[used++] = (char)c;
		else
			used += (size_t)snprintf(shown + used, 5, "\\%03u", c);
	}
	return err_set(
	    err, ERR_INPUT, "bad name '%.*s': %s", (int)used, shown, why);
}

bool name_parse(
    const char *text, size_t len, char out[NAME_SIZE], struct err *err)
{
	char name[NAME_SIZE];
	size_t used = 0, start = 0, end = len;

	if (len > 0 && text[len - 1] == '.')
		end--;
	if (end == 0)
		return refuse(
		    err, text, len, len ? "it is the root" : "it is empty");
	for (size_t i = 0; i <= end; i++) {
		const char *why;

		if (i < end && text[i] != '.')
			continue;
		why = label_add_host(
		    text + start, i - start, start == 0, name, &used);
		if (why)
			return refuse(err, text, len, why);
		start = i + 1;
	}
	memcpy(out, name, used);
	out[used] = '\0';
	return true;
}

bool name_parse_any(
    const char *text, size_t len, char out[NAME_SIZE], struct err *err)
{
	char name[NAME_SIZE] = "";
	size_t used = 0, label = 0, wire = 1, size;
	unsigned char c;

	if (len == 1 && *text == '.')
		len = 0;
	else if (!len)
		return refuse(err, text, len, "it is empty");
	for (size_t i = 0; i < len; i += size) {
		size = label_octet(text + i, len - i, &c);
		if (!size)
			return refuse(err, text, len, "a bad escape");
		if (size == 1 && c == '.') {
			if (!label)
				return refuse(err, text, len, "an empty label");
			label = 0;
			if (i + 1 < len)
				name[used++] = '.';
			continue;
		}
		wire += label ? 1 : 2;
		if (++label > 63)
			return refuse(
			    err, text, len, "label longer than 63 octets");
		if (wire > NAME_WIRE || !label_add(c, name, &used) ||
		    used > NAME_SIZE - 2)
			return refuse(err, text, len, "longer than 255 octets");
	}
	memcpy(out, name, used);
	out[used] = '\0';
	return true;
}

/* --- Names that no host has --- */

/* Where the label at text ends, escapes looked at. */
static size_t label_end(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && text[at] != '.')
		at += text[at] == '\\' && at + 1 < len ? 2 : 1;
	return at;
}

static bool is_transport(const char *label, size_t len)
{
	return len == 4 &&
	    (!strncasecmp(label, "_tcp", 4) || !strncasecmp(label, "_udp", 4));
}

/* The length of a left-most label that may be a service instance; 0: none. */
static size_t find_instance(const char *text, size_t len)
{
	size_t instance = label_end(text, len), next, end;

	if (!instance || instance + 1 >= len)
		return 0;
	next = instance + 1;
	end = label_end(text + next, len - next);
	if (is_transport(text + next, end))
		return instance;
	if (text[next] != '_' || next + end + 1 >= len)
		return 0;
	/* Others than ASCII are mapped, and "_" is not the first then. */
	for (size_t i = next; i < next + end; i++)
		if ((unsigned char)text[i] >= 0x80)
			return 0;
	next += end + 1;
	return is_transport(text + next, label_end(text + next, len - next))
	    ? instance
	    : 0;
}

static bool is_reverse(const char *text, size_t len)
{
	static const char *const tops[] = { ".in-addr.arpa", ".ip6.arpa" };

	for (size_t i = 0; i < 2; i++) {
		size_t top = strlen(tops[i]);

		if (len > top && !strncasecmp(text + len - top, tops[i], top))
			return true;
	}
	return false;
}

bool name_parse_record(
    const char *text, size_t len, char out[NAME_SIZE], struct err *err)
{
	size_t end = len > 0 && text[len - 1] == '.' ? len - 1 : len;
	size_t instance = find_instance(text, end), used = 0, size;
	bool reverse = is_reverse(text, end);
	char name[NAME_SIZE];

	if (!instance && !reverse)
		return name_parse(text, len, out, err);
	for (size_t i = 0; i <= end; i += size + 1) {
		const char *label = text + i, *why;

		size = label_end(label, end - i);
		if (!i && instance)
			why = label_add_instance(label, size, name, &used);
		else if (reverse &&
		    (memchr(label, '/', size) || memchr(label, '\\', size)))
			why = label_add_range(label, size, !i, name, &used);
		else
			why = label_add_host(label, size, !i, name, &used);
		if (why)
			return refuse(err, text, len, why);
	}
	memcpy(out, name, used);
	out[used] = '\0';
	return true;
}

const char *name_for_file(const char *name, char out[NAME_FILE_SIZE])
{
	size_t used = 0;

	for (; *name && used < NAME_FILE_SIZE - 5; name++) {
		if (*name == '/') {
			memcpy(out + used, "\\047", 4);
			used += 4;
		} else {
			out[used++] = *name;
		}
	}
	out[used] = '\0';
	return out;
}

const char *name_odd(const char *name)
{
	const char *label = name;

	for (const char *p = name;; p++) {
		if (*p == '_' && p != label && *label != '_')
			return "a label has an underscore, "
			       "which host names do not have";
		if (*p != '.' && *p != '\0')
			continue;
		if (*label == '-' || (p > label && p[-1] == '-'))
			return "a label begins or ends with '-'";
		if (*p == '\0')
			return NULL;
		label = p + 1;
	}
}

const char *name_misfit(const char *name, const char *text, size_t len)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	if (!last[strspn(last, "0123456789")])
		return "its last label is a number, as in an address";
	if (!dot && text[len - 1] != '.')
		return "one label, and no final dot";
	return NULL;
}

/* The octet that begins at text; in the middle of an escape, a digit of it. */
static int octet_at(const char *text)
{
	unsigned char c;

	return label_octet(text, strlen(text), &c) ? c : '\\';
}

/* By their octets, whether they are escapes or not. */
static int compare_labels(const char *x, const char *y, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (x[i] != y[i])
			return octet_at(x + i) - octet_at(y + i);
	return 0;
}

/*
 * Labels count from the right, so the common end is skipped first; the labels
 * in which the names differ then decide, or their number.
 */
int name_compare(const char *a, const char *b)
{
	const char *x = a + strlen(a), *y = b + strlen(b), *rest;
	size_t x_len, y_len, tail;
	int d;

	while (x > a && y > b && x[-1] == y[-1])
		x--, y--;
	if ((x == a || x[-1] == '.') && (y == b || y[-1] == '.'))
		return (x != a) - (y != b);
	rest = strchrnul(x, '.');
	tail = (size_t)(rest - x); /* of the label, the same in both */
	for (rest = x; x > a && x[-1] != '.';)
		x--;
	x_len = (size_t)(rest - x) + tail;
	for (rest = y; y > b && y[-1] != '.';)
		y--;
	y_len = (size_t)(rest - y) + tail;
	d = compare_labels(x, y, x_len < y_len ? x_len : y_len);
	return d ? d : (x_len > y_len) - (x_len < y_len);
}

bool name_within(const char *name, const char *zone)
{
	size_t len = strlen(name), zone_len = strlen(zone);

	if (zone_len == 0)
		return true;
	return len >= zone_len && !strcmp(name + len - zone_len, zone) &&
	    (len == zone_len || name[len - zone_len - 1] == '.');
}

const char *name_parent(const char *name)
{
	const char *dot = strchr(name, '.');

	if (!*name)
		return NULL;
	return dot ? dot + 1 : name + strlen(name);
}

bool name_is_wildcard(const char *name)
{
	return name[0] == '*' && (name[1] == '.' || name[1] == '\0');
}

size_t name_to_wire(const char *name, uint8_t out[NAME_WIRE])
{
	size_t used = 0;

	while (*name) {
		size_t len = strcspn(name, "."), start = used++, size;
		unsigned char c;

		for (size_t i = 0; i < len; i += size ? size : 1) {
			size = label_octet(name + i, len - i, &c);
			out[used++] = c;
		}
		out[start] = (uint8_t)(used - start - 1);
		name += len + (name[len] == '.');
	}
	out[used++] = 0;
	return used;
}

bool name_from_wire(
    const uint8_t *wire, size_t size, char out[NAME_SIZE], size_t *used)
{
	size_t at = 0, len = 0;

	while (at < size && wire[at] != 0) {
		size_t label = wire[at];

		if (label > 63 || at + 1 + label >= size ||
		    len + (len > 0) + label > NAME_SIZE - 1)
			return false;
		if (len > 0)
			out[len++] = '.';
		for (size_t i = 1; i <= label; i++)
			if (!label_add(wire[at + i], out, &len))
				return false;
		at += 1 + label;
	}
	if (at >= size)
		return false;
	out[len] = '\0';
	*used = at + 1;
	return true;
}
