/* A radio whose other end is a node of the medium's air (medium.h). What the air brings is kept
 * in a list until it is polled; what the radio's owner wants is done at once, in the air's time
 * of now.
 *
 * Like a driver it does not tune away over a Deauthentication or Disassociation that has not
 * been sent (docs/air.md): tuning, and what is sent behind it, waits for FLUSH_TIME at most. */
#include "medium_private.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define UNREAD_MAX   4096u /* frames that wait for an owner that does not poll */
#define FLUSH_TIME   (20u * EXTSTA_MS)
#define FLUSH_LOOK   (1u * EXTSTA_MS)
#define HEADER_LEAST 10u
#define TYPE_MASK    0xfcu
#define PROBE_RESP   0x50u
#define BEACON       0x80u

/* Something to be polled. The frame's octets are behind it. */
struct event {
    struct event *next;
    struct extsta_radio_event e;
    uint8_t bytes[];
};

/* A frame that waits for the radio to have tuned. */
struct held {
    struct held *next;
    struct extsta_tx_meta meta;
    size_t len;
    uint8_t bytes[];
};

struct medium_radio {
    struct extsta_radio base;
    struct medium *medium;
    struct medium_radio *next, **place; /* in medium.radios */
    struct air_node *node;
    void (*ready)(void *user, extsta_time now);
    void *user;
    void (*loop_ready)(void *user); /* of a loop, which comes by the descriptor */
    void *loop_user;
    struct medium_radio *next_ready;
    bool is_ready; /* in medium.ready */
    struct event *first, **last, *given;
    size_t unread;           /* frames among them */
    extsta_time flush_until; /* of the air: it tunes then at the latest; 0: it is not to */
    extsta_time flush_look;  /* when it looks next */
    uint16_t tune_to;
    struct held *held, **last_held;
};

/* --- what the air brings --- */

/* NULL: no memory. */
static struct event *add(struct medium_radio *r, enum extsta_radio_event_type type,
                         struct extsta_span bytes)
{
    struct event *e = host_malloc(sizeof *e + bytes.len);
    if (!e) {
        return NULL;
    }
    *e = (struct event){.e.type = type};
    if (bytes.len) {
        memcpy(e->bytes, bytes.data, bytes.len);
        e->e.frame.bytes = (struct extsta_span){e->bytes, bytes.len};
    }
    *r->last = e;
    r->last = &e->next;
    if (!r->ready) {
        medium_tell(r->medium);
        if (r->loop_ready) {
            r->loop_ready(r->loop_user);
        }
    } else if (!r->is_ready) {
        r->is_ready = true;
        r->next_ready = NULL;
        *r->medium->last_ready = r;
        r->medium->last_ready = &r->next_ready;
    }
    return e;
}

static void outcome(struct medium_radio *r, uint32_t cookie, bool acked, uint8_t tries)
{
    struct event *e = add(r, EXTSTA_RADIO_OUTCOME, (struct extsta_span){NULL, 0});
    if (e) {
        e->e.cookie = cookie;
        e->e.acked = acked;
        e->e.tries = tries;
    }
}

static void on_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                  size_t count)
{
    struct medium_radio *r = user;
    for (size_t i = 0; i < count; i++) {
        struct event *e =
            r->unread < UNREAD_MAX ? add(r, EXTSTA_RADIO_FRAME, frames[i].bytes) : NULL;
        if (!e) {
            r->medium->counts.unread++;
            continue;
        }
        e->e.frame.meta = frames[i].meta;
        r->unread++;
        r->medium->counts.heard++;
    }
}

static void on_outcome(void *user, extsta_time now, uint32_t cookie, bool acked, uint8_t tries)
{
    outcome(user, cookie, acked, tries);
}

static void on_started(void *user, extsta_time now, uint32_t cookie)
{
    struct event *e = add(user, EXTSTA_RADIO_STARTED, (struct extsta_span){NULL, 0});
    if (e) {
        e->e.cookie = cookie;
    }
}

/* --- what its owner wants --- */

/* Who answers questions hears them: Probe Requests of all the others are of no use to a
 * station.
 */
static void look_for_questions(struct medium_radio *r, struct extsta_span frame)
{
    uint8_t type = frame.data[0] & TYPE_MASK;
    if (type == BEACON || type == PROBE_RESP) {
        air_node_set_probes(r->node, true);
    }
}

/* What the air does not take has its outcome all the same: somebody waits for it. */
static void give(struct medium_radio *r, struct extsta_span frame,
                 const struct extsta_tx_meta *meta)
{
    look_for_questions(r, frame);
    bool sent = air_send(r->node, frame, meta) == EXTSTA_OK;
    r->medium->counts.sent += sent;
    r->medium->counts.refused += !sent;
    if (!sent && meta->cookie) {
        outcome(r, meta->cookie, false, 0);
    }
}

static void flush(struct medium_radio *r)
{
    r->flush_until = 0;
    air_node_tune(r->node, r->tune_to);
    while (r->held) {
        struct held *h = r->held;
        r->held = h->next;
        give(r, (struct extsta_span){h->bytes, h->len}, &h->meta);
        free(h);
    }
    r->last_held = &r->held;
}

static void on_expire(void *user, extsta_time now)
{
    struct medium_radio *r = user;
    if (r->flush_until == 0) {
        return;
    }
    r->flush_look = now + FLUSH_LOOK;
    if (now >= r->flush_until || !air_node_farewell(r->node)) {
        flush(r);
    }
}

