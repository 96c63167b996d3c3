/* The access point's side of Sesame (extsta/sesame.h): a challenge after the association, the
 * proof that the station knows the password, the keys; and the frame that ends an association.
 * It stands where the four-way handshake of apsim_security.c does. The station's side is an IHV
 * extension (extensions/sesame), which shares no line with this.
 *
 *   AP       challenge  ANonce                         again after RETRY, TRIES times in all
 *   station  response   SNonce, proof
 *   AP       accept     key id, packet number, sealed group key, proof        the same
 *   station  done       proof                          both use the key now
 *
 * The secret of the network is the PSK of its password (annex J.4). With it and the nonces both
 * know 32 octets: the proof key and the temporal key. A proof is HMAC-SHA-256 under the former
 * over what stands before it in the message and both nonces, its first 16 octets. */
#include "ap.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "wire/llc.h"
#include "wire/status_codes.h"

#define RETRY                   (200u * EXTSTA_MS)
#define TRIES                   5u
#define REASON_TIMEOUT          15u /* table 9-49: as of a four-way handshake */
#define CATEGORY_VENDOR         127u

#define HEADER  4u /* "SE", version, message */
#define NONCE   EXTSTA_SESAME_NONCE_LEN
#define PROOF   EXTSTA_SESAME_PROOF_LEN
#define KEY     EXTSTA_SESAME_KEY_LEN
#define LONGEST (HEADER + 1 + 6 + KEY + PROOF) /* the accept */

struct sesame {
    extsta_time deadline; /* of the answer; EXTSTA_NEVER: none is awaited */
    uint8_t awaited;      /* enum extsta_sesame_message; 0: nothing */
    uint8_t tries;        /* of the message that is out */
    uint8_t len;
    uint8_t message[LONGEST]; /* to say it again */
    uint8_t anonce[NONCE], snonce[NONCE];
    uint8_t keys[2 * KEY]; /* proof key, temporal key */
};

static struct extsta_span written(const struct writer *w)
{
    return span(w->start, writer_len(w));
}

/* --- the computations --- */

static void mac_of(struct client *c, struct extsta_span key, const char *label,
                   struct extsta_span what, uint8_t out[32])
{
    struct sesame *s = c->sesame;
    struct extsta_span parts[] = {span(label, strlen(label)), what, span(s->anonce, NONCE),
                                  span(s->snonce, NONCE)};
    if (crypto_hmac(c->ap->crypto, CRYPTO_SHA256, key, parts, 4, out) != EXTSTA_OK) {
        c->ap->air->stats.no_memory++; /* `out` is zero: the other side's is not */
    }
}

static void derive(struct client *c)
{
    uint8_t addresses[12];
    struct writer w = writer_of(addresses, sizeof addresses);
    writer_mac(&w, c->ap->config.bssid);
    writer_mac(&w, c->info.address);
    mac_of(c, span(c->ap->pmk, sizeof c->ap->pmk), "sesame keys", written(&w), c->sesame->keys);
}

static void proof_of(struct client *c, struct extsta_span before, uint8_t out[32])
{
    mac_of(c, span(c->sesame->keys, KEY), "sesame proof", before, out);
}

/* Whether the last octets of a message prove what stands before them. */
static bool proves(struct client *c, struct extsta_span pdu)
{
    uint8_t expected[32];
    proof_of(c, span(pdu.data, pdu.len - PROOF), expected);
    return equal_ct(expected, pdu.data + pdu.len - PROOF, PROOF);
}

/* --- messages --- */

static struct writer begin(uint8_t *message, size_t size, enum extsta_sesame_message type)
{
    struct writer w = writer_of(message, size);
    writer_bytes(&w, "SE", 2);
    writer_u8(&w, EXTSTA_SESAME_VERSION);
    writer_u8(&w, (uint8_t)type);
    return w;
}

