/* Data frames from clients: duplicates, replay, decryption, defragmentation, and on to the wire
 * (apsim_ds.c) as 802.3 frames; EAPOL goes to apsim_security.c. IEEE Std 802.11-2020 10.3.2.14,
 * 12.5.3.4.4, 10.6. Duplicates, replays, and what cannot be opened or should have been
 * protected are counted in the client's info. */
#include "ap.h"
#include "base/mac.h"
#include "wire/llc.h"

/* Table 9-49: class 3 frame from a station that is not associated. */
#define REASON_CLASS3 7u
#define MIC_LEN       8u /* TKIP: at the end of the MSDU */

/* An Ethernet frame out of an MSDU, and on its way. */
static void forward(struct client *c, struct extsta_mac da, struct extsta_mac sa,
                    struct extsta_span msdu)
{
    uint8_t frame[14 + AP_MSDU_MAX];
    struct writer w = writer_of(frame, sizeof frame);
    struct llc llc;
    writer_mac(&w, da);
    writer_mac(&w, sa);
    if (!llc_parse(msdu, &llc)) {
        return;
    }
    if (llc.snap) {
        writer_be16(&w, llc.ethertype);
    } else {
        writer_be16(&w, (uint16_t)msdu.len);
    }
    writer_span(&w, llc.payload);
    if (!w.failed) {
        c->info.rx_msdus++;
        c->info.rx_bytes += msdu.len;
        ds_from_client(c->ap, span(frame, writer_len(&w)));
    }
}

/* A whole MSDU. What authenticates passes unprotected, because it precedes the keys; of other
 * data a client with RSN may send none in the clear. False: it was such a one, and the client
 * may be gone. */
static bool take_msdu(struct client *c, extsta_time now, struct extsta_mac da,
                      struct extsta_mac sa, struct extsta_span msdu, bool was_protected)
{
    struct llc llc;
    llc = (struct llc){0}; /* of an MSDU too short for one */
    bool eapol = llc_parse(msdu, &llc) && llc.snap && llc.ethertype == ETHERTYPE_EAPOL;
    if (eapol) {
        if (!mac_equal(da, c->ap->config.bssid)) {
            return true;
        }
        if (!input_eapol(c, now, llc.payload)) {
            security_eapol(c, now, llc.payload);
        }
        return false;
    }
    if (llc.snap && llc.ethertype == EXTSTA_SESAME_ETHERTYPE && c->sesame) {
        sesame_rx(c, now, llc.payload);
        return false;
    }
    if (c->privacy && !was_protected) {
        c->info.rx_unprotected++;
        return true;
    }
    if (c->state == CLIENT_AWAIT_NOTHING && mac_equal(sa, c->info.address)) {
        forward(c, da, sa, msdu);
    }
    return true;
}

/* An MSDU, or those of an A-MSDU, each judged by itself. */
static void take_body(struct client *c, extsta_time now, const struct frame *f,
                      struct extsta_span body, bool was_protected)
{
    if (was_protected && c->info.pairwise == CIPHER_TKIP && !legacy_check_mic(c, f, &body)) {
        return;
    }
    if (!frame_is_amsdu(f)) {
        (void)take_msdu(c, now, frame_da(f), frame_sa(f), body, was_protected);
        return;
    }
    struct reader r = reader_of(body);
    struct amsdu_subframe sub;
    while (amsdu_next(&r, &sub)) {
        if (!take_msdu(c, now, sub.da, sub.sa, sub.msdu, was_protected)) {
            return;
        }
    }
}

/* Keeps a fragment. True when it was the last: the MSDU is in c->fragments. All of one
 * MSDU must be protected alike, with consecutive packet numbers (12.5.3.4.4). */
static bool gather(struct client *c, const struct frame *f, struct extsta_span body,
                   bool was_protected, uint64_t pn)
{
    struct fragments *g = c->fragments;
    if (f->frag == 0) {
        if (!g) {
            g = c->fragments = pool_alloc(c->ap->pool, sizeof *g);
        }
        if (!g) {
            c->ap->air->stats.no_memory++;
            return false;
        }
        g->seq = f->seq;
        g->next = 0;
        g->len = 0;
        g->protected = was_protected;
        g->pn = pn - 1;
    }
    if (!g || g->seq != f->seq || g->next != f->frag || g->protected != was_protected ||
        (was_protected && pn != g->pn + 1) || body.len > sizeof g->bytes - g->len) {
        data_forget(c);
        return false;
    }
    memcpy(g->bytes + g->len, body.data, body.len);
    g->len += (uint32_t)body.len;
    g->next++;
    g->pn = pn;
    return !(f->fc & FC_MORE_FRAG);
}

