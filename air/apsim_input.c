/* An access point with a weak processor: management frames and EAPOL wait for it in the order
 * in which they came, each takes its time, and only then goes where it would have gone at once
 * (apsim_mgmt.c, apsim_security.c). What finds the queue full is lost. Data frames pass by, as
 * they do in hardware. Without processing times nothing waits here. */
#include "ap.h"
#include "base/mac.h"

#define DEFAULT_INPUT 128u /* frames that may wait */

/* A management frame, or an EAPOL PDU of a client. */
struct received {
    struct list link;
    struct extsta_mac station;
    uint32_t cost; /* microseconds */
    uint32_t len;
    int8_t signal;
    bool eapol;
    uint8_t bytes[];
};

void input_init(struct apsim *ap)
{
    list_init(&ap->input.list);
}

static struct received *first(const struct apsim *ap)
{
    return list_empty(&ap->input.list) ? NULL
                                       : list_entry(ap->input.list.next, struct received, link);
}

static void take_out(struct apsim *ap, struct received *r)
{
    list_remove(&r->link);
    ap->input.count--;
    pool_release(ap->pool, r, sizeof *r + r->len);
}

void input_forget(struct apsim *ap)
{
    while (first(ap)) {
        take_out(ap, first(ap));
    }
    timerq_remove(&ap->timers, &ap->input.timer);
}

/* The first in the queue is being worked on. */
static bool work(struct apsim *ap, extsta_time now)
{
    const struct received *r = first(ap);
    bool ok = !r || timerq_set(&ap->timers, &ap->input.timer, now + r->cost);
    ap->air->stats.no_memory += !ok;
    return ok;
}

static bool put_in(struct apsim *ap, extsta_time now, const struct received *what,
                   struct extsta_span bytes)
{
    uint32_t most = ap->config.processing.queue ? ap->config.processing.queue : DEFAULT_INPUT;
    if (!what->cost && !ap->input.count) {
        return false;
    }
    if (ap->input.count >= most) {
        ap_queue_drop(ap, APSIM_DROP_INPUT_FULL);
        return true;
    }
    struct received *r = pool_alloc(ap->pool, sizeof *r + bytes.len);
    if (!r) {
        ap->air->stats.no_memory++;
        return true;
    }
    *r = *what;
    r->len = (uint32_t)bytes.len;
    memcpy(r->bytes, bytes.data, bytes.len);
    list_push_back(&ap->input.list, &r->link);
    if (++ap->input.count == 1 && !work(ap, now)) {
        take_out(ap, r);
    }
    return true;
}

static uint32_t or_frame(const struct apsim *ap, uint32_t cost)
{
    return cost ? cost : ap->config.processing.frame;
}

bool input_mgmt(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal,
                struct extsta_span bytes)
{
    enum frame_kind kind = frame_kind(f);
    if (kind != FRAME_PROBE_REQ && !mac_equal(f->addr1, ap->config.bssid)) {
        return false; /* a beacon of another AP, say */
    }
    bool association = kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ;
    struct received what = {
        .station = f->addr2,
        .cost = or_frame(ap, association ? ap->config.processing.association : 0),
        .signal = signal};
    return put_in(ap, now, &what, bytes);
}

bool input_eapol(struct client *c, extsta_time now, struct extsta_span pdu)
{
    struct received what = {.station = c->info.address,
                            .cost = or_frame(c->ap, c->ap->config.processing.eapol),
                            .eapol = true};
    return put_in(c->ap, now, &what, pdu);
}

/* It is taken out before it is dealt with: that may end the AP's interest in all of them. */
void input_expire(struct apsim *ap, extsta_time now)
{
    struct received *r = first(ap);
    list_remove(&r->link);
    ap->input.count--;
    struct client *c = client_find(ap, r->station);
    struct extsta_span bytes = span(r->bytes, r->len);
    struct frame f;
    enum extsta_drop drop;
    if (r->eapol && c) {
        security_eapol(c, now, bytes);
    } else if (!r->eapol && frame_parse(bytes, &f, &drop)) {
        mgmt_rx(ap, now, &f, r->signal);
    }
    pool_release(ap->pool, r, sizeof *r + r->len);
    while (!work(ap, now)) { /* no memory for its time: lost */
        take_out(ap, first(ap));
    }
}
