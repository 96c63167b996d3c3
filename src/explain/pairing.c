/* Handshakes, followed to find keys: nonces and suites are collected from EAPOL-Key and
 * association frames, and for each frame with a MIC the PTK is sought that verifies it (IEEE
 * 802.11-2020 12.7.1.3, 12.7.6). facts_eapol.c and facts_mgmt.c call; keys go to decrypt.c, the
 * verdict on the MIC to the stories.
 *
 * A listener has no part in the handshake: frames may be missing, nonces may be of different
 * tries, and the AKM may not be known. So all that can be is tried, but only what a MIC proves
 * counts. A wrong MIC is said only where a key is for this network by name. */
#include "explain/keyring.h"

#include "base/wipe.h"
#include "wire/eapol.h"

/* Key Information of WPA's group handshake carries the key's id. */
#define WPA_GROUP_INDEX(info) ((uint8_t)((info) >> 4 & 3))

bool pairing_refused(struct extsta_explain *x, enum extsta_error result)
{
    if (!explain_is_refusal(result)) {
        return false;
    }
    explain_find(x, x->number, FINDING_KEY_NOT_TRIED);
    return true;
}

/* NULL: no memory. */
static struct pairing *get(struct extsta_explain *x, struct conversation *c)
{
    if (!c->pairing) {
        c->pairing = pool_zalloc(&x->ctx->pool, sizeof *c->pairing);
        pairing_refused(x, c->pairing ? EXTSTA_OK : EXTSTA_E_NO_MEMORY);
    }
    return c->pairing;
}

/* NULL: the length does not fit the suite, or there is no memory. */
static struct cipher_key *new_key(struct extsta_explain *x, const struct cipher_suite *suite,
                                  struct extsta_span bytes)
{
    struct cipher_key *key = NULL;
    if (cipher_key_fits(suite, bytes.len)) {
        key = cipher_key_new(x->keyring->crypto, suite, bytes);
        pairing_refused(x, key ? EXTSTA_OK : EXTSTA_E_NO_MEMORY);
    }
    return key;
}

void pairing_free(struct extsta_explain *x, struct conversation *c)
{
    struct pairing *p = c->pairing;
    if (!p) {
        return;
    }
    for (size_t i = 0; i < PAIR_KEYS; i++) {
        cipher_key_free(p->keys[i]);
    }
    wipe(p, sizeof *p);
    pool_release(&x->ctx->pool, p, sizeof *p);
    c->pairing = NULL;
}

void group_keys_free(struct extsta_explain *x, struct network *n)
{
    if (!n->keys) {
        return;
    }
    for (size_t i = 0; i < GROUP_KEYS; i++) {
        cipher_key_free(n->keys->keys[i].key);
    }
    pool_release(&x->ctx->pool, n->keys, sizeof *n->keys);
    n->keys = NULL;
}

/* Adds a nonce in front, unless it is zero: none. One that is there moves to the front. */
void pairing_nonce(struct seen_nonce list[PAIR_NONCES], const uint8_t nonce[32])
{
    uint8_t any = 0;
    size_t i = 0;
    for (size_t k = 0; k < 32; k++) {
        any |= nonce[k];
    }
    if (!any) {
        return;
    }
    while (i < PAIR_NONCES - 1 && list[i].set && memcmp(list[i].nonce, nonce, 32) != 0) {
        i++;
    }
    memmove(&list[1], &list[0], i * sizeof *list);
    list[0].set = true;
    memcpy(list[0].nonce, nonce, 32);
}

/* WPA's suites by the numbers of RSN's. */
static uint32_t rsn_suite(uint32_t suite)
{
    return (suite & ~0xffu) == SUITE_WPA(0) ? SUITE_RSN(suite & 0xff) : suite;
}

