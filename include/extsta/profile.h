/* A connection profile: what the user wants, as values (WLANProfile v1 reduced to
 * what a station acts on). host/ reads it from XML; programs fill it themselves. */
#ifndef EXTSTA_PROFILE_H
#define EXTSTA_PROFILE_H

#include <extsta/context.h>
#include <extsta/output.h>
#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a network of 802.1X is entered: EAP (RFC 3748). Numbers of methods are IANA's. */
enum extsta_eap_method {
    EXTSTA_EAP_TLS = 13,
    EXTSTA_EAP_TTLS = 21,
    EXTSTA_EAP_PEAP = 25,
    EXTSTA_EAP_MSCHAPV2 = 26, /* within a tunnel; alone it gives keys that can be guessed */
};
#define EXTSTA_EAP_METHODS 4u
/* What asks for the password in the tunnel of TTLS; in that of PEAP it is always EAP. */
enum extsta_eap_inner {
    EXTSTA_EAP_INNER_EAP_MSCHAPV2,
    EXTSTA_EAP_INNER_MSCHAPV2,
    EXTSTA_EAP_INNER_PAP,
};
/* Texts are UTF-8 without a final zero, certificates and keys PEM. All of it is borrowed for the
 * call that gets the profile. */
struct extsta_eap {
    uint8_t methods[EXTSTA_EAP_METHODS]; /* the wanted one first; 0: no further one */
    enum extsta_eap_inner inner;
    struct extsta_span identity;  /* who one is */
    struct extsta_span anonymous; /* said outside the tunnel in its place; empty: identity */
    struct extsta_span password;
    bool password_is_hash; /* it is MD4 of the password in UTF-16: 16 octets. Not with PAP */
    struct extsta_span ca;          /* those whose servers are trusted, and revocation lists */
    struct extsta_span certificate; /* one's own, and those above it */
    struct extsta_span key, key_passphrase;
    /* The server's name must be this domain or one below it; several are separated by ';'.
     * Empty: any name, if the CA vouches for it. */
    struct extsta_span domain;
    bool domain_exact; /* not one below it, and not by a wildcard either */
    bool verify_off; /* any server is believed: whoever it is then gets the password */
    uint8_t tls_min, tls_max; /* 12, 13: TLS 1.2, 1.3; 0: the lowest, the highest */
    /* Only TLS of 192 bits (P-384, SHA-384, AES-256-GCM, RSA of 3072 bits), of certificates
     * that have as many: what WPA3-Enterprise's 192-bit mode wants, which does not do without.
     */
    bool strong;
};

/* What is remembered of 802.1X, as <security> of a WLAN profile has it (OS-managed ports). */
struct extsta_pmk_cache {
    bool off;                 /* each association does EAP */
    uint16_t minutes;         /* a PMK is good for, 5 to 1440; 0: 720 */
    uint8_t size;             /* so many, of the latest APs; 0: 128 */
    bool no_opportunistic;    /* an AP that it has not met is not offered the last one's PMK */
    bool preauth;             /* it authenticates at candidates that offer it, ahead of a roam */
    uint8_t preauth_throttle; /* at so many of one list at most, 1 to 16; 0: 3 */
};
/* When the station asks an access point for 802.1X. */
enum extsta_onex_mode {
    EXTSTA_ONEX_LEARN,   /* when that has not begun by itself within a second */
    EXTSTA_ONEX_ASK,     /* at once */
    EXTSTA_ONEX_INHIBIT, /* never: it waits */
};
/* Times and limits of 802.1X, as <OneX> of a WLAN profile has them, in seconds, 1 to 3600. */
struct extsta_onex {
    enum extsta_onex_mode mode;
    uint16_t held;           /* after it has failed, before the next round, at least; 0: 1 */
    uint16_t auth;           /* for each word of the server; 0: 18 */
    uint16_t start;          /* for an answer to each EAPOL-Start; 0: 5 */
    uint8_t max_start;       /* EAPOL-Starts without an answer, 1 to 100; 0: 3 */
    uint8_t max_auth_failures; /* then the credential is not tried again; 0: no limit */
};

