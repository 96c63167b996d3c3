/* The OID requests that bring a miniport up and that apply a profile, as tables (STA-07,
 * STA-10). acm.c walks them through acm_script_next and acm_script_done, one request at a
 * time.
 *
 * The order of the connect script is the contract's and not ours: the BSS type reloads the
 * algorithm defaults (ATH-04), authentication reloads the ciphers (ATH-07), multicast comes
 * before unicast (CIP-04), and what is set in INIT only must be in before CONNECT_REQUEST. */
#include "acm/acm.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "boundary/private_command.h"
#include "crypto/suites.h"
#include "wire/eapol.h"
#include <extsta/windot11.h>

/* as in profile.c: any multicast cipher that cannot be broken */
#define DRIVER_DEFAULT     0xffffffffu
#define MAX_INPUT          512u /* the longest input: PMKIDs */
#define MAX_CIPHERS        16u  /* that the tables of crypto/suites.c have for group frames */
#define RESET_ROOM         8u /* for the status indication that answers it */

/* One request of a script. */
struct acm_step {
    uint32_t oid; /* 0: pre-association by the extension */
    enum extsta_oid_kind kind;
    bool (*applies)(const struct acm *acm); /* NULL: always */
    void (*write)(const struct acm *acm, struct writer *w);
    uint32_t out_cap; /* room for the driver's answer, octets */
    bool optional; /* NOT_SUPPORTED is no failure */
    enum extsta_rule rule; /* that asks for the request */
    /* NULL, or what is asked for instead where the driver refuses the first as INVALID_DATA. */
    void (*write_less)(const struct acm *acm, struct writer *w);
};

/* --- what is written --- */

static const struct extsta_profile *profile(const struct acm *acm)
{
    return &acm->profile->profile;
}

static void write_nothing(const struct acm *acm, struct writer *w)
{
}

static void write_mode(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(OPERATION_MODE, .mode = DOT11_OPERATION_MODE_EXTENSIBLE_STATION));
}

/* bSetDefaultMIB (RST-05): nothing of the last profile stays. */
static void write_reset(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(RESET_REQUEST, .reset = {.type = dot11_reset_type_phy_and_mac,
                                                      .address = acm->os->address,
                                                      .default_mib = true}));
}

static void write_bss_type(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = profile(acm)->bss_type));
}

static void write_ssid(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    struct extsta_payload ssid = {.form = EXTSTA_FORM_SSID, .ssid.len = p->ssid_len};
    memcpy(ssid.ssid.bytes, p->ssid, sizeof p->ssid);
    payload_write_one(w, EXTSTA_FORM_SSID_LIST, &ssid);
}

/* CNX-22: only these BSSIDs are candidates. */
static void write_bssid(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    uint8_t octets[8 * (1 + EXTSTA_MORE_BSSIDS)];
    struct writer list = writer_of(octets, sizeof octets);
    uint32_t count = 1;
    payload_write(&list, PAYLOAD(ADDRESS, .address = p->bssid));
    while (count <= EXTSTA_MORE_BSSIDS && !mac_is_zero(p->more_bssids[count - 1])) {
        payload_write(&list, PAYLOAD(ADDRESS, .address = p->more_bssids[count - 1]));
        count++;
    }
    payload_write_list(w, EXTSTA_FORM_BSSID_LIST, count, writer_span_of(&list));
}

/* IBS-03: the driver starts no network of its own. */
static void write_join_only(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(IBSS_PARAMS, .ibss.join_only = true));
}

/* The algorithm as the driver has it: WPA3-Enterprise is RSNA with protected management frames.
 */
static uint32_t driver_auth(const struct acm *acm)
{
    uint32_t auth = profile(acm)->auth;
    return auth == DOT11_AUTH_ALGO_WPA3_ENT ? DOT11_AUTH_ALGO_RSNA : auth;
}

