/* MSDUs to clients: framing, protection, power save. IEEE Std 802.11-2020 9.3.2.1, 11.2.3
 * (power management in an infrastructure BSS). They come from the distribution system
 * (apsim_ds.c) as Ethernet frames and from the handshake (apsim_security.c) as EAPOL; nothing
 * is enciphered before it is sent, so that what waited goes out under the key of that
 * moment. */
#include "ap.h"
#include "base/mac.h"
#include "wire/llc.h"

/* What distinguishes one data frame from another. */
struct data_tx {
    struct extsta_mac ra, sa;
    bool qos, more_data;
    struct cipher_key *key; /* NULL: in the clear */
    uint64_t pn;
    uint8_t key_id;
    uint32_t cookie; /* the client's AID, by which ap_tx_status finds it; 0: a group */
};

/* Writes header and body, enciphers when there is a key, and queues it on the air. */
static void send_data(struct apsim *ap, const struct data_tx *d, struct extsta_span msdu)
{
    uint8_t frame[AP_MPDU_MAX + 64];
    struct writer w = writer_of(frame, sizeof frame);
    unsigned fc = (d->qos ? FRAME_QOS_DATA : FRAME_DATA_PLAIN) | FC_FROM_DS |
                  (d->more_data ? FC_MORE_DATA : 0) | (d->key ? FC_PROTECTED : 0);
    writer_le16(&w, (uint16_t)fc);
    writer_le16(&w, 0);
    writer_mac(&w, d->ra);
    writer_mac(&w, ap->config.bssid);
    writer_mac(&w, d->sa);
    writer_le16(&w, (uint16_t)(ap_seq(ap) << 4));
    if (d->qos) {
        writer_le16(&w, 0); /* TID 0, best effort */
    }
    size_t header = writer_len(&w);
    if (d->key) {
        const struct cipher_suite *suite = cipher_key_suite(d->key);
        struct cipher_job job = {.key = d->key,
                                 .header = span(frame, header),
                                 .in = msdu.data,
                                 .in_len = msdu.len,
                                 .pn = d->pn,
                                 .key_id = d->key_id};
        job.out = writer_room(&w, msdu.len + suite->header_len + suite->trailer_len);
        if (!job.out) {
            return;
        }
        cipher_protect(&job, 1);
        if (job.result != EXTSTA_OK) {
            ap->air->stats.no_memory += job.drop == EXTSTA_DROP_NO_MEMORY;
            return;
        }
    } else {
        writer_span(&w, msdu);
    }
    if (!w.failed && ap->on) {
        struct extsta_tx_meta meta = {.cookie = d->cookie};
        (void)air_send(ap->node, span(frame, writer_len(&w)), &meta);
    }
}

static void send_to(struct client *c, struct extsta_mac sa, struct extsta_span msdu,
                    bool more_data)
{
    struct data_tx d = {.ra = c->info.address,
                        .sa = sa,
                        .qos = c->info.wmm,
                        .more_data = more_data,
                        .key = c->key,
                        .cookie = c->info.aid};
    if (c->key) {
        d.pn = ++c->tx_pn;
    }
    c->info.tx_msdus++;
    c->info.tx_bytes += msdu.len;
    send_data(c->ap, &d, msdu);
}

/* Appends to a queue of a sleeping client or of the DTIM. False: no memory, and the MSDU is
 * lost. */
static bool hold(struct apsim *ap, struct list *queue, struct extsta_mac da,
                 struct extsta_mac sa, struct extsta_span msdu)
{
    struct held *h = pool_alloc(ap->pool, sizeof *h + msdu.len);
    if (!h) {
        ap->air->stats.no_memory++;
        return false;
    }
    h->da = da;
    h->sa = sa;
    h->len = (uint32_t)msdu.len;
    memcpy(h->bytes, msdu.data, msdu.len);
    list_push_back(queue, &h->link);
    return true;
}

static void release_held(struct apsim *ap, struct held *h)
{
    list_remove(&h->link);
    pool_release(ap->pool, h, sizeof *h + h->len);
}

void tx_msdu(struct client *c, struct extsta_mac sa, struct extsta_span msdu)
{
    if (!c->info.power_save) {
        send_to(c, sa, msdu, false);
        return;
    }
    if (c->info.buffered == AP_PS_MAX) { /* the oldest makes room */
        release_held(c->ap, list_entry(c->held.next, struct held, link));
        c->info.buffered--;
        c->info.tx_failed++;
    }
    c->info.buffered += hold(c->ap, &c->held, c->info.address, sa, msdu);
}

