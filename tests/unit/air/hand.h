/* A client driven by hand: wire writers, the rsn supplicant and cipher suites, nothing of
 * the miniport. What it receives is kept for the test to look at. */
#ifndef TESTS_UNIT_AIR_HAND_H
#define TESTS_UNIT_AIR_HAND_H

#include "../testing.h"
#include "base/mac.h"
#include "crypto/cipher.h"
#include "rsn/supplicant.h"
#include "wire/frame.h"
#include "wire/llc.h"
#include "wire/mgmt.h"
#include <extsta/apsim.h>

#define HAND_FREQ 2437

struct hand_frame {
    extsta_time time;
    size_t len;
    uint8_t bytes[512];
};

struct hand {
    struct air *air;
    struct air_node *node;
    struct extsta_mac own, bssid;
    struct crypto *crypto;
    const char *ssid, *passphrase;
    uint32_t akm;
    uint16_t seq;
    struct hand_frame got[256]; /* management frames but beacons, clear data */
    size_t count;
    struct hand_frame beacon;
    unsigned beacons, outcomes_failed;
    /* security */
    struct supplicant supplicant;
    bool shaking, authorized, silent; /* silent: does not answer EAPOL */
    /* 802.1X: takes EAPOL that is no EAPOL-Key (true), and brings the PMK */
    bool (*eapol)(struct hand *h, struct extsta_span pdu);
    uint8_t pmk[48], pmkid[16];
    size_t pmk_len;
    bool names_pmk; /* pmkid goes along with the association request */
    struct cipher_key *tk, *gtk[4];
    uint64_t pn;
    uint64_t group_pn, nonce;
    unsigned rekeys, undecryptable;
    bool power_save, wmm; /* wmm: says so when it associates */
    /* MSDUs received, decrypted if need be */
    struct hand_frame msdus[32];
    bool msdu_protected[32], msdu_group[32], msdu_more[32];
    size_t msdu_count;
};

static void hand_eapol(struct hand *h, struct extsta_span pdu, bool was_protected);

static inline void hand_raw(struct hand *h, struct writer *w)
{
    assert_false(w->failed);
    assert_int_equal(air_send(h->node, span(w->start, writer_len(w)), NULL), EXTSTA_OK);
}

/* An MSDU (LLC first) to the DS. */
static inline void hand_msdu(struct hand *h, struct extsta_mac da, struct extsta_span msdu,
                             bool protect)
{
    uint8_t frame[2400];
    struct writer w = writer_of(frame, sizeof frame);
    bool on = protect && h->tk;
    writer_le16(&w, (uint16_t)(FRAME_DATA_PLAIN | FC_TO_DS | (on ? FC_PROTECTED : 0) |
                               (h->power_save ? FC_PM : 0)));
    writer_le16(&w, 0);
    writer_mac(&w, h->bssid);
    writer_mac(&w, h->own);
    writer_mac(&w, da);
    writer_le16(&w, (uint16_t)(h->seq++ << 4));
    if (on) {
        struct cipher_job job = {.key = h->tk,
                                 .header = span(frame, 24),
                                 .in = msdu.data,
                                 .in_len = msdu.len,
                                 .out = writer_room(&w, msdu.len + 16),
                                 .pn = ++h->pn};
        cipher_protect(&job, 1);
        assert_int_equal(job.result, EXTSTA_OK);
    } else {
        writer_span(&w, msdu);
    }
    hand_raw(h, &w);
}

static inline size_t hand_llc(uint8_t *out, size_t room, uint16_t type, const void *payload,
                              size_t len)
{
    struct writer w = writer_of(out, room);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, type);
    writer_bytes(&w, payload, len);
    assert_false(w.failed);
    return writer_len(&w);
}

static inline void hand_data(struct hand *h, struct extsta_mac da, uint16_t type,
                             const void *payload, size_t len)
{
    uint8_t msdu[2304];
    hand_msdu(h, da, span(msdu, hand_llc(msdu, sizeof msdu, type, payload, len)), true);
}

static inline void hand_null(struct hand *h, bool power_save)
{
    uint8_t frame[24];
    struct writer w = writer_of(frame, sizeof frame);
    h->power_save = power_save;
    writer_le16(&w, (uint16_t)(FRAME_NULL | FC_TO_DS | (power_save ? FC_PM : 0)));
    writer_le16(&w, 0);
    writer_mac(&w, h->bssid);
    writer_mac(&w, h->own);
    writer_mac(&w, h->bssid);
    writer_le16(&w, (uint16_t)(h->seq++ << 4));
    hand_raw(h, &w);
}

