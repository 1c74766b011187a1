/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/fakensd.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

void fakensd_reply(struct fakensd *nsd, const char *reply)
{
	nsd->served++;
	nsd->begun = nsd->heard.len;
	if (send(nsd->client, reply, strlen(reply), MSG_NOSIGNAL) < 0)
		perror("send");
	loop_fd_free(nsd->reading);
	nsd->reading = NULL;
	close(nsd->client);
}

static void on_client(void *arg, unsigned events)
{
	struct fakensd *nsd = arg;
	char bytes[4096];
	const char *reply, *command;
	ssize_t n = recv(nsd->client, bytes, sizeof(bytes), 0);

	(void)events;
	if (n > 0)
		buf_add(&nsd->heard, bytes, (size_t)n);
	command = buf_text(&nsd->heard) + nsd->begun;
	/* A command line is whole when it comes; lists end with EOT. */
	if (n > 0 && strstr(command, "zones\n") && bytes[n - 2] != 4)
		return;
	reply = nsd->reply ? nsd->reply(nsd->arg, command)
			   : nsd->replies[nsd->served];
	if (reply)
		fakensd_reply(nsd, reply);
}

static void on_connect(void *arg, unsigned events)
{
	struct fakensd *nsd = arg;

	(void)events;
	assert_null(nsd->reading); /* one at a time */
	nsd->client =
	    accept4(nsd->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	nsd->reading =
	    loop_fd_new(nsd->loop, nsd->client, LOOP_READ, on_client, nsd);
}

void fakensd_begin(struct fakensd *nsd, const char *const *replies)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	*nsd = (struct fakensd){ .loop = loop_new(),
		.replies = replies,
		.heard = BUF_INIT(1u << 24) };
	temp_dir(nsd->dir);
	snprintf(nsd->path, sizeof(nsd->path), "%s/sock", nsd->dir);
	snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s/sock", nsd->dir);
	nsd->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(nsd->listener, (void *)&address, sizeof(address)), 0);
	assert_int_equal(listen(nsd->listener, 5), 0);
	nsd->listening =
	    loop_fd_new(nsd->loop, nsd->listener, LOOP_READ, on_connect, nsd);
}

void fakensd_end(struct fakensd *nsd)
{
	loop_fd_free(nsd->listening);
	close(nsd->listener);
	loop_free(nsd->loop);
	buf_clear(&nsd->heard);
	remove_dir(nsd->dir);
}
