/* A kernel of fake beneath the nl80211 driver: it answers commands with the messages a real one
 * gives, in the order that was seen (mac80211_hwsim, kernel 6.1), and logs what is asked of it. What
 * it drives, and the station above, is kernel.h's. */
#ifndef TESTS_UNIT_NL80211_KERNEL_COMMANDS_H
#define TESTS_UNIT_NL80211_KERNEL_COMMANDS_H

#include "../testing.h"
#include "base/mac.h"
#include "message.h"
#include "nl80211.h"
#include "crypto/crypto.h"
#include "rsn/authenticator.h"
#include "rsn/sae.h"
#include "wire/mgmt.h"
#include <errno.h>
#include <extsta/driver.h>
#include <extsta/referee.h>
#include <extsta/station.h>
#include <extsta/windot11.h>
#include <linux/if.h>
#include <linux/rfkill.h>
#include <linux/rtnetlink.h>
#include <stdio.h>

enum outcome { ACCEPTS, REFUSES, SILENT, DEAUTHS, PATIENCE };

/* One access point, as the kernel has heard it. */
struct fake_ap {
    const char *name;
    struct extsta_mac bssid;
    uint16_t freq;
    int8_t signal;
    enum outcome auth, assoc;
    uint16_t status; /* of a refusal */
    bool privacy;
    uint8_t rsne[64];
    size_t rsne_len;
    bool listed; /* the kernel has it in its list */
};

struct kernel {
    uint64_t seed;
    struct extsta_context *ctx;
    struct extsta_station *sta;
    struct extsta_referee *referee;
    struct nl80211_site site;
    extsta_time now;
    struct fake_ap aps[3];
    size_t ap_count;
    struct fake_ap *at; /* associated with */
    bool from_other;    /* a roam: the reassociation */
    int scan_error;     /* of the next TRIGGER_SCAN */
    int auth_error;     /* of the next AUTHENTICATE */
    int connect_error;  /* of the next CONNECT */
    bool drops_first;   /* the AP of the association lets go when CONNECT comes */
    bool scans_hang;
    int station_error; /* of GET_STATION */
    bool counts;       /* GET_STATION gives counters and this signal */
    int8_t signal;
    uint8_t operstate; /* of the interface, as it was told last (RFC 2863; linux/if.h) */
    size_t operstates; /* how often */
    int route_error; /* of messages to the route socket */
    uint64_t cookie;
    bool status_first, no_status; /* TX status comes before its cookie; never */
    bool quiet;                   /* commands are not logged */
    bool host_errs;               /* what the referee finds is the test's own doing */
    /* What an AP of a test of its own has more, and says: NULL: nothing, as here. */
    size_t (*more_elements)(struct kernel *k, const struct fake_ap *ap, uint8_t *out);
    bool (*answers)(struct kernel *k, struct fake_ap *ap, const struct nld_message *m);
    void (*hears)(struct kernel *k, struct extsta_span frame); /* of FRAME; or NULL */
    bool wants_external; /* the card leaves SAE to us */
    uint16_t external;   /* status we gave it */
    bool notifies;       /* NOTIFYs are */
    /* the AP's side of SAE */
    struct sae sae;
    const char *password;
    uint8_t frame[256]; /* of the last FRAME */
    size_t frame_len;
    /* what was asked last */
    uint8_t last[8192];
    uint32_t scan_freqs; /* channels of the last TRIGGER_SCAN */
    uint8_t eapol[512];
    size_t eapol_len;
    bool eapol_clear;
    uint8_t key[32]; /* installed last */
    size_t keys;
    /* the AP's side of the four-way handshake, where it has an RSN element */
    struct authenticator ap_port;
    struct supplicant_step step;
    uint8_t own_rsne[64];
    size_t own_rsne_len;
    uint8_t own_rsnxe[16];
    size_t own_rsnxe_len;
    const uint8_t *pmk;
    uint32_t akm;    /* 0: PSK, or SAE with a password */
    bool ocv;        /* its channel is validated */
    bool authorized; /* SET_STATION */
    /* messages for the driver */
    uint8_t queue[64][4096];
    size_t queue_len[64], queue_count, queue_at;
    char log[8192];
    size_t log_len;
    size_t findings;
};

static const struct extsta_mac kernel_own = {{0x02, 0, 0, 0, 1, 0}};

