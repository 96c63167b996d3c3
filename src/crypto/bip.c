/* BIP: the MIC of group-addressed robust management frames, and of Beacons that are protected,
 * which stands in an MMIE at the end of the body. IEEE Std 802.11-2020 12.5.4; MMIE: 9.4.2.54.
 *
 * CMAC for BIP-CMAC-128 and -256, GMAC for the other two. Nothing is encrypted: whoever has
 * the IGTK can forge, so it only tells members of the BSS from strangers. */
#include "crypto/backend.h"
#include "base/names.h"
#include "base/wipe.h"
#include "wire/element.h"
#include "wire/frame.h"
#include "wire/rsn_element.h"

#define HEADER_LEN 24u               /* management frames: three addresses */
#define IPN_MAX    0xffffffffffffull /* 48 bits */
/* Element id, length, key id, IPN: what stands in front of the MIC. */
#define MMIE_FIXED 10u

/* 0: not a suite of BIP. */
static size_t mic_len(uint32_t suite)
{
    const struct cipher_suite *s = suites_cipher(suite);
    return s && (s->protects & CIPHER_MANAGEMENT) ? s->trailer_len : 0;
}

size_t cipher_bip_mmie_len(uint32_t suite)
{
    size_t n = mic_len(suite);
    return n == 0 ? 0 : MMIE_FIXED + n;
}

/* Octets of the Timestamp in front of a Beacon's body. */
#define TIMESTAMP_LEN 8u

/* Header, and what of the body does not count. `frame` has a header. */
static size_t least(struct extsta_span frame)
{
    bool beacon = (get_le16(frame.data) & 0x00fc) == FRAME_BEACON;
    return HEADER_LEN + (beacon ? TIMESTAMP_LEN : 0);
}

/* MIC over AAD || body with the MIC field zero; the frame ends with its MMIE. Of a Beacon the
 * Timestamp counts as zero, too: the radio fills it in when it sends (12.5.4.5). */
static enum extsta_error compute(struct crypto *crypto, uint32_t suite, struct extsta_span igtk,
                                 struct extsta_span frame, uint64_t ipn, uint8_t mic[16])
{
    static const uint8_t zero[16];
    uint8_t aad[20], nonce[12];
    size_t n = mic_len(suite);
    size_t skipped = least(frame) - HEADER_LEN;
    const struct extsta_span parts[] = {
        span(aad, sizeof aad),
        span(zero, skipped),
        span(frame.data + HEADER_LEN + skipped, frame.len - HEADER_LEN - skipped - n),
        span(zero, n),
    };
    /* 12.5.4.3: what a retransmission or power save may change is masked out. */
    put_le16(aad, get_le16(frame.data) & (uint16_t) ~(FC_RETRY | FC_PM | FC_MORE_DATA));
    memcpy(aad + 2, frame.data + 4, 18);
    if (suite == CIPHER_BIP || suite == CIPHER_BIP_CMAC_256) {
        return crypto_cmac(crypto, igtk, parts, COUNT(parts), mic);
    }
    /* The nonce of GMAC: A2 and the IPN, big-endian here while the MMIE has it little-
     * endian. */
    memcpy(nonce, frame.data + 10, 6);
    put_be16(nonce + 6, (uint16_t)(ipn >> 32));
    put_be32(nonce + 8, (uint32_t)ipn);
    return crypto_gmac(crypto, igtk, nonce, parts, COUNT(parts), mic);
}

bool cipher_bip_peek(uint32_t suite, struct extsta_span frame, uint16_t *key_id, uint64_t *ipn)
{
    size_t len = cipher_bip_mmie_len(suite);
    if (len == 0 || frame.len < HEADER_LEN || frame.len < least(frame) + len) {
        return false;
    }
    const uint8_t *mmie = frame.data + frame.len - len;
    *key_id = get_le16(mmie + 2);
    *ipn = (uint64_t)get_le32(mmie + 4) | (uint64_t)get_le16(mmie + 8) << 32;
    return mmie[0] == ELEMENT_MMIE && mmie[1] == len - 2;
}

enum extsta_error cipher_bip_check(struct crypto *crypto, uint32_t suite,
                                   struct extsta_span igtk, struct extsta_span frame,
                                   uint64_t *ipn, uint16_t *key_id)
{
    uint8_t mic[16];
    size_t len = cipher_bip_mmie_len(suite);
    if (len == 0 || !cipher_key_fits(suites_cipher(suite), igtk.len)) {
        return EXTSTA_E_USAGE;
    }
    if (!cipher_bip_peek(suite, frame, key_id, ipn)) {
        return EXTSTA_E_MALFORMED;
    }
    enum extsta_error e = compute(crypto, suite, igtk, frame, *ipn, mic);
    if (e) {
        return e;
    }
    const uint8_t *at = frame.data + frame.len - len + MMIE_FIXED;
    return equal_ct(mic, at, mic_len(suite)) ? EXTSTA_OK : EXTSTA_E_INTEGRITY;
}

enum extsta_error cipher_bip_make(struct crypto *crypto, uint32_t suite,
                                  struct extsta_span igtk, uint8_t *frame, size_t len,
                                  uint64_t ipn, uint16_t key_id)
{
    uint8_t mic[16];
    size_t mmie_len = cipher_bip_mmie_len(suite);
    if (mmie_len == 0 || !cipher_key_fits(suites_cipher(suite), igtk.len) || len < HEADER_LEN ||
        len < least(span(frame, len)) + mmie_len || ipn > IPN_MAX) {
        return EXTSTA_E_USAGE;
    }
    uint8_t *mmie = frame + len - mmie_len;
    mmie[0] = ELEMENT_MMIE;
    mmie[1] = (uint8_t)(mmie_len - 2);
    put_le16(mmie + 2, key_id);
    put_le32(mmie + 4, (uint32_t)ipn);
    put_le16(mmie + 8, (uint16_t)(ipn >> 32));
    memset(mmie + MMIE_FIXED, 0, mic_len(suite));
    enum extsta_error e = compute(crypto, suite, igtk, span(frame, len), ipn, mic);
    if (!e) {
        memcpy(mmie + MMIE_FIXED, mic, mic_len(suite));
    }
    return e;
}