/* ATH-09: the first one is preferred, whatever the signals. */
static void write_auth(const struct acm *acm, struct writer *w)
{
    uint8_t octets[8];
    struct writer list = writer_of(octets, sizeof octets);
    uint32_t fallback = acm->wish->no_fallback ? 0 : profile(acm)->fallback_auth;
    payload_write(&list, PAYLOAD(NUMBER, .number = driver_auth(acm)));
    if (fallback) {
        payload_write(&list, PAYLOAD(NUMBER, .number = fallback));
    }
    payload_write_list(w, EXTSTA_FORM_AUTH_ALGORITHM_LIST, fallback ? 2 : 1,
                       writer_span_of(&list));
}

static bool is_independent(const struct acm *acm)
{
    return profile(acm)->bss_type == dot11_BSS_type_independent;
}

/* What goes with the algorithm and cannot be broken: of what can be, only what the profile
 * names. IBS-18: in an independent network there is one cipher, for all. */
static bool goes_with(const struct acm *acm, const struct cipher_suite *c, enum cipher_use use)
{
    const struct extsta_profile *p = profile(acm);
    const struct auth_algorithm *auth = suites_auth(p->auth);
    return auth && (c->with & auth->family) && (c->offered & use) &&
           suites_auth_takes(p->auth, c->selector) && c->number != DOT11_CIPHER_ALGO_NONE &&
           ((!c->legacy && !is_independent(acm)) || c->number == p->unicast_cipher);
}

/* TKIP as group cipher beside a better one for what goes to the station: of APs that serve WPA,
 * too. */
static bool is_mixed_mode(const struct acm *acm, const struct cipher_suite *c)
{
    const struct extsta_profile *p = profile(acm);
    const struct auth_algorithm *auth = suites_auth(p->auth);
    const struct auth_algorithm *fallback = suites_auth(p->fallback_auth);
    return c->number == DOT11_CIPHER_ALGO_TKIP &&
           ((auth && (c->with & auth->family)) ||
            (p->fallback_auth && fallback && (c->with & fallback->family))) &&
           p->multicast_cipher == DRIVER_DEFAULT && !p->strict_group && !is_independent(acm);
}

/* Whether the profile lets a cipher protect group frames: the one it names; else what goes with
 * the algorithm. */
static bool allows_multicast(const struct acm *acm, const struct cipher_suite *c)
{
    const struct extsta_profile *p = profile(acm);
    return p->multicast_cipher == DRIVER_DEFAULT
               ? goes_with(acm, c, CIPHER_GROUP) || is_mixed_mode(acm, c)
               : c->number == p->multicast_cipher;
}

/* Whether it lets it protect frames to one station. The cipher it names is the weakest that it
 * wants: what is preferred to it (CIP-03), and cannot be broken, does as well. */
static bool allows_unicast(const struct acm *acm, const struct cipher_suite *c)
{
    const struct extsta_profile *p = profile(acm);
    const struct cipher_suite *named = suites_cipher_numbered(p->unicast_cipher);
    return c->number == p->unicast_cipher ||
           (named && !named->legacy && c < named && goes_with(acm, c, CIPHER_PAIRWISE));
}

/* The same of a driver that does not know the ciphers of today. */
static bool allows_named(const struct acm *acm, const struct cipher_suite *c)
{
    const struct extsta_profile *p = profile(acm);
    return c->number == p->unicast_cipher;
}

/* The ciphers that are allowed, in the order of preference. */
static void write_ciphers(const struct acm *acm, struct writer *w,
                          bool (*allows)(const struct acm *acm, const struct cipher_suite *c))
{
    uint8_t octets[4 * MAX_CIPHERS];
    struct writer list = writer_of(octets, sizeof octets);
    const struct cipher_suite *c;
    uint32_t count = 0, last = DRIVER_DEFAULT;
    for (size_t i = 0; (c = suites_cipher_at(i)) != NULL; i++) {
        if (c->number != last && allows(acm, c)) {
            payload_write(&list, PAYLOAD(NUMBER, .number = c->number));
            last = c->number;
            count++;
        }
    }
    payload_write_list(w, EXTSTA_FORM_CIPHER_ALGORITHM_LIST, count, writer_span_of(&list));
}

/* The driver's default is all it can do, TKIP and WEP among it (MIB-11): so the list is always
 * set. */
static void write_multicast(const struct acm *acm, struct writer *w)
{
    write_ciphers(acm, w, allows_multicast);
}

