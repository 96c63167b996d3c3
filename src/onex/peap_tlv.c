/* The end of PEAPv0 (peap_tlv.h). PRF+ is [MS-PEAP]'s own: HMAC-SHA-1 over what was before, the
 * label, the seed, a number and two zeros. */
#include "onex/peap_tlv.h"
#include "base/wipe.h"
#include "crypto/primitives.h"

enum {
    TLV_RESULT = 3,
    TLV_CRYPTOBINDING = 12,
};
#define TLV_MANDATORY 0x8000u
#define TLV_TYPE      0x3fffu
#define TK_LEN        40u /* of the tunnel's key: what PRF+ takes as its key */
#define MAC_AT        (PEAP_BINDING_LEN - PEAP_MAC_LEN)

bool peap_end_parse(struct extsta_span tlvs, struct peap_end *end)
{
    struct reader r = reader_of(tlvs);
    memset(end, 0, sizeof *end);
    while (reader_left(&r) > 0) {
        const uint8_t *at = r.p;
        uint16_t head = reader_be16(&r);
        struct extsta_span value = reader_take(&r, reader_be16(&r));
        if (r.failed) {
            return false;
        }
        if ((head & TLV_TYPE) == TLV_RESULT && value.len == 2) {
            uint16_t result = get_be16(value.data);
            if (result != PEAP_SUCCESS && result != PEAP_FAILURE) {
                return false;
            }
            end->result = (enum peap_result)result;
        } else if ((head & TLV_TYPE) == TLV_CRYPTOBINDING &&
                   value.len == PEAP_BINDING_LEN - 4) {
            end->has_binding = true;
            end->subtype = value.data[3];
            memcpy(end->nonce, value.data + 4, PEAP_NONCE_LEN);
            memcpy(end->tlv, at, PEAP_BINDING_LEN);
        } else if (head & TLV_MANDATORY) {
            return false;
        }
    }
    return true;
}

/* At most 7 rounds are needed. */
static enum extsta_error prf_plus(struct crypto *crypto, struct extsta_span key,
                                  const char *label, struct extsta_span seed, uint8_t *out,
                                  size_t len)
{
    uint8_t block[SHA1_LEN];
    for (uint8_t n = 1; len > 0; n++) {
        uint8_t tail[3] = {n, 0, 0};
        struct extsta_span parts[] = {span(block, n > 1 ? SHA1_LEN : 0),
                                      span(label, strlen(label)), seed,
                                      span(tail, sizeof tail)};
        enum extsta_error error = crypto_hmac(crypto, CRYPTO_SHA1, key, parts, 4, block);
        if (error != EXTSTA_OK) {
            return error;
        }
        size_t part = len < SHA1_LEN ? len : SHA1_LEN;
        memcpy(out, block, part);
        out += part;
        len -= part;
    }
    wipe(block, sizeof block);
    return EXTSTA_OK;
}

enum extsta_error peap_derive(struct crypto *crypto, const struct eap_keys *tunnel,
                              const uint8_t *inner_msk, struct peap_keys *keys)
{
    uint8_t both[PEAP_IPMK_LEN + PEAP_CMK_LEN];
    enum extsta_error error = EXTSTA_OK;
    if (inner_msk) {
        error = prf_plus(crypto, span(tunnel->msk, TK_LEN), "Inner Methods Compound Keys",
                         span(inner_msk, 32), both, sizeof both);
    } else {
        memcpy(both, tunnel->msk, sizeof both);
    }
    memcpy(keys->ipmk, both, PEAP_IPMK_LEN);
    memcpy(keys->cmk, both + PEAP_IPMK_LEN, PEAP_CMK_LEN);
    wipe(both, sizeof both);
    return error;
}

/* Over the TLV with zeros in the MAC's place, and the type of PEAP. */
static bool compound_mac(struct crypto *crypto, const struct peap_keys *keys,
                         const uint8_t tlv[PEAP_BINDING_LEN], uint8_t mac[PEAP_MAC_LEN])
{
    static const uint8_t zeros[PEAP_MAC_LEN], type = EAP_TYPE_PEAP;
    struct extsta_span parts[] = {span(tlv, MAC_AT), span(zeros, sizeof zeros), span(&type, 1)};
    return crypto_hmac(crypto, CRYPTO_SHA1, span(keys->cmk, PEAP_CMK_LEN), parts, 3, mac) ==
           EXTSTA_OK;
}

bool peap_binding_is_right(struct crypto *crypto, const struct peap_keys *keys,
                           const struct peap_end *end)
{
    uint8_t mac[PEAP_MAC_LEN];
    return end->has_binding && compound_mac(crypto, keys, end->tlv, mac) &&
           equal_ct(mac, end->tlv + MAC_AT, PEAP_MAC_LEN);
}

void peap_end_write(struct writer *w, struct crypto *crypto, enum peap_result result,
                    const struct peap_keys *keys, const uint8_t *nonce,
                    enum peap_subtype subtype)
{
    writer_be16(w, TLV_MANDATORY | TLV_RESULT);
    writer_be16(w, 2);
    writer_be16(w, (uint16_t)result);
    if (!nonce) {
        return;
    }
    uint8_t tlv[PEAP_BINDING_LEN] = {0}, mac[PEAP_MAC_LEN];
    struct writer t = writer_of(tlv, sizeof tlv);
    writer_be16(&t, TLV_CRYPTOBINDING);
    writer_be16(&t, PEAP_BINDING_LEN - 4);
    writer_zero(&t, 3); /* reserved, version, version that was received */
    writer_u8(&t, (uint8_t)subtype);
    writer_bytes(&t, nonce, PEAP_NONCE_LEN);
    if (compound_mac(crypto, keys, tlv, mac)) {
        writer_bytes(&t, mac, sizeof mac);
    }
    writer_bytes(w, tlv, sizeof tlv);
}

enum extsta_error peap_bound_msk(struct crypto *crypto, const struct peap_keys *keys,
                                 struct eap_keys *out)
{
    static const uint8_t zero;
    uint8_t both[EAP_MSK_LEN + EAP_MSK_LEN];
    enum extsta_error error =
        prf_plus(crypto, span(keys->ipmk, PEAP_IPMK_LEN), "Session Key Generating Function",
                 span(&zero, 1), both, sizeof both);
    memcpy(out->msk, both, EAP_MSK_LEN);
    memcpy(out->emsk, both + EAP_MSK_LEN, EAP_MSK_LEN);
    wipe(both, sizeof both);
    return error;
}