/* The first suites: in a request, and in message 2, there is one of each. */
static void take_element(struct pairing *p, struct extsta_span element)
{
    struct rsn_element rsn;
    if (rsn_element_parse(element, &rsn) != EXTSTA_OK) {
        return;
    }
    p->akm = rsn_suite(rsn.akm[0]);
    p->pairwise = rsn_suite(rsn.pairwise[0]);
    p->group = rsn_suite(rsn.group);
    if (p->pairwise == CIPHER_USE_GROUP) {
        p->pairwise = p->group;
    }
}

/* --- keys found --- */

void pairing_install_key(struct extsta_explain *x, struct conversation *c,
                         const struct cipher_suite *suite, struct extsta_span tk)
{
    struct pairing *p = get(x, c);
    for (size_t i = 0; p && i < PAIR_KEYS && p->keys[i]; i++) {
        if (cipher_key_suite(p->keys[i]) == suite && cipher_key_equals(p->keys[i], tk)) {
            return;
        }
    }
    struct cipher_key *key = p && suite ? new_key(x, suite, tk) : NULL;
    if (!key) {
        return;
    }
    cipher_key_free(p->keys[PAIR_KEYS - 1]);
    memmove(&p->keys[1], &p->keys[0], (PAIR_KEYS - 1) * sizeof p->keys[0]);
    p->keys[0] = key;
    /* Frames of this pair went by unopened: a second look may open them. */
    x->missed = x->missed || c->unopened > 0;
    x->keyring->recent[x->keyring->recent_count++ % RECENT_PAIRS] = c->index;
}

void pairing_install(struct extsta_explain *x, struct conversation *c)
{
    struct pairing *p = c->pairing;
    pairing_install_key(x, c, cipher_suite_find(p->pairwise), span(p->ptk.tk, p->ptk.tk_len));
}

void pairing_install_group(struct extsta_explain *x, struct conversation *c, uint8_t key_id,
                           struct extsta_span gtk)
{
    struct network *n = networks_get(&x->networks, c->bssid);
    const struct cipher_suite *suite = cipher_suite_find(c->pairing->group);
    if (n && !n->keys) {
        n->keys = pool_zalloc(&x->ctx->pool, sizeof *n->keys);
    }
    if (!n || !n->keys) {
        pairing_refused(x, EXTSTA_E_NO_MEMORY);
        return;
    }
    if (!suite) {
        return;
    }
    struct group_keys *g = n->keys;
    for (size_t i = 0; i < GROUP_KEYS && g->keys[i].key; i++) {
        if (g->keys[i].key_id == key_id && cipher_key_suite(g->keys[i].key) == suite &&
            cipher_key_equals(g->keys[i].key, gtk)) {
            return;
        }
    }
    struct cipher_key *key = new_key(x, suite, gtk);
    if (!key) {
        return;
    }
    cipher_key_free(g->keys[GROUP_KEYS - 1].key);
    memmove(&g->keys[1], &g->keys[0], (GROUP_KEYS - 1) * sizeof g->keys[0]);
    g->keys[0].key = key;
    g->keys[0].key_id = key_id;
    x->missed = x->missed || g->unopened > 0 || n->unopened > 0;
}

/* The group key in message 3 or message 1 of the group handshake, under a PTK that its MIC has
 * verified. Of a forged frame nothing may be installed. */
static void take_group_key(struct extsta_explain *x, struct conversation *c,
                           const struct eapol_key *key)
{
    struct pairing *p = c->pairing;
    uint8_t plain[KEY_DATA_MAX];
    size_t len = sizeof plain;
    struct kde kde;
    bool wpa = key->descriptor == KEY_DESCRIPTOR_WPA;
    if ((!wpa && !(key->info & KEY_INFO_ENCRYPTED)) || key->data.len == 0) {
        return;
    }
    enum extsta_error e = eapol_key_data_open(
        x->keyring->crypto, p->suite, span(p->ptk.kek, p->ptk.kek_len), key, plain, &len);
    pairing_refused(x, e);
    if (e == EXTSTA_OK && wpa) { /* the key and nothing else (WPA 3.1) */
        size_t n = key->key_length < len ? key->key_length : len;
        pairing_install_group(x, c, WPA_GROUP_INDEX(key->info), span(plain, n));
    } else if (e == EXTSTA_OK) {
        story_note_message_3(x, c, span(plain, len));
        struct reader r = reader_of(span(plain, len));
        while (kde_next(&r, &kde)) {
            if (kde.is_kde && kde.type == KDE_GTK && kde.value.len > 2) {
                pairing_install_group(x, c, kde.value.data[0] & 3,
                                      span(kde.value.data + 2, kde.value.len - 2));
            }
        }
    }
    wipe(plain, sizeof plain);
}

