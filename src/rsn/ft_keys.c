/* Keys and names of fast BSS transitions, and the MIC of their elements (ft_keys.h). */
#include "rsn/ft_keys.h"
#include "base/wipe.h"
#include "wire/element.h"

#define NAME_LEN   16u
#define MIC_OFFSET 4u /* in the whole FTE: id, length, MIC Control */

/* The first 16 octets of the hash of the parts. */
static void name_of(const struct akm_suite *akm, const struct extsta_span *parts, size_t count,
                    uint8_t name[NAME_LEN])
{
    uint8_t digest[64];
    crypto_digest(akm->hash, parts, count, digest);
    memcpy(name, digest, NAME_LEN);
}

/* 12.7.1.6.3: the last 16 octets salt the name. */
enum extsta_error ft_derive_r0(struct crypto *crypto, const struct akm_suite *akm,
                               struct extsta_span mpmk, const struct ft_domain *domain,
                               struct extsta_mac sta, struct ft_key *r0)
{
    uint8_t data[1 + 32 + 2 + 1 + R0KH_ID_MAX + 6], out[64 + NAME_LEN];
    size_t len = crypto_hash_len(akm->hash);
    struct writer w = writer_of(data, sizeof data);
    *r0 = (struct ft_key){0};
    if (!akm->ft || domain->ssid_len > 32 || domain->r0kh_len > R0KH_ID_MAX) {
        return EXTSTA_E_USAGE;
    }
    writer_u8(&w, domain->ssid_len);
    writer_bytes(&w, domain->ssid, domain->ssid_len);
    writer_bytes(&w, domain->mdid, 2);
    writer_u8(&w, domain->r0kh_len);
    writer_bytes(&w, domain->r0kh_id, domain->r0kh_len);
    writer_mac(&w, sta);
    enum extsta_error e = crypto_kdf(crypto, akm->hash, mpmk, "FT-R0",
                                     span(data, writer_len(&w)), out, len + NAME_LEN);
    if (!e) {
        const struct extsta_span parts[] = {span("FT-R0N", 6), span(out + len, NAME_LEN)};
        memcpy(r0->key, out, len);
        r0->len = (uint8_t)len;
        name_of(akm, parts, 2, r0->name);
    }
    wipe(out, sizeof out);
    return e;
}

/* 12.7.1.6.4. */
enum extsta_error ft_derive_r1(struct crypto *crypto, const struct akm_suite *akm,
                               const struct ft_key *r0, struct extsta_mac r1kh_id,
                               struct extsta_mac sta, struct ft_key *r1)
{
    uint8_t data[12];
    struct writer w = writer_of(data, sizeof data);
    *r1 = (struct ft_key){0};
    writer_mac(&w, r1kh_id);
    writer_mac(&w, sta);
    enum extsta_error e = crypto_kdf(crypto, akm->hash, span(r0->key, r0->len), "FT-R1",
                                     span(data, sizeof data), r1->key, r0->len);
    if (!e) {
        const struct extsta_span parts[] = {span("FT-R1N", 6), span(r0->name, NAME_LEN),
                                            span(data, sizeof data)};
        r1->len = r0->len;
        name_of(akm, parts, 3, r1->name);
    }
    return e;
}

void ft_key_clear(struct ft_key *key)
{
    wipe(key, sizeof *key);
}

enum extsta_error ft_mic(struct crypto *crypto, const struct akm_suite *akm,
                         struct extsta_span kck, const struct ft_mic_input *in, uint8_t *mic)
{
    static const uint8_t zero[MIC_MAX];
    uint8_t head[13];
    struct writer w = writer_of(head, sizeof head);
    if (in->fte.len < MIC_OFFSET + akm->mic_len) {
        return EXTSTA_E_MALFORMED;
    }
    writer_mac(&w, in->sta);
    writer_mac(&w, in->ap);
    writer_u8(&w, in->transaction);
    size_t behind = MIC_OFFSET + akm->mic_len;
    const struct extsta_span parts[] = {
        span(head, sizeof head),
        in->rsne,
        in->mde,
        span(in->fte.data, MIC_OFFSET),
        span(zero, akm->mic_len),
        span(in->fte.data + behind, in->fte.len - behind),
        in->rsnxe,
    };
    return akm_mic(crypto, akm, akm->key_version, kck, parts, sizeof parts / sizeof *parts,
                   mic);
}

uint8_t ft_mic_count(const struct ft_mic_input *in)
{
    return in->rsnxe.len > 0 ? 4 : 3;
}

/* Bits 1 to 3: 16 octets 0, 24 octets 1, 32 octets 2 (802.11-2024, as hostapd has it). */
uint8_t ft_mic_control(const struct akm_suite *akm)
{
    return (uint8_t)((akm->mic_len - 16) / 8 << 1);
}