/* The cipher of data, and of management frames, that goes with its AKM. */
static inline uint32_t hand_cipher(const struct hand *h)
{
    return suites_akm_takes(h->akm, CIPHER_CCMP)   ? CIPHER_CCMP
           : suites_akm_takes(h->akm, CIPHER_GCMP) ? CIPHER_GCMP
                                                   : CIPHER_GCMP_256;
}

static inline uint32_t hand_group_mgmt(const struct hand *h)
{
    return !suites_akm(h->akm)->needs_pmf         ? 0
           : suites_akm_takes(h->akm, CIPHER_BIP) ? CIPHER_BIP
                                                  : CIPHER_BIP_GMAC_256;
}

static inline void hand_take_data(struct hand *h, const struct frame *f)
{
    uint8_t clear[2400];
    struct extsta_span body = f->body;
    bool group = mac_is_group(f->addr1);
    if (f->fc & FC_PROTECTED) {
        uint8_t key_id = 0;
        uint64_t pn = 0;
        (void)cipher_peek(cipher_suite_find(hand_cipher(h)), body, &key_id, &pn);
        struct cipher_key *key = group ? h->gtk[key_id & 3] : h->tk;
        struct cipher_job job = {
            .key = key, .header = f->header, .in = body.data, .in_len = body.len, .out = clear};
        if (key) {
            cipher_unprotect(&job, 1);
        }
        if (!key || job.result != EXTSTA_OK) {
            h->undecryptable++;
            return;
        }
        body = span(clear, job.out_len);
    }
    struct llc llc;
    assert_true(llc_parse(body, &llc));
    if (llc.snap && llc.ethertype == ETHERTYPE_EAPOL) {
        hand_eapol(h, llc.payload, (f->fc & FC_PROTECTED) != 0);
        return;
    }
    size_t i = h->msdu_count++ % 32;
    h->msdus[i].time = air_now(h->air);
    h->msdus[i].len = body.len < 512 ? body.len : 512;
    memcpy(h->msdus[i].bytes, body.data, h->msdus[i].len);
    h->msdu_protected[i] = (f->fc & FC_PROTECTED) != 0;
    h->msdu_group[i] = group;
    h->msdu_more[i] = (f->fc & FC_MORE_DATA) != 0;
}

static inline void hand_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                           size_t count)
{
    struct hand *h = user;
    for (size_t i = 0; i < count; i++) {
        struct frame f;
        enum extsta_drop drop;
        assert_true(frame_parse(frames[i].bytes, &f, &drop));
        if (!mac_equal(f.addr2, h->bssid)) {
            continue;
        }
        struct hand_frame *keep = &h->got[h->count % 256];
        if (frame_kind(&f) == FRAME_BEACON) {
            keep = &h->beacon;
            h->beacons++;
        } else if (frame_type(&f) == FRAME_DATA) {
            hand_take_data(h, &f);
            continue;
        } else {
            h->count++;
        }
        keep->time = now;
        keep->len =
            frames[i].bytes.len < sizeof keep->bytes ? frames[i].bytes.len : sizeof keep->bytes;
        memcpy(keep->bytes, frames[i].bytes.data, keep->len);
    }
}

static const struct air_node_ops hand_ops = {.name = "hand", .rx = hand_rx};

static inline void hand_new(struct hand *h, struct extsta_context *ctx, struct air *air,
                            uint8_t number, struct extsta_mac bssid)
{
    memset(h, 0, sizeof *h);
    h->air = air;
    h->own = (struct extsta_mac){{2, 0, 0, 0, 1, number}};
    h->bssid = bssid;
    h->crypto = crypto_of(ctx);
    h->ssid = "air";
    h->akm = AKM_PSK;
    h->nonce = number;
    h->node = air_node_new(air, &(struct air_node_config){.ops = &hand_ops,
                                                          .user = h,
                                                          .address = h->own,
                                                          .position = {5, 0, 0},
                                                          .freq = HAND_FREQ});
    assert_non_null(h->node);
}