/* --- finding the PTK that a MIC verifies --- */

/* What an attempt needs; the search sets the fields from the outside in. */
struct attempt {
    struct extsta_explain *x;
    struct conversation *c;
    const struct eapol_key *key;
    const struct akm_suite *akm;
    bool tried;   /* a derivation was made */
    bool named;   /* with a key that is for this network by name */
    bool proven;  /* that key has verified others */
    bool refused; /* one could not be made: that none fits means nothing */
};

/* Whether the key of these nonces verifies the frame; then it is the pair's. A step that was
 * refused says nothing about the key: it is counted, and no verdict follows. */
static bool try_ptk(struct attempt *a, struct extsta_span pmk, const struct seen_nonce *an,
                    const struct seen_nonce *sn, size_t tk_len)
{
    struct pairing *p = a->c->pairing;
    struct ptk ptk;
    bool named = !mac_is_zero(p->aa) && !mac_is_zero(p->spa);
    struct extsta_mac aa = named ? p->aa : links_authenticator(a->x, a->c);
    struct extsta_mac spa = named ? p->spa : a->c->sta;
    enum extsta_error e = ptk_derive(a->x->keyring->crypto, a->akm, pmk, aa, spa, an->nonce,
                                     sn->nonce, tk_len, &ptk);
    bool derived = e == EXTSTA_OK;
    if (derived) {
        e = eapol_key_verify(a->x->keyring->crypto, a->akm, span(ptk.kck, ptk.kck_len), a->key);
    }
    if (pairing_refused(a->x, e)) {
        a->refused = true;
    } else if (derived) {
        a->tried = true;
    }
    if (e == EXTSTA_OK) {
        p->ptk = ptk;
        p->suite = a->akm;
    }
    ptk_clear(&ptk);
    return e == EXTSTA_OK;
}

/* Newest first, and 16 octets of TK where the cipher is not known: KCK and KEK do not depend on
 * it. */
static bool try_nonces(struct attempt *a, struct extsta_span pmk)
{
    struct pairing *p = a->c->pairing;
    const struct cipher_suite *suite = cipher_suite_find(p->pairwise);
    size_t tk_len = suite ? suite->key_len : 16;
    for (size_t i = 0; i < PAIR_NONCES * PAIR_NONCES; i++) {
        const struct seen_nonce *an = &p->anonces[i / PAIR_NONCES];
        const struct seen_nonce *sn = &p->snonces[i % PAIR_NONCES];
        if (an->set && sn->set && try_ptk(a, pmk, an, sn, tk_len)) {
            return true;
        }
    }
    return false;
}

/* By the AKM of the pair; without one, by those that the descriptor version leaves (12.7.2: 0,
 * the AKM says it; 1 and 2, PSK; 3, PSK with SHA-256). With FT the key is the root of a
 * hierarchy (pairing_ft.c). */
static bool try_pmk(struct attempt *a, struct extsta_span pmk)
{
    struct pairing *p = a->c->pairing;
    static const uint32_t by_version[4][3] = {
        {AKM_SAE, AKM_OWE, AKM_SUITE_B}, {AKM_PSK}, {AKM_PSK}, {AKM_PSK_SHA256}};
    unsigned version = a->key->info & KEY_INFO_VERSION;
    uint8_t r1[PMK_MAX];
    if (p->akm) {
        a->akm = akm_find_sized(p->akm, pmk.len);
        if (a->akm && a->akm->ft) {
            size_t len = pairing_ft_r1(a->x, a->c, a->akm, pmk, r1);
            bool found = len && try_nonces(a, span(r1, len));
            wipe(r1, sizeof r1);
            return found;
        }
        return a->akm && try_nonces(a, pmk);
    }
    for (size_t i = 0; version < 4 && i < 3 && by_version[version][i]; i++) {
        a->akm = akm_find_sized(by_version[version][i], pmk.len);
        if (a->akm && try_nonces(a, pmk)) {
            return true;
        }
    }
    return false;
}