static void send_pdu(struct client *c, struct extsta_span pdu)
{
    uint8_t msdu[LLC_SNAP_LEN + LONGEST];
    struct writer w = writer_of(msdu, sizeof msdu);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, EXTSTA_SESAME_ETHERTYPE);
    writer_span(&w, pdu);
    (void)tx_msdu(c, c->ap->config.bssid, written(&w));
}

/* The message in the state goes out, and an answer is awaited. */
static void say(struct client *c, extsta_time now, enum extsta_sesame_message answer)
{
    struct sesame *s = c->sesame;
    s->awaited = (uint8_t)answer;
    s->deadline = now + RETRY;
    send_pdu(c, span(s->message, s->len));
    client_rearm(c);
}

void sesame_start(struct client *c, extsta_time now)
{
    sesame_forget(c);
    struct sesame *s = c->sesame = pool_zalloc(c->ap->pool, sizeof *s);
    if (!s) {
        c->ap->air->stats.no_memory++; /* the client waits in vain */
        return;
    }
    ap_random(c->ap, s->anonce, NONCE);
    struct writer w = begin(s->message, sizeof s->message, EXTSTA_SESAME_CHALLENGE);
    writer_bytes(&w, s->anonce, NONCE);
    s->len = (uint8_t)writer_len(&w);
    s->tries = 1;
    say(c, now, EXTSTA_SESAME_RESPONSE);
}

/* The group key goes under a stream of its own: nonces, key id and packet number are never the
 * same again. */
static void accept_client(struct client *c, extsta_time now)
{
    struct sesame *s = c->sesame;
    const struct group_key *gtk = &c->ap->gtk[c->ap->gtk_new];
    uint8_t stream[32], proof[32], pn[6];
    struct writer w = begin(s->message, sizeof s->message, EXTSTA_SESAME_ACCEPT);
    put_le32(pn, (uint32_t)gtk->pn);
    put_le16(pn + 4, (uint16_t)(gtk->pn >> 32));
    writer_u8(&w, (uint8_t)(c->ap->gtk_new + 1));
    writer_bytes(&w, pn, sizeof pn);
    mac_of(c, span(s->keys, KEY), "sesame group", span(s->message + HEADER, 7), stream);
    for (size_t i = 0; i < KEY; i++) {
        writer_u8(&w, gtk->material[i] ^ stream[i]);
    }
    proof_of(c, written(&w), proof);
    writer_bytes(&w, proof, PROOF);
    wipe(stream, sizeof stream);
    s->len = (uint8_t)writer_len(&w);
    s->tries = 1;
    say(c, now, EXTSTA_SESAME_DONE);
}

/* The client is gone afterwards. */
static void refuse(struct client *c)
{
    struct apsim *ap = c->ap;
    struct extsta_mac to = c->info.address;
    ap_tell(ap, APSIM_HANDSHAKE_FAILED, to, EXTSTA_SESAME_WRONG_PASSWORD, c->info.aid);
    apsim_farewell(ap, to, EXTSTA_SESAME_WRONG_PASSWORD);
}

static void on_response(struct client *c, extsta_time now, struct extsta_span pdu)
{
    if (pdu.len != HEADER + NONCE + PROOF) {
        return;
    }
    memcpy(c->sesame->snonce, pdu.data + HEADER, NONCE);
    derive(c);
    if (proves(c, pdu)) {
        accept_client(c, now);
    } else {
        refuse(c);
    }
}

static void on_done(struct client *c, struct extsta_span pdu)
{
    struct sesame *s = c->sesame;
    if (pdu.len != HEADER + PROOF || !proves(c, pdu)) {
        return;
    }
    s->awaited = 0;
    s->deadline = EXTSTA_NEVER;
    cipher_key_free(c->key);
    c->key = cipher_key_new(c->ap->crypto, cipher_suite_find(EXTSTA_SESAME_SUITE_SELECTOR),
                            span(s->keys + KEY, KEY));
    c->tx_pn = 0;
    memset(c->rx_pn, 0, sizeof c->rx_pn);
    if (c->key) {
        client_step(c, CLIENT_KEYED);
    } else { /* better gone than served in the clear */
        c->ap->air->stats.no_memory++;
        apsim_deauth(c->ap, c->info.address, REASON_TIMEOUT);
    }
}

