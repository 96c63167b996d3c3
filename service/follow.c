/* What the stations of a service put out, and what follows: each output goes to the listeners,
 * is read for how far the station has come (state.c), and told to its auto-configuration
 * (acm.c). Nothing is done from within an output, where no station may be called: an alarm of
 * the loop, at once after, carries out what was decided. */
#include "private.h"
#include <extsta/windot11.h>

static void schedule(struct service_station *s);

/* The state is told when it has changed, and all that has changed it was told before. */
static void look_at_state(struct service_station *s, extsta_time now)
{
    enum service_state from = s->state;
    enum service_state to =
        s->broken ? SERVICE_DOWN : service_state_of(&s->progress, &s->acm, s->scanning);
    if (from != to) {
        s->state = to;
        SERVICE_TELL(s->service, state, now, s, from, to);
    }
}

/* --- what has happened --- */

static void on_notify(struct service_station *s, extsta_time now, const struct extsta_notify *n)
{
    if (n->type == EXTSTA_NOTIFY_CONNECTED) {
        service_acm_entered(&s->acm);
    } else if (n->type == EXTSTA_NOTIFY_SEARCHING) {
        service_acm_searches(&s->acm, n->round);
    } else if (n->type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
               n->type == EXTSTA_NOTIFY_DISCONNECTED) {
        service_acm_ended(&s->acm, now, n->will_retry);
    } else if (n->type == EXTSTA_NOTIFY_RADIO_STATE) {
        service_acm_radio(&s->acm, n->status != 0);
    } else if ((n->type == EXTSTA_NOTIFY_SCAN_COMPLETE || n->type == EXTSTA_NOTIFY_SCAN_FAIL) &&
               s->scanning) {
        s->scan_over = true; /* the list is read, and all is told, when the core may be asked */
        s->scan_status = n->type == EXTSTA_NOTIFY_SCAN_FAIL && n->status == 0
                             ? NDIS_STATUS_FAILURE
                             : n->status;
    }
}

static void on_output(void *user, extsta_time now, const struct extsta_output *out)
{
    struct service_station *s = user;
    SERVICE_TELL(s->service, output, now, s, out);
    progress_output(&s->progress, out);
    if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(s, now, &out->notify);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        service_acm_cause(&s->acm, &out->cause);
    } else if (out->type != EXTSTA_OUT_FRAME && out->type != EXTSTA_OUT_PORT &&
               out->type != EXTSTA_OUT_CROSSING) {
        return;
    }
    look_at_state(s, now);
    schedule(s);
}

static void on_frame(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                     const struct extsta_rx_meta *meta)
{
    struct service_station *s = user;
    SERVICE_TELL(s->service, frame, now, s, sent, bytes, meta);
}

static void on_trouble(void *user, extsta_time now, enum host_trouble what)
{
    struct service_station *s = user;
    s->broken = true;
    service_acm_radio(&s->acm, false);
    SERVICE_TELL(s->service, broken, now, s, what);
    look_at_state(s, now);
    schedule(s);
}

static void on_beneath(void *user, extsta_time now, struct extsta_span octets)
{
    const struct service_station *s = user;
    if (s->beneath) {
        s->beneath(s->beneath_user, now, octets);
    }
}

const struct host_station_ops service_ops = {.output = on_output,
                                             .frame = on_frame,
                                             .beneath = on_beneath,
                                             .trouble = on_trouble};

/* --- what follows --- */

void service_scan_begins(struct service_station *s, extsta_time now)
{
    s->scanning = true;
    SERVICE_TELL(s->service, scanning, now, s);
    look_at_state(s, now);
}

static void on_bss(void *user, const struct extsta_bss_info *bss)
{
    service_acm_heard(&((struct service_station *)user)->acm, bss);
}

static void end_scan(struct service_station *s, extsta_time now)
{
    s->scanning = s->scan_over = false;
    if (s->scan_status == NDIS_STATUS_SUCCESS) {
        extsta_bss_list(s->core, now, on_bss, s);
        service_acm_scanned(&s->acm, now);
    } else if (s->acm.state == SERVICE_ACM_LOOKS) {
        service_acm_refused(&s->acm, now);
    }
    SERVICE_TELL(s->service, scanned, now, s, s->scan_status);
}

/* Another's scan serves as well: acm.c hears of its end. */
static void scan(struct service_station *s, extsta_time now,
                 const struct service_acm_step *step)
{
    if (s->scanning) {
        return;
    }
    struct extsta_scan_options options = {.ssids = step->ssids,
                                          .ssid_count = step->ssid_count};
    if (extsta_scan(s->core, now, &options) == EXTSTA_OK) {
        service_scan_begins(s, now);
    } else {
        service_acm_refused(&s->acm, now);
    }
}

/* What cannot be left because there is nothing has been left. */
static void leave(struct service_station *s, extsta_time now)
{
    struct extsta_station_status status;
    if (extsta_disconnect(s->core, now) != EXTSTA_OK) {
        extsta_station_status(s->core, &status);
        if (!status.wanted) {
            service_acm_ended(&s->acm, now, false);
        }
    }
}

static void carry_out(struct service_station *s, extsta_time now,
                      const struct service_acm_step *step)
{
    switch (step->what) {
    case SERVICE_ACM_SCAN:
        scan(s, now, step);
        break;
    case SERVICE_ACM_ENTER:
        if (extsta_connect(s->core, now, &step->network->known.options.profile) != EXTSTA_OK) {
            service_acm_refused(&s->acm, now);
        }
        break;
    case SERVICE_ACM_LEAVE:
        leave(s, now);
        break;
    case SERVICE_ACM_NOT_FOUND:
        SERVICE_TELL(s->service, not_found, now, s);
        return;
    case SERVICE_ACM_PAUSED:
        SERVICE_TELL(s->service, paused, now, s, &step->network->known);
        return;
    }
    host_station_kick(s->coupled);
}

void service_settle(struct service_station *s)
{
    struct service_acm_step step;
    extsta_time now = service_now(s);
    s->settling = true;
    if (s->scan_over) {
        end_scan(s, now);
    }
    while (!s->broken && service_acm_next(&s->acm, now, &step)) {
        carry_out(s, now, &step);
    }
    s->settling = false;
    look_at_state(s, now);
    schedule(s);
}

static void on_alarm(void *user, extsta_time now)
{
    struct service_station *s = user;
    s->alarm = NULL;
    service_settle(s);
}

/* Without memory for an alarm: with the next output. */
static void schedule(struct service_station *s)
{
    extsta_time when = s->broken ? EXTSTA_NEVER : service_acm_deadline(&s->acm);
    when = s->scan_over ? 0 : when;
    if (s->settling || (s->alarm && s->alarm_at == when)) {
        return;
    }
    if (s->alarm) {
        host_alarm_remove(s->alarm);
        s->alarm = NULL;
    }
    if (when != EXTSTA_NEVER) {
        s->alarm_at = when;
        s->alarm = host_alarm_add(s->service->loop, when, on_alarm, s);
    }
}
