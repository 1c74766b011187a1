/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/kube/scriptserver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/test.h"

static void put(int fd, const struct buf *bytes)
{
	assert_int_equal(
	    send(fd, bytes->data, bytes->len, MSG_NOSIGNAL), bytes->len);
}

static void close_connection(struct script_connection *connection)
{
	loop_fd_free(connection->handle);
	connection->handle = NULL;
	if (connection->fd >= 0)
		close(connection->fd);
	connection->fd = -1;
	buf_clear(&connection->request);
}

static void answer(
    struct script_connection *connection, const struct step *step)
{
	struct buf out = BUF_INIT(65536);
	size_t missing = step->after == KEEP ? 0 : 10;

	if (step->after == SILENCE)
		return;
	buf_printf(&out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n%s",
	    step->head ? step->head : "200 OK", strlen(step->body) + missing,
	    step->body);
	put(connection->fd, &out);
	buf_clear(&out);
	buf_reset(&connection->request);
	if (step->after == CUT)
		close_connection(connection);
}

/* A whole request is here. */
static void serve(struct script_connection *connection)
{
	struct scriptserver *server = connection->server;
	const struct step *step = &server->steps[server->at];
	const char *request = connection->request.data;
	bool list = strstr(request, "/ingresses") && !strstr(request, "watch=");
	const char *coding = list ? "\r\nAccept-Encoding: gzip\r\n"
				  : "\r\nAccept-Encoding: identity\r\n";

	if (server->at == server->count || !strstr(request, step->asked) ||
	    !strstr(request, "\r\nAccept: application/json\r\n") ||
	    !strstr(request, coding) ||
	    !strstr(request, "\r\nUser-Agent: k8s-nsd/") ||
	    strstr(request, "Authorization")) {
		print_message("step %zu: %s", server->at, request);
		server->fault = true;
		loop_stop(server->loop);
		return;
	}
	server->at++;
	if (step->body || step->after == SILENCE)
		answer(connection, step);
	else
		loop_stop(server->loop);
}

static void on_request(void *arg, unsigned events)
{
	struct script_connection *connection = arg;
	char bytes[4096];
	ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

	(void)events;
	if (got <= 0) {
		close_connection(connection);
		return;
	}
	buf_add(&connection->request, bytes, (size_t)got);
	if (strstr(connection->request.data, "\r\n\r\n"))
		serve(connection);
}

static void on_connection(void *arg, unsigned events)
{
	struct scriptserver *server = arg;
	struct script_connection *connection =
	    &server->connections[server->connected++];

	(void)events;
	assert_true(server->connected < SCRIPT_CONNECTIONS);
	connection->server = server;
	connection->request.limit = 65536;
	connection->fd = accept4(server->fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(connection->fd >= 0);
	connection->handle = loop_fd_new(
	    server->loop, connection->fd, LOOP_READ, on_request, connection);
}

static void write_kubeconfig(struct scriptserver *server, unsigned port)
{
	FILE *file;
	int fd;

	snprintf(server->kubeconfig, sizeof(server->kubeconfig),
	    "/tmp/kubeconfig-XXXXXX");
	fd = mkstemp(server->kubeconfig);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	fprintf(file,
	    "current-context: c\n"
	    "contexts: [{name: c, context: {cluster: k, user: u}}]\n"
	    "clusters: [{name: k, cluster: {server: 'http://127.0.0.1:%u'}}]\n"
	    "users: [{name: u, user: {token: secret}}]\n",
	    port);
	assert_int_equal(fclose(file), 0);
}

void scriptserver_start(struct scriptserver *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *any = (struct sockaddr *)(void *)&address;
	socklen_t len = sizeof(address);

	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->fd, any, len), 0);
	assert_int_equal(listen(server->fd, SCRIPT_CONNECTIONS), 0);
	assert_int_equal(getsockname(server->fd, any, &len), 0);
	server->handle = loop_fd_new(
	    server->loop, server->fd, LOOP_READ, on_connection, server);
	write_kubeconfig(server, ntohs(address.sin_port));
}

void scriptserver_stop(struct scriptserver *server)
{
	for (size_t i = 0; i < server->connected; i++)
		close_connection(&server->connections[i]);
	loop_fd_free(server->handle);
	close(server->fd);
	unlink(server->kubeconfig);
}