/* How SAE finds the element of the password. */
enum extsta_sae_pwe {
    EXTSTA_SAE_ANY,  /* by hash to element where the AP can, else by hunting and pecking */
    EXTSTA_SAE_H2E,  /* by hash to element only */
    EXTSTA_SAE_HUNT, /* by hunting and pecking only */
};
/* Fast BSS transitions (802.11r) between the APs of a mobility domain. */
enum extsta_ft {
    EXTSTA_FT_OFF, /* no FT suite is asked for */
    EXTSTA_FT_AIR, /* where the APs offer it, with the new AP itself */
    EXTSTA_FT_DS,  /* the same, through the old AP where both can */
};

/* Protection of management frames (802.11w). */
enum extsta_pmf {
    EXTSTA_PMF_CAPABLE,  /* used where the AP has it */
    EXTSTA_PMF_REQUIRED, /* an AP without it is no candidate */
    EXTSTA_PMF_OFF,      /* not used; an AP that requires it is no candidate */
};

#define EXTSTA_MORE_BSSIDS   7u
#define EXTSTA_LEFT_OUT_MAX  4u
#define EXTSTA_PROFILE_FREQS 48u
struct extsta_profile {
    char name[64];
    uint8_t ssid[32];
    uint8_t ssid_len;
    bool hidden;               /* nonBroadcast: probe for it */
    uint32_t bss_type;         /* DOT11_BSS_TYPE; 1 infrastructure, 2 independent */
    bool join_only;            /* independent: none is started, one is looked for without end */
    /* DOT11_AUTH_ALGORITHM: 1 open, 2 shared key, 4 WPA-PSK, 7 RSNA-PSK, 9 SAE, 10 OWE;
     * with 802.1X 3 WPA, 6 RSNA, 8 WPA3-Enterprise with 192 bits, 11 WPA3-Enterprise */
    uint32_t auth;
    /* Of a network in transition mode: what is done with an AP that cannot do `auth`; 0:
     * nothing. 7 beside 9 (WPA3, else WPA2, by the same passphrase). */
    uint32_t fallback_auth;
    /* DOT11_CIPHER_ALGORITHM: 0 none, 2 TKIP, 4 CCMP, 8 GCMP, 9 GCMP-256, 0xa CCMP-256, 0x101
     * WEP. The weakest one wanted: with CCMP an AP may use CCMP-256 or GCMP, too. TKIP and WEP,
     * which can be broken, stand for themselves alone. */
    uint32_t unicast_cipher;
    /* The same; 0xffffffff: whatever goes with the algorithm and cannot be broken, and the
     * unicast cipher. */
    uint32_t multicast_cipher;
    enum extsta_pmf pmf;
    /* Of networks of WPA2 and WPA3, where the AP has it too: its channel is validated, against
     * who stands between the two on another one (OCV; with protected management frames alone);
     * the pairwise key is renewed without loss (Extended Key ID; with CCMP and GCMP). A driver
     * that cannot be told goes without. */
    bool ocv, ext_key_id;
    /* With the default above: not TKIP either, which access points in mixed mode (WPA beside WPA2)
     * have as group cipher. Otherwise the station takes it, and says so when it does
     * (EXTSTA_NOTIFY_WEAK_SECURITY). */
    bool strict_group;
    /* SAE. */
    enum extsta_sae_pwe sae_pwe;
    uint16_t sae_groups[3];  /* of 19, 20, 21 in order of preference; all 0: these three */
    char sae_identifier[64]; /* of the password; empty: none */
    /* Exactly one of the two for PSK: a passphrase of 8..63 characters, or a PMK. For SAE a
     * password of 1..63. */
    char passphrase[64];
    bool has_pmk;
    uint8_t pmk[32];
    struct extsta_eap eap; /* of 802.1X, like the next two */
    struct extsta_onex onex;
    struct extsta_pmk_cache pmk_cache;
    /* WEP: a key of 5 or 13 octets, and under which index (0 to 3) it is sent and received. */
    uint8_t wep_key[13];
    uint8_t wep_key_len;
    uint8_t wep_key_index;
    enum extsta_port_manager manager; /* who authorizes the port (PRT-28) */
    /* The station may connect by itself: what has failed is tried again, in growing pauses, for
     * as long as the network is wanted. False: one attempt for each connect. */
    bool auto_connect;
    struct extsta_mac bssid; /* zero: any BSS of the SSID */
    /* Beside `bssid`: others that do as well, up to the first that is zero. */
    struct extsta_mac more_bssids[EXTSTA_MORE_BSSIDS];
    /* Access points that are no candidates whatever else they are, up to the first that is
     * zero. */
    struct extsta_mac left_out[EXTSTA_LEFT_OUT_MAX];
    /* Channels, MHz, up to the first that is 0: where the network is looked for; none:
     * everywhere. freqs_alone: an AP on another one is no candidate, either. A driver that
     * cannot be told looks everywhere. */
    uint16_t freqs[EXTSTA_PROFILE_FREQS];
    bool freqs_alone;
    /* When a better AP is looked for, if has_roam; else as extsta_roam_default. A driver that cannot
     * be told goes by its own measure. */
    bool has_roam;
    struct extsta_roam_policy roam;
    /* With algorithms that have an FT suite: RSNA-PSK, RSNA, SAE, WPA3-Enterprise. Not with
     * EAP-MSCHAPv2 alone, whose keys are too short. A driver that cannot be told goes without.
     */
    enum extsta_ft ft;
    /* IHV parts of the profile, UTF-8 XML, NULL when absent; borrowed for the call
     * that gets the profile. */
    const char *ihv_connectivity;
    const char *ihv_security;
};