__attribute__((format(printf, 2, 3))) static inline void say(struct kernel *k,
                                                             const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(k->log + k->log_len, sizeof k->log - k->log_len, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof k->log - k->log_len);
    k->log_len += (size_t)n;
}

static inline const char *name_of(struct kernel *k, struct extsta_mac mac)
{
    for (size_t i = 0; i < k->ap_count; i++) {
        if (mac_equal(k->aps[i].bssid, mac)) {
            return k->aps[i].name;
        }
    }
    return "?";
}

static inline struct fake_ap *ap_of(struct kernel *k, struct extsta_mac mac)
{
    for (size_t i = 0; i < k->ap_count; i++) {
        if (mac_equal(k->aps[i].bssid, mac)) {
            return &k->aps[i];
        }
    }
    return NULL;
}

/* --- messages of the kernel --- */

static inline void enqueue(struct kernel *k, const void *data, size_t len)
{
    assert_true(k->queue_count < 64 && len <= sizeof k->queue[0]);
    memcpy(k->queue[k->queue_count], data, len);
    k->queue_len[k->queue_count++] = len;
}

static inline struct nl_msg *event_of(struct kernel *k, uint8_t cmd, uint32_t seq, int flags)
{
    struct nl_msg *msg = nlmsg_alloc_size(4096);
    genlmsg_put(msg, 0, seq, NL80211_FAMILY, 0, flags, cmd, 0);
    nla_put_u32(msg, NL80211_ATTR_IFINDEX, k->site.ifindex);
    nla_put_u32(msg, NL80211_ATTR_WIPHY, k->site.wiphy);
    return msg;
}

static inline void emit(struct kernel *k, struct nl_msg *msg)
{
    nlmsg_hdr(msg)->nlmsg_seq = nlmsg_hdr(msg)->nlmsg_seq; /* libnl fills in none */
    enqueue(k, nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
    nlmsg_free(msg);
}

static inline void ack(struct kernel *k, uint32_t seq, int error, uint64_t cookie)
{
    struct {
        struct nlmsghdr h;
        struct nlmsgerr e;
        struct nlattr a;
        uint64_t cookie;
    } __attribute__((packed))
    m = {.h = {.nlmsg_type = NLMSG_ERROR,
               .nlmsg_flags = NLM_F_CAPPED | (cookie ? NLM_F_ACK_TLVS : 0),
               .nlmsg_seq = seq},
         .e = {.error = -error},
         .a = {.nla_len = 12, .nla_type = NLMSGERR_ATTR_COOKIE},
         .cookie = cookie};
    m.h.nlmsg_len = (uint32_t)(cookie ? sizeof m : sizeof m.h + sizeof m.e);
    enqueue(k, &m, m.h.nlmsg_len);
}

static inline void done(struct kernel *k, uint32_t seq)
{
    struct {
        struct nlmsghdr h;
        int error;
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = NLMSG_DONE, .nlmsg_seq = seq}};
    enqueue(k, &m, sizeof m);
}

static inline void simple(struct kernel *k, uint8_t cmd, struct extsta_mac mac)
{
    struct nl_msg *msg = event_of(k, cmd, 0, 0);
    nla_put(msg, NL80211_ATTR_MAC, 6, mac.b);
    emit(k, msg);
}

/* What the route socket says of the interface. */
static inline void emit_link(struct kernel *k, unsigned flags)
{
    struct {
        struct nlmsghdr h;
        struct ifinfomsg i;
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = RTM_NEWLINK},
           .i = {.ifi_index = 3, .ifi_flags = flags}};
    enqueue(k, &m, sizeof m);
}

/* A management frame from `from` with this body. */
static inline size_t mgmt(uint8_t *f, uint8_t kind, struct extsta_mac to,
                          struct extsta_mac from, struct extsta_mac bssid, const void *body,
                          size_t len)
{
    memset(f, 0, 24);
    f[0] = kind;
    memcpy(f + 4, to.b, 6);
    memcpy(f + 10, from.b, 6);
    memcpy(f + 16, bssid.b, 6);
    memcpy(f + 24, body, len);
    return 24 + len;
}

