/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/publication/recording.h"

#include <stdlib.h>

#include "controller/publish/history/reasons.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/serial.h"

struct recording {
	struct history *history;
	struct overlays *overlays;
	struct orders *orders;
	const struct store *store;
	const struct config *config;
};

struct recording *recording_new(struct loop *loop,
    const struct statedir *statedir, const struct store *store,
    const struct config *config, struct overlays *overlays,
    struct orders *orders, void (*rested)(void *arg), void *arg)
{
	struct recording *recording = xcalloc(1, sizeof(*recording));

	recording->history = history_new(loop, statedir, config, rested, arg);
	recording->overlays = overlays;
	recording->orders = orders;
	recording->store = store;
	recording->config = config;
	return recording;
}

void recording_free(struct recording *recording)
{
	if (!recording)
		return;
	history_free(recording->history);
	free(recording);
}

void recording_reconfigure(
    struct recording *recording, const struct config *config)
{
	recording->config = config;
	history_reconfigure(recording->history, config);
}

void recording_bar(struct recording *recording, bool barred)
{
	history_bar(recording->history, barred);
}

bool recording_accept(struct recording *recording, const char *by,
    const char *reason, struct err *err)
{
	return history_accept(recording->history, by, reason, err);
}

const struct history *recording_history(const struct recording *recording)
{
	return recording->history;
}

void recording_close(struct recording *recording)
{
	history_close(recording->history);
}

bool recording_busy(const struct recording *recording)
{
	return history_busy(recording->history);
}

static struct reasons reasons_of(
    const struct recording *recording, const struct zone *zone)
{
	return (struct reasons){
		.zone = zone,
		.overlay = overlays_of(recording->overlays, zone_name(zone)),
		.config = recording->config,
		.store = recording->store,
	};
}

/* Without git the version is enough. */
static bool is_committed(void *arg, const char *zone, uint32_t serial)
{
	const struct recording *recording = arg;
	struct history_zone of;

	history_look_zone(recording->history, zone, &of);
	return !recording->config->git.on ||
	    (of.is_committed && !serial_later(serial, of.committed));
}

void recording_settle(struct recording *recording)
{
	orders_settle(recording->orders, is_committed, recording);
}

void recording_commit(struct recording *recording, const struct zone *zone,
    const struct version *version, const struct filepair *pair,
    void (*done)(void *arg, const struct history_recorded *end), void *arg)
{
	struct reasons of = reasons_of(recording, zone);
	struct note_reasons reasons = reasons_note(&of);
	struct buf trailers = BUF_INIT(1u << 16);

	/* An earlier version that was to tell them came to nothing. */
	recording_settle(recording);
	orders_untell(recording->orders, version->zone);
	orders_tell(
	    recording->orders, version->zone, version->serial, &trailers);
	reasons.trailers = buf_text(&trailers);
	history_record(recording->history,
	    &(struct history_request){
		.version = version,
		.reasons = &reasons,
		.file = pair->file.temp,
		.origins = pair->with_origins ? pair->origins.temp : NULL,
		.done = done,
		.arg = arg,
	    });
	buf_clear(&trailers);
}

void recording_forsake(struct recording *recording, const struct zone *zone)
{
	history_forsake(recording->history, zone_name(zone));
}

void recording_gone(struct recording *recording, const char *zone)
{
	history_gone(recording->history, zone);
}

void recording_placed(struct recording *recording, const struct zone *zone,
    const struct version *version)
{
	struct reasons of = reasons_of(recording, zone);
	struct note_reasons reasons = reasons_note(&of);
	struct buf trailers = BUF_INIT(1u << 16);

	orders_tell(
	    recording->orders, version->zone, version->serial, &trailers);
	reasons.trailers = buf_text(&trailers);
	history_place(recording->history, version, &reasons);
	buf_clear(&trailers);
}

void recording_reverted(struct recording *recording, const struct zone *zone)
{
	history_revert(recording->history, zone_name(zone));
	orders_untell(recording->orders, zone_name(zone));
}

void recording_served(
    struct recording *recording, const struct zone *zone, bool behind)
{
	history_serve(
	    recording->history, zone_name(zone), zone_serial(zone), behind);
}