static void write_named_multicast(const struct acm *acm, struct writer *w)
{
    write_ciphers(acm, w, allows_named);
}

/* KEY-04: static, so that no association takes it away. */
static void write_wep_key(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    payload_write(w,
                  PAYLOAD(DEFAULT_KEY, .key = {.index = p->wep_key_index,
                                               .algorithm = p->unicast_cipher,
                                               .is_static = true,
                                               .key.bytes = span(p->wep_key, p->wep_key_len)}));
}

static void write_wep_index(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = profile(acm)->wep_key_index));
}

/* CIP-11: the reset before has emptied the list, and countermeasures go on. */
static void write_excluded(const struct acm *acm, struct writer *w)
{
    os_write_excluded(acm->os, (struct extsta_mac){{0}}, w);
}

static void write_named_unicast(const struct acm *acm, struct writer *w)
{
    payload_write_one(w, EXTSTA_FORM_CIPHER_ALGORITHM_LIST,
                      PAYLOAD(NUMBER, .number = profile(acm)->unicast_cipher));
}

static void write_unicast(const struct acm *acm, struct writer *w)
{
    if (suites_auth(profile(acm)->auth)) {
        write_ciphers(acm, w, allows_unicast);
    } else {
        write_named_unicast(acm, w); /* a vendor's */
    }
}

static void write_true(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(FLAG, .flag = true));
}

/* EAPOL in the clear as long as there is no pairwise key (DEC-05, DEC-07). In an independent
 * network always: of the two handshakes with a peer one may still run when the other's key is
 * in. */
static void write_eapol_exemption(const struct acm *acm, struct writer *w)
{
    uint16_t action =
        is_independent(acm) ? DOT11_EXEMPT_ALWAYS : DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE;
    payload_write_one(
        w, EXTSTA_FORM_PRIVACY_EXEMPTION_LIST,
        PAYLOAD(EXEMPTION, .exemption = {ETHERTYPE_EAPOL, action, DOT11_EXEMPT_UNICAST}));
}

/* Group frames go under our own group key there; its place is agreed on with msm
 * (msm/other_side.h). */
#define OWN_GROUP_INDEX 1u
static void write_group_index(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = OWN_GROUP_INDEX));
}

static bool has_own_group_key(const struct acm *acm)
{
    return is_independent(acm) && profile(acm)->auth == DOT11_AUTH_ALGO_RSNA_PSK;
}

static void write_ihv_exemptions(const struct acm *acm, struct writer *w)
{
    uint8_t entries[MAX_INPUT];
    struct writer e = writer_of(entries, sizeof entries);
    uint32_t count = acm->ops->exemptions(acm->user, &e);
    payload_write_list(w, EXTSTA_FORM_PRIVACY_EXEMPTION_LIST, count, writer_span_of(&e));
}

/* RXP-03: a driver begins with the filter zero (STA-08) and would hand nothing up. */
static void write_filter(const struct acm *acm, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = NDIS_PACKET_TYPE_802_11_DIRECTED_DATA |
                                               NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA |
                                               NDIS_PACKET_TYPE_802_11_BROADCAST_DATA));
}

/* PRT-07: a miniport that authenticates by itself needs the PMK, for which Native 802.11 has
 * no OID: a private command of NIC_SPECIFIC_EXTENSION (extsta/private_oid.h). */
static void write_port_key(const struct acm *acm, struct writer *w)
{
    const uint8_t own[EXTSTA_PRIVATE_PORT_OWN_LEN] = {1};
    struct extsta_span pmk = acm->profile->has_pmk
                                 ? span(acm->profile->pmk, EXTSTA_PRIVATE_PMK_LEN)
                                 : span(own, sizeof own);
    private_command_write(w, EXTSTA_PRIVATE_SET_PORT_KEY, pmk);
}

