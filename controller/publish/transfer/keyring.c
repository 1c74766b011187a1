/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyring.c - the keys of nsd.conf are read back line by line; then each key's
 * file decides, where the key is not in use with another secret.
 */
#include "controller/publish/transfer/keyring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

static struct keyring_key *find(const struct keyring *keyring, const char *name)
{
	for (size_t i = 0; i < keyring->count; i++)
		if (!strcmp(keyring->list[i].name, name))
			return &keyring->list[i];
	return NULL;
}

static struct keyring_key *add(struct keyring *keyring, const char *name)
{
	keyring->list = xgrow(keyring->list, keyring->count, &keyring->cap,
	    sizeof(*keyring->list));
	keyring->list[keyring->count] =
	    (struct keyring_key){ .name = xstrdup(name) };
	return &keyring->list[keyring->count++];
}

static void wipe(struct keyring_key *key)
{
	tsig_secret_clear(&key->secret);
	free(key->name);
}

void keyring_clear(struct keyring *keyring)
{
	for (size_t i = 0; i < keyring->count; i++)
		wipe(&keyring->list[i]);
	free(keyring->list);
	*keyring = (struct keyring)KEYRING_INIT;
}

/* --- From nsd.conf --- */

/* The value of a line "  WORD: "VALUE"", without quotes; false: another. */
static bool line_value(
    const char *line, size_t len, const char *word, char *out, size_t size)
{
	size_t head = strlen(word);
	const char *end = line + len;

	while (line < end && *line == ' ')
		line++;
	if ((size_t)(end - line) < head || memcmp(line, word, head))
		return false;
	line += head;
	while (line < end && (*line == ' ' || *line == '"'))
		line++;
	while (end > line && end[-1] == '"')
		end--;
	if ((size_t)(end - line) >= size)
		return false;
	memcpy(out, line, (size_t)(end - line));
	out[end - line] = '\0';
	return true;
}

static bool find_algorithm(const char *word, enum tsig_algorithm *out)
{
	for (size_t i = 0; tsig_words[i]; i++)
		if (!strcmp(tsig_words[i], word)) {
			*out = (enum tsig_algorithm)i;
			return true;
		}
	return false;
}

/* One "key:" section that is being read. */
struct key_section {
	char name[256], algorithm[32], secret[TSIG_SECRET_TEXT];
};

static void take_section(
    struct keyring *keyring, const struct key_section *section)
{
	enum tsig_algorithm algorithm;
	struct tsig_secret secret;
	struct keyring_key *key;
	struct err err;

	if (!*section->name || find(keyring, section->name) ||
	    !find_algorithm(section->algorithm, &algorithm) ||
	    !tsig_secret_parse(
		section->secret, strlen(section->secret), &secret, &err))
		return;
	key = add(keyring, section->name);
	key->algorithm = algorithm;
	key->secret = secret;
	tsig_secret_clear(&secret);
}

void keyring_recall(struct keyring *keyring, const char *conf)
{
	struct key_section now = { .name = "" };
	bool inside = false;

	while (*conf) {
		size_t len = strcspn(conf, "\n");

		if (len && *conf != ' ' && *conf != '#') {
			take_section(keyring, &now);
			explicit_bzero(&now, sizeof(now));
			inside = !strncmp(conf, "key:", 4);
		}
		if (inside &&
		    !line_value(
			conf, len, "name:", now.name, sizeof(now.name)) &&
		    !line_value(conf, len, "algorithm:", now.algorithm,
			sizeof(now.algorithm)))
			(void)line_value(conf, len, "secret:", now.secret,
			    sizeof(now.secret));
		conf += len + (conf[len] == '\n');
	}
	take_section(keyring, &now);
	explicit_bzero(&now, sizeof(now));
}

/* --- From files --- */

static bool uses(const struct secondary *secondary, const char *name)
{
	for (size_t i = 0; i < secondary->nkeys; i++)
		if (!strcmp(secondary->keys[i]->name, name))
			return true;
	for (size_t i = 0; i < secondary->nnotify_keys; i++)
		if (!strcmp(secondary->notify_keys[i]->name, name))
			return true;
	return false;
}

