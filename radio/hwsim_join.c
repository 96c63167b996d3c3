/* See hwsim_join.h. hwsim_kernel.c hands over what the kernel sends (hwsim_join_take and its
 * neighbours in hwsim_private.h). */
#include "hwsim_join.h"
#include "hwsim_private.h"
#include <errno.h>
#include <stdlib.h>

#define SENT       256u /* messages to the kernel whose refusal is understood */
#define ACK_SIGNAL (-50)
#define QOS_DATA   0x88u
#define BEACON     0x80u
#define HELD_MAX   64u /* Beacons of a card that wait */
#define ADDRESSED  16u /* octets of a frame with a transmitter's address */

/* A frame of the kernel's that is on its way. */
struct under_way {
    struct under_way *next;
    uint32_t cookie; /* ours */
    struct hwsim_transmission t;
};

/* A Beacon that waits until the card has said the one before. The octets are behind it. */
struct held_beacon {
    struct held_beacon *next;
    struct hwsim_transmission t;
    uint8_t bytes[];
};

/* A radio of the kernel. Its interfaces are nodes of the air, and say their Beacons in the same
 * moment: nodes would collide each time, a card says them one after the other. */
struct kernel_card {
    struct kernel_card *next;
    struct extsta_mac address; /* 42:.. */
    uint64_t serial; /* of the last group frame it was given: once, however many interfaces */
    const struct port *beaconing; /* whose Beacon is on its way; NULL: nobody's */
    uint32_t beacon;              /* its cookie */
    struct held_beacon *held, **last_held;
    size_t held_count;
};

/* An address that one of its interfaces transmits with. */
struct port {
    struct port *next_address; /* of its chain */
    struct port *next, **place;
    struct hwsim_join *join;
    struct extsta_mac address;
    struct kernel_card *card;
    struct extsta_radio *radio;
    uint16_t freq;  /* 0: it listens elsewhere */
    uint64_t heard; /* join.count when it transmitted last */
    uint32_t cookie;
    struct under_way *first, **last;
};

struct sent {
    uint32_t seq;
    struct extsta_mac address;
    uint16_t freq;
};

struct hwsim_join {
    struct hwsim *hwsim;
    struct hwsim_join_options options;
    struct kernel_card *cards;
    struct port *ports, *chains[HWSIM_CHAINS];
    uint64_t count; /* of transmissions */
    struct sent sent[SENT];
    struct hwsim_join_counts counts;
};

static struct extsta_mac mac_at(struct extsta_span frame, size_t at)
{
    struct extsta_mac a;
    memcpy(a.b, frame.data + at, sizeof a.b);
    return a;
}

static struct port **chain(struct hwsim_join *j, struct extsta_mac a)
{
    return &j->chains[hwsim_chain(a)];
}

static struct port *find(struct hwsim_join *j, struct extsta_mac a)
{
    struct port *p = *chain(j, a);
    while (p && !same(p->address, a)) {
        p = p->next_address;
    }
    return p;
}

static struct kernel_card *card_for(struct hwsim_join *j, struct extsta_mac address)
{
    struct kernel_card *c = j->cards;
    while (c && !same(c->address, address)) {
        c = c->next;
    }
    if (!c && (c = calloc(1, sizeof *c)) != NULL) {
        c->address = address;
        c->last_held = &c->held;
        c->next = j->cards;
        j->cards = c;
    }
    return c;
}

static void tell(struct port *p, bool gone)
{
    const struct hwsim_join_options *o = &p->join->options;
    if (o->address) {
        o->address(o->user, p->join->hwsim->now, p->address, gone);
    }
}

/* The kernel waits for a status of each frame. */
static void refuse(struct hwsim_join *j, const struct hwsim_transmission *t)
{
    struct hwsim *m = j->hwsim;
    size_t n = hwsim_build_status(m->message, m->family, ++m->seq, t, false, ACK_SIGNAL);
    hwsim_transmit(m, m->message, n);
}

/* The first that waits. */
static struct held_beacon *beacon_unhold(struct kernel_card *c)
{
    struct held_beacon *h = c->held;
    c->held = h->next;
    c->last_held = c->held ? c->last_held : &c->held;
    c->held_count--;
    return h;
}

