/* The key hierarchy of fast BSS transitions, which all APs of a mobility domain share with a
 * station after its first association there. IEEE Std 802.11-2020 12.7.1.6: MPMK (here: PSK,
 * part of the MSK, or PMK of SAE) to PMK-R0, of that one PMK-R1 for each AP, of that the PTK
 * (ptk_derive). The hash is that of the AKM. Beneath the four-way handshake of a first
 * association (supplicant_ft.c), the exchange of a transition (ft.h) and explain. */
#ifndef RSN_FT_KEYS_H
#define RSN_FT_KEYS_H

#include "rsn/keys.h"
#include "wire/ft_element.h"

/* What a mobility domain is called, for one station: of its first association there. */
struct ft_domain {
    uint8_t ssid[32], ssid_len;
    uint8_t mdid[2];
    uint8_t r0kh_id[R0KH_ID_MAX], r0kh_len;
};

/* PMK-R0 or PMK-R1 and its name. Clear with ft_key_clear. */
struct ft_key {
    uint8_t key[PMK_MAX];
    uint8_t len;
    uint8_t name[16];
};

/* PMK-R0 and PMKR0Name; mpmk is what the standard calls so, or XXKey. sta: S0KH-ID. Cleared on
 * an error. */
enum extsta_error ft_derive_r0(struct crypto *crypto, const struct akm_suite *akm,
                               struct extsta_span mpmk, const struct ft_domain *domain,
                               struct extsta_mac sta, struct ft_key *r0);
/* PMK-R1 and PMKR1Name for the AP of this R1KH-ID. Cleared on an error. */
enum extsta_error ft_derive_r1(struct crypto *crypto, const struct akm_suite *akm,
                               const struct ft_key *r0, struct extsta_mac r1kh_id,
                               struct extsta_mac sta, struct ft_key *r1);
void ft_key_clear(struct ft_key *key);

/* What of FT's elements the MIC of a reassociation covers (13.8.4, 13.8.5). */
struct ft_mic_input {
    struct extsta_mac sta, ap;
    uint8_t transaction;          /* 5 request, 6 response */
    struct extsta_span rsne, mde; /* whole elements */
    struct extsta_span fte;       /* the same */
    struct extsta_span rsnxe;     /* or empty */
};
/* The MIC, of akm->mic_len octets. MALFORMED: the FTE has no room for one. */
enum extsta_error ft_mic(struct crypto *crypto, const struct akm_suite *akm,
                         struct extsta_span kck, const struct ft_mic_input *in, uint8_t *mic);
/* How many elements that are, and the first octet of MIC Control. */
uint8_t ft_mic_count(const struct ft_mic_input *in);
uint8_t ft_mic_control(const struct akm_suite *akm);

#endif