/* Does a secondary of some zone have the key? */
static bool in_use(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->nzones; i++)
		for (size_t j = 0; j < config->zones[i].nsecondaries; j++)
			if (uses(config->zones[i].secondaries[j], name))
				return true;
	return false;
}

static bool same(const struct keyring_key *key, const struct tsig_key *wanted,
    const struct tsig_secret *secret)
{
	return key->algorithm == wanted->algorithm &&
	    tsig_secret_equal(&key->secret, secret);
}

static void say(struct keyring_key *key, const char *problem)
{
	key->news = strcmp(key->problem, problem) != 0;
	snprintf(key->problem, sizeof(key->problem), "%s", problem);
}

/* true: what is in force changed. */
static bool refresh(struct keyring_key *key, const struct tsig_key *wanted,
    bool used, const struct tsig_secret *secret, const struct err *err)
{
	bool first = !key->secret.size;

	if (!secret) {
		say(key, err ? err->text : "no secret");
		return false;
	}
	if (!first && same(key, wanted, secret)) {
		say(key, "");
		return false;
	}
	if (!first && used) {
		say(key,
		    "its file has another secret or algorithm, which is not "
		    "used while secondaries have this one: list a second key "
		    "beside it, or run k8s-nsd rekey");
		return false;
	}
	key->algorithm = wanted->algorithm;
	key->secret = *secret;
	say(key, "");
	return true;
}

/* Those that are not configured any more; true: there were some. */
static bool forget(struct keyring *keyring, const struct config *config)
{
	size_t kept = 0;
	bool changed;

	for (size_t i = 0; i < keyring->count; i++) {
		struct keyring_key *key = &keyring->list[i];
		bool wanted = false;

		for (size_t j = 0; j < config->ntsig && !wanted; j++)
			wanted = !strcmp(config->tsig[j].name, key->name);
		if (wanted)
			keyring->list[kept++] = *key;
		else
			wipe(key);
	}
	changed = kept != keyring->count;
	if (changed)
		explicit_bzero(keyring->list + kept,
		    (keyring->count - kept) * sizeof(*keyring->list));
	keyring->count = kept;
	return changed;
}

bool keyring_refresh(struct keyring *keyring, const struct config *config)
{
	bool changed = forget(keyring, config);

	for (size_t i = 0; i < config->ntsig; i++) {
		const struct tsig_key *wanted = &config->tsig[i];
		struct keyring_key *key = find(keyring, wanted->name);
		struct tsig_secret secret;
		struct err err = { .text = "" };
		bool read = tsig_secret_read(wanted, &secret, &err);

		if (!key)
			key = add(keyring, wanted->name);
		changed |= refresh(key, wanted, in_use(config, wanted->name),
		    read ? &secret : NULL, &err);
		if (read)
			tsig_secret_clear(&secret);
	}
	return changed;
}

bool keyring_take(struct keyring *keyring, const struct config *config,
    const char *name, struct err *err)
{
	struct keyring_key *key = find(keyring, name);
	const struct tsig_key *wanted = NULL;
	struct tsig_secret secret;
	bool other;

	for (size_t i = 0; i < config->ntsig; i++)
		if (!strcmp(config->tsig[i].name, name))
			wanted = &config->tsig[i];
	if (!wanted || !key)
		return err_set(
		    err, ERR_ABSENT, "there is no key '%.260s'", name);
	if (!tsig_secret_read(wanted, &secret, err))
		return false;
	other = !same(key, wanted, &secret);
	if (other)
		(void)refresh(key, wanted, false, &secret, NULL);
	tsig_secret_clear(&secret);
	return other ||
	    err_set(err, ERR_ABSENT,
		"the secret of key '%.260s' is the one of its file already",
		name);
}

const struct keyring_key *keyring_find(
    const struct keyring *keyring, const char *name)
{
	const struct keyring_key *key = find(keyring, name);

	return key && key->secret.size ? key : NULL;
}

const char *keyring_problem(const struct keyring *keyring, const char *name)
{
	const struct keyring_key *key = find(keyring, name);

	return key && *key->problem ? key->problem : NULL;
}

void keyring_hide(const struct keyring *keyring, char *text)
{
	for (size_t i = 0; i < keyring->count; i++)
		tsig_secret_hide(&keyring->list[i].secret, text);
}
