/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/git/stream.h"

#include <string.h>

void stream_commit(
    struct buf *out, const struct stream_commit *commit, size_t mark)
{
	buf_printf(out,
	    "commit %s\nmark :%zu\nauthor %s %lld +0000\n"
	    "committer %s %lld +0000\ndata %zu\n",
	    commit->ref, mark, commit->author, (long long)commit->authored,
	    commit->author, (long long)commit->committed, commit->message_len);
	buf_add(out, commit->message, commit->message_len);
	buf_putc(out, '\n');
	if (*commit->parent)
		buf_printf(out, "from %s\n", commit->parent);
}

void stream_file(struct buf *out, const char *id, const char *path)
{
	buf_printf(out, "M 100644 %s %s\n", id, path);
}

void stream_ask(struct buf *out, size_t mark)
{
	buf_printf(out, "\nget-mark :%zu\n", mark);
}

void stream_end(struct buf *out)
{
	buf_puts(out, "done\n");
}

bool stream_id(const char **at, char out[STREAM_ID_SIZE])
{
	size_t len = strspn(*at, "0123456789abcdef");

	if (len < 40 || len >= STREAM_ID_SIZE || (*at)[len] != '\n')
		return false;
	memcpy(out, *at, len);
	out[len] = '\0';
	*at += len + 1;
	return true;
}