void sesame_rx(struct client *c, extsta_time now, struct extsta_span pdu)
{
    const uint8_t *p = pdu.data;
    if (pdu.len < HEADER + PROOF || memcmp(p, "SE", 2) != 0 || p[2] != EXTSTA_SESAME_VERSION ||
        p[3] != c->sesame->awaited) {
        return;
    }
    if (p[3] == EXTSTA_SESAME_RESPONSE) {
        on_response(c, now, pdu);
    } else {
        on_done(c, pdu);
    }
}

/* --- time, and the end --- */

extsta_time sesame_deadline(const struct client *c)
{
    return c->sesame->deadline;
}

void sesame_expire(struct client *c, extsta_time now)
{
    struct sesame *s = c->sesame;
    if (s->tries++ < TRIES) {
        say(c, now, (enum extsta_sesame_message)s->awaited);
        return;
    }
    ap_tell(c->ap, APSIM_HANDSHAKE_FAILED, c->info.address, REASON_TIMEOUT, c->info.aid);
    apsim_deauth(c->ap, c->info.address, REASON_TIMEOUT);
}

void sesame_forget(struct client *c)
{
    if (c->sesame) {
        wipe(c->sesame, sizeof *c->sesame);
        pool_release(c->ap->pool, c->sesame, sizeof *c->sesame);
        c->sesame = NULL;
    }
}

/* --- what is advertised --- */

void sesame_offer(struct apsim *ap)
{
    struct rsn_element rsn = {.version = 1,
                              .group = EXTSTA_SESAME_SUITE_SELECTOR,
                              .pairwise = {EXTSTA_SESAME_SUITE_SELECTOR},
                              .pairwise_count = 1,
                              .akm = {EXTSTA_SESAME_AKM_SELECTOR},
                              .akm_count = 1};
    struct writer w = writer_of(ap->rsne, sizeof ap->rsne);
    rsn_element_write(&w, &rsn);
    ap->rsne_len = (uint8_t)writer_len(&w);
    ap->group_cipher = EXTSTA_SESAME_SUITE_SELECTOR;
}

uint16_t sesame_negotiate(const struct rsn_element *rsn)
{
    if (rsn->group != EXTSTA_SESAME_SUITE_SELECTOR) {
        return STATUS_INVALID_GROUP_CIPHER;
    }
    if (rsn->pairwise_count != 1 || rsn->pairwise[0] != EXTSTA_SESAME_SUITE_SELECTOR) {
        return STATUS_INVALID_PAIRWISE_CIPHER;
    }
    return rsn->akm_count == 1 && rsn->akm[0] == EXTSTA_SESAME_AKM_SELECTOR
               ? STATUS_SUCCESS
               : STATUS_INVALID_AKMP;
}

/* --- the farewell --- */

/* It comes last, since what waits for the client is flushed (as in apsim_deauth). */
void apsim_farewell(struct apsim *ap, struct extsta_mac to, uint16_t code)
{
    struct client *c = client_find(ap, to);
    uint8_t frame[64];
    struct writer w = writer_of(frame, sizeof frame);
    if (ap->config.security != APSIM_SESAME) {
        return;
    }
    if (c) {
        ap_tell(ap, APSIM_REMOVED, to, code, c->info.aid);
        client_remove(c);
    }
    frame_write_mgmt(&w, FRAME_ACTION, to, ap->config.bssid, ap->config.bssid, ap_seq(ap));
    writer_u8(&w, CATEGORY_VENDOR);
    writer_be32(&w, EXTSTA_SESAME_OUI << 8 | EXTSTA_SESAME_FAREWELL);
    writer_le16(&w, code);
    mgmt_send(ap, &(struct ap_tx){.kind = SENT_END, .access = EXTSTA_ACCESS_VOICE}, &w);
    air_node_wake(ap->node);
}