void data_forget(struct client *c)
{
    pool_release(c->ap->pool, c->fragments, sizeof *c->fragments);
    c->fragments = NULL;
}

/* Decrypts into `out`, and only then looks at the replay counter of the TID and moves it: a
 * forged packet number must not lock the client out. */
static bool open_body(struct client *c, const struct frame *f, uint8_t *out,
                      struct extsta_span *body, uint64_t *pn)
{
    uint64_t *rx_pn, *rx_mgmt_pn;
    struct cipher_key *key =
        security_key_of(c, f->body.len > 3 ? f->body.data[3] >> 6 : 0, &rx_pn, &rx_mgmt_pn);
    if (!key || f->body.len > AP_MPDU_MAX) {
        c->info.rx_undecryptable++;
        return false;
    }
    struct cipher_job job = {
        .key = key, .header = f->header, .in = f->body.data, .in_len = f->body.len, .out = out};
    cipher_unprotect(&job, 1);
    if (job.result != EXTSTA_OK) {
        bool refused = job.drop == EXTSTA_DROP_NO_MEMORY;
        c->ap->air->stats.no_memory += refused;
        c->info.rx_undecryptable += !refused;
        return false;
    }
    uint64_t *last = &rx_pn[f->has_qos ? frame_tid(f) : AP_TIDS - 1];
    if (key == c->ap->wep) { /* WEP has no replay protection */
        *pn = job.pn;
        *body = span(out, job.out_len);
        return true;
    }
    if (job.pn <= *last) {
        c->info.rx_replays++;
        return false;
    }
    *last = *pn = job.pn;
    *body = span(out, job.out_len);
    return true;
}

/* A retry whose Sequence Control is that of the TID's last frame (10.3.2.14). */
static bool duplicate(struct client *c, const struct frame *f)
{
    uint16_t *last = &c->rx_seq[f->has_qos ? frame_tid(f) : AP_TIDS - 1];
    uint16_t now = (uint16_t)((f->seq << 4 | f->frag) + 1);
    bool again = (f->fc & FC_RETRY) && *last == now;
    *last = now;
    return again;
}

/* In the order of a receiver: addressed to us, by a client (else class 3 error, and one that
 * only authenticated begins anew), no duplicate; then power management, which counts on the
 * last fragment and on frames without data too; then the body. */
void data_rx(struct apsim *ap, extsta_time now, const struct frame *f, int8_t signal)
{
    if (!mac_equal(f->addr1, ap->config.bssid) ||
        (f->fc & (FC_TO_DS | FC_FROM_DS)) != FC_TO_DS) {
        return;
    }
    struct client *c = client_find(ap, f->addr2);
    if (!c || !client_associated(c)) {
        if (c) {
            client_remove(c);
        }
        mgmt_class_error(ap, f->addr2, REASON_CLASS3);
        return;
    }
    c->info.signal = signal;
    c->info.last_heard = now;
    if (duplicate(c, f)) {
        c->info.rx_duplicates++;
        return;
    }
    if (!(f->fc & FC_MORE_FRAG)) {
        tx_set_power_save(c, (f->fc & FC_PM) != 0);
    }
    if (!frame_has_data(f)) {
        return;
    }
    uint8_t clear[AP_MPDU_MAX];
    struct extsta_span body = f->body;
    bool protected = (f->fc & FC_PROTECTED) != 0;
    uint64_t pn = 0;
    if (protected && !open_body(c, f, clear, &body, &pn)) {
        return;
    }
    if (f->frag == 0 && !(f->fc & FC_MORE_FRAG)) {
        take_body(c, now, f, body, protected);
        return;
    }
    if (gather(c, f, body, protected, pn)) {
        uint8_t whole[AP_MSDU_MAX + MIC_LEN];
        uint32_t len = c->fragments->len;
        memcpy(whole, c->fragments->bytes, len);
        data_forget(c);
        take_body(c, now, f, span(whole, len), protected);
    }
}
