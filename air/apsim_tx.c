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
    const uint8_t *mic_key; /* TKIP's of the MSDU; NULL: none */
    uint64_t pn;
    uint8_t key_id, priority;
    struct ap_tx tx;
};

/* 802.1D user priorities in access categories (table 10-1). */
static const uint8_t access_of[8] = {
    EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_BACKGROUND, EXTSTA_ACCESS_BACKGROUND,
    EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_VIDEO,      EXTSTA_ACCESS_VIDEO,
    EXTSTA_ACCESS_VOICE,       EXTSTA_ACCESS_VOICE,
};
#define PRIORITY_EAPOL 7u

/* As cfg80211_classify8021d: the upper three bits of the DS field. */
static uint8_t priority_of(const struct llc *llc)
{
    struct extsta_span p = llc->payload;
    if (!llc->snap || p.len < 2) {
        return 0;
    }
    switch (llc->ethertype) {
    case 0x0800: /* IPv4 */
        return p.data[1] >> 5;
    case 0x86dd: /* IPv6: Traffic Class is bits 4 to 11 */
        return (uint8_t)(get_be16(p.data) >> 9 & 7);
    case ETHERTYPE_EAPOL:
        return PRIORITY_EAPOL;
    default:
        return 0;
    }
}

/* As mac80211's ieee80211_select_queue: by user priority to who has QoS, best effort to others,
 * EAPOL first. What is enciphered must not overtake what is under the same replay counter, so
 * EAPOL under the key of a client without QoS stays with its data. */
static void classify(const struct client *c, struct extsta_span msdu, struct data_tx *d)
{
    struct llc llc;
    bool parsed = llc_parse(msdu, &llc);
    bool eapol = parsed && llc.snap && llc.ethertype == ETHERTYPE_EAPOL;
    d->priority = parsed && d->qos ? priority_of(&llc) : 0;
    d->tx.kind = eapol ? SENT_EAPOL : SENT_DATA;
    d->tx.eapol_message = (uint8_t)(eapol && d->key ? eapol_msdu_message(msdu) : 0);
    d->tx.access = EXTSTA_ACCESS_DCF;
    if (eapol && !d->key) {
        d->tx.access = EXTSTA_ACCESS_VOICE;
    } else if (c->ap->config.wmm) {
        d->tx.access = (enum extsta_access)access_of[d->priority];
    }
}

/* Writes header and body, enciphers when there is a key, and queues it on the air. True: its
 * fate will be told. */
static bool send_data(struct apsim *ap, const struct data_tx *d, struct extsta_span msdu)
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
        writer_le16(&w, d->priority);
    }
    size_t header = writer_len(&w);
    uint8_t with_mic[AP_MPDU_MAX];
    if (d->mic_key) {
        msdu = legacy_add_mic(ap, d->mic_key, d->ra, d->sa, d->priority, msdu,
                              d->tx.kind == SENT_GROUP, with_mic);
    }
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
            return false;
        }
        cipher_protect(&job, 1);
        if (job.result != EXTSTA_OK) {
            ap->air->stats.no_memory += job.drop == EXTSTA_DROP_NO_MEMORY;
            return false;
        }
    } else {
        writer_span(&w, msdu);
    }
    return !w.failed && ap_queue_send(ap, &d->tx, span(frame, writer_len(&w)));
}

/* One key for all, and one count of its IVs, which begins again after 24 bits. */
static void under_wep(struct apsim *ap, struct data_tx *d)
{
    d->key = ap->wep;
    d->key_id = ap->config.wep_key_index;
    d->pn = ap->wep_iv++ & 0xffffff;
}

static bool send_to(struct client *c, struct extsta_mac sa, struct extsta_span msdu,
                    bool more_data)
{
    struct data_tx d = {.ra = c->info.address,
                        .sa = sa,
                        .qos = c->info.wmm,
                        .more_data = more_data,
                        .key = c->key,
                        .key_id = c->info.key_id};
    classify(c, msdu, &d);
    if (c->key && c->key == c->ap->wep) {
        under_wep(c->ap, &d);
    } else if (c->key) {
        d.pn = ++c->tx_pn;
        d.mic_key = c->info.pairwise == CIPHER_TKIP ? c->mic_tx : NULL;
    }
    c->info.tx_msdus++;
    c->info.tx_bytes += msdu.len;
    return send_data(c->ap, &d, msdu);
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

/* The bit of a client in the TIM: whether something is held for it. */
static void note_held(struct client *c)
{
    uint8_t *octet = &c->ap->tim[c->info.aid / 8], bit = (uint8_t)(1u << c->info.aid % 8);
    *octet = (uint8_t)(list_empty(&c->held) ? *octet & ~bit : *octet | bit);
}

bool tx_msdu(struct client *c, struct extsta_mac sa, struct extsta_span msdu)
{
    if (!c->info.power_save) {
        return send_to(c, sa, msdu, false);
    }
    if (c->info.buffered == AP_PS_MAX) { /* the oldest makes room */
        release_held(c->ap, list_entry(c->held.next, struct held, link));
        c->info.buffered--;
        c->info.tx_failed++;
    }
    c->info.buffered += hold(c->ap, &c->held, c->info.address, sa, msdu);
    note_held(c);
    return false;
}

static void send_group(struct apsim *ap, struct extsta_mac da, struct extsta_mac sa,
                       struct extsta_span msdu, bool more_data)
{
    struct data_tx d = {.ra = da, .sa = sa, .more_data = more_data};
    d.tx.kind = SENT_GROUP;
    d.tx.access = ap->config.wmm ? EXTSTA_ACCESS_BEST_EFFORT : EXTSTA_ACCESS_DCF;
    if (ap->config.security == APSIM_WEP) {
        under_wep(ap, &d);
    } else if (ap->config.security != APSIM_OPEN) {
        struct group_key *g = &ap->gtk[ap->gtk_tx];
        d.key = g->key;
        d.mic_key = ap->group_cipher == CIPHER_TKIP ? g->material + 16 : NULL;
        d.pn = ++g->pn;
        d.key_id = (uint8_t)(ap->gtk_tx + 1);
        if (!d.key) {
            return;
        }
    }
    (void)send_data(ap, &d, msdu);
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
    (void)send_to(c, h->sa, span(h->bytes, h->len), more_follow && c->info.buffered > 0);
    release_held(c->ap, h);
    note_held(c);
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
    note_held(c);
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
        (void)tx_msdu(c, sa, bytes);
    }
}
