/* What an FT suite adds to the four-way handshake of the first association in a mobility domain
 * (IEEE Std 802.11-2020 13.4.2): its PMK is the PMK-R1 of this AP, whose name stands in the
 * RSNEs of messages 2 and 3, and both repeat, where the MIC protects them, the Mobility Domain
 * and the Fast BSS Transition element of the association. Used by supplicant and authenticator.
 */
#include "rsn/handshake.h"

enum extsta_error ft_domain_read(struct extsta_span ssid, struct extsta_span mde,
                                 struct extsta_span fte, size_t mic_len,
                                 struct ft_domain *domain, struct extsta_mac *r1kh)
{
    struct fte names;
    *domain = (struct ft_domain){0};
    if (ssid.len > sizeof domain->ssid || mde.len != MDE_LEN || fte.len < 2 ||
        !fte_parse(span(fte.data + 2, fte.len - 2), mic_len, &names) || !names.r0kh_id.data ||
        !names.r1kh_id.data) {
        return EXTSTA_E_MALFORMED;
    }
    if (ssid.len > 0) {
        memcpy(domain->ssid, ssid.data, ssid.len);
    }
    domain->ssid_len = (uint8_t)ssid.len;
    memcpy(domain->mdid, mde.data + 2, 2);
    memcpy(domain->r0kh_id, names.r0kh_id.data, names.r0kh_id.len);
    domain->r0kh_len = (uint8_t)names.r0kh_id.len;
    memcpy(r1kh->b, names.r1kh_id.data, 6);
    return EXTSTA_OK;
}

/* The RSNE of a handshake: what the association had, with the name of the PMK-R1 in place of
 * all PMKIDs. The element was checked when the association was made. */
static void ft_write_rsne(struct writer *w, struct extsta_span rsne, const uint8_t r1_name[16])
{
    struct rsn_element rsn;
    if (rsn_element_parse(rsne, &rsn) != EXTSTA_OK) {
        w->failed = true;
        return;
    }
    rsn.pmkid_count = 1;
    memcpy(rsn.pmkid[0], r1_name, 16);
    rsn_element_write(w, &rsn);
}

/* Whether a message's RSNE is that one, whatever PMKIDs the element itself had.
 * The fields, not the octets: with a PMKID behind them fields must be there that the Beacon may
 * leave out (hostapd, wpa_compare_rsn_ie). */
static bool ft_rsne_fits(struct extsta_span got, struct extsta_span rsne,
                         const uint8_t r1_name[16])
{
    uint8_t a[256], b[256];
    struct writer wa = writer_of(a, sizeof a), wb = writer_of(b, sizeof b);
    struct rsn_element rsn;
    if (rsn_element_parse(got, &rsn) != EXTSTA_OK || rsn.is_wpa || rsn.pmkid_count != 1 ||
        memcmp(rsn.pmkid[0], r1_name, 16) != 0) {
        return false;
    }
    rsn_element_write(&wa, &rsn);
    ft_write_rsne(&wb, rsne, r1_name);
    return !wa.failed && !wb.failed &&
           span_equal(span(a, writer_len(&wa)), span(b, writer_len(&wb)));
}

enum extsta_error handshake_start_ft(struct crypto *crypto, const struct akm_suite *akm,
                                     const struct ft_start *in, struct supplicant_ft *ft,
                                     uint8_t pmk[PMK_MAX], uint8_t *pmk_len)
{
    struct ft_domain domain;
    struct extsta_mac r1kh;
    struct ft_key r0, r1 = {0};
    if (in->mde.len != sizeof ft->mde || in->fte.len > sizeof ft->fte ||
        ft_domain_read(in->ssid, in->mde, in->fte, akm->mic_len, &domain, &r1kh)) {
        return EXTSTA_E_MALFORMED;
    }
    memcpy(ft->mde, in->mde.data, in->mde.len);
    memcpy(ft->fte, in->fte.data, in->fte.len);
    ft->fte_len = (uint16_t)in->fte.len;
    memcpy(ft->ssid, domain.ssid, sizeof ft->ssid);
    ft->ssid_len = domain.ssid_len;
    enum extsta_error e =
        ft_derive_r0(crypto, akm, span(pmk, *pmk_len), &domain, in->station, &r0);
    e = e ? e : ft_derive_r1(crypto, akm, &r0, r1kh, in->station, &r1);
    wipe(pmk, PMK_MAX);
    memcpy(pmk, r1.key, sizeof r1.key);
    *pmk_len = r1.len;
    memcpy(ft->r1_name, r1.name, sizeof r1.name);
    ft_key_clear(&r0);
    ft_key_clear(&r1);
    return e;
}

void ft_write_message(struct writer *w, const struct supplicant_ft *ft, struct extsta_span rsne)
{
    ft_write_rsne(w, rsne, ft->r1_name);
    writer_bytes(w, ft->mde, sizeof ft->mde);
    writer_bytes(w, ft->fte, ft->fte_len);
}

bool ft_message_fits(const struct supplicant_ft *ft, const struct key_data *data,
                     struct extsta_span rsne)
{
    return ft_rsne_fits(data->rsne, rsne, ft->r1_name) &&
           span_equal(data->mde, span(ft->mde, sizeof ft->mde)) &&
           span_equal(data->fte, span(ft->fte, ft->fte_len));
}
