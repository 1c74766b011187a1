/* SPDX-License-Identifier: Apache-2.0 */
/*
 * talk.h - a server on a unix socket and its clients, in one loop, for tests.
 *
 * "/echo" is answered with the query and the body, the rest as routes.c does,
 * from a world with one Ingress.  Plan 0123456789ab of example.com can be
 * approved, and key k.example has another secret.
 */
#ifndef TESTS_UNIT_CONTROLLER_SERVE_TALK_H
#define TESTS_UNIT_CONTROLLER_SERVE_TALK_H

#include "controller/serve/httpd.h"
#include "controller/serve/listening.h"
#include "tests/unit/controller/serve/world.h"

struct server {
	char dir[64], path[96];
	struct loop *loop;
	struct loop_timer *turn, *limit;
	struct listening listening;
	struct httpd *httpd;
	struct world world;
	bool ignorant, late;
	unsigned approved; /* how often that was asked for */
};

struct client {
	struct server *server;
	int fd;
	struct loop_fd *handle;
	struct buf got;
	bool ended;
};

void server_begin(struct server *server, const struct httpd_limits *limits);
void server_end(struct server *server);

void client_dial(struct client *client, struct server *server);
/* What the server makes of it so far is done when this returns. */
void client_send(struct client *client, const char *bytes, size_t len);
void client_turn(struct client *client, int times);
void client_wait(struct client *client); /* until the server hangs up */
void client_hang_up(struct client *client);

#endif
