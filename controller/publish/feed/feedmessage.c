/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedmessage.h"

#include <string.h>

#define HEADER 12 /* octets, RFC 1035 4.1.1 */
#define QR 0x80
#define AA 0x04
#define KEPT 0x79 /* opcode and RD come back as they were */

void feedmessage_begin(struct feed_message *message,
    const struct feed_question *question, unsigned rcode, bool first)
{
	uint8_t *at = message->octets + 2;

	message->answers = 0;
	message->len = first ? question->len : HEADER;
	memcpy(at, question->octets, message->len);
	at[2] = (uint8_t)(QR | (rcode ? 0 : AA) | (at[2] & KEPT));
	at[3] = (uint8_t)rcode;
	at[4] = 0;
	at[5] = first;
	memset(at + 6, 0, 6);
}

bool feedmessage_add(
    struct feed_message *message, const char *record, size_t len)
{
	if (len > FEEDMESSAGE_MAX - message->len ||
	    message->answers == UINT16_MAX)
		return false;
	memcpy(message->octets + 2 + message->len, record, len);
	message->len += len;
	message->answers++;
	return true;
}

void feedmessage_end(struct feed_message *message,
    struct tsig_exchange *exchange, int64_t now, struct buf *out)
{
	uint8_t *at = message->octets + 2;

	at[6] = (uint8_t)(message->answers >> 8);
	at[7] = (uint8_t)message->answers;
	if (exchange->key)
		message->len = tsig_reply(exchange, at, message->len, now);
	message->octets[0] = (uint8_t)(message->len >> 8);
	message->octets[1] = (uint8_t)message->len;
	buf_add(out, message->octets, message->len + 2);
}
