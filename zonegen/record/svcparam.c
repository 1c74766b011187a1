/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svcparam.c - reads parameters in any order, sorts them by key, checks that
 * they may stand together, and writes key, length and value of each.
 */
#include "zonegen/record/svcparam.h"

#include <stdlib.h>

#include "zonegen/record/svckey.h"
#include "zonegen/record/svcvalue.h"

struct param {
	uint16_t key;
	size_t at, len; /* of its value in values */
};

struct params {
	struct param list[SVCPARAM_MAX];
	size_t count;
	struct rdata values;
};

/* Up to "=" or what ends a word. */
static bool take_key(struct scanner *s, uint16_t *key, struct err *err)
{
	const char *start = s->at;
	size_t len;

	while (!scanner_done(s) && *s->at != '=' && *s->at != ' ' &&
	    *s->at != '\t')
		s->at++;
	len = (size_t)(s->at - start);
	return svckey_parse(start, len, key) ||
	    err_set(err, ERR_INPUT, "no such parameter '%.*s'",
		(int)(len < 20 ? len : 20), start);
}

static bool take_value(struct scanner *s, struct params *params,
    struct param *param, struct err *err)
{
	struct rdata text;

	if (scanner_done(s) || *s->at != '=')
		return !svcvalue_is_needed(param->key) ||
		    err_set(err, ERR_INPUT, "it has no value");
	s->at++;
	if (!svcvalue_is_allowed(param->key))
		return err_set(err, ERR_INPUT, "it must not have a value");
	rdata_init(&text);
	if (!scanner_string(s, &text, err) ||
	    !svcvalue_parse(
		&params->values, param->key, text.octets, text.len, err)) {
		params->values.too_long |= text.too_long;
		return false;
	}
	param->len = params->values.len - param->at;
	return true;
}

static bool take_param(
    struct scanner *s, struct params *params, struct err *err)
{
	struct param *param = &params->list[params->count];
	struct buf word = BUF_INIT(32);
	bool ok;

	if (params->count == SVCPARAM_MAX)
		return err_set(
		    err, ERR_INPUT, "over %d parameters", SVCPARAM_MAX);
	if (!take_key(s, &param->key, err))
		return false;
	param->at = params->values.len;
	param->len = 0;
	ok = take_value(s, params, param, err);
	if (!ok && !params->values.too_long) {
		svckey_print(param->key, &word);
		err_prefix(err, "%s", buf_text(&word));
		buf_clear(&word);
	}
	params->count += ok;
	return ok;
}

static int by_key(const void *a, const void *b)
{
	const struct param *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

static bool has(const struct params *params, uint16_t key)
{
	for (size_t i = 0; i < params->count; i++)
		if (params->list[i].key == key)
			return true;
	return false;
}

/* Sorted params that each may stand alone: may they stand together? */
static bool check(const struct params *params, struct err *err)
{
	const struct param *first = &params->list[0];
	const uint8_t *value = params->values.octets + first->at;

	for (size_t i = 1; i < params->count; i++)
		if (params->list[i].key == params->list[i - 1].key)
			return err_set(err, ERR_INPUT, "a parameter twice");
	if (has(params, SVC_NO_DEFAULT_ALPN) && !has(params, SVC_ALPN))
		return err_set(err, ERR_INPUT, "no-default-alpn without alpn");
	for (size_t i = 0; first->key == SVC_MANDATORY && i < first->len;
	     i += 2)
		if (!has(params, (uint16_t)(value[i] << 8 | value[i + 1])))
			return err_set(err, ERR_INPUT,
			    "mandatory: it names what is not there");
	return true;
}

bool svcparam_parse(struct scanner *s, struct rdata *out, struct err *err)
{
	struct params params;

	params.count = 0;
	rdata_init(&params.values);
	do {
		if (!take_param(s, &params, err)) {
			out->too_long = params.values.too_long;
			return false;
		}
	} while (scanner_blank(s));
	qsort(params.list, params.count, sizeof(params.list[0]), by_key);
	if (!check(&params, err))
		return false;
	for (size_t i = 0; i < params.count; i++) {
		const struct param *param = &params.list[i];

		if (!rdata_add16(out, param->key, err) ||
		    !rdata_add16(out, (unsigned)param->len, err) ||
		    !rdata_add(
			out, params.values.octets + param->at, param->len, err))
			return false;
	}
	return true;
}

void svcparam_print(const uint8_t *octets, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len;) {
		uint16_t key = (uint16_t)(octets[i] << 8 | octets[i + 1]);
		size_t size = (size_t)(octets[i + 2] << 8 | octets[i + 3]);

		if (i > 0)
			buf_putc(out, ' ');
		svckey_print(key, out);
		i += 4;
		if (size > 0) {
			buf_putc(out, '=');
			svcvalue_print(key, octets + i, size, out);
		}
		i += size;
	}
}