static extsta_time on_deadline(void *user)
{
    const struct medium_radio *r = user;
    return r->flush_until ? r->flush_look : EXTSTA_NEVER;
}

static const struct air_node_ops node_ops = {.name = "radio",
                                             .rx = on_rx,
                                             .tx_status = on_outcome,
                                             .expire = on_expire,
                                             .deadline = on_deadline,
                                             .tx_started = on_started};

static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    if (frame.len < HEADER_LEAST) {
        return EXTSTA_E_USAGE;
    }
    medium_advance(r->medium, now);
    if (r->flush_until) {
        struct held *h = host_malloc(sizeof *h + frame.len);
        if (!h) {
            return EXTSTA_E_NO_MEMORY;
        }
        *h = (struct held){.meta = *meta, .len = frame.len};
        memcpy(h->bytes, frame.data, frame.len);
        *r->last_held = h;
        r->last_held = &h->next;
    } else {
        give(r, frame, meta);
    }
    medium_kick(r->medium);
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    medium_advance(r->medium, now);
    r->tune_to = freq;
    if (r->flush_until) {
        return EXTSTA_OK;
    }
    if (air_node_farewell(r->node) && freq != air_node_freq(r->node)) {
        extsta_time t = air_now(r->medium->air);
        r->flush_until = t + FLUSH_TIME;
        r->flush_look = t + FLUSH_LOOK;
        air_node_wake(r->node);
    } else if (freq != air_node_freq(r->node)) {
        air_node_tune(r->node, freq);
    }
    medium_kick(r->medium);
    return EXTSTA_OK;
}

static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    free(r->given);
    r->given = NULL;
    medium_told(r->medium);
    struct event *e = r->first;
    if (!e) {
        return false;
    }
    r->first = e->next;
    if (!r->first) {
        r->last = &r->first;
    }
    r->unread -= e->e.type == EXTSTA_RADIO_FRAME;
    r->given = e;
    *event = e->e;
    return true;
}

static int radio_fd(struct extsta_radio *radio)
{
    const struct medium_radio *r = (struct medium_radio *)radio;
    return r->ready ? -1 : r->medium->arrived;
}

/* At once while something waits: another radio may have looked at the descriptor they share. */
static extsta_time radio_deadline(struct extsta_radio *radio)
{
    return ((struct medium_radio *)radio)->first ? 0 : EXTSTA_NEVER;
}

static extsta_time radio_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    medium_advance(r->medium, now);
    extsta_time from = medium_air_time(r->medium, since);
    return from < air_now(r->medium->air) ? air_node_busy(r->node, from) : 0;
}

static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    r->loop_ready = ready;
    r->loop_user = user;
}

static void leave_ready(struct medium_radio *r)
{
    struct medium *m = r->medium;
    struct medium_radio **p = &m->ready;
    while (*p && *p != r) {
        p = &(*p)->next_ready;
    }
    if (*p) {
        *p = r->next_ready;
        if (!*p) {
            m->last_ready = p;
        }
    }
}

static void radio_close(struct extsta_radio *radio)
{
    struct medium_radio *r = (struct medium_radio *)radio;
    struct medium *m = r->medium;
    if (r->is_ready) {
        leave_ready(r);
    }
    if (r->next) {
        r->next->place = r->place;
    }
    *r->place = r->next;
    m->counts.radios--;
    air_node_free(r->node);
    while (r->first) {
        struct event *e = r->first;
        r->first = e->next;
        free(e);
    }
    while (r->held) {
        struct held *h = r->held;
        r->held = h->next;
        free(h);
    }
    free(r->given);
    free(r);
    medium_kick(m);
}

static const struct extsta_radio_ops radio_ops = {
    .name = "medium",
    .send = radio_send,
    .tune = radio_tune,
    .poll = radio_poll,
    .fd = radio_fd,
    .deadline = radio_deadline,
    .close = radio_close,
    .busy = radio_busy,
    .on_ready = radio_on_ready,
};

struct extsta_radio *medium_radio(struct medium *m, const struct medium_radio_options *o)
{
    struct medium_radio *r = host_calloc(1, sizeof *r);
    if (!r) {
        return NULL;
    }
    const struct air_node_config node = {.ops = &node_ops,
                                         .user = r,
                                         .address = o->address,
                                         .position = o->at ? *o->at : medium_place_station,
                                         .tx_power = o->power,
                                         .flags = (uint16_t)(o->flags | AIR_NODE_NO_PROBES)};
    r->base.ops = &radio_ops;
    r->medium = m;
    r->ready = o->ready;
    r->user = o->user;
    r->last = &r->first;
    r->last_held = &r->held;
    r->node = air_node_new(m->air, &node);
    if (!r->node) {
        free(r);
        return NULL;
    }
    r->next = m->radios;
    r->place = &m->radios;
    if (r->next) {
        r->next->place = &r->next;
    }
    m->radios = r;
    m->counts.radios++;
    return &r->base;
}

struct air_node *medium_radio_node(struct extsta_radio *radio)
{
    return ((struct medium_radio *)radio)->node;
}

/* Those that have something by now; what they bring about is for the next turn. */
void medium_radios_ready(struct medium *m, extsta_time now)
{
    size_t count = 0;
    for (const struct medium_radio *r = m->ready; r; r = r->next_ready) {
        count++;
    }
    for (; m->ready && count > 0; count--) {
        struct medium_radio *r = m->ready;
        m->ready = r->next_ready;
        if (!m->ready) {
            m->last_ready = &m->ready;
        }
        r->is_ready = false;
        r->ready(r->user, now);
    }
}