/* The network's SSID: of the association request, else of its beacons. */
struct extsta_span pairing_ssid(struct extsta_explain *x, const struct conversation *c)
{
    const struct pairing *p = c->pairing;
    if (p->ssid_len) {
        return span(p->ssid, p->ssid_len);
    }
    const struct network *n = networks_find(&x->networks, c->bssid);
    for (const struct network_face *f = n ? n->faces : NULL; f; f = f->next) {
        if (f->ssid_len && f->ssid[0]) {
            return span(f->ssid, f->ssid_len);
        }
    }
    return span(NULL, 0);
}

/* Makes the PSKs of this network from passphrases that are for any: once, as each costs 4096
 * rounds of HMAC. No SSID, no PSK. */
static void expand_passphrases(struct extsta_explain *x, struct extsta_span ssid)
{
    for (struct ring_pmk *p = x->keyring->pmks; p; p = p->next) {
        if (p->expanded && span_equal(span(p->ssid, p->ssid_len), ssid)) {
            return;
        }
    }
    for (struct ring_passphrase *p = x->keyring->passphrases; p && ssid.len; p = p->next) {
        enum extsta_error e = extsta_explain_passphrase(x, ssid, span(p->text, p->len));
        if (e == EXTSTA_OK) {
            x->keyring->pmks->expanded = true;
        }
        x->keyring->unmade = pairing_refused(x, e) || x->keyring->unmade;
    }
}

void pairing_expand(struct extsta_explain *x, const struct conversation *c)
{
    expand_passphrases(x, pairing_ssid(x, c));
}

/* Whether the nonces of this very handshake were tried: of another one's none verifies. */
static bool has_nonces(const struct attempt *a)
{
    const struct story_conversation *st = &a->c->story;
    int message = eapol_key_message(a->key);
    return message == 2   ? st->messages[0] && st->replay == a->key->replay
           : message == 3 ? st->messages[1] > 0
                          : true;
}

/* What a key for this network by name came to. */
static void take_verdict(struct attempt *a, struct ring_pmk *p, bool found)
{
    int message = eapol_key_message(a->key);
    uint32_t *wrong = message == 2 ? &p->wrong_sta : message == 3 ? &p->wrong_ap : NULL;
    p->right += found;
    p->right_ap += found && message == 3;
    a->proven = a->proven || p->right;
    if (wrong && !found && has_nonces(a) && !*wrong) {
        *wrong = a->x->number;
    }
}

/* Keys of this network by name first: one of them that fails is a wrong passphrase; one for any
 * network that fails is nothing. */
static bool search(struct attempt *a)
{
    struct extsta_span ssid = pairing_ssid(a->x, a->c);
    expand_passphrases(a->x, ssid);
    for (int by_name = 1; by_name >= 0; by_name--) {
        for (struct ring_pmk *p = a->x->keyring->pmks; p; p = p->next) {
            bool same =
                !p->any_ssid && ssid.len && span_equal(span(p->ssid, p->ssid_len), ssid);
            if (same != (by_name != 0)) {
                continue;
            }
            a->tried = false;
            bool found = try_pmk(a, span(p->pmk, p->len));
            a->named = a->named || (same && a->tried);
            if (same && a->tried) {
                take_verdict(a, p, found);
            }
            a->c->pairing->from = found && same ? p : a->c->pairing->from;
            if (found) {
                return true;
            }
        }
    }
    return false;
}

