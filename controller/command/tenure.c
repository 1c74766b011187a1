/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tenure.c - who we are, from the state directory; then what the lease has
 * become, to the publisher, the log and the file.
 */
#include "controller/command/tenure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/kube/leaseholder.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/outfile.h"

#define FILE_NAME "lease"
#define HEX "0123456789abcdef"
#define ID_DIGITS 32
#define LEASE_SIZE 160 /* of "NAMESPACE/NAME" */
#define FILE_MAX 256
#define POD_NAMESPACE "/var/run/secrets/kubernetes.io/serviceaccount/namespace"

struct tenure {
	struct publisher *publisher;
	void (*changed)(void *arg);
	void *arg;
	struct leaseholder *holder; /* NULL: no lease */
	char *directory, *namespace, *name;
	char id[ID_DIGITS + 1]; /* of the directory; "": not read yet */
	char self[65 + ID_DIGITS + 1];
	/* Which lease is ours, as the file says: "NAMESPACE/NAME", "": none. */
	char ours[LEASE_SIZE];
	bool writes; /* and that was told */
	enum lease_state said;
	char trouble[256]; /* that was logged; "": none since */
};

/* --- Who we are --- */

static bool make_id(char id[ID_DIGITS + 1])
{
	unsigned char octets[ID_DIGITS / 2];

	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		return false;
	for (size_t i = 0; i < sizeof(octets); i++)
		snprintf(id + 2 * i, 3, "%02x", octets[i]);
	return true;
}

/* The file has the id, a blank, and the lease that is held or nothing. */
static bool read_file(struct tenure *tenure, int dir)
{
	struct err err;
	char *text;
	size_t len;
	bool good;

	if (!statedir_read(dir, FILE_NAME, FILE_MAX, &text, &len, &err))
		return false;
	good = len > ID_DIGITS + 1 && strspn(text, HEX) == ID_DIGITS &&
	    text[ID_DIGITS] == ' ' && strcspn(text, "\n") == len - 1 &&
	    len - ID_DIGITS - 2 < LEASE_SIZE;
	if (good) {
		memcpy(tenure->id, text, ID_DIGITS);
		snprintf(tenure->ours, sizeof(tenure->ours), "%.*s",
		    (int)(len - ID_DIGITS - 2), text + ID_DIGITS + 1);
	}
	free(text);
	return good;
}