static void beacon_hold(struct kernel_card *c, struct held_beacon *h)
{
    h->next = NULL;
    *c->last_held = h;
    c->last_held = &h->next;
    c->held_count++;
}

/* Nothing of this address waits any longer. */
static void beacons_drop(struct hwsim_join *j, struct kernel_card *c, struct extsta_mac of)
{
    for (size_t n = c->held_count; n > 0; n--) {
        struct held_beacon *h = beacon_unhold(c);
        if (same(mac_at(h->t.frame, 10), of)) {
            refuse(j, &h->t);
            free(h);
        } else {
            beacon_hold(c, h);
        }
    }
}

static void port_close(struct port *p)
{
    struct hwsim_join *j = p->join;
    beacons_drop(j, p->card, p->address);
    if (p->card->beaconing == p) {
        p->card->beaconing = NULL; /* what waits goes with the card's next */
    }
    struct port **c = chain(j, p->address);
    while (*c != p) {
        c = &(*c)->next_address;
    }
    *c = p->next_address;
    *p->place = p->next;
    if (p->next) {
        p->next->place = p->place;
    }
    while (p->first) {
        struct under_way *u = p->first;
        p->first = u->next;
        refuse(j, &u->t);
        free(u);
    }
    if (p->radio) {
        p->radio->ops->close(p->radio);
    }
    j->counts.addresses--;
    free(p);
}

/* --- to the kernel --- */

static void to_kernel(struct hwsim_join *j, const struct port *p, struct extsta_span frame,
                      const struct extsta_rx_meta *meta, int signal)
{
    struct hwsim *m = j->hwsim;
    if (frame.len > HWSIM_MAX_FRAME) {
        j->counts.too_long++;
        return;
    }
    size_t n =
        hwsim_build_frame(m->message, m->family, ++m->seq, false, p->card->address, frame,
                          hwsim_rate_index(meta->freq, meta->rate), signal, meta->freq);
    j->sent[m->seq % SENT] = (struct sent){m->seq, p->address, meta->freq};
    hwsim_transmit(m, m->message, n);
    j->counts.out++;
}

static void give(struct hwsim_join *j, const struct hwsim_transmission *t);

static void card_beacon_next(struct hwsim_join *j, struct kernel_card *c)
{
    c->beaconing = NULL;
    while (c->held && !c->beaconing) {
        struct held_beacon *h = beacon_unhold(c);
        give(j, &h->t);
        free(h);
    }
}

/* A card does not hear itself, and hears what is for a group once. */
static void heard(struct port *p, const struct extsta_rx_frame *f)
{
    if (f->bytes.len >= ADDRESSED) {
        const struct port *from = find(p->join, mac_at(f->bytes, 10));
        if (from && from->card == p->card) {
            return;
        }
    }
    if (f->bytes.data[4] & 1) {
        if (p->card->serial == f->meta.serial && f->meta.serial) {
            return;
        }
        p->card->serial = f->meta.serial;
    }
    to_kernel(p->join, p, f->bytes, &f->meta, f->meta.signal);
}

/* Status of the frame: the kernel waits for one of each. */
static void outcome(struct port *p, uint32_t cookie, bool acked)
{
    struct hwsim *m = p->join->hwsim;
    for (struct under_way **u = &p->first; *u; u = &(*u)->next) {
        if ((*u)->cookie == cookie) {
            struct under_way *done = *u;
            *u = done->next;
            if (!*u) {
                p->last = u;
            }
            bool wanted = (done->t.flags & HWSIM_FLAG_NO_ACK) == 0;
            size_t n = hwsim_build_status(m->message, m->family, ++m->seq, &done->t,
                                          acked && wanted, ACK_SIGNAL);
            hwsim_transmit(m, m->message, n);
            free(done);
            if (p->card->beaconing == p && p->card->beacon == cookie) {
                card_beacon_next(p->join, p->card);
            }
            return;
        }
    }
}