static inline void hand_forget_keys(struct hand *h)
{
    cipher_key_free(h->tk);
    h->tk = NULL;
    for (size_t i = 0; i < 4; i++) {
        cipher_key_free(h->gtk[i]);
        h->gtk[i] = NULL;
    }
    if (h->shaking) {
        supplicant_clear(&h->supplicant);
    }
    h->shaking = h->authorized = false;
}

static inline void hand_free(struct hand *h)
{
    hand_forget_keys(h);
    air_node_free(h->node);
}

static inline size_t hand_rsne(const struct hand *h, uint8_t out[64])
{
    struct rsn_element rsn = {.version = 1,
                              .group = hand_cipher(h),
                              .pairwise = {hand_cipher(h)},
                              .pairwise_count = 1,
                              .akm = {h->akm},
                              .akm_count = 1,
                              .pmkid_count = h->names_pmk};
    struct writer w = writer_of(out, 64);
    if (suites_akm(h->akm)->needs_pmf) {
        rsn.capabilities = RSN_CAP_MFPC;
        rsn.group_mgmt = hand_group_mgmt(h) == CIPHER_BIP ? 0 : hand_group_mgmt(h);
    }
    memcpy(rsn.pmkid[0], h->pmkid, sizeof h->pmkid);
    rsn_element_write(&w, &rsn);
    return writer_len(&w);
}

static inline struct writer hand_mgmt(struct hand *h, uint8_t frame[512], enum frame_kind kind)
{
    struct writer w = writer_of(frame, 512);
    frame_write_mgmt(&w, kind, h->bssid, h->own, h->bssid, h->seq++ & 0xfff);
    return w;
}

static inline void hand_auth(struct hand *h)
{
    uint8_t frame[512];
    struct writer w = hand_mgmt(h, frame, FRAME_AUTH);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = 0, .transaction = 1});
    hand_raw(h, &w);
}

/* before: the AP it comes from, for a reassociation, or NULL. */
static inline void hand_assoc(struct hand *h, const struct extsta_mac *before)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12,
                                    0x18, 0x24, 0x30, 0x48, 0x60, 0x6c};
    uint8_t frame[512], rsne[64];
    size_t rsne_len = hand_rsne(h, rsne);
    hand_forget_keys(h);
    struct writer w = hand_mgmt(h, frame, before ? FRAME_REASSOC_REQ : FRAME_ASSOC_REQ);
    struct mgmt_assoc_req req = {.reassoc = before != NULL,
                                 .capability = CAPABILITY_ESS | CAPABILITY_PRIVACY,
                                 .listen_interval = 10};
    if (before) {
        req.current_ap = *before;
    }
    mgmt_write_assoc_req(&w, &req);
    element_write(&w, ELEMENT_SSID, span(h->ssid, strlen(h->ssid)));
    element_write_rates(&w, rates, sizeof rates);
    if (h->passphrase) {
        writer_bytes(&w, rsne, rsne_len);
    }
    if (h->wmm) {
        static const uint8_t information[] = {0x00, 0x50, 0xf2, 2, 0, 1, 0};
        element_write(&w, ELEMENT_VENDOR, span(information, sizeof information));
    }
    hand_raw(h, &w);
}

static inline void hand_install(struct hand *h, const struct supplicant_step *step)
{
    const struct cipher_suite *suite = cipher_suite_find(hand_cipher(h));
    if (step->pairwise.install) {
        cipher_key_free(h->tk);
        h->tk = cipher_key_new(h->crypto, suite, span(step->pairwise.key, step->pairwise.len));
        h->pn = 0;
    }
    if (step->group.install) {
        struct cipher_key **slot = &h->gtk[step->group.key_id & 3];
        cipher_key_free(*slot);
        *slot = cipher_key_new(h->crypto, suite, span(step->group.key, step->group.len));
    }
}

