/* What goes to the kernel: to which of its radios, and what waits until an access point can be
 * asked (hwsim_window.h). hwsim.c has the whole. */
#include "hwsim_private.h"
#include <stdlib.h>

#define RESULT_TIMEOUT (200u * 1000u) /* microseconds; the kernel answers at once or never */
#define BEACON         0x80          /* first octet of Frame Control */
#define TIMESTAMP_AT   24u           /* behind the MAC header */

struct hwsim_window *hwsim_window_of(struct hwsim *m, struct extsta_mac radio)
{
    size_t i = 0;
    while (!same(m->kernel[i].radio, radio)) {
        i++;
    }
    return &m->kernel[i].window;
}

uint32_t hwsim_rate_index(uint16_t freq, uint16_t rate)
{
    static const uint16_t rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    uint32_t first = freq > 3000 ? 4 : 0;
    for (uint32_t i = first; i < 12; i++) {
        if (rates[i] == rate) {
            return i - first;
        }
    }
    return 0;
}

/* Remembers who waits for the answer to this message. */
static bool await_result(struct hwsim *m, struct station_radio *r, uint32_t seq,
                         uint32_t cookie)
{
    struct pending *p = malloc(sizeof *p);
    if (!p) {
        m->losses.memory++;
        return false;
    }
    *p = (struct pending){.next = m->pending,
                          .seq = seq,
                          .radio = r,
                          .cookie = cookie,
                          .due = m->now + RESULT_TIMEOUT};
    m->pending = p;
    due_at(m, p->due);
    return true;
}

#define ANYWHERE 0u /* instead of a channel */

/* Where a radio listens that looks for an independent network is not known: it listens before
 * it sends anything there, or without. So Beacons are given to all; who is elsewhere refuses
 * them. Other frames, the probing of a crowd, would be too many for that. */
static uint16_t channel_for(struct extsta_span frame, uint16_t freq)
{
    return frame.data[0] == BEACON ? ANYWHERE : freq;
}

/* Whether this kernel radio is given the frame: a unicast frame goes to the radio of
 * that interface, a group frame once to each radio on the channel. */
static bool is_target(const struct hwsim *m, size_t i, struct extsta_mac ra, uint16_t freq)
{
    const struct kernel_radio *k = &m->kernel[i];
    if ((freq != ANYWHERE && k->freq != freq) ||
        hwsim_signal_of(m, k->interface) < HWSIM_OUT_OF_RANGE) {
        return false;
    }
    if ((ra.b[0] & 1) == 0) {
        return same(k->interface, ra);
    }
    for (size_t j = 0; j < i; j++) {
        if (same(m->kernel[j].radio, k->radio) && is_target(m, j, ra, freq)) {
            return false;
        }
    }
    return true;
}

static struct extsta_mac receiver_of(struct extsta_span frame)
{
    struct extsta_mac ra;
    memcpy(ra.b, frame.data + 4, sizeof ra.b);
    return ra;
}

/* It has left the queue. */
static void started(struct station_radio *r, uint32_t cookie)
{
    struct event *e = hwsim_event(r, EXTSTA_RADIO_STARTED, (struct extsta_span){NULL, 0});
    if (e) {
        e->e.cookie = cookie;
    }
}

/* To each kernel radio that shall hear it; the acknowledgement is that of one. A group frame
 * counts as acknowledged, a frame that nobody hears as not, at once. */
static void deliver(struct hwsim *m, struct station_radio *r, struct extsta_span frame,
                    const struct extsta_tx_meta *meta)
{
    struct extsta_mac ra = receiver_of(frame);
    bool group = (ra.b[0] & 1) != 0, wanted = meta->cookie != 0, told = false;
    if (wanted && (meta->flags & EXTSTA_TX_TELL_START) != 0) {
        started(r, meta->cookie);
    }
    if (m->monitor) {
        struct extsta_rx_meta sent = {.freq = meta->freq, .rate = meta->rate};
        m->monitor(m->monitor_user, m->now, true, frame, &sent);
    }
    for (size_t i = 0; i < m->kernel_count; i++) {
        if (!is_target(m, i, ra, channel_for(frame, meta->freq))) {
            continue;
        }
        bool result = wanted && !group && !told;
        size_t n =
            hwsim_build_frame(m->message, m->family, ++m->seq, result, m->kernel[i].radio,
                              frame, hwsim_rate_index(meta->freq, meta->rate),
                              hwsim_signal_of(m, m->kernel[i].interface), meta->freq);
        if (result) {
            told = await_result(m, r, m->seq, meta->cookie);
        }
        hwsim_transmit(m, m->message, n);
        if (hwsim_window_is_request(frame)) {
            struct hwsim_window *w = hwsim_window_of(m, m->kernel[i].radio);
            hwsim_window_enter(w, m->now, r->address, frame);
            due_at(m, hwsim_window_deadline(w));
        }
    }
    hwsim_busy_add(&m->busy, m->now, meta->freq, meta->rate, frame.len, told);
    if (wanted && !told) {
        hwsim_outcome(r, meta->cookie, group, 1);
    }
}