static void on_ready(void *user, extsta_time now)
{
    struct port *p = user;
    struct extsta_radio_event e;
    p->join->hwsim->now = now;
    while (p->radio->ops->poll(p->radio, now, &e)) {
        switch (e.type) {
        case EXTSTA_RADIO_FRAME:
            if (e.frame.bytes.len >= 10) {
                heard(p, &e.frame);
            }
            break;
        case EXTSTA_RADIO_OUTCOME:
            outcome(p, e.cookie, e.acked);
            break;
        case EXTSTA_RADIO_STARTED:
        case EXTSTA_RADIO_GONE:
            break;
        }
    }
}

void hwsim_join_overheard(struct hwsim_join *j, extsta_time now,
                          const struct extsta_rx_frame *frame,
                          int (*signal)(void *user, struct extsta_radio *radio), void *user)
{
    j->hwsim->now = now;
    for (struct port *p = j->ports; p; p = p->next) {
        if (p->freq == frame->meta.freq || p->card->serial == frame->meta.serial) {
            continue; /* there it hears it, or has heard it */
        }
        int dbm = signal(user, p->radio);
        if (dbm >= HWSIM_OUT_OF_RANGE) {
            p->card->serial = frame->meta.serial;
            to_kernel(j, p, frame->bytes, &frame->meta, dbm);
        }
    }
}

/* --- from the kernel --- */

/* Room for one more: the longest silent goes. */
static void make_room(struct hwsim_join *j)
{
    struct port *silent = j->ports;
    for (struct port *p = j->ports; p; p = p->next) {
        silent = p->heard < silent->heard ? p : silent;
    }
    j->counts.crowded++;
    tell(silent, true);
    port_close(silent);
}

/* NULL: no memory. */
static struct port *port_new(struct hwsim_join *j, struct extsta_mac address,
                             struct extsta_mac card, struct extsta_span frame)
{
    if (j->counts.addresses >= HWSIM_JOIN_ADDRESSES) {
        make_room(j);
    }
    struct kernel_card *c = card_for(j, card);
    struct port *p = c ? calloc(1, sizeof *p) : NULL;
    if (!p) {
        return NULL;
    }
    *p = (struct port){.join = j, .address = address, .card = c, .place = &j->ports};
    p->last = &p->first;
    const struct radio_wish wish = {.address = address,
                                    .kernel = true,
                                    .access_point = frame.data[0] == BEACON,
                                    .ready = on_ready,
                                    .peer = p};
    p->radio = j->options.radios.make(j->options.radios.user, &wish);
    if (!p->radio) {
        free(p);
        return NULL;
    }
    p->next = j->ports;
    if (p->next) {
        p->next->place = &p->next;
    }
    j->ports = p;
    p->next_address = *chain(j, address);
    *chain(j, address) = p;
    j->counts.addresses++;
    tell(p, false);
    return p;
}

/* A card is on one channel: what one of its interfaces uses holds for all of them. */
static void follow(struct port *p, uint16_t freq)
{
    struct hwsim_join *j = p->join;
    if (p->freq == freq) {
        return;
    }
    for (struct port *o = j->ports; o; o = o->next) {
        if (o->card == p->card && o->freq != freq) {
            o->freq = freq;
            (void)o->radio->ops->tune(o->radio, j->hwsim->now, freq);
        }
    }
}

/* Beacons before all, what is QoS as such, so that the order within a TID stays. */
static uint8_t access_of(struct extsta_span f)
{
    return f.data[0] == BEACON               ? EXTSTA_ACCESS_BEACON
           : (f.data[0] & 0xfcu) == QOS_DATA ? EXTSTA_ACCESS_BEST_EFFORT
                                             : EXTSTA_ACCESS_DCF;
}

