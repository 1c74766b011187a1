/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/fakeanswers.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/test.h"

static size_t put32(uint8_t *at, uint32_t value)
{
	value = htonl(value);
	memcpy(at, &value, 4);
	return 4;
}

/* The question's packet becomes the answer; its length. */
static size_t answer(uint8_t *packet, char letter)
{
	static const uint8_t soa[] = { 0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 60, 0, 22,
		0, 0 };
	static const uint8_t ede[] = { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 6, 0,
		15, 0, 2, 0, 14 };
	size_t at = 12 + strlen((char *)packet + 12) + 1 + 4;

	packet[2] = 0x84;
	packet[3] = letter == 'f' ? 2 : letter == 'r' ? 5 : 0;
	packet[7] = letter == 'n' || letter == 'o';
	packet[11] = letter == 'f';
	if (letter == 'f') {
		memcpy(packet + at, ede, sizeof(ede));
		return at + sizeof(ede);
	}
	if (!packet[7])
		return at;
	memcpy(packet + at, soa, sizeof(soa));
	at += sizeof(soa);
	at += put32(packet + at, letter == 'n' ? 2 : 1);
	for (int i = 0; i < 4; i++)
		at += put32(packet + at, 60);
	return at;
}

static void on_question(void *arg, unsigned events)
{
	struct fakeanswers *answers = arg;
	uint8_t packet[1024];
	struct sockaddr_in from;
	socklen_t size = sizeof(from);
	size_t last = strlen(answers->letters) - 1;
	char letter =
	    answers->letters[answers->asked < last ? answers->asked : last];

	(void)events;
	if (recvfrom(answers->fd, packet, 512, 0, (void *)&from, &size) < 12)
		return;
	answers->asked++;
	if (letter != '-')
		sendto(answers->fd, packet, answer(packet, letter), 0,
		    (void *)&from, size);
}

void fakeanswers_begin(
    struct fakeanswers *answers, struct loop *loop, const char *letters)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	char server[64];
	struct err err;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*answers = (struct fakeanswers){ .letters = letters, .fd = fd };
	assert_int_equal(bind(fd, (void *)&address, size), 0);
	assert_int_equal(getsockname(fd, (void *)&address, &size), 0);
	snprintf(
	    server, sizeof(server), "127.0.0.1@%u", ntohs(address.sin_port));
	answers->handle =
	    loop_fd_new(loop, fd, LOOP_READ, on_question, answers);
	answers->asker = asker_new(loop, server, &err);
	assert_non_null(answers->asker);
}

void fakeanswers_end(struct fakeanswers *answers)
{
	asker_free(answers->asker);
	loop_fd_free(answers->handle);
	close(answers->fd);
}