/* Its frames are the driver's, so the password is, too (docs/security.md). */
static void write_sae(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    const struct sae_network *n = acm->profile->sae;
    uint8_t wishes[EXTSTA_PRIVATE_SAE_LEN + 32 + SAE_PASSWORD_MAX + SAE_IDENTIFIER_MAX];
    struct writer v = writer_of(wishes, sizeof wishes);
    writer_u8(&v, (uint8_t)p->sae_pwe);
    writer_u8(&v, n->ssid_len);
    writer_u8(&v, n->password_len);
    writer_u8(&v, n->identifier_len);
    for (size_t i = 0; i < 3; i++) {
        writer_le16(&v, p->sae_groups[i]);
    }
    writer_bytes(&v, n->ssid, n->ssid_len);
    writer_bytes(&v, n->password, n->password_len);
    writer_bytes(&v, n->identifier, n->identifier_len);
    private_command_write(w, EXTSTA_PRIVATE_SET_SAE, writer_span_of(&v));
    wipe(wishes, sizeof wishes);
}

static uint32_t collect_pmkids(const struct acm *acm, struct writer *w)
{
    return acm->ops->pmkids(acm->user, profile(acm)->bssid, w);
}

/* PMK-08: the reset before has emptied the driver's cache. */
static void write_pmkids(const struct acm *acm, struct writer *w)
{
    uint8_t octets[MAX_INPUT];
    struct writer entries = writer_of(octets, sizeof octets);
    uint32_t count = collect_pmkids(acm, &entries);
    payload_write_list(w, EXTSTA_FORM_PMKID_LIST, count, writer_span_of(&entries));
}

/* ROM-03 leaves the measure to the station: for one that was not made for the user's wishes there
 * is no OID either. */
static void write_roam(const struct acm *acm, struct writer *w)
{
    const struct extsta_roam_policy *p = &profile(acm)->roam;
    uint8_t policy[EXTSTA_PRIVATE_ROAM_POLICY_LEN];
    struct writer v = writer_of(policy, sizeof policy);
    writer_u8(&v, p->sticky);
    writer_u8(&v, (uint8_t)p->low);
    writer_u8(&v, (uint8_t)p->good);
    writer_u8(&v, p->hysteresis);
    writer_u8(&v, (uint8_t)p->prefer_5ghz);
    writer_u8(&v, p->transition);
    writer_zero(&v, 2);
    writer_le16(&v, p->settle);
    writer_le16(&v, p->fresh);
    writer_le16(&v, p->scan);
    writer_le16(&v, p->scan_max);
    private_command_write(w, EXTSTA_PRIVATE_SET_ROAM_POLICY, writer_span_of(&v));
}

/* For the protection of management frames Native 802.11 has no OID. */
static void write_pmf(const struct acm *acm, struct writer *w)
{
    const uint8_t pmf = (uint8_t)profile(acm)->pmf;
    private_command_write(w, EXTSTA_PRIVATE_SET_PMF, span(&pmf, 1));
}

static void write_handshake(const struct acm *acm, struct writer *w)
{
    const uint8_t flags = (uint8_t)((profile(acm)->ocv ? EXTSTA_PRIVATE_OCV : 0) |
                                    (profile(acm)->ext_key_id ? EXTSTA_PRIVATE_EXT_KEY_ID : 0));
    private_command_write(w, EXTSTA_PRIVATE_SET_HANDSHAKE, span(&flags, 1));
}

/* Fast transitions are the driver's, who needs the root of their keys; it has one already where
 * it authenticates ports itself, makes the PMK by SAE, and is given that of 802.1X by msm. */
static void write_ft(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    uint8_t parameters[1 + EXTSTA_PRIVATE_PMK_LEN];
    struct writer v = writer_of(parameters, sizeof parameters);
    writer_u8(&v, EXTSTA_PRIVATE_FT_ON | (p->ft == EXTSTA_FT_DS ? EXTSTA_PRIVATE_FT_DS : 0));
    if (p->manager != EXTSTA_MANAGER_MINIPORT && acm->profile->has_pmk) {
        writer_bytes(&v, acm->profile->pmk, EXTSTA_PRIVATE_PMK_LEN);
    }
    private_command_write(w, EXTSTA_PRIVATE_SET_FT, writer_span_of(&v));
    wipe(parameters, sizeof parameters);
}

