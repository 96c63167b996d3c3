/* Fast BSS Transition: the key hierarchy of 12.7.1.6, as a listener sees it (IEEE 802.11-2020
 * 13). The initial association brings the names of the key holders and is verified by its
 * four-way handshake (pairing.c); a transition has none, and its reassociation response proves
 * the PTK by a MIC over its elements and brings the GTK. Keys and MIC are those of both ends
 * (rsn/ft_keys.h). */
#include "explain/keyring.h"

#include "base/wipe.h"

/* The AKM and its PMK are not known yet: the element says how long its MIC is, in bits that
 * older APs leave 0. */
static bool parse(struct extsta_span value, struct fte *fte)
{
    size_t said = value.len > 0 ? 16u + 8u * (value.data[0] >> 1 & 7) : 0;
    return (said <= MIC_MAX && fte_parse(value, said, fte)) || fte_parse(value, 24, fte);
}

/* Both key holders' names must have been seen once; a later frame may bring them anew. */
void pairing_ft_elements(struct pairing *p, const struct elements *e)
{
    struct fte fte;
    if (!e->fast_bss_transition.data || !e->mobility_domain.data ||
        !parse(e->fast_bss_transition, &fte)) {
        return;
    }
    memcpy(p->ft.domain.mdid, e->mobility_domain.data, 2);
    /* Zero in the initial association, set in a transition. */
    pairing_nonce(p->anonces, fte.anonce);
    pairing_nonce(p->snonces, fte.snonce);
    if (fte.r1kh_id.data) {
        memcpy(p->ft.r1kh.b, fte.r1kh_id.data, 6);
    }
    if (fte.r0kh_id.data) {
        p->ft.domain.r0kh_len = (uint8_t)fte.r0kh_id.len;
        memcpy(p->ft.domain.r0kh_id, fte.r0kh_id.data, fte.r0kh_id.len);
    }
    p->ft.set = p->ft.set || (fte.r0kh_id.data && fte.r1kh_id.data);
}

/* PMK-R0 of key, SSID, MDID, R0KH-ID and station; PMK-R1 of that, R1KH-ID and station. */
size_t pairing_ft_r1(struct extsta_explain *x, const struct conversation *c,
                     const struct akm_suite *akm, struct extsta_span key, uint8_t r1[PMK_MAX])
{
    const struct pairing *p = c->pairing;
    struct crypto *crypto = x->keyring->crypto;
    struct extsta_span ssid = pairing_ssid(x, c);
    struct ft_domain domain = p->ft.domain;
    struct ft_key r0, k1 = {0};
    if (!p->ft.set || ssid.len == 0 || ssid.len > sizeof domain.ssid) {
        return 0;
    }
    domain.ssid_len = (uint8_t)ssid.len;
    memcpy(domain.ssid, ssid.data, ssid.len);
    enum extsta_error e = ft_derive_r0(crypto, akm, key, &domain, c->sta, &r0);
    e = e ? e : ft_derive_r1(crypto, akm, &r0, p->ft.r1kh, c->sta, &k1);
    size_t len = e ? 0 : k1.len;
    memcpy(r1, k1.key, len);
    ft_key_clear(&r0);
    ft_key_clear(&k1);
    pairing_refused(x, e);
    return len;
}

/* --- transition: the reassociation response proves the PTK and brings the GTK --- */

/* The MIC of 13.8.5. Compared in constant time, by habit: there is no attacker to learn from a
 * listener. */
static bool verify(struct extsta_explain *x, const struct conversation *c,
                   const struct elements *e, const struct akm_suite *akm, const struct fte *fte,
                   const struct ptk *ptk)
{
    uint8_t mic[MIC_MAX];
    struct extsta_span mde = e->mobility_domain, whole = e->fast_bss_transition;
    struct ft_mic_input in = {.sta = c->sta,
                              .ap = c->bssid,
                              .transaction = 6,
                              .rsne = e->rsn,
                              .mde = span(mde.data - 2, mde.len + 2),
                              .fte = span(whole.data - 2, whole.len + 2)};
    /* The RSNXE counts among the elements only where both sides have it. */
    for (unsigned i = 0; i < 2; i++) {
        enum extsta_error error =
            ft_mic(x->keyring->crypto, akm, span(ptk->kck, ptk->kck_len), &in, mic);
        if (!pairing_refused(x, error) && error == EXTSTA_OK &&
            equal_ct(mic, fte->mic.data, akm->mic_len)) {
            return true;
        }
        in.rsnxe = e->rsnx;
    }
    return false;
}

/* Key Info (2), Key Length (1), RSC (8), and the key wrapped under the KEK. */
static void take_gtk(struct extsta_explain *x, struct conversation *c, struct extsta_span v)
{
    struct pairing *p = c->pairing;
    uint8_t plain[TK_MAX + 8];
    if (v.len < 11 + 24 || v.len - 11 - 8 > sizeof plain) {
        return;
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

/* One PMK, with all pairs of nonces. The PTK that verifies becomes the pair's. */
static bool try_key(struct extsta_explain *x, struct conversation *c, const struct elements *e,
                    const struct akm_suite *akm, const struct fte *fte, struct extsta_span key)
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
        found =
            !pairing_refused(x, error) && error == EXTSTA_OK && verify(x, c, e, akm, fte, &ptk);
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
    if (!akm || !akm->ft || !e->rsn.data || !e->mobility_domain.data) {
        return;
    }
    pairing_expand(x, c);
    for (struct ring_pmk *k = x->keyring->pmks; k; k = k->next) {
        struct fte fte;
        akm = akm_find_sized(p->akm, k->len);
        if (fte_parse(e->fast_bss_transition, akm->mic_len, &fte) &&
            try_key(x, c, e, akm, &fte, span(k->pmk, k->len))) {
            pairing_install(x, c);
            take_gtk(x, c, fte.gtk);
            return;
        }
    }
}