static void give(struct hwsim_join *j, const struct hwsim_transmission *t)
{
    struct extsta_mac from = mac_at(t->frame, 10);
    struct port *p = find(j, from);
    if (p && !same(p->card->address, t->radio)) { /* its interface has moved to another card */
        port_close(p);
        p = NULL;
    }
    p = p ? p : port_new(j, from, t->radio, t->frame);
    struct under_way *u = p ? malloc(sizeof *u) : NULL;
    if (!u) {
        j->counts.memory++;
        refuse(j, t);
        return;
    }
    p->heard = j->count;
    follow(p, (uint16_t)t->freq);
    p->cookie = p->cookie == UINT32_MAX ? 1 : p->cookie + 1;
    *u = (struct under_way){.cookie = p->cookie, .t = *t};
    u->t.frame = (struct extsta_span){NULL, 0};
    *p->last = u;
    p->last = &u->next;
    if (t->frame.data[0] == BEACON) {
        p->card->beaconing = p;
        p->card->beacon = p->cookie;
    }
    bool group = (t->frame.data[4] & 1) != 0;
    const struct extsta_tx_meta meta = {
        .freq = (uint16_t)t->freq,
        .rate = hwsim_rate_of(t->freq, t->first_rate),
        .flags = (uint16_t)(group || (t->flags & HWSIM_FLAG_NO_ACK) ? EXTSTA_TX_NO_ACK : 0),
        .cookie = u->cookie,
        .access = access_of(t->frame)};
    if (p->radio->ops->send(p->radio, j->hwsim->now, t->frame, &meta) != EXTSTA_OK) {
        outcome(p, u->cookie, false);
    }
}

/* NULL: no memory. */
static struct held_beacon *beacon_copy(const struct hwsim_transmission *t)
{
    struct held_beacon *h = malloc(sizeof *h + t->frame.len);
    if (h) {
        *h = (struct held_beacon){.t = *t};
        memcpy(h->bytes, t->frame.data, t->frame.len);
        h->t.frame.data = h->bytes;
    }
    return h;
}

void hwsim_join_take(struct hwsim_join *j, const struct hwsim_transmission *t)
{
    j->count++;
    j->counts.in++;
    if (t->frame.len < ADDRESSED) {
        refuse(j, t); /* a CTS, an Ack: the air makes its own */
        return;
    }
    struct kernel_card *c = t->frame.data[0] == BEACON ? card_for(j, t->radio) : NULL;
    bool waits = c && (c->beaconing || c->held);
    struct held_beacon *h = waits && c->held_count < HELD_MAX ? beacon_copy(t) : NULL;
    if (!h) {
        give(j, t);
        return;
    }
    beacon_hold(c, h);
    if (!c->beaconing) {
        card_beacon_next(j, c);
    }
}

/* Not there, or down: until it transmits again it listens elsewhere. */
void hwsim_join_refused(struct hwsim_join *j, uint32_t seq)
{
    const struct sent *s = &j->sent[seq % SENT];
    struct port *p = s->seq == seq ? find(j, s->address) : NULL;
    j->counts.refused += p != NULL;
    if (p && p->freq == s->freq) {
        follow(p, 0);
    }
}

/* Its interface has gone, or has taken another address. */
void hwsim_join_removed(struct hwsim_join *j, struct extsta_mac address)
{
    struct port *p = find(j, address);
    if (p) {
        tell(p, true);
        port_close(p);
    }
}

/* --- making and freeing --- */

struct hwsim_join *hwsim_join_new(struct hwsim *hwsim, const struct hwsim_join_options *options)
{
    struct hwsim_join *j = calloc(1, sizeof *j);
    if (j) {
        j->hwsim = hwsim;
        j->options = *options;
        hwsim->join = j;
    }
    return j;
}

void hwsim_join_free(struct hwsim_join *j)
{
    if (!j) {
        return;
    }
    j->hwsim->join = NULL;
    while (j->ports) {
        port_close(j->ports);
    }
    while (j->cards) {
        struct kernel_card *c = j->cards;
        j->cards = c->next;
        while (c->held) {
            free(beacon_unhold(c));
        }
        free(c);
    }
    free(j);
}

int hwsim_join_fd(const struct hwsim_join *j)
{
    return j->hwsim->fd;
}

extsta_time hwsim_join_deadline(const struct hwsim_join *j)
{
    return j->hwsim->due;
}

void hwsim_join_work(struct hwsim_join *j, extsta_time now)
{
    hwsim_work(j->hwsim, now);
}

bool hwsim_join_gone(const struct hwsim_join *j)
{
    return j->hwsim->gone;
}

struct hwsim_join_counts hwsim_join_counts(const struct hwsim_join *j)
{
    return j->counts;
}