/* An Action frame of this AP comes up. */
static inline void emit_action(struct kernel *k, const struct fake_ap *ap,
                               struct extsta_span body)
{
    uint8_t f[1200];
    struct nl_msg *msg = event_of(k, NL80211_CMD_FRAME, 0, 0);
    size_t len = mgmt(f, 0xd0, kernel_own, ap->bssid, ap->bssid, body.data, body.len);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    emit(k, msg);
}

/* A farewell: event with the frame, then DISCONNECT where there was an association. */
static inline void farewell(struct kernel *k, struct fake_ap *ap, bool deauth, bool own,
                            uint16_t reason, bool associated)
{
    uint8_t f[32], body[2];
    put_le16(body, reason);
    size_t len = mgmt(f, deauth ? 0xc0 : 0xa0, own ? ap->bssid : kernel_own,
                      own ? kernel_own : ap->bssid, ap->bssid, body, 2);
    simple(k, NL80211_CMD_DEL_STATION, ap->bssid);
    struct nl_msg *msg =
        event_of(k, deauth ? NL80211_CMD_DEAUTHENTICATE : NL80211_CMD_DISASSOCIATE, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    emit(k, msg);
    if (associated) {
        msg = event_of(k, NL80211_CMD_DISCONNECT, 0, 0);
        nla_put_u16(msg, NL80211_ATTR_REASON_CODE, reason);
        if (!own) {
            nla_put_flag(msg, NL80211_ATTR_DISCONNECTED_BY_AP);
        }
        emit(k, msg);
        k->at = NULL;
    }
}

static inline size_t beacon_elements(struct kernel *k, const struct fake_ap *ap, uint8_t *out)
{
    static const uint8_t fixed[] = {0, 4, 'h', 'o', 'm', 'e', 1, 4, 0x82, 0x84, 0x8b, 0x96};
    memcpy(out, fixed, sizeof fixed);
    memcpy(out + sizeof fixed, ap->rsne, ap->rsne_len);
    size_t len = sizeof fixed + ap->rsne_len;
    return len + (k->more_elements ? k->more_elements(k, ap, out + len) : 0);
}

static inline void emit_bss(struct kernel *k, uint32_t seq, const struct fake_ap *ap)
{
    uint8_t ies[128];
    size_t len = beacon_elements(k, ap, ies);
    struct nl_msg *msg = event_of(k, NL80211_CMD_NEW_SCAN_RESULTS, seq, NLM_F_MULTI);
    struct nlattr *nest = nla_nest_start(msg, NL80211_ATTR_BSS);
    nla_put(msg, NL80211_BSS_BSSID, 6, ap->bssid.b);
    nla_put_u32(msg, NL80211_BSS_FREQUENCY, ap->freq);
    nla_put_u64(msg, NL80211_BSS_TSF, 1000);
    nla_put_u64(msg, NL80211_BSS_BEACON_TSF, 1000);
    nla_put_u16(msg, NL80211_BSS_BEACON_INTERVAL, 100);
    nla_put_u16(msg, NL80211_BSS_CAPABILITY, ap->privacy ? 0x0411 : 0x0401);
    nla_put_u32(msg, NL80211_BSS_SIGNAL_MBM, (uint32_t)(int32_t)(ap->signal * 100));
    nla_put_u32(msg, NL80211_BSS_SEEN_MS_AGO, 0);
    nla_put(msg, NL80211_BSS_INFORMATION_ELEMENTS, (int)len, ies);
    nla_put(msg, NL80211_BSS_BEACON_IES, (int)len, ies);
    nla_nest_end(msg, nest);
    emit(k, msg);
}

/* --- the AP's EAPOL --- */

static inline void emit_eapol(struct kernel *k, struct fake_ap *ap)
{
    if (k->step.send_len == 0) {
        return;
    }
    struct nl_msg *msg = event_of(k, NL80211_CMD_CONTROL_PORT_FRAME, 0, 0);
    nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
    nla_put_u16(msg, NL80211_ATTR_CONTROL_PORT_ETHERTYPE, 0x888e);
    nla_put(msg, NL80211_ATTR_FRAME, (int)k->step.send_len, k->step.send);
    if (!k->step.send_protected) {
        nla_put_flag(msg, NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
    }
    emit(k, msg);
}

static inline void start_handshake(struct kernel *k, struct fake_ap *ap)
{
    static const uint8_t anonce[32] = {1, 2, 3};
    struct authenticator_config c = {.crypto = crypto_of(k->ctx),
                                     .own = ap->bssid,
                                     .peer = kernel_own,
                                     .pmk = {k->pmk, 32},
                                     .akm = k->akm        ? k->akm
                                            : k->password ? AKM_SAE
                                                          : AKM_PSK,
                                     .oci = {k->ocv, ap->freq},
                                     .pairwise = CIPHER_CCMP,
                                     .group = CIPHER_CCMP,
                                     .own_rsne = {ap->rsne, ap->rsne_len},
                                     .peer_rsne = {k->own_rsne, k->own_rsne_len},
                                     .peer_rsnxe = {k->own_rsnxe, k->own_rsnxe_len},
                                     .gtk = {7, 7, 7},
                                     .gtk_len = 16,
                                     .gtk_id = 1,
                                     .gtk_rsc = 9};
    assert_int_equal(authenticator_start(&k->ap_port, k->now, &c, anonce, &k->step), EXTSTA_OK);
    emit_eapol(k, ap);
}

/* --- the AP's SAE --- */

static inline void sae_random(void *user, void *out, size_t len)
{
    static const struct extsta_mac unused = {{0}};
    struct kernel *k = user;
    (void)unused;
    testing_fill(&k->seed, 99, out, len);
}

/* What the AP answers to a frame of the exchange; true: it says nothing more. */
static inline void answer_sae(struct kernel *k, struct fake_ap *ap, struct extsta_span data)
{
    struct sae_config c = {.crypto = crypto_of(k->ctx),
                           .own = ap->bssid,
                           .peer = kernel_own,
                           .groups = {19},
                           .group_count = 1,
                           .hunt = true,
                           .akm = AKM_SAE,
                           .password = {(const uint8_t *)k->password, strlen(k->password)},
                           .random = sae_random,
                           .user = k};
    static struct sae_step step;
    uint16_t transaction = get_le16(data.data);
    if (transaction == 1) {
        sae_listen(&k->sae, &c);
    }
    sae_rx(&k->sae, transaction, get_le16(data.data + 2),
           (struct extsta_span){data.data + 4, data.len - 4}, &step);
    for (size_t i = 0; i < step.send_count; i++) {
        uint8_t f[1024], body[900];
        put_le16(body, 3);
        put_le16(body + 2, step.send[i].transaction);
        put_le16(body + 4, step.send[i].status);
        memcpy(body + 6, step.send[i].body, step.send[i].len);
        size_t len =
            mgmt(f, 0xb0, kernel_own, ap->bssid, ap->bssid, body, 6u + step.send[i].len);
        if (step.send[i].transaction == transaction) {
            struct nl_msg *msg = event_of(k, NL80211_CMD_AUTHENTICATE, 0, 0);
            nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
            emit(k, msg);
        }
    }
    if (k->sae.state == SAE_ACCEPTED) {
        k->pmk = k->sae.keys.pmk;
    } else if (step.verdict == SAE_CONTINUE && step.send_count == 0) {
        uint8_t f[64], body[6] = {3, 0, 2, 0, 1, 0}; /* hostapd's word for a wrong Confirm */
        struct nl_msg *msg = event_of(k, NL80211_CMD_AUTHENTICATE, 0, 0);
        nla_put(msg, NL80211_ATTR_FRAME,
                (int)mgmt(f, 0xb0, kernel_own, ap->bssid, ap->bssid, body, 6), f);
        emit(k, msg);
    }
}

/* --- commands --- */

static inline void on_authenticate(struct kernel *k, const struct nld_message *m)
{
    struct fake_ap *ap = ap_of(k, nld_mac(m->tb[NL80211_ATTR_MAC]));
    int error = k->auth_error ? k->auth_error : ap && ap->listed ? 0 : ENOENT;
    uint8_t f[32], body[6] = {0, 0, 2, 0, 0, 0};
    k->auth_error = 0;
    if (error) {
        ack(k, m->seq, error, 0);
        return;
    }
    if (k->at) { /* the old association goes at once, and says so */
        farewell(k, k->at, true, true, 1, true);
    }
    simple(k, NL80211_CMD_NEW_STATION, ap->bssid);
    ack(k, m->seq, 0, 0);
    if (nld_u32(m->tb[NL80211_ATTR_AUTH_TYPE], 0) == NL80211_AUTHTYPE_SAE && k->password) {
        answer_sae(k, ap, nld_octets(m->tb[NL80211_ATTR_AUTH_DATA]));
        return;
    }
    if (k->answers && k->answers(k, ap, m)) {
        return;
    }
    struct nl_msg *msg = event_of(k, NL80211_CMD_AUTHENTICATE, 0, 0);
    if (ap->auth == SILENT) {
        simple(k, NL80211_CMD_DEL_STATION, ap->bssid);
        nla_put_flag(msg, NL80211_ATTR_TIMED_OUT);
        nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
        ap->listed = false;
    } else {
        put_le16(body + 4, ap->auth == REFUSES ? ap->status : 0);
        size_t len = mgmt(f, 0xb0, kernel_own, ap->bssid, ap->bssid, body, 6);
        nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    }
    emit(k, msg);
}

/* The handshake of an association that was just made, where the AP has a key for one. */
static inline void open_port(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    struct extsta_span ie = nld_octets(m->tb[NL80211_ATTR_IE]);
    struct element rsn;
    if (k->pmk && element_find(ie, ELEMENT_RSN, &rsn)) {
        assert_true(nld_has(m->tb[NL80211_ATTR_CONTROL_PORT]));
        assert_true(nld_has(m->tb[NL80211_ATTR_SOCKET_OWNER]));
        memcpy(k->own_rsne, rsn.whole.data, rsn.whole.len);
        k->own_rsne_len = rsn.whole.len;
        struct element rsnx;
        k->own_rsnxe_len = element_find(ie, ELEMENT_RSNX, &rsnx) ? rsnx.whole.len : 0;
        memcpy(k->own_rsnxe, k->own_rsnxe_len ? rsnx.whole.data : k->own_rsnxe,
               k->own_rsnxe_len);
        start_handshake(k, ap);
    }
}

static inline void emit_response(struct kernel *k, const struct nld_message *m,
                                 struct fake_ap *ap, uint16_t status)
{
    uint8_t f[128], body[64] = {0x01, 0x04};
    bool reassoc = nld_has(m->tb[NL80211_ATTR_PREV_BSSID]);
    uint8_t req[256] = {0, 4, 'h', 'o', 'm', 'e', 1, 4, 2, 4, 0x0b, 0x16};
    struct extsta_span ie = nld_octets(m->tb[NL80211_ATTR_IE]);
    put_le16(body + 2, status);
    put_le16(body + 4, status ? 0 : 0xc001);
    memcpy(body + 6, (const uint8_t[]){1, 4, 0x82, 0x84, 0x8b, 0x96}, 6);
    size_t body_len = 12;
    if (status == 30) {
        memcpy(body + 12, (const uint8_t[]){56, 5, 3, 0xe5, 3, 0, 0}, 7);
        body_len += 7;
    }
    size_t len =
        mgmt(f, reassoc ? 0x30 : 0x10, kernel_own, ap->bssid, ap->bssid, body, body_len);
    memcpy(req + 12, ie.data ? ie.data : req, ie.len);
    if (status) {
        simple(k, NL80211_CMD_DEL_STATION, ap->bssid);
    }
    struct nl_msg *msg = event_of(k, NL80211_CMD_ASSOCIATE, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    nla_put(msg, NL80211_ATTR_REQ_IE, (int)(12 + ie.len), req);
    emit(k, msg);
    msg = event_of(k, NL80211_CMD_CONNECT, 0, 0);
    nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
    nla_put_u16(msg, NL80211_ATTR_STATUS_CODE, status);
    emit(k, msg);
    k->at = status ? NULL : ap;
    if (status == 0) {
        open_port(k, ap, m);
    }
}

/* An acceptance with these elements. */
static inline void emit_response_of(struct kernel *k, struct fake_ap *ap, bool reassoc,
                                    struct extsta_span sent, struct extsta_span elements)
{
    uint8_t f[700], body[600], req[600] = {0, 4, 'h', 'o', 'm', 'e', 1, 4, 2, 4, 0x0b, 0x16};
    struct writer w = writer_of(body, sizeof body);
    mgmt_write_assoc_resp(
        &w, &(struct mgmt_assoc_resp){.reassoc = reassoc, .capability = 0x411, .aid = 1});
    writer_bytes(&w, (const uint8_t[]){1, 4, 0x82, 0x84, 0x8b, 0x96}, 6);
    writer_span(&w, elements);
    size_t len =
        mgmt(f, reassoc ? 0x30 : 0x10, kernel_own, ap->bssid, ap->bssid, body, writer_len(&w));
    memcpy(req + 12, sent.data, sent.len);
    struct nl_msg *msg = event_of(k, NL80211_CMD_ASSOCIATE, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    nla_put(msg, NL80211_ATTR_REQ_IE, (int)(12 + sent.len), req);
    emit(k, msg);
    k->at = ap;
}

static inline void on_associate(struct kernel *k, const struct nld_message *m)
{
    struct fake_ap *ap = ap_of(k, nld_mac(m->tb[NL80211_ATTR_MAC]));
    ack(k, m->seq, 0, 0);
    if (k->answers && k->answers(k, ap, m)) {
        return;
    }
    switch (ap->assoc) {
    case ACCEPTS:
        emit_response(k, m, ap, 0);
        break;
    case REFUSES:
        emit_response(k, m, ap, ap->status);
        break;
    case SILENT: {
        simple(k, NL80211_CMD_DEL_STATION, ap->bssid);
        struct nl_msg *msg = event_of(k, NL80211_CMD_ASSOCIATE, 0, 0);
        nla_put_flag(msg, NL80211_ATTR_TIMED_OUT);
        nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
        emit(k, msg);
        ap->listed = false;
        break;
    }
    case DEAUTHS:
        farewell(k, ap, true, false, 6, false);
        break;
    case PATIENCE: {
        struct nl_msg *msg = event_of(k, NL80211_CMD_ASSOC_COMEBACK, 0, 0);
        nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
        nla_put_u32(msg, NL80211_ATTR_TIMEOUT, 997);
        emit(k, msg);
        break;
    }
    }
}

static inline void authorized_by_card(struct kernel *k, struct fake_ap *ap)
{
    simple(k, NL80211_CMD_PORT_AUTHORIZED, ap->bssid);
}

static inline void emit_connect(struct kernel *k, uint8_t cmd, struct fake_ap *ap,
                                uint16_t status, bool timed_out, struct extsta_span ie,
                                struct extsta_span more)
{
    uint8_t response[300] = {1, 4, 0x82, 0x84, 0x8b, 0x96};
    struct nl_msg *msg = event_of(k, cmd, 0, 0);
    uint8_t req[256] = {0, 4, 'h', 'o', 'm', 'e', 1, 4, 2, 4, 0x0b, 0x16};
    memcpy(req + 12, ie.data ? ie.data : req, ie.len);
    memcpy(response + 6, more.data ? more.data : response, more.len);
    nla_put(msg, NL80211_ATTR_MAC, 6, ap->bssid.b);
    nla_put_u16(msg, NL80211_ATTR_STATUS_CODE, status);
    if (timed_out) {
        nla_put_flag(msg, NL80211_ATTR_TIMED_OUT);
    }
    nla_put(msg, NL80211_ATTR_REQ_IE, (int)(12 + ie.len), req);
    nla_put(msg, NL80211_ATTR_RESP_IE, (int)(6 + more.len), response);
    emit(k, msg);
    k->at = status || timed_out ? NULL : ap;
}

/* A card that makes the frames itself. cfg80211 (net/wireless/sme.c, seen on 6.1): busy with an
 * end it answers EINPROGRESS; and finds a BSS with Privacy only by the flag. */
static inline void on_connect(struct kernel *k, const struct nld_message *m)
{
    struct fake_ap *ap = ap_of(k, nld_mac(m->tb[NL80211_ATTR_MAC]));
    bool found = nld_has(m->tb[NL80211_ATTR_PRIVACY]) == ap->privacy;
    int error = k->connect_error;
    k->connect_error = 0;
    if (k->drops_first) {
        assert_memory_equal(nla_data(m->tb[NL80211_ATTR_PREV_BSSID]), k->at->bssid.b, 6);
        farewell(k, k->at, true, false, 3, true);
        k->drops_first = false;
    }
    ack(k, m->seq, error, 0);
    if (error) {
        return;
    }
    if (k->wants_external) {
        assert_true(nld_has(m->tb[NL80211_ATTR_EXTERNAL_AUTH_SUPPORT]));
        struct nl_msg *msg = event_of(k, NL80211_CMD_EXTERNAL_AUTH, 0, 0);
        nla_put(msg, NL80211_ATTR_BSSID, 6, ap->bssid.b);
        nla_put_u32(msg, NL80211_ATTR_EXTERNAL_AUTH_ACTION, NL80211_EXTERNAL_AUTH_START);
        emit(k, msg);
        return;
    }
    if (k->answers && k->answers(k, ap, m)) {
        return;
    }
    emit_connect(k, NL80211_CMD_CONNECT, ap, ap->assoc == REFUSES ? ap->status : 0,
                 ap->assoc == SILENT || !found, nld_octets(m->tb[NL80211_ATTR_IE]),
                 (struct extsta_span){0});
    if (k->at) {
        open_port(k, ap, m);
    }
}

static inline void on_scan(struct kernel *k, const struct nld_message *m)
{
    struct nlattr *freqs = m->tb[NL80211_ATTR_SCAN_FREQUENCIES], *f;
    int rest, error = k->scan_error;
    k->scan_freqs = 0;
    nla_for_each_nested(f, freqs, rest)
    {
        k->scan_freqs++;
    }
    k->scan_error = 0;
    if (error == 0) {
        emit(k, event_of(k, NL80211_CMD_TRIGGER_SCAN, 0, 0));
    }
    ack(k, m->seq, error, 0);
    if (error == 0 && !k->scans_hang) {
        nla_for_each_nested(f, freqs, rest)
        {
            for (size_t i = 0; i < k->ap_count; i++) {
                k->aps[i].listed |= k->aps[i].freq == nla_get_u32(f);
            }
        }
        emit(k, event_of(k, NL80211_CMD_NEW_SCAN_RESULTS, 0, 0));
    }
}

static inline void on_eapol(struct kernel *k, const struct nld_message *m)
{
    struct extsta_span pdu = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    uint64_t cookie = ++k->cookie;
    memcpy(k->eapol, pdu.data, pdu.len);
    k->eapol_len = pdu.len;
    k->eapol_clear = nld_has(m->tb[NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT]);
    struct nl_msg *msg = event_of(k, NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, 0, 0);
    nla_put_u64(msg, NL80211_ATTR_COOKIE, cookie);
    nla_put_flag(msg, NL80211_ATTR_ACK);
    if (k->no_status) {
        nlmsg_free(msg);
        ack(k, m->seq, 0, cookie);
    } else if (k->status_first) {
        emit(k, msg);
        ack(k, m->seq, 0, cookie);
    } else {
        ack(k, m->seq, 0, cookie);
        emit(k, msg);
    }
    if (k->pmk && k->at) {
        authenticator_rx(&k->ap_port, k->now, (struct extsta_span){k->eapol, k->eapol_len},
                         &k->step);
        emit_eapol(k, k->at);
    }
}

static inline const char *command_name(uint8_t cmd)
{
    switch (cmd) {
    case NL80211_CMD_TRIGGER_SCAN:
        return "TRIGGER_SCAN";
    case NL80211_CMD_ABORT_SCAN:
        return "ABORT_SCAN";
    case NL80211_CMD_AUTHENTICATE:
        return "AUTHENTICATE";
    case NL80211_CMD_ASSOCIATE:
        return "ASSOCIATE";
    case NL80211_CMD_CONNECT:
        return "CONNECT";
    case NL80211_CMD_DEAUTHENTICATE:
        return "DEAUTHENTICATE";
    case NL80211_CMD_DISCONNECT:
        return "DISCONNECT";
    case NL80211_CMD_NEW_KEY:
        return "NEW_KEY";
    case NL80211_CMD_SET_KEY:
        return "SET_KEY";
    case NL80211_CMD_DEL_KEY:
        return "DEL_KEY";
    case NL80211_CMD_SET_STATION:
        return "SET_STATION";
    case NL80211_CMD_CONTROL_PORT_FRAME:
        return "CONTROL_PORT_FRAME";
    case NL80211_CMD_FRAME:
        return "FRAME";
    default:
        return NULL;
    }
}

static inline void on_new_key(struct kernel *k, const struct nld_message *m)
{
    struct nlattr *tb[NL80211_KEY_MAX + 1];
    assert_true(nld_nested(m->tb[NL80211_ATTR_KEY], tb, NL80211_KEY_MAX));
    struct extsta_span data = nld_octets(tb[NL80211_KEY_DATA]);
    assert_true(data.len <= sizeof k->key);
    memcpy(k->key, data.data, data.len);
    k->keys++;
    ack(k, m->seq, 0, 0);
}

static inline void on_leave(struct kernel *k, const struct nld_message *m)
{
    struct fake_ap *ap = k->at ? k->at : ap_of(k, nld_mac(m->tb[NL80211_ATTR_MAC]));
    if (ap) {
        farewell(k, ap, true, true, nld_u16(m->tb[NL80211_ATTR_REASON_CODE], 0), k->at != NULL);
    }
    ack(k, m->seq, 0, 0);
}

static inline void emit_station(struct kernel *k, const struct nld_message *m)
{
    struct extsta_mac peer = nld_mac(m->tb[NL80211_ATTR_MAC]);
    struct nl_msg *msg = event_of(k, NL80211_CMD_NEW_STATION, m->seq, 0);
    nla_put(msg, NL80211_ATTR_MAC, 6, peer.b);
    struct nlattr *info = nla_nest_start(msg, NL80211_ATTR_STA_INFO);
    nla_put_u32(msg, NL80211_STA_INFO_TX_PACKETS, 11);
    nla_put_u32(msg, NL80211_STA_INFO_RX_PACKETS, 22);
    nla_put_u32(msg, NL80211_STA_INFO_TX_FAILED, 3);
    nla_put_u64(msg, NL80211_STA_INFO_RX_DROP_MISC, 4);
    nla_put_u8(msg, NL80211_STA_INFO_SIGNAL, (uint8_t)k->signal);
    nla_nest_end(msg, info);
    emit(k, msg);
}

static inline void command(struct kernel *k, const struct nld_message *m)
{
    const char *name = command_name(m->cmd);
    if (name && !k->quiet) {
        const char *ap = name_of(k, nld_mac(m->tb[NL80211_ATTR_MAC]));
        bool to = m->tb[NL80211_ATTR_MAC] != NULL;
        say(k, "> %s%s%s\n", name, to ? " " : "", to ? ap : "");
    }
    switch (m->cmd) {
    case NL80211_CMD_TRIGGER_SCAN:
        on_scan(k, m);
        break;
    case NL80211_CMD_GET_SCAN:
        for (size_t i = 0; i < k->ap_count; i++) {
            if (k->aps[i].listed) {
                emit_bss(k, m->seq, &k->aps[i]);
            }
        }
        done(k, m->seq);
        break;
    case NL80211_CMD_AUTHENTICATE:
        on_authenticate(k, m);
        break;
    case NL80211_CMD_ASSOCIATE:
        on_associate(k, m);
        break;
    case NL80211_CMD_CONNECT:
        on_connect(k, m);
        break;
    case NL80211_CMD_EXTERNAL_AUTH:
        k->external = nld_u16(m->tb[NL80211_ATTR_STATUS_CODE], 0xffff);
        ack(k, m->seq, 0, 0);
        break;
    case NL80211_CMD_CONTROL_PORT_FRAME:
        on_eapol(k, m);
        break;
    case NL80211_CMD_FRAME: {
        struct extsta_span f = nld_octets(m->tb[NL80211_ATTR_FRAME]);
        k->frame_len = f.len < sizeof k->frame ? f.len : 0;
        memcpy(k->frame, f.data, k->frame_len);
        ack(k, m->seq, 0, 0);
        if (k->hears) {
            k->hears(k, f);
        }
        break;
    }
    case NL80211_CMD_GET_STATION:
        if (k->counts && !k->station_error) {
            emit_station(k, m);
        }
        ack(k, m->seq, k->station_error, 0);
        break;
    case NL80211_CMD_NEW_KEY:
        on_new_key(k, m);
        break;
    case NL80211_CMD_DEAUTHENTICATE:
    case NL80211_CMD_DISCONNECT:
        on_leave(k, m);
        break;
    case NL80211_CMD_SET_STATION: {
        const struct nl80211_sta_flag_update *flags = nla_data(m->tb[NL80211_ATTR_STA_FLAGS2]);
        assert_int_equal(flags->mask, 1u << NL80211_STA_FLAG_AUTHORIZED);
        k->authorized = (flags->set & flags->mask) != 0;
        ack(k, m->seq, 0, 0);
        break;
    }
    default:
        ack(k, m->seq, 0, 0);
        break;
    }
}

#endif
