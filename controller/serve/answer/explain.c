/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/explain.h"

#include "controller/serve/answer/explainname.h"
#include "controller/serve/answer/explainobject.h"
#include "controller/source/source.h"

static void write_sources(struct explaining *e)
{
	const struct config *config = e->knowledge->config;

	jsonwriter_list(&e->out, "sources");
	for (size_t i = 0; i < kind_count(); i++) {
		const struct kind *kind = kind_at(i);
		const struct source_status *status =
		    store_status(e->knowledge->store, kind);

		if (!source_wants(config, kind->name) ||
		    explaining_whole(status))
			continue;
		jsonwriter_object(&e->out, NULL);
		jsonwriter_text(&e->out, "kind", kind->name);
		jsonwriter_text(
		    &e->out, "state", source_state_word(status->state));
		jsonwriter_text(&e->out, "reason", status->reason);
		jsonwriter_end_object(&e->out);
	}
	jsonwriter_end_list(&e->out);
}

void explain_write(const struct knowledge *knowledge,
    const struct question *question, struct buf *out)
{
	struct explaining e = {
		.knowledge = knowledge,
		.question = question,
	};

	e.out.out = out;
	store_findings(knowledge->store, &e.refused);
	findings_sort(&e.refused);
	jsonwriter_object(&e.out, NULL);
	jsonwriter_number(&e.out, "schemaVersion", EXPLAIN_SCHEMA);
	jsonwriter_text(&e.out, "question", question->text);
	if (question->kind)
		explain_object(&e);
	else
		explain_name(&e);
	write_sources(&e);
	jsonwriter_end_object(&e.out);
	buf_putc(out, '\n');
	findings_clear(&e.refused);
	arena_clear(&e.arena);
}