static void send_group(struct apsim *ap, struct extsta_mac da, struct extsta_mac sa,
                       struct extsta_span msdu, bool more_data)
{
    struct data_tx d = {.ra = da, .sa = sa, .more_data = more_data};
    if (ap->config.security != APSIM_OPEN) {
        struct group_key *g = &ap->gtk[ap->gtk_tx];
        d.key = g->key;
        d.pn = ++g->pn;
        d.key_id = (uint8_t)(ap->gtk_tx + 1);
        if (!d.key) {
            return;
        }
    }
    send_data(ap, &d, msdu);
}

/* Beyond AP_PS_MAX what comes is lost; of a client's queue it is the oldest (tx_msdu). */
void tx_group(struct apsim *ap, struct extsta_mac da, struct extsta_mac sa,
              struct extsta_span msdu)
{
    if (!ap->client_count) {
        return; /* nobody to hear it */
    }
    if (!ap->asleep) {
        send_group(ap, da, sa, msdu, false);
    } else if (ap->held_count < AP_PS_MAX) {
        ap->held_count += hold(ap, &ap->held, da, sa, msdu);
    }
}

/* More Data in all but the last, so that who sleeps knows when to go back. */
void tx_dtim(struct apsim *ap)
{
    while (!list_empty(&ap->held)) {
        struct held *h = list_entry(ap->held.next, struct held, link);
        bool last = h->link.next == &ap->held;
        send_group(ap, h->da, h->sa, span(h->bytes, h->len), !last);
        release_held(ap, h);
    }
    ap->held_count = 0;
}

void tx_drop_group(struct apsim *ap)
{
    while (!list_empty(&ap->held)) {
        release_held(ap, list_entry(ap->held.next, struct held, link));
    }
    ap->held_count = 0;
}

/* The oldest frame of a client. more_follow: it asked by PS-Poll and has to be told of the
 * rest. */
static void send_held(struct client *c, bool more_follow)
{
    struct held *h = list_entry(c->held.next, struct held, link);
    c->info.buffered--;
    send_to(c, h->sa, span(h->bytes, h->len), more_follow && c->info.buffered > 0);
    release_held(c->ap, h);
}

/* Group frames wait for the last sleeper: when that one wakes they go at once. */
void tx_set_power_save(struct client *c, bool asleep)
{
    if (c->info.power_save == asleep) {
        return;
    }
    struct apsim *ap = c->ap;
    c->info.power_save = asleep;
    ap->asleep += asleep ? 1u : UINT32_MAX;
    while (!asleep && !list_empty(&c->held)) {
        send_held(c, false);
    }
    if (!ap->asleep) {
        tx_dtim(ap);
    }
}

void tx_ps_poll(struct client *c)
{
    if (!list_empty(&c->held)) {
        send_held(c, true);
    }
}

void tx_forget(struct client *c)
{
    while (!list_empty(&c->held)) {
        release_held(c->ap, list_entry(c->held.next, struct held, link));
    }
    c->info.buffered = 0;
    if (c->info.power_save) {
        c->info.power_save = false;
        c->ap->asleep--;
    }
}

/* From 0x600 on the two octets are an EtherType, below a length, and what follows has an LLC
 * header of its own. */
void tx_ethernet(struct apsim *ap, struct client *c, struct extsta_span frame)
{
    struct reader r = reader_of(frame);
    struct extsta_mac da = reader_mac(&r), sa = reader_mac(&r);
    uint16_t type = reader_be16(&r);
    struct extsta_span payload = reader_rest(&r);
    uint8_t msdu[AP_MSDU_MAX];
    struct writer w = writer_of(msdu, sizeof msdu);
    if (type >= 0x600) { /* annex P: AppleTalk ARP and IPX through the bridge tunnel */
        bool tunnel = type == 0x80f3 || type == 0x8137;
        writer_bytes(&w, tunnel ? llc_bridge_tunnel : llc_rfc1042, 6);
        writer_be16(&w, type);
        writer_span(&w, payload);
    } else if (type <= payload.len) {
        writer_bytes(&w, payload.data, type);
    }
    if (r.failed || w.failed || !writer_len(&w)) {
        return;
    }
    struct extsta_span bytes = span(msdu, writer_len(&w));
    if (!c) {
        tx_group(ap, da, sa, bytes);
    } else if (c->state == CLIENT_AWAIT_NOTHING) {
        tx_msdu(c, sa, bytes);
    }
}
