/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_httpd.c - two connections to one server, their octets mixed; then a
 * third with a good request, which must get its answer and nothing else.
 *
 * Octet 0 is the size of the pieces.  The rest goes to the first connection up
 * to a line of two dashes, and behind that to the second.
 */
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/serve/httpd.h"

#define CUT "--\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct talk {
	int fd;
	const char *text;
	size_t len;
	struct buf got;
};

static void on_request(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	(void)arg;
	buf_puts(&answer->body, request->path);
	buf_puts(&answer->body, request->query ? request->query : "");
	buf_puts(&answer->body, request->host ? request->host : "");
	buf_add(&answer->body, request->body, request->body_len);
}

static void on_turn(void *arg)
{
	loop_stop(arg);
}

/* Everything that is ready is done. */
static void turn(struct loop *loop)
{
	struct loop_timer *timer = loop_timer_new(loop, on_turn, loop);

	for (int i = 0; i < 8; i++) {
		loop_timer_set(timer, 0);
		loop_run(loop);
	}
	loop_timer_free(timer);
}

static int listen_at(struct sockaddr_un *address, socklen_t *len)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	/* The kernel chooses a name that is in no directory. */
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	*len = sizeof(address->sun_family);
	assert(bind(fd, (struct sockaddr *)address, *len) == 0);
	*len = sizeof(*address);
	assert(getsockname(fd, (struct sockaddr *)address, len) == 0);
	assert(listen(fd, 8) == 0);
	return fd;
}

static int dial(const struct sockaddr_un *address, socklen_t len)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	assert(connect(fd, (const struct sockaddr *)address, len) == 0);
	return fd;
}

static void send_piece(struct talk *talk, size_t piece)
{
	size_t len = talk->len < piece ? talk->len : piece;

	if (len && send(talk->fd, talk->text, len, MSG_NOSIGNAL) < 0)
		assert(
		    errno == EPIPE || errno == ECONNRESET || errno == EAGAIN);
	talk->text += len;
	talk->len -= len;
}

/* true: the server hung up. */
static bool receive(struct talk *talk)
{
	char bytes[4096];
	ssize_t n;

	while ((n = recv(talk->fd, bytes, sizeof(bytes), 0)) > 0)
		buf_add(&talk->got, bytes, (size_t)n);
	return n == 0 || errno == ECONNRESET;
}

/* An answer is whole: a head, a length, and so many octets. */
static void check(const struct buf *got)
{
	const char *end, *length;
	unsigned status = 0;
	size_t octets = 0;

	if (!got->len)
		return;
	assert(sscanf(got->data, "HTTP/1.1 %3u ", &status) == 1);
	assert(status >= 200 && status < 600);
	end = memmem(got->data, got->len, "\r\n\r\n", 4);
	length = strstr(got->data, "\r\nContent-Length: ");
	assert(end && length && length < end);
	assert(sscanf(length + 2, "Content-Length: %zu", &octets) == 1);
	end += 4;
	/* None was sent for a HEAD. */
	assert(end == got->data + got->len ||
	    end + octets == got->data + got->len);
}

static void talk_both(struct loop *loop, struct talk talks[2], size_t piece)
{
	while (talks[0].len || talks[1].len)
		for (int i = 0; i < 2; i++) {
			send_piece(&talks[i], piece);
			turn(loop);
			receive(&talks[i]);
		}
	for (int i = 0; i < 2; i++)
		check(&talks[i].got);
}

static void ask_well(
    struct loop *loop, const struct sockaddr_un *address, socklen_t len)
{
	static const char request[] = "GET /a?b HTTP/1.1\r\nHost: c\r\n\r\n";
	struct talk talk = { .fd = dial(address, len),
		.text = request,
		.len = sizeof(request) - 1,
		.got = BUF_INIT(1u << 16) };

	send_piece(&talk, talk.len);
	turn(loop);
	assert(receive(&talk));
	assert(!strncmp(buf_text(&talk.got), "HTTP/1.1 200 OK\r\n", 17));
	assert(strstr(buf_text(&talk.got), "\r\n\r\n/abc") + 8 ==
	    talk.got.data + talk.got.len);
	close(talk.fd);
	buf_clear(&talk.got);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct httpd_limits limits = { .wall = 60000,
		.head = 200,
		.body = 50,
		.connections = 8,
		.posts = true };
	const char *text = (const char *)bytes + 1, *cut;
	struct loop *loop;
	struct httpd *httpd;
	struct sockaddr_un address;
	struct talk talks[2];
	socklen_t len;
	int lowest;

	if (size < 1 || size > 4000)
		return 0;
	lowest = dup(2);
	close(lowest);
	cut = memmem(text, size - 1, CUT, strlen(CUT));
	if (!cut)
		cut = text + size - 1;
	loop = loop_new();
	httpd = httpd_new(loop, &limits, on_request, NULL);
	httpd_add(httpd, listen_at(&address, &len));
	for (int i = 0; i < 2; i++)
		talks[i] = (struct talk){ .fd = dial(&address, len),
			.got = BUF_INIT(1u << 16) };
	talks[0].text = text;
	talks[0].len = (size_t)(cut - text);
	talks[1].text = cut;
	talks[1].len = size - 1 - talks[0].len;
	if (talks[1].len) {
		talks[1].text += strlen(CUT);
		talks[1].len -= strlen(CUT);
	}
	talk_both(loop, talks, (size_t)bytes[0] + 1);
	ask_well(loop, &address, len);
	for (int i = 0; i < 2; i++) {
		close(talks[i].fd);
		buf_clear(&talks[i].got);
	}
	httpd_free(httpd);
	loop_free(loop);
	/* Every descriptor was closed. */
	assert(dup(2) == lowest);
	close(lowest);
	return 0;
}