static void write_channels(const struct acm *acm, struct writer *w)
{
    const struct extsta_profile *p = profile(acm);
    uint8_t parameters[1 + 2 * EXTSTA_PROFILE_FREQS];
    struct writer v = writer_of(parameters, sizeof parameters);
    writer_u8(&v, p->freqs_alone ? EXTSTA_PRIVATE_CHANNELS_ALONE : 0);
    for (size_t i = 0; i < EXTSTA_PROFILE_FREQS && p->freqs[i]; i++) {
        writer_le16(&v, p->freqs[i]);
    }
    private_command_write(w, EXTSTA_PRIVATE_SET_CHANNELS, writer_span_of(&v));
}

/* For every AP (MIB-30). */
static void write_elements(const struct acm *acm, struct writer *w)
{
    const struct os_elements *e = acm->os->elements;
    payload_write(w,
                  PAYLOAD(ASSOCIATION_PARAMS,
                          .association_params = {.bssid = mac_broadcast,
                                                 .elements.bytes = span(e->octets, e->len)}));
}

/* --- when it is written --- */

static bool has_sae(const struct acm *acm)
{
    return acm->profile->sae != NULL;
}

static bool requires_pmf(const struct acm *acm)
{
    return profile(acm)->pmf == EXTSTA_PMF_REQUIRED;
}

static bool refuses_pmf(const struct acm *acm)
{
    return profile(acm)->pmf == EXTSTA_PMF_OFF;
}

static bool has_handshake(const struct acm *acm)
{
    return profile(acm)->ocv || profile(acm)->ext_key_id;
}

/* Where the algorithm has an FT suite. An extension that manages the port would have to know of
 * FT. */
static bool has_ft(const struct acm *acm)
{
    const struct extsta_profile *p = profile(acm);
    const struct akm_suite *akm;
    size_t i = 0;
    while ((akm = suites_akm_at(i)) &&
           !(akm->ft && akm->offered && akm->auth == driver_auth(acm))) {
        i++;
    }
    return akm && p->ft != EXTSTA_FT_OFF && p->manager != EXTSTA_MANAGER_IHV;
}

static bool has_roam(const struct acm *acm)
{
    return profile(acm)->has_roam;
}

static bool has_pmkids(const struct acm *acm)
{
    uint8_t octets[MAX_INPUT];
    struct writer entries = writer_of(octets, sizeof octets);
    return collect_pmkids(acm, &entries) > 0;
}

static bool has_bssid(const struct acm *acm)
{
    return !mac_is_zero(profile(acm)->bssid);
}

static bool is_join_only(const struct acm *acm)
{
    return profile(acm)->join_only;
}

/* An open network has no cipher to name; of a vendor's algorithm nobody here knows what goes
 * with it. */
static bool names_multicast(const struct acm *acm)
{
    const struct extsta_profile *p = profile(acm);
    return p->unicast_cipher != DOT11_CIPHER_ALGO_NONE &&
           (p->multicast_cipher != DRIVER_DEFAULT || suites_auth(p->auth));
}

static bool has_wep_key(const struct acm *acm)
{
    return profile(acm)->wep_key_len > 0;
}

static bool is_excluding(const struct acm *acm)
{
    return os_excludes(acm->os);
}

static bool has_channels(const struct acm *acm)
{
    return profile(acm)->freqs[0] != 0;
}

static bool has_elements(const struct acm *acm)
{
    return acm->os->elements != NULL;
}

static bool is_protected(const struct acm *acm)
{
    return profile(acm)->unicast_cipher != DOT11_CIPHER_ALGO_NONE;
}

/* EAPOL of the OS's own or the miniport's handshake; an extension names its exemptions
 * itself. */
static bool os_authenticates(const struct acm *acm)
{
    enum extsta_port_manager manager = profile(acm)->manager;
    return is_protected(acm) &&
           (manager == EXTSTA_MANAGER_OS || manager == EXTSTA_MANAGER_MINIPORT);
}

static bool is_hidden(const struct acm *acm)
{
    return profile(acm)->hidden;
}

static bool miniport_authenticates(const struct acm *acm)
{
    return profile(acm)->manager == EXTSTA_MANAGER_MINIPORT;
}

/* Then the step without an OID: pre-association (CNX-19). */
static bool has_ihv_parts(const struct acm *acm)
{
    return profile(acm)->ihv_connectivity != NULL || profile(acm)->ihv_security != NULL;
}