/* Whether all whom it asks have a place for the station. */
static bool may_ask(struct hwsim *m, const struct station_radio *r, struct extsta_span frame,
                    uint16_t freq)
{
    struct extsta_mac ra = receiver_of(frame);
    for (size_t i = 0; i < m->kernel_count && hwsim_window_is_request(frame); i++) {
        struct hwsim_window *w = hwsim_window_of(m, m->kernel[i].radio);
        if (is_target(m, i, ra, freq) && !hwsim_window_has_room(w, r->address)) {
            hwsim_window_refused(w, m->now);
            return false;
        }
    }
    return true;
}

/* --- frames that wait for a place --- */

static extsta_time lifetime_end(const struct held_frame *h)
{
    return h->meta.lifetime ? h->since + h->meta.lifetime : EXTSTA_NEVER;
}

static void hold(struct hwsim *m, struct station_radio *r, struct extsta_span frame,
                 const struct extsta_tx_meta *meta)
{
    struct held_frame *h = malloc(sizeof *h + frame.len);
    if (!h) {
        m->losses.memory++;
        if (meta->cookie) {
            hwsim_outcome(r, meta->cookie, false, 0);
        }
        return;
    }
    *h = (struct held_frame){.radio = r, .meta = *meta, .since = m->now, .len = frame.len};
    memcpy(h->bytes, frame.data, frame.len);
    *m->last_held = h;
    m->last_held = &h->next;
    r->held++;
    due_at(m, lifetime_end(h));
}

/* Out of the list, at its place. */
static struct held_frame *held_take(struct hwsim *m, struct held_frame **place)
{
    struct held_frame *h = *place;
    *place = h->next;
    if (!h->next) {
        m->last_held = place;
    }
    h->radio->held--;
    return h;
}

/* EXTSTA_TX_TIMESTAMP: the Timestamp, least octet first, is that of when the frame was given to
 * the radio. One that has not waited needs nothing: no air time passes here. */
static void add_wait(struct held_frame *h, extsta_time waited)
{
    bool stamped = (h->meta.flags & EXTSTA_TX_TIMESTAMP) != 0 && h->len >= TIMESTAMP_AT + 8;
    for (size_t i = TIMESTAMP_AT; stamped && i < TIMESTAMP_AT + 8; i++) {
        waited += h->bytes[i];
        h->bytes[i] = (uint8_t)waited;
        waited >>= 8;
    }
}

/* Sends those whose turn has come, in the order in which they came; a station's own frames stay
 * in theirs. Who has left the channel meanwhile does not want it any more. */
static void held_release(struct hwsim *m)
{
    m->looks++;
    m->look = false;
    for (struct held_frame **p = &m->held; *p;) {
        struct held_frame *h = *p;
        struct station_radio *r = h->radio;
        struct extsta_span frame = {h->bytes, h->len};
        bool stale = r->freq != h->meta.freq || lifetime_end(h) <= m->now;
        if (!stale && (r->look == m->looks || !may_ask(m, r, frame, h->meta.freq))) {
            r->look = m->looks;
            p = &h->next;
            continue;
        }
        held_take(m, p);
        if (!stale) {
            extsta_time waited = m->now - h->since;
            m->losses.longest = waited > m->losses.longest ? waited : m->losses.longest;
            m->losses.waited++;
            add_wait(h, waited);
            deliver(m, r, frame, &h->meta);
        } else {
            m->losses.stale++;
            if (h->meta.cookie) {
                hwsim_outcome(r, h->meta.cookie, false, 0);
            }
        }
        free(h);
    }
}

void hwsim_queue_frame(struct hwsim *m, struct station_radio *r, struct extsta_span frame,
                       const struct extsta_tx_meta *meta)
{
    if (r->held || !may_ask(m, r, frame, meta->freq)) {
        hold(m, r, frame, meta);
    } else {
        deliver(m, r, frame, meta);
    }
}

void hwsim_queue_forget(struct hwsim *m, const struct station_radio *r)
{
    for (struct held_frame **p = &m->held; *p;) {
        if (!r || (*p)->radio == r) {
            free(held_take(m, p));
        } else {
            p = &(*p)->next;
        }
    }
}

/* Places that are free now; when the next thing is due. */
void hwsim_queue_look(struct hwsim *m)
{
    for (size_t i = 0; i < m->kernel_count; i++) {
        size_t before = m->kernel[i].window.count;
        m->losses.unanswered += hwsim_window_expire(&m->kernel[i].window, m->now);
        m->look |= m->kernel[i].window.count != before;
    }
    for (struct held_frame *h = m->held; h && !m->look; h = h->next) {
        m->look = lifetime_end(h) <= m->now;
    }
    if (m->look) {
        held_release(m);
    }
    m->due = EXTSTA_NEVER;
    for (struct held_frame *h = m->held; h; h = h->next) {
        due_at(m, lifetime_end(h));
    }
    for (struct status_again *a = m->again; a; a = a->next) {
        due_at(m, a->due);
    }
    for (struct pending *p = m->pending; p; p = p->next) {
        due_at(m, p->due);
    }
    for (size_t i = 0; i < m->kernel_count; i++) {
        due_at(m, hwsim_window_deadline(&m->kernel[i].window));
    }
}
