/* The station's side of the four-way and group key handshakes, as a pure machine.
 * IEEE Std 802.11-2020 12.7.6, 12.7.7, 12.7.9. The same machine serves the miniport
 * (SEQ-03) and the OS half (SEQ-04).
 *
 * One call per input; what shall happen comes back in a step: first send, then install
 * keys, then look at the verdict.
 *
 * - Keys already installed are never installed again (KRACK).
 * - The PTK in use is replaced only by a message 3 with a valid MIC. One SNonce serves a
 *   whole handshake and no other: a forged message 1 can neither disturb the PTK in use
 *   nor make the true message 3 fail (He and Mitchell, "1 Message Attack").
 * - Message 3 must carry message 1's ANonce and the beacon's RSNE and RSNXE.
 * - The replay counter advances only with a valid MIC.
 * - Once keys are installed, EAPOL-Key frames must come protected. The one exception is
 *   a retransmitted message 3: when message 4 was lost the AP has no key installed yet;
 *   it is answered in clear and, like any retransmission, installs no PTK.
 *
 * WPA, from before the standard, is the same machine: its message 3 is in clear and has no GTK,
 * which comes by a group handshake right after it (awaits_group). */
#ifndef RSN_SUPPLICANT_H
#define RSN_SUPPLICANT_H

#include "rsn/ft_keys.h"
#include <extsta/cause.h>
#include <extsta/drops.h>

/* What the association has agreed on. Elements and PMK are copied by supplicant_start. */
struct supplicant_config {
    struct crypto *crypto;       /* crypto_of(context); outlives the machine */
    struct extsta_mac own, peer; /* SPA, AA */
    struct extsta_span pmk; /* copied; with an FT suite the MPMK, the root of its hierarchy */
    uint32_t akm;                /* suite selectors as negotiated */
    uint32_t pairwise, group;
    uint32_t group_mgmt; /* cipher of group-addressed management frames (BIP); 0: no management
                            frame protection, IGTK and BIGTK are not looked at */
    struct extsta_span own_rsne;   /* whole element sent in the (re)association request; of WPA
                                      its vendor element, as in peer_rsne */
    struct extsta_span peer_rsne;  /* whole element of beacon or probe response */
    struct extsta_span peer_rsnxe; /* whole element or empty */
    struct extsta_span own_rsnxe;  /* of the (re)association request: whole element or empty */
    /* With an FT suite, of the first association in the mobility domain: the network's name,
     * and the whole Mobility Domain and Fast BSS Transition elements of the response. */
    struct extsta_span ssid, mde, fte;
    bool ext_key_id; /* both ends have Extended Key ID: message 3 says the pairwise key's id */
    struct oci oci;
    uint8_t eapol_version;         /* 1 or 2; 0 = answer with the peer's */
};

enum supplicant_state {
    SUPPLICANT_AWAIT_M1, /* also: nothing yet */
    SUPPLICANT_AWAIT_M3,
    SUPPLICANT_DONE, /* keys installed; group handshakes and rekeys may come */
    SUPPLICANT_FAILED,
};

enum supplicant_verdict {
    SUPPLICANT_CONTINUE,
    SUPPLICANT_AUTHORIZED, /* four-way complete for the first time */
    SUPPLICANT_REKEYED,    /* PTK or group keys renewed on an authorized association */
    SUPPLICANT_REJECTED,   /* the handshake failed: `diagnosis`, `reason` to deauthenticate */
};

/* A key to install, where `install` says so; else nothing of it counts. */
struct supplicant_key {
    bool install;
    bool by_id;        /* pairwise, with Extended Key ID: stands beside that of the other id */
    bool receive_only; /* the same: it is sent under when the handshake is complete */
    uint8_t key_id; /* of a pairwise key 0, with Extended Key ID 1 too; of a GTK 1 to 3, an IGTK
                       4 or 5, a BIGTK 6 or 7 */
    uint8_t len;
    uint8_t key[TK_MAX];
    uint32_t cipher; /* suite selector */
    uint64_t rsc;    /* receive counter to start at (group; IPN, BIPN) */
};

/* Of EAPOL: a message of a handshake, or an EAP packet as large as an Ethernet frame lets it be
 * (onex/onex.h). */
#define EAPOL_PDU_MAX 1424u

/* Holds key material: clear it (supplicant_step_clear) after use. */
struct supplicant_step {
    size_t send_len;     /* EAPOL PDU to send, 0 = none */
    bool send_protected; /* under the pairwise key in use (before `pairwise` below) */
    uint8_t send[EAPOL_PDU_MAX];
    struct supplicant_key pairwise, group, igtk, bigtk;
    /* Of message 3: networks of these kinds are no longer to be joined without WPA3's
     * protection; bits 0 WPA3-Personal, 1 SAE-PK, 2 WPA3-Enterprise, 3 OWE (WPA3 specification
     * 8). 0: none. */
#define TRANSITION_WPA3_PERSONAL 0x01u
    uint8_t transition_disable;
    /* AUTHORIZED of WPA: the first group key is still to come, by a step of its own (REKEYED);
     * no data before it. */
    bool awaits_group;
    /* Of the authenticator: a station reports a wrong Michael MIC, of its pairwise key or of
     * the group's. */
    bool mic_failure, mic_failure_pairwise;
    enum supplicant_verdict verdict;
    enum extsta_diagnosis diagnosis;
    uint8_t confidence; /* in the diagnosis, percent */
    uint16_t reason;    /* 802.11 reason code for a deauthentication */
    bool dropped;    /* the input was discarded for: */
    enum extsta_drop drop;
    int message; /* which message it was, 0 = none */
};
/* The group key of a kind in it. */
struct supplicant_key *supplicant_step_group(struct supplicant_step *step,
                                             enum group_kind kind);
