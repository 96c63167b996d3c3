/* What becomes of a daemon's stations, and who is told: the journal (what people want to know
 * of a station: where it is, why it left, why it is not tried), the event stream, the manager's
 * status, and the kernel about the carrier. */
#include "daemon_private.h"
#include "event_json.h"
#include "providers.h"
#include "wpa_ctrl.h"
#include <errno.h>
#include <extsta/cause.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STATUS_DELAY EXTSTA_SECOND /* a crowd that connects is one line */

uint32_t tellings_outputs(const struct daemon *d)
{
    uint32_t own = EXTSTA_OUT_MASK(EXTSTA_OUT_PORT) | EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE);
    return own | (d->wpa ? WPA_CTRL_OUTPUTS : 0) |
           (d->options.json ? EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION) : 0);
}

/* NULL: somebody else's station (an interface that was added over a control socket). */
static struct member *member_of(struct daemon *d, const struct service_station *s)
{
    return service_station_user(s, d->listener.number);
}

static const char *name_of(struct daemon *d, struct service_station *s, uint32_t network)
{
    const struct member *m = member_of(d, s);
    const struct service_network *n = service_network(s, network);
    return m && m->station ? member_network_name(m, network)
           : n             ? n->options.profile.name
                           : "?";
}

/* --- the event stream --- */

/* Once a minute at most: a reader that is just too slow is so again and again. */
static void tell_lost(struct daemon *d)
{
    extsta_time now = host_loop_now(d->loop);
    if (d->stream_told && now - d->stream_told < 60 * EXTSTA_SECOND) {
        return;
    }
    d->stream_told = now;
    journal_say(
        &d->journal, JOURNAL_WARNING, NULL, "lines are left out of the event stream: %s",
        d->stream.error == EAGAIN ? "whoever reads it is too slow" : strerror(d->stream.error));
}

static void flush(struct daemon *d)
{
    if (d->json.file && !json_out_flush(&d->json)) {
        bool gone = d->stream.error == EPIPE || d->stream.error == ECONNRESET;
        journal_say(&d->journal, JOURNAL_WARNING, NULL, "the event stream ends: %s",
                    gone ? "nobody reads it any more" : strerror(d->stream.error));
        d->json.file = NULL;
    } else if (d->stream.lost) {
        tell_lost(d);
    }
}

static void stream_state(struct daemon *d, extsta_time now, struct service_station *s,
                         enum service_state from, enum service_state to)
{
    if (d->json.file) {
        json_line(&d->json, "state");
        json_seconds(&d->json, "t", host_loop_wall(d->loop, now));
        json_text(&d->json, "station", service_station_name(s));
        json_text(&d->json, "from", service_state_name(from));
        json_text(&d->json, "to", service_state_name(to));
        json_line_end(&d->json);
        flush(d);
    }
}

/* --- the manager --- */

void tellings_status(struct daemon *d)
{
    notify_say(&d->notify, "STATUS=%zu of %zu stations connected", d->connected,
               d->member_count);
}

static void on_status(void *user, extsta_time now)
{
    struct daemon *d = user;
    d->status = NULL;
    tellings_status(d);
}

static void status_soon(struct daemon *d)
{
    if (!d->status && !d->stopping) {
        d->status =
            host_alarm_add(d->loop, host_loop_now(d->loop) + STATUS_DELAY, on_status, d);
    }
}

/* --- what happens --- */

static void on_station(void *user, extsta_time now, struct service_station *s)
{
    struct daemon *d = user;
    struct extsta_station_status status;
    const char *name = service_station_name(s);
    struct directory_entry *e = directory_find(&d->by_name, name, strlen(name));
    if (e) {
        service_station_set_user(s, d->listener.number,
                                 (char *)e - offsetof(struct member, by_name));
    }
    if (d->json.file) {
        extsta_station_status(service_core(s), &status);
        event_json_station(&d->json, EXTSTA_LOG_SHORT, host_loop_wall(d->loop, now), name,
                           status.address, 0);
        flush(d);
    }
}

/* A roam closes one port and opens another: what counts is whether one is open in the end. */
static void set_carrier(struct daemon *d, struct service_station *s)
{
    struct extsta_station_status status;
    struct member *m = member_of(d, s);
    if (m) {
        extsta_station_status(service_core(s), &status);
        member_carrier(m, status.port_open);
    }
}

