/* Fast BSS Transition: the key hierarchy of 12.7.1.6, as a listener sees it (IEEE 802.11-2020
 * 13). The initial association brings the names of the key holders and is verified by its
 * four-way handshake (pairing.c); a transition has none, and its reassociation response proves
 * the PTK by a MIC over its elements and brings the GTK.
 *
 * Only the AKMs of SHA-256 are followed, with FTEs whose MIC has 16 octets. */
#include "explain/keyring.h"

#include "base/wipe.h"

/* Of the Fast BSS Transition element (9.4.2.47): fixed part, offsets in it, subelements. */
#define FTE_FIXED    82u /* MIC control, MIC, ANonce, SNonce (9.4.2.47) */
#define FTE_MIC      2u  /* offset */
#define FTE_ANONCE   18u
#define FTE_R1KH_ID  1u
#define FTE_GTK      2u
#define FTE_R0KH_ID  3u
#define PMK_R_LEN    32u
#define R0_NAME_SALT 16u

/* Both key holders' names must have been seen once; a later frame may bring them anew. */
void pairing_ft_elements(struct pairing *p, const struct elements *e)
{
    struct reader r = reader_of(e->fast_bss_transition);
    if (!e->fast_bss_transition.data || !e->mobility_domain.data) {
        return;
    }
    bool r0 = false, r1 = false;
    memcpy(p->ft.mdid, e->mobility_domain.data, 2);
    struct extsta_span fixed = reader_take(&r, FTE_FIXED);
    if (r.failed) {
        return;
    }
    /* Zero in the initial association, set in a transition. */
    pairing_nonce(p->anonces, fixed.data + FTE_ANONCE);
    pairing_nonce(p->snonces, fixed.data + FTE_ANONCE + 32);
    while (reader_left(&r) >= 2) {
        uint8_t id = reader_u8(&r);
        struct extsta_span value = reader_take(&r, reader_u8(&r));
        if (id == FTE_R1KH_ID && value.len == 6) {
            memcpy(p->ft.r1kh, value.data, 6);
            r1 = true;
        } else if (id == FTE_R0KH_ID && value.len >= 1 && value.len <= sizeof p->ft.r0kh) {
            p->ft.r0kh_len = (uint8_t)value.len;
            memcpy(p->ft.r0kh, value.data, value.len);
            r0 = true;
        }
    }
    p->ft.set = p->ft.set || (r0 && r1);
}

/* PMK-R0 of key, SSID, MDID, R0KH-ID and station; PMK-R1 of that, R1KH-ID and station. */
size_t pairing_ft_r1(struct extsta_explain *x, const struct conversation *c,
                     const struct akm_suite *akm, struct extsta_span key, uint8_t r1[PMK_MAX])
{
    const struct pairing *p = c->pairing;
    struct crypto *crypto = x->keyring->crypto;
    struct extsta_span ssid = pairing_ssid(x, c);
    uint8_t data[128], r0[PMK_R_LEN + R0_NAME_SALT];
    struct writer w = writer_of(data, sizeof data);
    if (!p->ft.set || akm->hash != CRYPTO_SHA256 || ssid.len == 0) {
        return 0;
    }
    writer_u8(&w, (uint8_t)ssid.len);
    writer_span(&w, ssid);
    writer_bytes(&w, p->ft.mdid, 2);
    writer_u8(&w, p->ft.r0kh_len);
    writer_bytes(&w, p->ft.r0kh, p->ft.r0kh_len);
    writer_mac(&w, c->sta);
    enum extsta_error e = crypto_kdf(crypto, CRYPTO_SHA256, key, "FT-R0",
                                     span(data, writer_len(&w)), r0, sizeof r0);
    w = writer_of(data, sizeof data);
    writer_bytes(&w, p->ft.r1kh, 6);
    writer_mac(&w, c->sta);
    if (!e) {
        e = crypto_kdf(crypto, CRYPTO_SHA256, span(r0, PMK_R_LEN), "FT-R1",
                       span(data, writer_len(&w)), r1, PMK_R_LEN);
    }
    wipe(r0, sizeof r0);
    pairing_refused(x, e);
    return e ? 0 : PMK_R_LEN;
}

/* --- transition: the reassociation response proves the PTK and brings the GTK --- */

/* The MIC of 13.8.5: over the addresses, the transaction and the elements, its own field zero.
 * Compared in constant time, by habit: there is no attacker to learn from a listener. */