static void write_file(struct tenure *tenure)
{
	int dir = open(tenure->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf text = BUF_INIT(FILE_MAX);
	struct err err;

	buf_printf(&text, "%s %s\n", tenure->id, tenure->ours);
	if (dir < 0)
		err_errno(&err, "cannot open '%s'", tenure->directory);
	if (dir < 0 || !outfile_replace(dir, FILE_NAME, 0600, &text, &err))
		log_event(LOG_WARNING,
		    "whose the lease is cannot be saved, the next start may "
		    "have to wait for it",
		    "error", err.text);
	if (dir >= 0)
		close(dir);
	buf_clear(&text);
}

static bool is_ours(const struct tenure *tenure)
{
	char lease[LEASE_SIZE];

	snprintf(
	    lease, sizeof(lease), "%s/%s", tenure->namespace, tenure->name);
	return !strcmp(lease, tenure->ours);
}

static void set_ours(struct tenure *tenure, bool ours)
{
	*tenure->ours = '\0';
	if (ours)
		snprintf(tenure->ours, sizeof(tenure->ours), "%s/%s",
		    tenure->namespace, tenure->name);
	write_file(tenure);
}

/* A file that is damaged is as one that is missing: we are somebody new. */
static void know_self(struct tenure *tenure)
{
	int dir = open(tenure->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char host[65] = "";

	if (dir < 0 || !read_file(tenure, dir))
		if (!make_id(tenure->id))
			snprintf(tenure->id, sizeof(tenure->id), "%d",
			    (int)getpid());
	if (dir >= 0)
		close(dir);
	if (gethostname(host, sizeof(host) - 1) < 0)
		*host = '\0';
	snprintf(tenure->self, sizeof(tenure->self), "%s_%s",
	    *host ? host : "k8s-nsd", tenure->id);
}

/* --- What became of it --- */

static void say_state(const struct tenure *tenure, const struct lease *lease)
{
	if (lease->state == LEASE_HELD)
		log_event(LOG_INFO,
		    "the lease is held, this controller publishes", "lease",
		    tenure->name, "namespace", tenure->namespace);
	else if (lease->state == LEASE_WAITING)
		log_event(LOG_WARNING,
		    "another controller holds the lease, this one waits and "
		    "publishes nothing",
		    "holder", lease->holder, "lease", tenure->name, "namespace",
		    tenure->namespace);
	else if (lease->state == LEASE_REFUSED)
		log_event(LOG_ERROR,
		    "the lease may not be used, nothing is published: a Role "
		    "must give get, create and patch of leases of "
		    "coordination.k8s.io, or the configuration have no lease",
		    "error", lease->trouble, "lease", tenure->name, "namespace",
		    tenure->namespace);
}

static void say_trouble(const struct tenure *tenure, const struct lease *lease)
{
	if (!*lease->trouble && *tenure->trouble && lease->state == LEASE_HELD)
		log_event(LOG_INFO, "the lease is renewed again", "lease",
		    tenure->name);
	else if (*lease->trouble && !*tenure->trouble &&
	    lease->state == LEASE_HELD)
		log_event(LOG_WARNING,
		    "the lease cannot be renewed, this controller goes on "
		    "publishing until another holds it",
		    "error", lease->trouble, "lease", tenure->name);
	else if (*lease->trouble && !*tenure->trouble &&
	    lease->state == LEASE_UNKNOWN)
		log_event(LOG_WARNING,
		    "the lease cannot be read, nothing is published before it "
		    "can",
		    "error", lease->trouble, "lease", tenure->name);
}

static void tell(struct tenure *tenure)
{
	bool writes = tenure_writes(tenure);

	if (tenure->writes == writes)
		return;
	tenure->writes = writes;
	publisher_wait(tenure->publisher, !writes);
	tenure->changed(tenure->arg);
}

static void on_changed(void *arg)
{
	struct tenure *tenure = arg;
	const struct lease *lease = leaseholder_look(tenure->holder);
	bool ours = lease->state == LEASE_HELD;

	say_trouble(tenure, lease);
	snprintf(
	    tenure->trouble, sizeof(tenure->trouble), "%s", lease->trouble);
	if (lease->state != tenure->said)
		say_state(tenure, lease);
	tenure->said = lease->state;
	if (lease->state != LEASE_UNKNOWN &&
	    (ours ? !is_ours(tenure) : *tenure->ours != '\0'))
		set_ours(tenure, ours);
	tell(tenure);
}

/* --- Which lease --- */

static char *pod_namespace(void)
{
	struct buf text = BUF_INIT(256);
	struct err err;
	char *out = NULL;

	if (textfile_read(POD_NAMESPACE, &text, &err) && text.len)
		out = xstrdup(buf_text(&text));
	if (out)
		out[strcspn(out, "\r\n")] = '\0';
	buf_clear(&text);
	return out;
}

static void drop(struct tenure *tenure)
{
	leaseholder_stop(tenure->holder);
	tenure->holder = NULL;
	free(tenure->namespace);
	free(tenure->name);
	tenure->namespace = tenure->name = NULL;
	tenure->said = LEASE_UNKNOWN;
	*tenure->trouble = '\0';
}

static bool is_same(
    const struct tenure *tenure, const char *namespace, const char *name)
{
	return tenure->holder && !strcmp(tenure->name, name) &&
	    !strcmp(tenure->namespace, namespace);
}

static void take(struct tenure *tenure, const struct api *api, char *namespace,
    const char *name)
{
	struct leaseholder_options options = {
		.api = api,
		.namespace = namespace,
		.name = name,
		.self = tenure->self,
		.changed = on_changed,
		.arg = tenure,
	};

	drop(tenure);
	tenure->namespace = namespace;
	tenure->name = xstrdup(name);
	options.before = is_ours(tenure);
	tenure->holder = leaseholder_start(&options);
}

void tenure_follow(struct tenure *tenure, const struct api *api,
    const struct config *config, bool anew)
{
	const char *name = api ? config->lease : NULL;
	char *namespace = NULL;

	if (!tenure->directory) {
		tenure->directory = xstrdup(config->directory);
		know_self(tenure);
	}
	if (name)
	namespace = config->lease_namespace ? xstrdup(config->lease_namespace)
					    : pod_namespace();
	if (name && !namespace)
	namespace = xstrdup("default");
	if (!name)
		drop(tenure);
	else if (anew || !is_same(tenure, namespace, name)) {
		take(tenure, api, namespace, name);
		namespace = NULL;
	}
	free(namespace);
	tell(tenure);
}

void tenure_move(struct tenure *tenure)
{
	if (*tenure->ours)
		set_ours(tenure, false);
}

bool tenure_writes(const struct tenure *tenure)
{
	return !tenure->holder ||
	    leaseholder_look(tenure->holder)->state == LEASE_HELD;
}

void tenure_look(const struct tenure *tenure, struct situation *out)
{
	out->lease = tenure->holder ? leaseholder_look(tenure->holder) : NULL;
	out->self = tenure->self;
}

/* --- The beginning and the end --- */

struct tenure *tenure_new(
    struct publisher *publisher, void (*changed)(void *arg), void *arg)
{
	struct tenure *tenure = xcalloc(1, sizeof(*tenure));

	tenure->publisher = publisher;
	tenure->changed = changed;
	tenure->arg = arg;
	tenure->writes = true;
	return tenure;
}

void tenure_end(struct tenure *tenure, void (*done)(void *arg), void *arg)
{
	if (!tenure->holder) {
		done(arg);
		return;
	}
	if (*tenure->ours)
		set_ours(tenure, false);
	publisher_wait(tenure->publisher, true);
	leaseholder_release(tenure->holder, done, arg);
}

void tenure_free(struct tenure *tenure)
{
	if (!tenure)
		return;
	drop(tenure);
	free(tenure->directory);
	free(tenure);
}