static void on_output(void *user, extsta_time now, struct service_station *s,
                      const struct extsta_output *out)
{
    struct daemon *d = user;
    char text[500];
    if (out->type == EXTSTA_OUT_PORT) {
        set_carrier(d, s);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        extsta_cause_text(&out->cause, text, sizeof text);
        journal_say(&d->journal, out->cause.will_retry ? JOURNAL_INFO : JOURNAL_WARNING,
                    service_station_name(s), "%s", text);
    }
    if (d->json.file) {
        event_json(&d->json, EXTSTA_LOG_SHORT, host_loop_wall(d->loop, now),
                   service_station_name(s), out);
        flush(d);
    }
}

static void tell_connected(struct daemon *d, struct service_station *s)
{
    struct extsta_station_status st;
    extsta_station_status(service_core(s), &st);
    journal_say(
        &d->journal, JOURNAL_NOTICE, service_station_name(s),
        "connected to '%s', access point %02x:%02x:%02x:%02x:%02x:%02x at %u MHz, %d dBm",
        name_of(d, s, service_station_network(s)), st.bssid.b[0], st.bssid.b[1], st.bssid.b[2],
        st.bssid.b[3], st.bssid.b[4], st.bssid.b[5], st.freq, st.rssi);
}

static void on_state(void *user, extsta_time now, struct service_station *s,
                     enum service_state from, enum service_state to)
{
    struct daemon *d = user;
    struct member *m = member_of(d, s);
    bool was = from == SERVICE_COMPLETED || from == SERVICE_GROUP,
         is = to == SERVICE_COMPLETED || to == SERVICE_GROUP;
    stream_state(d, now, s, from, to);
    journal_say(&d->journal, JOURNAL_DEBUG, service_station_name(s), "%s, was %s",
                service_state_name(to), service_state_name(from));
    if (was == is) {
        return;
    }
    d->connected = is ? d->connected + 1 : d->connected - 1;
    status_soon(d);
    if (is) {
        tell_connected(d, s);
        if (m) {
            m->missed = false;
            member_entered(m, service_station_network(s));
        }
    } else {
        journal_say(&d->journal, JOURNAL_NOTICE, service_station_name(s), "disconnected");
    }
}

/* Said once, until it was somewhere. */
static void on_not_found(void *user, extsta_time now, struct service_station *s)
{
    struct daemon *d = user;
    struct member *m = member_of(d, s);
    if (m && !m->missed) {
        m->missed = true;
        journal_say(&d->journal, JOURNAL_NOTICE, m->name,
                    "none of its networks is here; it goes on looking");
    }
    if (m) {
        member_any(m);
    }
}

static void on_paused(void *user, extsta_time now, struct service_station *s,
                      const struct service_network *n)
{
    struct daemon *d = user;
    struct member *m = member_of(d, s);
    const char *name = name_of(d, s, n->id), *station = service_station_name(s);
    if (n->pause.until == EXTSTA_NEVER) {
        journal_say(&d->journal, JOURNAL_WARNING, station,
                    "network '%s' is left alone until its configuration changes: %s", name,
                    extsta_diagnosis_name(n->pause.because));
    } else if (n->pause.until != 0) {
        journal_say(
            &d->journal, JOURNAL_WARNING, station,
            "network '%s' is left alone for %" PRIu64 " s after %u failures in a row: %s", name,
            (uint64_t)((n->pause.until - now + EXTSTA_SECOND - 1) / EXTSTA_SECOND),
            n->pause.failures, extsta_diagnosis_name(n->pause.because));
    } else {
        journal_say(&d->journal, JOURNAL_INFO, station, "network '%s' is tried again", name);
    }
    if (m && n->pause.until != 0) {
        member_any(m);
    }
}

static void on_broken(void *user, extsta_time now, struct service_station *s,
                      enum host_trouble what)
{
    struct daemon *d = user;
    struct member *m = member_of(d, s);
    if (m) {
        member_breaks(m, what);
    }
}

static void on_gone(void *user, extsta_time now, struct service_station *s)
{
    struct daemon *d = user;
    enum service_state state = service_station_state(s);
    if (state == SERVICE_COMPLETED || state == SERVICE_GROUP) {
        d->connected--;
        status_soon(d);
    }
}

bool tellings_listen(struct daemon *d)
{
    d->listener = (struct service_listener){.station = on_station,
                                            .output = on_output,
                                            .state = on_state,
                                            .not_found = on_not_found,
                                            .paused = on_paused,
                                            .broken = on_broken,
                                            .gone = on_gone,
                                            .user = d};
    bool ok = !d->options.json || event_stream_open(&d->stream, d->loop, STDOUT_FILENO);
    json_out_start(&d->json, d->stream.file);
    service_listen(d->service, &d->listener);
    return ok;
}

void tellings_close(struct daemon *d)
{
    event_stream_close(&d->stream);
}