static bool verify(struct extsta_explain *x, const struct conversation *c,
                   const struct elements *e, const struct ptk *ptk)
{
    static const uint8_t zero[16];
    struct extsta_span fte = e->fast_bss_transition; /* without id and length */
    uint8_t mic[16], head[13], fte_id[2] = {ELEMENT_FAST_BSS_TRANSITION, (uint8_t)fte.len};
    uint8_t mde_id[2] = {ELEMENT_MOBILITY_DOMAIN, (uint8_t)e->mobility_domain.len};
    memcpy(head, c->sta.b, 6);
    memcpy(head + 6, c->bssid.b, 6);
    head[12] = 6; /* transaction sequence number of the response */
    const struct extsta_span parts[] = {
        span(head, sizeof head),
        e->rsn,
        span(mde_id, sizeof mde_id),
        e->mobility_domain,
        span(fte_id, sizeof fte_id),
        span(fte.data, FTE_MIC),
        span(zero, sizeof zero),
        span(fte.data + FTE_MIC + 16, fte.len - FTE_MIC - 16),
        e->rsnx,
    };
    /* The RSNXE counts among the elements only where both sides have it. */
    size_t count = sizeof parts / sizeof *parts;
    for (size_t n = count; n >= count - 1; n--) {
        enum extsta_error error =
            crypto_cmac(x->keyring->crypto, span(ptk->kck, ptk->kck_len), parts, n, mic);
        if (!pairing_refused(x, error) && error == EXTSTA_OK &&
            equal_ct(mic, fte.data + FTE_MIC, sizeof mic)) {
            return true;
        }
    }
    return false;
}

/* Subelement 2: Key Info (2), Key Length (1), RSC (8), and the key wrapped under the KEK. */
static void take_gtk(struct extsta_explain *x, struct conversation *c, struct extsta_span fte)
{
    struct reader r = reader_of(fte);
    struct pairing *p = c->pairing;
    reader_take(&r, FTE_FIXED);
    while (reader_left(&r) >= 2) {
        uint8_t id = reader_u8(&r), plain[TK_MAX + 8];
        struct extsta_span v = reader_take(&r, reader_u8(&r));
        /* Key Info, Key Length, RSC, wrapped key */
        if (id != FTE_GTK || v.len < 11 + 24 || v.len - 11 - 8 > sizeof plain) {
            continue;
        }
        enum extsta_error e =
            crypto_key_unwrap(x->keyring->crypto, span(p->ptk.kek, p->ptk.kek_len),
                              span(v.data + 11, v.len - 11), plain);
        if (!pairing_refused(x, e) && e == EXTSTA_OK) {
            size_t len = v.data[2] < v.len - 19 ? v.data[2] : v.len - 19;
            pairing_install_group(x, c, v.data[0] & 3, span(plain, len));
        }
        wipe(plain, sizeof plain);
    }
}

/* One PMK, with all pairs of nonces. The PTK that verifies becomes the pair's. */
static bool try_key(struct extsta_explain *x, struct conversation *c, const struct elements *e,
                    const struct akm_suite *akm, struct extsta_span key)
{
    struct pairing *p = c->pairing;
    const struct cipher_suite *suite = cipher_suite_find(p->pairwise);
    uint8_t r1[PMK_MAX];
    struct ptk ptk;
    size_t len = suite ? pairing_ft_r1(x, c, akm, key, r1) : 0;
    bool found = false;
    for (size_t i = 0; len && !found && i < PAIR_NONCES * PAIR_NONCES; i++) {
        const struct seen_nonce *an = &p->anonces[i / PAIR_NONCES];
        const struct seen_nonce *sn = &p->snonces[i % PAIR_NONCES];
        if (!an->set || !sn->set) {
            continue;
        }
        enum extsta_error error =
            ptk_derive(x->keyring->crypto, akm, span(r1, len), c->bssid, c->sta, an->nonce,
                       sn->nonce, suite->key_len, &ptk);
        found = !pairing_refused(x, error) && error == EXTSTA_OK && verify(x, c, e, &ptk);
    }
    if (found) {
        p->ptk = ptk;
        p->suite = akm;
    }
    wipe(r1, sizeof r1);
    ptk_clear(&ptk);
    return found;
}

void pairing_ft_response(struct extsta_explain *x, struct conversation *c,
                         const struct elements *e)
{
    struct pairing *p = c->pairing;
    const struct akm_suite *akm = p ? akm_find(p->akm) : NULL;
    if (!akm || !akm->ft || akm->mic_len != 16 || !e->rsn.data ||
        e->fast_bss_transition.len < FTE_FIXED || e->fast_bss_transition.len > 255 ||
        !e->mobility_domain.data) {
        return;
    }
    pairing_expand(x, c);
    for (struct ring_pmk *k = x->keyring->pmks; k; k = k->next) {
        if (try_key(x, c, e, akm, span(k->pmk, k->len))) {
            pairing_install(x, c);
            take_gtk(x, c, e->fast_bss_transition);
            return;
        }
    }
}