static bool ihv_authenticates(const struct acm *acm)
{
    return profile(acm)->manager == EXTSTA_MANAGER_IHV;
}

/* --- the scripts --- */

static const struct acm_step bring_up_script[] = {
    {OID_GEN_MEDIA_SUPPORTED, EXTSTA_OID_QUERY, NULL, write_nothing, 16, false, RULE(STA_07)},
    {OID_DOT11_CURRENT_OPERATION_MODE, EXTSTA_OID_SET, NULL, write_mode, 0, false,
     RULE(STA_07)},
    {OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, NULL, write_reset, RESET_ROOM, false,
     RULE(STA_07)},
};

static const struct acm_step connect_script[] = {
    {OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD, NULL, write_reset, RESET_ROOM, false,
     RULE(STA_10)},
    {OID_DOT11_DESIRED_BSS_TYPE, EXTSTA_OID_SET, NULL, write_bss_type, 0, false, RULE(ATH_04)},
    {OID_DOT11_DESIRED_SSID_LIST, EXTSTA_OID_SET, NULL, write_ssid, 0, false, RULE(CNX_21)},
    {OID_DOT11_DESIRED_BSSID_LIST, EXTSTA_OID_SET, has_bssid, write_bssid, 0, false,
     RULE(CNX_22)},
    {OID_DOT11_IBSS_PARAMS, EXTSTA_OID_SET, is_join_only, write_join_only, 0, false,
     RULE(IBS_03)},
    {OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM, EXTSTA_OID_SET, NULL, write_auth, 0, false,
     RULE(ATH_05)},
    {OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, EXTSTA_OID_SET, names_multicast,
     write_multicast, 0, false, RULE(CIP_04), write_named_multicast},
    {OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, EXTSTA_OID_SET, NULL, write_unicast, 0, false,
     RULE(CIP_04), write_named_unicast},
    {OID_DOT11_CIPHER_DEFAULT_KEY, EXTSTA_OID_SET, has_wep_key, write_wep_key, 0, false,
     RULE(KEY_02)},
    {OID_DOT11_CIPHER_DEFAULT_KEY_ID, EXTSTA_OID_SET, has_wep_key, write_wep_index, 0, false,
     RULE(KEY_06)},
    {OID_DOT11_CIPHER_DEFAULT_KEY_ID, EXTSTA_OID_SET, has_own_group_key, write_group_index, 0,
     false, RULE(KEY_06)},
    {OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, is_excluding, write_excluded, 0,
     false, RULE(CIP_11)},
    {OID_DOT11_EXCLUDE_UNENCRYPTED, EXTSTA_OID_SET, is_protected, write_true, 0, true,
     RULE(X_13)},
    {OID_DOT11_PRIVACY_EXEMPTION_LIST, EXTSTA_OID_SET, os_authenticates, write_eapol_exemption,
     0, false, RULE(DEC_05)},
    {OID_GEN_CURRENT_PACKET_FILTER, EXTSTA_OID_SET, NULL, write_filter, 0, false, RULE(RXP_03)},
    {OID_DOT11_HIDDEN_NETWORK_ENABLED, EXTSTA_OID_SET, is_hidden, write_true, 0, true,
     RULE(ROM_19)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, miniport_authenticates,
     write_port_key, 16, true, RULE(PRT_07)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, has_sae, write_sae, 16, false,
     RULE(STA_10)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, has_roam, write_roam, 16, true,
     RULE(ROM_03)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, has_channels, write_channels, 16,
     true, RULE(CNX_26)},
    {OID_DOT11_ASSOCIATION_PARAMS, EXTSTA_OID_SET, has_elements, write_elements, 0, true,
     RULE(ASC_09)},
    /* what is required of a driver that cannot be told is not to be had */
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, requires_pmf, write_pmf, 16, false,
     RULE(IEEE_12_6_3)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, refuses_pmf, write_pmf, 16, true,
     RULE(IEEE_12_6_3)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, has_handshake, write_handshake, 16,
     true, RULE(IEEE_12_6_3)},
    {OID_DOT11_PMKID_LIST, EXTSTA_OID_SET, has_pmkids, write_pmkids, 0, true, RULE(PMK_01)},
    {OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, has_ft, write_ft, 16, true,
     RULE(ROM_03)},
    {0, EXTSTA_OID_SET, has_ihv_parts, NULL, 0, false, RULE(CNX_19)},
    {OID_DOT11_PRIVACY_EXEMPTION_LIST, EXTSTA_OID_SET, ihv_authenticates, write_ihv_exemptions,
     0, false, RULE(IHV_18)},
    {OID_DOT11_CONNECT_REQUEST, EXTSTA_OID_SET, NULL, write_nothing, 0, false, RULE(CNX_01)},
};

