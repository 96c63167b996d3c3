/* Fast BSS Transition: the key hierarchy of 12.7.1.6, as a listener sees it. */
#include "explain/keyring.h"

#include "base/wipe.h"

#define FTE_FIXED    82u /* MIC control, MIC, ANonce, SNonce (9.4.2.47) */
#define FTE_R1KH_ID  1u
#define FTE_R0KH_ID  3u
#define PMK_R_LEN    32u
#define R0_NAME_SALT 16u

void pairing_ft_elements(struct pairing *p, const struct elements *e)
{
    struct reader r = reader_of(e->fast_bss_transition);
    if (!e->fast_bss_transition.data || !e->mobility_domain.data) {
        return;
    }
    bool r0 = false, r1 = false;
    memcpy(p->ft.mdid, e->mobility_domain.data, 2);
    reader_take(&r, FTE_FIXED);
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
    return e ? 0 : PMK_R_LEN;
}