/* What is known of the frame's MIC. BAD needs a key by name that was tried, and nothing refused
 * on the way. A PTK that does not verify this frame is sought anew: the pair may have
 * rekeyed. */
static enum story_mic check(struct extsta_explain *x, struct conversation *c,
                            const struct eapol_key *key)
{
    struct pairing *p = c->pairing;
    struct attempt a = {.x = x, .c = c, .key = key};
    if (!(key->info & KEY_INFO_MIC) || key->mic.len == 0) {
        return STORY_MIC_UNKNOWN;
    }
    if (p->suite) {
        enum extsta_error e = eapol_key_verify(x->keyring->crypto, p->suite,
                                               span(p->ptk.kck, p->ptk.kck_len), key);
        if (e == EXTSTA_OK) {
            if (p->from) {
                p->from->right++;
                p->from->right_ap += eapol_key_message(key) == 3;
            }
            return STORY_MIC_GOOD;
        }
        a.refused = pairing_refused(x, e);
    }
    if (search(&a)) {
        pairing_install(x, c);
        return STORY_MIC_GOOD;
    }
    if (!a.named || a.refused || x->keyring->unmade || !has_nonces(&a)) {
        return STORY_MIC_UNKNOWN;
    }
    return a.proven ? STORY_MIC_BAD : STORY_MIC_BAD_OR_KEY;
}

/* Message 2 names the suites in clear: the element that the station chose. */
static void take_message_2(struct pairing *p, const struct eapol_key *key)
{
    struct reader r = reader_of(key->data);
    struct element e;
    while (element_next(&r, &e)) {
        if (e.id == ELEMENT_RSN || (e.id == ELEMENT_VENDOR && e.value.len >= 4 &&
                                    get_be32(e.value.data) == SUITE_WPA(1))) {
            take_element(p, e.whole);
            return;
        }
    }
}

/* Of several links the key is of the two devices (802.11be-2024 12.7.1.3), whose addresses
 * stand in what is in clear. */
static void take_addresses(struct pairing *p, const struct eapol_key *key, int message)
{
    struct reader r = reader_of(key->data);
    struct kde kde;
    while (!(key->info & KEY_INFO_ENCRYPTED) && kde_next(&r, &kde)) {
        if (kde.is_kde && kde.type == KDE_MAC && kde.value.len == 6) {
            *(message == 1 ? &p->aa : &p->spa) = mac_at(kde.value.data);
        }
    }
}

enum story_mic pairing_on_key(struct extsta_explain *x, struct conversation *c,
                              const struct eapol_key *key)
{
    int message = eapol_key_message(key);
    struct pairing *p = get(x, c);
    if (!p || message == 0) {
        return STORY_MIC_UNKNOWN;
    }
    if (message == 1 || message == 3) {
        pairing_nonce(p->anonces, key->nonce);
    } else if (message == 2 || message == 4) {
        pairing_nonce(p->snonces, key->nonce);
    }
    if (message == 2) {
        take_message_2(p, key);
    }
    if (message == 1 || message == 2) {
        take_addresses(p, key, message);
    }
    enum story_mic mic = check(x, c, key);
    if (mic != STORY_MIC_UNKNOWN && !x->again) {
        x->report.mics_checked++;
        x->report.mics_good += mic == STORY_MIC_GOOD;
    }
    if (mic == STORY_MIC_GOOD && (message == 3 || message == 5)) {
        take_group_key(x, c, key);
    }
    return mic;
}

void pairing_on_elements(struct extsta_explain *x, struct conversation *c,
                         const struct elements *e)
{
    struct pairing *p = get(x, c);
    if (!p) {
        return;
    }
    if (e->ssid.len && e->ssid.len <= sizeof p->ssid) {
        p->ssid_len = (uint8_t)e->ssid.len;
        memcpy(p->ssid, e->ssid.data, e->ssid.len);
    }
    if (e->rsn.data || e->wpa.data) {
        take_element(p, e->rsn.data ? e->rsn : e->wpa);
    }
    pairing_ft_elements(p, e);
}
