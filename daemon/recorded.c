/* See recorded.h. */
#include "recorded.h"
#include "known_drivers.h"

static void on_station(void *user, extsta_time now, struct service_station *s)
{
    const struct daemon *d = user;
    recorder_name(d->recorder, service_station_address(s), service_station_name(s));
}

/* What goes wrong while it runs is said once; the stations go on. */
static void on_alarm(void *user, extsta_time now)
{
    struct daemon *d = user;
    recorder_flush(d->recorder);
    const char *trouble = recorder_trouble(d->recorder);
    if (trouble) {
        journal_say(&d->journal, JOURNAL_WARNING, NULL, "record: %s", trouble);
        d->record_alarm = NULL;
        return;
    }
    d->record_alarm = host_alarm_add(d->loop, now + EXTSTA_SECOND, on_alarm, d);
}

bool recorded_open(struct daemon *d, char *why, size_t size)
{
    const struct recorder_options options = {
        .version = EXTSTA_VERSION,
        .started = (int64_t)(host_loop_wall(d->loop, host_loop_now(d->loop)) / EXTSTA_SECOND),
        .without_secrets = d->config.record_without_secrets,
        .describe = known_driver_describe};
    if (!d->config.record) {
        return true;
    }
    d->recorder = recorder_open(d->config.record, &options, why, size);
    if (!d->recorder) {
        return false;
    }
    recorder_attach(d->recorder, d->ctx);
    recorder_catch_crashes(d->recorder);
    d->record_listener = (struct service_listener){.station = on_station, .user = d};
    service_listen(d->service, &d->record_listener);
    on_alarm(d, host_loop_now(d->loop));
    journal_say(
        &d->journal, JOURNAL_INFO, NULL, "all that goes into the stations is recorded in %s%s",
        d->config.record,
        d->config.record_without_secrets ? "" : ", with their keys: only its owner reads it");
    return true;
}

void recorded_close(struct daemon *d)
{
    char why[200];
    if (d->record_alarm) {
        host_alarm_remove(d->record_alarm);
    }
    if (!recorder_close(d->recorder, why, sizeof why)) {
        journal_say(&d->journal, JOURNAL_WARNING, NULL, "record: %s", why);
    }
    d->recorder = NULL;
    known_drivers_forget();
}