/* Wipes it, keys and PDU. Any step, also one that was never filled in by a machine. */
void supplicant_step_clear(struct supplicant_step *step);

/* Messages of a kind that came: how many were looked at (message 1: answered), and whether
 * memory has kept us from one. */
struct supplicant_tally {
    uint8_t count;
    bool refused;
};

/* A group key as it was last installed, to refuse a reinstallation. 0 octets: none yet. */
struct supplicant_group {
    uint8_t key[TK_MAX];
    uint8_t len, id;
};

/* What an FT suite adds to the four-way handshake (13.4.2): both elements as the association's
 * response had them, octet for octet; that of a transition has MIC, nonces and keys (12.7.6.3).
 */
struct supplicant_ft {
    uint8_t mde[MDE_LEN], fte[FTE_MAX];
    uint16_t fte_len;    /* 0: no FT suite */
    uint8_t r1_name[16]; /* of the PMK-R1, which is the machine's PMK */
    uint8_t ssid[32], ssid_len; /* for another PMK-R1, of another root */
};

struct supplicant {
    struct supplicant_config config; /* spans replaced by copies below */
    const struct akm_suite *akm;
    uint8_t state; /* enum supplicant_state */
    uint8_t pmk[PMK_MAX];
    uint8_t pmk_len;
    uint8_t own_rsne[64], peer_rsne[64], peer_rsnxe[18], own_rsnxe[18];
    uint8_t anonce[32], snonce[32]; /* of the handshake under way */
    uint8_t ptk_anonce[32];         /* of the one that gave `ptk` */
    struct ptk ptk;                 /* in use (after message 3) */
    struct ptk fresh;               /* derived from message 1, not yet confirmed */
    bool has_ptk, has_fresh, has_replay;
    uint64_t replay; /* highest replay counter accepted with a valid MIC */
    struct supplicant_tally m1, m3;
    uint8_t m2_acked;    /* messages 2 that the peer has acknowledged */
    uint8_t doubted;     /* messages 1 that came again after one of these: it did not verify */
    struct supplicant_group in_use[GROUP_KINDS];
    struct supplicant_ft ft;
};

/* Starts. The machine must not be moved afterwards. E_USAGE: no PMK, no RSNE. E_TOO_SMALL:
 * an RSNE of more than 64 octets, an RSNXE of more than 18. E_MALFORMED: an FT suite, and
 * elements of it that name no domain and key holders. E_UNSUPPORTED: an AKM or cipher this
 * machine does not serve. */
enum extsta_error supplicant_start(struct supplicant *s,
                                   const struct supplicant_config *config);
/* An EAPOL PDU (from the EAPOL version octet on) came from the peer. nonce: 32 fresh
 * random octets, used if a new SNonce is needed. was_protected: it arrived encrypted
 * under the pairwise key. */
void supplicant_rx(struct supplicant *s, struct extsta_span pdu, const uint8_t nonce[32],
                   bool was_protected, struct supplicant_step *step);
/* A request of the station's, to be sent under the pairwise key; nothing before there is one.
 * error: a frame with a wrong Michael MIC came under the pairwise or the group key
 * (12.5.2.4.2); else that key shall be renewed (12.7.2). replay: of the station's own requests,
 * above that of the last one. */
void supplicant_request(struct supplicant *s, uint64_t replay, bool error, bool pairwise,
                        struct supplicant_step *step);
/* The association has moved to another channel (channel switch): what counts for its validation
 * from now on. freq: MHz. */
void supplicant_moved(struct supplicant *s, uint16_t freq);
/* What became of the last PDU: acknowledged, or not within its tries. A radio that cannot tell
 * says acknowledged (extsta_tx_status). */
void supplicant_sent(struct supplicant *s, bool acked);
/* Why the handshake came to no good end. reason: of the peer's Deauthentication or
 * Disassociation, 0 when only the time ran out. NONE: the handshake is complete, it was
 * something else. NO_MEMORY: it kept us from the message that mattered. *confidence: percent;
 * what was merely seen is certain. That the passphrase is wrong is concluded, where message 2
 * was acknowledged and then message 1 came again, or the AP named the handshake as its reason:
 * 65 for the first such sign and 15 for each further one, 90 at most: one handshake alone does
 * not prove it (acm/wish.h). */
enum extsta_diagnosis supplicant_cause(const struct supplicant *s, uint16_t reason,
                                       uint8_t *confidence);
/* A machine whose handshake is complete waits for hours, in a fleet a million times. Its rest
 * form holds the same in fewer than half the octets: writes it and returns its length; 0 when
 * something is under way. It holds key material. */
#define SUPPLICANT_REST_MAX 960u
size_t supplicant_rest(const struct supplicant *s, uint8_t out[SUPPLICANT_REST_MAX]);
/* The machine again, as it was. False: these are not the octets of supplicant_rest. */
bool supplicant_wake(struct supplicant *s, struct crypto *crypto, struct extsta_span rest);
/* 802.1X has given another PMK, with an FT suite another MPMK: the next handshake is made of
 * it. At most PMK_MAX octets. An error of the derivation leaves none. */
enum extsta_error supplicant_new_pmk(struct supplicant *s, struct extsta_span pmk);
/* Clears all key material. */
void supplicant_clear(struct supplicant *s);

#endif