/* Fills a profile for an open network, or WPA2-PSK with CCMP when passphrase is not
 * NULL (manager OS), with auto_connect. E_USAGE: SSID empty or longer than 32, passphrase
 * not 8..63 printable characters. */
enum extsta_error extsta_profile_make(struct extsta_profile *profile, struct extsta_span ssid,
                                      const char *passphrase);
/* Makes it one of 802.1X: this algorithm (3, 6, 8 or 11), what goes with it, and the manager
 * OS. Of `eap` the texts stay borrowed; with 192 bits (8) it is made `strong`. The secrets of
 * another kind of network go. */
void extsta_profile_enterprise(struct extsta_profile *profile, uint32_t auth,
                               const struct extsta_eap *eap);
/* Makes an open profile one of OWE with CCMP (manager OS, unless it names one): a network that is
 * encrypted without a secret. Its open BSS, where it has one, is never used. */
void extsta_profile_owe(struct extsta_profile *profile);
/* Checks the fields against each other. On an error *why is a static message (why may be
 * NULL). E_USAGE: a field contradicts another or its range; E_UNSUPPORTED: a suite this
 * station does not have. */
enum extsta_error extsta_profile_check(const struct extsta_profile *profile, const char **why);

/* Whether two checked profiles say the same of how to connect, whatever their names. */
bool extsta_profile_equal(const struct extsta_profile *a, const struct extsta_profile *b);

/* Whether this BSS is one of those that the profile names, or it names none; and it does not
 * leave it out. */
bool extsta_profile_takes_bssid(const struct extsta_profile *profile, struct extsta_mac bssid);

/* What the profile allows that can be broken: the DOT11_CIPHER_ALGORITHM, TKIP or one of WEP;
 * 0: nothing. The station says so with every attempt (EXTSTA_NOTIFY_WEAK_SECURITY). TKIP as group
 * cipher alone is not asked for, and is told by the association that has it. */
uint32_t extsta_profile_weakness(const struct extsta_profile *profile);

/* Derives the PMK of a passphrase now, once per network and context, so that no later
 * call on a station takes the milliseconds of PBKDF2. For programs in real time: connect
 * with the time of after it. */
enum extsta_error extsta_profile_prepare(struct extsta_context *ctx,
                                         const struct extsta_profile *profile);

#ifdef __cplusplus
}
#endif
#endif