/* The supplicant is started with the RSNE of the last beacon. */
static inline void hand_shake(struct hand *h)
{
    uint8_t psk[32], rsne[64];
    struct frame f;
    enum extsta_drop drop;
    struct mgmt_beacon b;
    struct elements e;
    assert_true(h->beacons > 0);
    assert_true(frame_parse(span(h->beacon.bytes, h->beacon.len), &f, &drop));
    assert_true(mgmt_parse_beacon(f.body, &b) && elements_parse(b.elements, &e));
    if (!h->eapol) {
        assert_int_equal(crypto_psk(h->crypto, span(h->passphrase, strlen(h->passphrase)),
                                    span(h->ssid, strlen(h->ssid)), psk),
                         EXTSTA_OK);
    }
    size_t len = hand_rsne(h, rsne);
    struct supplicant_config config = {.crypto = h->crypto,
                                       .own = h->own,
                                       .peer = h->bssid,
                                       .pmk =
                                           h->eapol ? span(h->pmk, h->pmk_len) : span(psk, 32),
                                       .akm = h->akm,
                                       .pairwise = hand_cipher(h),
                                       .group = hand_cipher(h),
                                       .own_rsne = span(rsne, len),
                                       .group_mgmt = hand_group_mgmt(h),
                                       .peer_rsne = e.rsn};
    assert_int_equal(supplicant_start(&h->supplicant, &config), EXTSTA_OK);
    h->shaking = true;
}

static inline void hand_eapol(struct hand *h, struct extsta_span pdu, bool was_protected)
{
    uint8_t nonce[32], msdu[600];
    struct supplicant_step step;
    if (!h->passphrase || h->silent || (h->eapol && h->eapol(h, pdu))) {
        return;
    }
    if (!h->shaking) {
        hand_shake(h);
    }
    for (size_t i = 0; i < sizeof nonce; i++) {
        h->nonce = h->nonce * 6364136223846793005ull + 1442695040888963407ull;
        nonce[i] = (uint8_t)(h->nonce >> 56);
    }
    supplicant_rx(&h->supplicant, pdu, nonce, was_protected, &step);
    if (step.send_len) {
        size_t len = hand_llc(msdu, sizeof msdu, ETHERTYPE_EAPOL, step.send, step.send_len);
        hand_msdu(h, h->bssid, span(msdu, len), h->tk && step.send_protected);
    }
    hand_install(h, &step);
    h->authorized |= step.verdict == SUPPLICANT_AUTHORIZED;
    h->rekeys += step.verdict == SUPPLICANT_REKEYED;
    supplicant_step_clear(&step);
}

/* The last management frame of a kind, parsed; false when there was none. */
static inline bool hand_last(const struct hand *h, enum frame_kind kind, struct frame *f)
{
    enum extsta_drop drop;
    for (size_t i = h->count; i > 0; i--) {
        const struct hand_frame *g = &h->got[(i - 1) % 256];
        if ((g->bytes[0] & 0xfc) == (uint8_t)kind) {
            return frame_parse(span(g->bytes, g->len), f, &drop);
        }
    }
    return false;
}

static inline void hand_wait(struct hand *h, extsta_time how_long)
{
    air_run(h->air, air_now(h->air) + how_long);
}

/* From nothing to data: waits for a beacon first. */
static inline void hand_join(struct hand *h)
{
    hand_wait(h, 150000);
    assert_true(h->beacons > 0);
    hand_auth(h);
    hand_wait(h, 20000);
    hand_assoc(h, NULL);
    hand_wait(h, 100000);
}

static const uint8_t hand_host_ip[4] = {192, 168, 7, 1};

static inline uint16_t hand_sum(const uint8_t *p, size_t len)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < len; i++) {
        sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static inline void hand_ping(struct hand *h, struct extsta_mac host, uint8_t number)
{
    uint8_t ip[20 + 8 + 32] = {0x45, 0, 0, 60, 0, number, 0, 0, 64, 1, 0, 0, 192, 168, 7, 99};
    memcpy(ip + 16, hand_host_ip, 4);
    put_be16(ip + 10, hand_sum(ip, 20));
    ip[20] = 8;
    ip[27] = number;
    memset(ip + 28, 'p', 32);
    put_be16(ip + 22, hand_sum(ip + 20, 40));
    hand_data(h, host, 0x0800, ip, sizeof ip);
}

/* The number of the echo reply in an MSDU, -1 when it is none. */
static inline int hand_echo_reply(const struct hand_frame *m)
{
    const uint8_t *ip = m->bytes + 8;
    if (m->len != 68 || get_be16(m->bytes + 6) != 0x0800 || ip[9] != 1 || ip[20] != 0 ||
        hand_sum(ip, 20) != 0 || hand_sum(ip + 20, 40) != 0 ||
        memcmp(ip + 12, hand_host_ip, 4) != 0) {
        return -1;
    }
    return ip[27];
}

#endif
