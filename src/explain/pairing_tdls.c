/* TDLS: the key of a direct link, from the setup frames that pass through the AP (IEEE Std
 * 802.11-2020 11.20, 12.7.8.2). decrypt.c brings each TDLS frame that it has opened.
 *
 * The TPK is made of the two nonces and addresses and of no secret: who can read the setup,
 * enciphered for the way over the AP, can read the link. So response or confirm alone suffices,
 * and no MIC is checked: a key that is wrong opens nothing. */
#include "explain/keyring.h"

#include "base/wipe.h"

/* Payload type, category and actions of TDLS (9.6.12); the Link Identifier element; offset in
 * the Fast BSS Transition element (9.4.2.47). */
#define PAYLOAD_TDLS   2u
#define CATEGORY_TDLS  12u
#define SETUP_RESPONSE 1u
#define SETUP_CONFIRM  2u
#define ELEMENT_LINK   101u /* BSSID, initiator, responder */
#define FTE_ANONCE     18u
#define TPK_KCK        16u
#define NONCES         (2u * 32u)

/* The smaller of the two first: both ends come to the same. */
static void write_ordered(struct writer *w, const uint8_t *a, const uint8_t *b, size_t n)
{
    bool a_first = memcmp(a, b, n) < 0;
    writer_bytes(w, a_first ? a : b, n);
    writer_bytes(w, a_first ? b : a, n);
}

/* TPK-Key-Input = hash(min(SNonce, ANonce) || max(...)); TPK = KDF(input, "TDLS PMK",
 * min(MAC_I, MAC_R) || max(...) || BSSID) (12.7.8.2). link: BSSID and the two addresses. */
static enum extsta_error derive(struct crypto *crypto, const uint8_t *nonces,
                                const uint8_t *link, size_t tk_len,
                                uint8_t tpk[TPK_KCK + TK_MAX])
{
    uint8_t ordered[NONCES], input[SHA256_LEN], data[18];
    struct writer w = writer_of(ordered, sizeof ordered);
    write_ordered(&w, nonces, nonces + 32, 32);
    struct extsta_span part = span(ordered, sizeof ordered);
    crypto_digest(CRYPTO_SHA256, &part, 1, input);
    w = writer_of(data, sizeof data);
    write_ordered(&w, link + 6, link + 12, 6);
    writer_bytes(&w, link, 6);
    enum extsta_error e =
        crypto_kdf(crypto, CRYPTO_SHA256, span(input, sizeof input), "TDLS PMK",
                   span(data, sizeof data), tpk, TPK_KCK + tk_len);
    wipe(input, sizeof input);
    return e;
}

/* Both ends send with it; the frames of either belong to its conversation with the BSS. */
static void install(struct extsta_explain *x, const uint8_t *link,
                    const struct cipher_suite *suite, struct extsta_span tk)
{
    struct extsta_mac bssid = mac_at(link);
    for (size_t i = 1; i <= 2; i++) {
        struct extsta_mac end = mac_at(link + 6 * i);
        struct conversation *c =
            clients_get(&x->clients, clients_hash(&x->clients, end, bssid), end, bssid);
        if (c) {
            pairing_install_key(x, c, suite, tk);
        } else {
            pairing_refused(x, EXTSTA_E_NO_MEMORY);
        }
    }
}

void pairing_on_tdls(struct extsta_explain *x, struct extsta_span pdu)
{
    struct elements e;
    struct element link;
    struct rsn_element rsn;
    uint8_t tpk[TPK_KCK + TK_MAX];
    struct reader r = reader_of(pdu);
    uint8_t payload = reader_u8(&r), category = reader_u8(&r), action = reader_u8(&r);
    reader_take(&r, action == SETUP_RESPONSE ? 5 : 3); /* status, token, capability */
    struct extsta_span elements = reader_rest(&r);
    if (r.failed || payload != PAYLOAD_TDLS || category != CATEGORY_TDLS ||
        (action != SETUP_RESPONSE && action != SETUP_CONFIRM)) {
        return;
    }
    (void)elements_parse(elements, &e);
    if (!element_find(elements, ELEMENT_LINK, &link) || link.value.len < 18 ||
        e.fast_bss_transition.len < FTE_ANONCE + NONCES || !e.rsn.data ||
        rsn_element_parse(e.rsn, &rsn) != EXTSTA_OK) {
        return;
    }
    const struct cipher_suite *suite = cipher_suite_find(rsn.pairwise[0]);
    if (!suite || suite->key_len > TK_MAX) {
        return;
    }
    enum extsta_error error =
        derive(x->keyring->crypto, e.fast_bss_transition.data + FTE_ANONCE, link.value.data,
               suite->key_len, tpk);
    if (!pairing_refused(x, error) && error == EXTSTA_OK) {
        install(x, link.value.data, suite, span(tpk + TPK_KCK, suite->key_len));
    }
    wipe(tpk, sizeof tpk);
}
