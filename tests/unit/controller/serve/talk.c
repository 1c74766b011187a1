/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/serve/talk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/serve/routes.h"
#include "tests/test.h"

static bool act_on_zone(const struct posted *posted, struct err *err)
{
	bool all =
	    posted->kind != POSTED_RESTORE && !strcmp(posted->zone, ORDERS_ALL);

	if (!all && strcmp(posted->zone, "example.com") != 0)
		return err_set(err, ERR_ABSENT, "no zone '%s'", posted->zone);
	if (!strcmp(posted->stated.reason, "the disk is full"))
		return err_set(err, ERR_SYSTEM, "no space");
	return posted->kind != POSTED_APPROVE ||
	    !strcmp(posted->plan, "0123456789ab") ||
	    err_set(err, ERR_INPUT, "no plan '%s'", posted->plan);
}

static bool act(
    void *arg, const struct posted *posted, struct buf *answer, struct err *err)
{
	struct server *server = arg;

	(void)answer;
	server->approved++;
	if (posted->kind == POSTED_REKEY)
		return !strcmp(posted->key, "k.example") ||
		    err_set(err, ERR_ABSENT, "no key '%s'", posted->key);
	if (posted->kind == POSTED_GIT_ACCEPT)
		return !strcmp(posted->stated.by, "jo") ||
		    err_set(err, ERR_ABSENT, "nothing is lost");
	return act_on_zone(posted, err);
}

static void report(void *arg)
{
	(void)arg;
}

static void answer_from_desk(struct server *server,
    const struct httpd_request *request, struct httpd_answer *answer)
{
	static const struct zone_state zones[2] = { { .served = true } };
	const struct affairs affairs = {
		.knowledge = &server->world.knowledge,
		.zones = zones,
		.now = 1000,
	};
	const struct desk desk = {
		.affairs = server->ignorant ? NULL : &affairs,
		.report = report,
		.act = act,
		.arg = server,
	};

	routes_answer(&desk, request, answer);
}

static void on_request(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	struct server *server = arg;

	if (!strcmp(request->path, "/echo")) {
		buf_puts(&answer->body, request->query ? request->query : "");
		buf_add(&answer->body, request->body, request->body_len);
	} else {
		answer_from_desk(server, request, answer);
	}
}

static void on_turn(void *arg)
{
	loop_stop(((struct server *)arg)->loop);
}

static void on_limit(void *arg)
{
	struct server *server = arg;

	server->late = true;
	loop_stop(server->loop);
}

void server_begin(struct server *s, const struct httpd_limits *limits)
{
	struct err err;

	*s = (struct server){ .dir = "/tmp/k8s-nsd-test-XXXXXX" };
	assert_non_null(mkdtemp(s->dir));
	snprintf(s->path, sizeof(s->path), "%s/s", s->dir);
	s->loop = loop_new();
	s->turn = loop_timer_new(s->loop, on_turn, s);
	s->limit = loop_timer_new(s->loop, on_limit, s);
	loop_timer_set(s->limit, 60000);
	world_open(&s->world, "");
	world_put(&s->world,
	    INGRESS("web", "www", 1, "www.example.com", "192.0.2.1"));
	world_list(&s->world, "");
	world_pass(&s->world);
	if (!listening_unix(&s->listening, s->path, 0660, &err))
		fail_msg("%s", err.text);
	s->httpd = httpd_new(s->loop, limits, on_request, s);
	httpd_add(s->httpd, s->listening.fd);
	s->listening.fd = -1;
}

void server_end(struct server *s)
{
	httpd_free(s->httpd);
	listening_close(&s->listening);
	assert_int_equal(rmdir(s->dir), 0);
	world_close(&s->world);
	loop_timer_free(s->turn);
	loop_timer_free(s->limit);
	loop_free(s->loop);
}

static void on_answer(void *arg, unsigned events)
{
	struct client *client = arg;
	char bytes[4096];
	ssize_t n = read(client->fd, bytes, sizeof(bytes));

	(void)events;
	if (n > 0) {
		buf_add(&client->got, bytes, (size_t)n);
		return;
	}
	client->ended = true;
	loop_fd_want(client->handle, 0);
	loop_stop(client->server->loop);
}

void client_dial(struct client *client, struct server *server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	*client =
	    (struct client){ .server = server, .got = BUF_INIT(1u << 20) };
	memcpy(address.sun_path, server->path, strlen(server->path));
	client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(client->fd >= 0);
	assert_int_equal(
	    connect(client->fd, (struct sockaddr *)&address, sizeof(address)),
	    0);
	client->handle =
	    loop_fd_new(server->loop, client->fd, LOOP_READ, on_answer, client);
}

void client_turn(struct client *client, int times)
{
	struct server *server = client->server;

	for (int i = 0; i < times && !client->ended; i++) {
		loop_timer_set(server->turn, 0);
		loop_run(server->loop);
	}
}

/* What the server makes of it so far is done when this returns. */
void client_send(struct client *client, const char *bytes, size_t len)
{
	if (send(client->fd, bytes, len, MSG_NOSIGNAL) < 0)
		assert_true(errno == EPIPE || errno == ECONNRESET);
	client_turn(client, 3);
}

void client_wait(struct client *client)
{
	while (!client->ended && !client->server->late)
		loop_run(client->server->loop);
	assert_false(client->server->late);
}

void client_hang_up(struct client *client)
{
	loop_fd_free(client->handle);
	close(client->fd);
	buf_clear(&client->got);
}
