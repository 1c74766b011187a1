/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/output.h"

#include <stdio.h>
#include <string.h>

static const char *const words[] = { "text", "json", "markdown" };

bool output_parse(
    const char *word, enum output last, enum output *out, struct err *err)
{
	*out = OUTPUT_TEXT;
	if (!word)
		return true;
	for (unsigned i = 0; i <= (unsigned)last; i++)
		if (!strcmp(words[i], word)) {
			*out = (enum output)i;
			return true;
		}
	return err_set(err, ERR_INPUT, "--output is text%s json%s, not '%s'",
	    last == OUTPUT_JSON ? " or" : ",",
	    last == OUTPUT_MARKDOWN ? " or markdown" : "", word);
}

bool output_write(const struct buf *text, struct err *err)
{
	if (!buf_ok(text))
		return err_set(err, ERR_INPUT, "there is too much to show");
	fwrite(
	    buf_text(text), 1, text->len, stdout); /* main() sees if it fails */
	return true;
}

const char *output_release(void)
{
	return VERSION;
}

void output_version(void)
{
	printf("k8s-nsd %s\n", output_release());
}