static const struct acm_step *steps_of(enum acm_script script, size_t *count)
{
    if (script == ACM_SCRIPT_BRING_UP) {
        *count = sizeof bring_up_script / sizeof bring_up_script[0];
        return bring_up_script;
    }
    *count = sizeof connect_script / sizeof connect_script[0];
    return connect_script;
}

/* The input is wiped, it may hold the PMK; the copy in the queue is cleared with its node. */
static bool push(struct acm *acm, const struct acm_step *s)
{
    uint8_t input[MAX_INPUT];
    struct writer w = writer_of(input, sizeof input);
    (acm->asks_less ? s->write_less : s->write)(acm, &w);
    acm->awaited = w.failed ? 0
                            : requester_push(&acm->os->requester, REQUEST_ACM, s->kind, s->oid,
                                             span(input, writer_len(&w)), s->out_cap);
    wipe(input, writer_len(&w));
    return acm->awaited != 0;
}

enum acm_next acm_script_next(struct acm *acm, enum acm_script script)
{
    size_t count;
    const struct acm_step *steps = steps_of(script, &count);
    while (acm->step < count && steps[acm->step].applies && !steps[acm->step].applies(acm)) {
        acm->step++;
    }
    if (acm->step == count) {
        return ACM_NEXT_END;
    }
    const struct acm_step *s = &steps[acm->step];
    if (s->oid == 0) {
        return ACM_NEXT_PRE_ASSOCIATE;
    }
    if (!push(acm, s)) {
        return ACM_NEXT_NO_MEMORY;
    }
    return s->oid == OID_DOT11_CONNECT_REQUEST ? ACM_NEXT_CONNECT : ACM_NEXT_REQUEST;
}

bool acm_script_done(struct acm *acm, extsta_time now, enum acm_script script, uint32_t status,
                     struct extsta_span output)
{
    size_t count;
    const struct acm_step *s = &steps_of(script, &count)[acm->step];
    bool refused = status != NDIS_STATUS_SUCCESS;
    struct extsta_payload medium;
    if (status == NDIS_STATUS_INVALID_DATA && s->write_less && !acm->asks_less) {
        acm->asks_less = true; /* CIP-01: of a list not one may be unknown to the driver */
        return true;
    }
    if (refused && !(s->optional && status == NDIS_STATUS_NOT_SUPPORTED)) {
        return false;
    }
    if (!refused && s->oid == OID_GEN_MEDIA_SUPPORTED &&
        (!extsta_payload_read(EXTSTA_FORM_NUMBER, output, &medium) ||
         medium.number != NDIS_MEDIUM_NATIVE_802_11)) {
        return false;
    }
    if (s->oid == OID_DOT11_RESET_REQUEST) {
        acm->ops->was_reset(acm->user, now);
    }
    acm->step++;
    acm->asks_less = false;
    return true;
}

bool acm_push_reset(struct acm *acm)
{
    acm->asks_less = false;
    return push(acm, &connect_script[0]);
}

void acm_push_forget_fallback(struct acm *acm)
{
    uint8_t input[32];
    struct writer w = writer_of(input, sizeof input);
    private_command_write(&w, EXTSTA_PRIVATE_FORGET_FALLBACK, span(NULL, 0));
    requester_push(&acm->os->requester, REQUEST_ACM, EXTSTA_OID_METHOD,
                   OID_DOT11_NIC_SPECIFIC_EXTENSION, writer_span_of(&w), 16);
}
