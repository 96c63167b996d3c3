/* Explaining captures: from frames to each client's story.
 *
 * An explainer is fed the frames of a capture in file order and follows every pair of
 * station and BSS. What it finds comes out through a sink, as values, as soon as it is
 * certain: facts of single frames (events), interpretations (stories), what could be
 * decrypted, what the networks are. Values hold no text: extsta_story_text and its like
 * make it of them, for whoever wants to show it. Nothing is kept per frame; memory grows
 * with the number of stations only (extsta/collection.h keeps stories, for whoever needs
 * all of them). It does no I/O; one thread.
 *
 * Without memory it goes on, and says so: extsta_explain_unseen. */
#ifndef EXTSTA_EXPLAIN_H
#define EXTSTA_EXPLAIN_H

#include <extsta/cause.h>
#include <extsta/context.h>
#include <extsta/drops.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One captured packet. */
struct extsta_explain_frame {
    uint64_t time;          /* nanoseconds since 1970 */
    uint32_t number;        /* 1-based, as Wireshark counts */
    uint32_t interface;     /* of the file, from 0 */
    uint16_t linktype;      /* 127 radiotap, 105 bare, 119 Prism, 163 AVS, 192 PPI */
    int8_t fcs_len;         /* announced by the file: octets, -1 unknown */
    uint32_t original_len;  /* > bytes.len: sliced */
    struct extsta_span bytes;
};

/* --- security, as elements describe it --- */

#define EXTSTA_SUITES_MAX 12 /* of each kind; further ones are not kept */

/* What an RSN or WPA element asks for. Selectors: OUI and type as a big-endian number,
 * 0x000fac04 = CCMP. */
struct extsta_suites {
    uint32_t akm[EXTSTA_SUITES_MAX], pairwise[EXTSTA_SUITES_MAX];
    uint32_t group;
    uint8_t akm_count, pairwise_count;
    bool present;
    uint8_t mfp; /* enum extsta_mfp: protection of management frames */
};
enum extsta_mfp {
    EXTSTA_MFP_NO,
    EXTSTA_MFP_CAPABLE,
    EXTSTA_MFP_REQUIRED,
};
struct extsta_security {
    struct extsta_suites rsn, wpa; /* elements that can be decoded */
    bool privacy;         /* the capability bit; without the two above it means WEP */
    bool mobility_domain; /* fast BSS transition */
};
/* The same suites and the same protection; the privacy bit counts where it means something. */
bool extsta_security_equal(const struct extsta_security *a, const struct extsta_security *b);
/* Whether a passphrase opens it: an AKM of RSN that makes its PMK of a PSK. */
bool extsta_security_has_psk(const struct extsta_security *security);
/* "RSN(PSK;pairwise=CCMP;group=CCMP;mfp=no)", "open", ...; suites without a name as their
 * number. As snprintf; EXTSTA_SECURITY_TEXT octets take any. */
#define EXTSTA_SECURITY_TEXT 768
size_t extsta_security_text(const struct extsta_security *security, char *out, size_t size);

/* --- events --- */

enum extsta_event_kind {
    EXTSTA_EVENT_AUTH,
    EXTSTA_EVENT_ASSOC_REQ,
    EXTSTA_EVENT_ASSOC_RESP,
    EXTSTA_EVENT_REASSOC_REQ,
    EXTSTA_EVENT_REASSOC_RESP,
    EXTSTA_EVENT_DEAUTH,
    EXTSTA_EVENT_DISASSOC,
    EXTSTA_EVENT_EAP,
    EXTSTA_EVENT_EAPOL_START,
    EXTSTA_EVENT_EAPOL_LOGOFF,
    EXTSTA_EVENT_EAPOL_KEY,
};

/* The facts of one frame of a conversation, as the frame states them. What it points to is
 * valid during the sink's call. */
struct extsta_frame_event {
    enum extsta_event_kind kind;
    uint64_t time;
    uint32_t number;
    struct extsta_mac sta, bssid;
    bool from_ap, retry, is_protected, malformed;
    bool decrypted;             /* seen only because a key opened the frame */
    bool odd_addresses;         /* neither address is the BSSID: sa, da */
    struct extsta_mac sa, da;
    uint16_t algorithm, sequence, status; /* auth; status also of responses */
    bool has_status;            /* fixed fields present */
    uint8_t sae_message;        /* 1 commit, 2 confirm, 0 none */
    bool has_sae_group, has_send_confirm;
    uint16_t sae_group, send_confirm;
    uint8_t sae_flaw;         /* enum sae_flaw of the explainer: 0 none known */
    uint32_t proof;           /* SAE commit, FT, MIC: digest of what comes only once; 0: none */
    uint16_t sequence_number; /* of the MAC header, 0 to 4095 */
    uint16_t reason;
    bool has_reason;
    bool has_mme;               /* deauth, disassoc: ends with a Management MIC element */
    uint16_t aid;
    struct extsta_mac current_ap;
    struct extsta_span ssid;    /* requests; data NULL: no SSID element */
    const struct extsta_security *security; /* requests; NULL: the frame is cut off before */
    struct extsta_span rsne;  /* requests, message 2: the RSN or WPA element, whole; data NULL:
                               * there is none that can be read */
    struct extsta_span rsnxe; /* likewise RSN Extension */
    uint8_t eap_code, eap_id;
    int eap_type;               /* -1: none */
    struct extsta_span eap;     /* the whole EAP packet, hostile */
    uint8_t descriptor;         /* EAPOL-Key: 2 RSN, 254 WPA, 1 RC4 (only replay is set) */
    uint16_t key_info;
    int message;                /* 1..4, 5..6 group; 0 unknown */
    uint64_t replay;
    struct extsta_span nonce, mic;
    struct extsta_span pmkid; /* the first one, also of requests and of FT authentication */
    uint32_t key_data_len;
};

/* A few words for it: "Authentication 2, SAE confirm, status 0", "EAPOL-Key 3 of 4". As
 * snprintf; EXTSTA_EVENT_TEXT octets take any. */
#define EXTSTA_EVENT_TEXT 128
size_t extsta_event_text(const struct extsta_frame_event *event, char *out, size_t size);

/* How a frame of a conversation was received: any but a beacon, probe response or group frame.
 */
struct extsta_heard {
    uint64_t time;
    struct extsta_mac sta, bssid;
    uint16_t frequency; /* MHz, 0: unknown */
    int8_t signal;      /* dBm, 0: unknown */
    bool from_ap, retry;
};

/* --- stories --- */

/* What a story line says. */
enum extsta_story_what {
    EXTSTA_STORY_ASSOCIATION,
    EXTSTA_STORY_ASSOCIATION_FAILED,
    EXTSTA_STORY_PORT_AUTHORIZED,
    EXTSTA_STORY_ROAM,
    EXTSTA_STORY_DISASSOCIATION,
    EXTSTA_STORY_SILENCE,
    EXTSTA_STORY_GROUP_REKEY,
    EXTSTA_STORY_SCAN,
    EXTSTA_STORY_FINDING, /* something an engineer wants to know: floods, forged frames, ... */
    EXTSTA_STORY_AP,      /* of an access point, and none of its clients: `sta` is all zeros */
    /* after the port is open */
    EXTSTA_STORY_ADDRESS,       /* the station has one, of the Internet */
    EXTSTA_STORY_CONNECTED,     /* data go both ways; where it can be read, to hosts beyond the
                                 * gateway */
    EXTSTA_STORY_NOT_CONNECTED, /* what is missing of that */
};

/* Kinds of failures, ends, silences and findings. Their names are stable: docs/causes.md has
 * a heading for each, logs and documentation link to them. */
#define EXTSTA_STORY_KIND_LIST(X)                                                              \
    X(NONE, NULL)                                                                              \
    X(AUTH_NO_ANSWER, "authentication-no-answer")                                              \
    X(AUTH_REFUSED, "authentication-refused")                                                  \
    X(SHARED_KEY, "shared-key-challenge-failed")                                               \
    X(SAE_COMMIT_NO_ANSWER, "sae-commit-no-answer")                                            \
    X(SAE_COMMIT_REFUSED, "sae-commit-refused")                                                \
    X(SAE_CONFIRM_NO_ANSWER, "sae-confirm-no-answer")                                          \
    X(SAE_CONFIRM, "sae-confirm-mismatch")                                                     \
    X(SAE_GROUP, "sae-group-not-supported")                                                    \
    X(SAE_TOKEN, "sae-anti-clogging")                                                          \
    X(SAE_IDENTIFIER, "sae-unknown-password-identifier")                                       \
    X(GAVE_UP, "station-gave-up")                                                              \
    X(NOT_AUTHENTICATED, "not-authenticated")                                                  \
    X(ASSOC_NO_ANSWER, "association-no-answer")                                                \
    X(ASSOC_REFUSED, "association-refused")                                                    \
    X(PMF_POLICY, "pmf-policy-violation")                                                      \
    X(PMF_COMEBACK, "pmf-association-comeback")                                                \
    X(M1_NEVER_CAME, "message-1-never-came")                                                   \
    X(M2_NEVER_CAME, "message-2-never-came")                                                   \
    X(M2_REJECTED, "message-2-rejected")                                                       \
    X(WRONG_PASSPHRASE, "wrong-passphrase")                                                    \
    X(M3_NEVER_CAME, "message-3-never-came")                                                   \
    X(M4_NEVER_CAME, "message-4-never-came")                                                   \
    X(RSNE_MISMATCH, "rsne-mismatch")                                                          \
    X(EAP_FAILURE, "eap-failure")                                                              \
    X(EAP_METHOD, "eap-no-common-method")                                                      \
    X(EAP_CERTIFICATE, "eap-certificate")                                                      \
    X(EAP_NO_ANSWER, "eap-station-silent")                                                     \
    X(EAP_UNFINISHED, "eap-unfinished")                                                        \
    X(EAP_STATION_REFUSED, "eap-station-refused")                                              \
    X(EAP_SERVER_SILENT, "radius-server-silent")                                               \
    X(WPS, "wps-registration")                                                                 \
    X(COUNTERMEASURES, "tkip-countermeasures")                                                 \
    X(REFUSED_BY_LEAVE, "ended-before-association")                                            \
    X(LEFT, "left-by-station")                                                                 \
    X(ENDED_BY_AP, "ended-by-ap")                                                              \
    X(AP_LOST_STATE, "ap-lost-state")                                                          \
    X(INACTIVITY, "inactivity")                                                                \
    X(BEACON_LOSS, "beacon-loss")                                                              \
    X(REPLACED, "replaced")                                                                    \
    X(AP_SILENT, "ap-silent")                                                                  \
    X(STA_SILENT, "station-silent")                                                            \
    X(AP_GONE, "ap-gone")                                                                      \
    X(AP_RESTART, "ap-restart")                                                                \
    X(CHANNEL_SWITCH, "channel-switch")                                                        \
    X(SENT_AWAY, "clients-sent-away")                                                          \
    X(EVIL_TWIN, "evil-twin")                                                                  \
    X(AP_FULL, "ap-full")                                                                      \
    X(NO_DATA, "no-data")                                                                      \
    X(DHCP_NO_OFFER, "dhcp-no-offer")                                                          \
    X(DHCP_NOT_TAKEN, "dhcp-offer-not-taken")                                                  \
    X(DHCP_NO_ACK, "dhcp-no-ack")                                                              \
    X(DHCP_REFUSED, "dhcp-refused")                                                            \
    X(ADDRESS_CONFLICT, "address-conflict")                                                    \
    X(GATEWAY_SILENT, "gateway-silent")                                                        \
    X(DNS_NO_ANSWER, "dns-no-answer")                                                          \
    X(BEYOND_SILENT, "beyond-silent")                                                          \
    X(CAPTIVE_PORTAL, "captive-portal")                                                        \
    X(DNS_ERROR, "dns-error")                                                                  \
    X(BEACONS_MISSING, "beacons-missing")                                                      \
    X(ROAM, "roam")                                                                            \
    X(FORGED, "unprotected-deauthentication")                                                  \
    X(FLOOD, "deauthentication-flood")                                                         \
    X(GOES_ON, "forged-deauthentication")                                                      \
    X(FORGED_EAPOL, "forged-eapol")                                                            \
    X(HANDSHAKE_REPLAY, "handshake-replay")                                                    \
    X(GROUP_REPLAY, "group-message-replay")                                                    \
    X(GROUP_KEY_EARLY, "group-key-before-four-way")                                            \
    X(FT_REPLAY, "ft-reassociation-replay")                                                    \
    X(SAE_FLOOD, "sae-flood")                                                                  \
    X(SAE_TIMING, "sae-timing-attack")                                                         \
    X(SAE_INVALID, "sae-invalid-commit")                                                       \
    X(FORGED_SAE_REFUSAL, "forged-sae-refusal")                                                \
    X(FORGED_REFUSAL, "forged-association-refusal")                                            \
    X(SPOOFED, "spoofed-deauthentication")                                                     \
    X(NOT_ASSOCIATED, "not-associated")                                                        \
    /* what the frames do not say by themselves, or say wrongly */                             \
    X(END_MISSED, "end-not-captured")                                                          \
    X(M2_ELEMENT, "m2-element-mismatch")                                                       \
    X(GROUP_KEY_DUE, "group-key-never-came")                                                   \
    X(EAP_FAST, "eap-fast-provisioning")                                                       \
    X(SA_QUERY, "sa-query-unanswered")                                                         \
    X(FT_REFUSED, "ft-over-ds-refused")                                                        \
    X(OWE_GROUP, "owe-group-not-supported")                                                    \
    X(PMK_FORGOTTEN, "pmk-forgotten")                                                          \
    X(REKEY, "pairwise-rekey")                                                                 \
    X(PEERS, "peers")                                                                          \
    X(PEERING_ENDED, "peering-ended")                                                          \
    X(PEERING_FAILED, "peering-failed")                                                        \
    X(NO_ASSOCIATION, "no-association")                                                        \
    X(TRANSITION, "bss-transition-request")                                                    \
    X(TRANSITION_QUERY, "bss-transition-query")                                                \
    X(NEIGHBORS, "neighbor-report")                                                            \
    X(MEASUREMENT, "radio-measurement")                                                        \
    X(WNM_SLEEP, "wnm-sleep")                                                                  \
    X(FT_OVER_DS, "ft-over-ds")                                                                \
    X(TDLS, "tdls")                                                                            \
    X(SWITCH_CLIENT, "channel-switch-client")
enum extsta_story_kind {
#define EXTSTA_STORY_KIND_ENUM(symbol, name) EXTSTA_KIND_##symbol,
    EXTSTA_STORY_KIND_LIST(EXTSTA_STORY_KIND_ENUM)
#undef EXTSTA_STORY_KIND_ENUM
        EXTSTA_KIND_COUNT
};

enum extsta_story_by {
    EXTSTA_BY_UNKNOWN,
    EXTSTA_BY_AP,
    EXTSTA_BY_STA,
};

/* How an association is secured, as people call it. */
enum extsta_story_security {
    EXTSTA_SECURED_UNKNOWN,
    EXTSTA_SECURED_OPEN,
    EXTSTA_SECURED_WEP,
    EXTSTA_SECURED_WEP_SHARED_KEY, /* authenticated with the key */
    EXTSTA_SECURED_WPA,
    EXTSTA_SECURED_RSN, /* none of those below */
    EXTSTA_SECURED_PSK,
    EXTSTA_SECURED_PSK_FT, /* with fast BSS transition */
    EXTSTA_SECURED_8021X,
    EXTSTA_SECURED_8021X_FT,
    EXTSTA_SECURED_SAE,
    EXTSTA_SECURED_SAE_FT,
    EXTSTA_SECURED_SAE_CACHED, /* Open System with the PMK of an SAE exchange before */
    EXTSTA_SECURED_OWE,
    EXTSTA_SECURED_FILS,
};

/* Details of a story, as bits: what its sentence needs besides the members. */
enum extsta_story_detail {
    /* association */
    EXTSTA_DETAIL_REASSOCIATION = 1 << 0,
    EXTSTA_DETAIL_ATTEMPT_SEEN = 1 << 1, /* inferred, but its beginning is in the capture */
    /* failure */
    EXTSTA_DETAIL_EAP_FAILURE = 1 << 2, /* by EAP-Failure */
    EXTSTA_DETAIL_END_FOLLOWS = 1 << 3, /* the end that follows tells the reason */
    /* port authorized: how; none of these and not inferred: FILS brought the keys */
    EXTSTA_DETAIL_FOUR_WAY = 1 << 4,     /* message 4 completed the four-way handshake */
    EXTSTA_DETAIL_MIC_VERIFIED = 1 << 5, /* with a key that was given */
    EXTSTA_DETAIL_NO_MESSAGE_3 = 1 << 6, /* which was not captured */
    EXTSTA_DETAIL_FAST_TRANSITION = 1 << 7,
    /* roam */
    EXTSTA_DETAIL_OLD_AP_UNSEEN = 1 << 8, /* what happened there is not in the capture */
    /* frames that end an association, or seem to */
    EXTSTA_DETAIL_BY_DISASSOCIATION = 1 << 9, /* else Deauthentication */
    EXTSTA_DETAIL_IN_AP_NAME = 1 << 10,       /* whoever sent it */
    EXTSTA_DETAIL_SPOOFED = 1 << 11,          /* another transmitter sent it */
    EXTSTA_DETAIL_PROTECTED = 1 << 12,        /* a reason that is absent is enciphered */
    EXTSTA_DETAIL_DOUBTFUL = 1 << 13,         /* another transmitter may have sent it */
    EXTSTA_DETAIL_UNPROTECTED = 1 << 14,      /* where protection was agreed on */
    /* findings */
    EXTSTA_DETAIL_IMMINENT = 1 << 15, /* a request to go elsewhere, with an end announced */
    EXTSTA_DETAIL_IBSS = 1 << 16,     /* nobody associates: an IBSS, else a mesh */
    /* silence: what came just before speaks for one cause */
    EXTSTA_DETAIL_OUT_OF_RANGE = 1 << 17,
    EXTSTA_DETAIL_ASLEEP = 1 << 18,
    EXTSTA_DETAIL_DEAF = 1 << 19, /* it is there, and does not hear the station */
    /* end: what came just before contradicts the reason that was sent */
    EXTSTA_DETAIL_CLAIM_FALSE = 1 << 20,
    /* failure */
    EXTSTA_DETAIL_UNAUTHENTICATED = 1 << 21, /* authentication had not ended */
    EXTSTA_DETAIL_TUNNEL =
        1 << 22, /* EAP: in the TLS tunnel, so the certificates were accepted */
    /* port authorized: WPA, where the group key handshake behind the four-way one does it;
     * without FOUR_WAY it was not captured */
    EXTSTA_DETAIL_GROUP_KEY = 1 << 23,
    /* AP */
    EXTSTA_DETAIL_TO_THE_END = 1 << 26, /* of the capture it was not heard again */
    EXTSTA_DETAIL_SENT_AWAY = 1 << 27,  /* before, it sent its clients away */
    /* a series of forged frames */
    EXTSTA_DETAIL_BROADCAST = 1 << 24, /* some of them to all stations */
};

/* Signs that speak for or against what a story says. `is` and `usual` are what was seen and
 * what would have been expected, in the unit that stands behind. */
#define EXTSTA_SIGN_LIST(X)                                                                    \
    X(NONE, NULL)                                                                              \
    X(NUMBER, "number")               /* it counts on from the sender's frames; numbers */     \
    X(JUMP, "jump")                   /* it does not, and should; numbers */                   \
    X(OTHERS_NUMBER, "others-number") /* it counts on from somebody else's; numbers */         \
    X(RESUMED, "resumed")             /* the usual counter went on over it; numbers */         \
    X(FOLLOWED, "followed")           /* and counted on from it; numbers */                    \
    X(BOTH_NAMES, "both-names")       /* one counter in the names of both sides; numbers */    \
    X(SIGNAL, "signal")               /* dBm */                                                \
    X(RATE, "rate")                   /* 500 kb/s */                                           \
    X(PROTECTED, "protected")         /* with a key that only the two sides have */            \
    X(GOES_ON, "goes-on")             /* both sides go on all the same */                      \
    X(CLOCK_ANEW, "clock-anew")       /* beacon's timestamp, and since the last one; s */      \
    X(NUMBERS_ANEW, "numbers-anew")   /* beacon's sequence number, and the last one's */       \
    X(OTHERS_HEARD, "others-heard")   /* on the AP's channel; ms; the AP else: percent */      \
    X(BEGINS, "begins")               /* reason that it gave all; and before */                \
    X(CHANNEL, "channel")             /* its beacons name another one than before */           \
    X(MISSING, "missing")             /* percent of the beacons due; usually */                \
    X(MOVES, "moves")                 /* channel that it said it goes to, and its own */       \
    X(CLOCK, "clock")                 /* of beacons: two clocks (TSF), `is` seconds apart */   \
    X(INTERVAL, "interval")           /* of beacons; TU */                                     \
    X(SECURITY, "security")           /* of beacons; SECURITY_... of the explainer */          \
    X(CHANNELS, "channels")           /* of beacons */                                         \
    X(COUNTERS, "counters")           /* of beacons: each kind has its own; numbers */         \
    X(CLASS, "class")     /* not sent as its other EAPOL frames; 1: without QoS, 2 + TID */    \
    X(REPLAY, "replay")   /* its replay counter; that of the frame before */                   \
    X(NONCES, "nonces")   /* those of an exchange that is over */                              \
    X(COMMITS, "commits") /* of SAE, of addresses that never confirm; addresses that do */     \
    X(STRANGERS, "strangers")   /* addresses; of which nothing else was heard */               \
    X(SAE_LENGTH, "sae-length") /* these four: what is wrong with a commit */                  \
    X(SAE_SCALAR, "sae-scalar")                                                                \
    X(SAE_ELEMENT, "sae-element")                                                              \
    X(SAE_MIRROR, "sae-mirror")                                                                \
    X(OPEN, "open")                   /* it is open, and the other is not */                   \
    X(WEAKER, "weaker")               /* it is secured less than the other */                  \
    X(DRIVEN, "driven")               /* forged ends in the name of the other */               \
    X(LURED, "lured")                 /* clients of the one that came to the other */          \
    X(SERIES, "series")               /* forged frames, and the stations they were sent to */  \
    X(CLEAR, "clear")                 /* without protection, though keys were installed */     \
    X(FELL, "signal-fell")            /* against its mean; dBm */                              \
    X(WEAK, "signal-weak")            /* dBm */                                                \
    X(RETRIES, "retries")             /* of its last frames; percent, of those before */       \
    X(ASLEEP, "asleep")               /* its last frame said that it sleeps from then on */    \
    X(AWAKE, "awake")                 /* or that it does not */                                \
    X(BEACONS_END, "beacons-end")     /* no beacon for `is` ms; one is due every `usual` */    \
    X(BEACONS_GO_ON, "beacons-go-on") /* the last one `is` ms before; likewise */              \
    X(HEARD, "heard")                 /* the other side was heard `is` ms before */            \
    X(CALLS, "calls")                 /* frames without an answer, of which repeated */        \
    X(PAUSE, "pause")                 /* neither side was heard for `is` ms before */          \
    X(AS_NEW, "as-new")               /* it asked as one who is associated nowhere */          \
    X(SCANNED, "scanned")             /* it looked for an AP in that time */                   \
    X(DIFFERS, "differs")             /* what differs: 1 to 4 in the RSN element (suites,      \
                                       * capabilities, PMKIDs, form), 5 the RSNXE */           \
    X(QUERIES, "queries")             /* SA Queries without an answer, in `usual` ms */        \
    X(NOT_HEARD, "not-heard")         /* frames of the station that were not captured, by its  \
                                       * counter */                                            \
    X(MESSAGES, "messages")           /* messages 1 and 2 of the handshake */                  \
    X(ASKED, "asked-to-go")           /* `is` ms before, by the AP, with `usual` candidates */ \
    X(ANSWERED, "answered")           /* that, with this status */                             \
    X(LISTED, "listed")               /* the AP it went to is one of those */                  \
    X(ENDED, "ended-before")          /* `is` ms before, by the AP, for this reason */         \
    X(BETTER, "better-signal")        /* beacons of the new AP and of the old one; dBm */      \
    X(CLAIM, "claim")                 /* the reason sent says otherwise; its number */         \
    X(IN_VAIN, "in-vain")             /* requests without an answer; ms */                     \
    X(LINK_LOCAL, "link-local")       /* the station gave itself an address */                 \
    X(PASSED_ON, "passed-on")         /* requests that the AP sent on */                       \
    X(OFFERS_REPEATED, "offers-repeated") /* of so many: nobody acknowledged */                \
    X(AP_DATA, "ap-data") /* frames of the AP since the port opened; of which read */          \
    X(MISSED, "missed")   /* frames of both that the capture lacks */
enum extsta_sign {
#define EXTSTA_SIGN_ENUM(symbol, name) EXTSTA_SIGN_##symbol,
    EXTSTA_SIGN_LIST(EXTSTA_SIGN_ENUM)
#undef EXTSTA_SIGN_ENUM
        EXTSTA_SIGN_COUNT
};
#define EXTSTA_EVIDENCE_MAX 6u
struct extsta_evidence {
    uint8_t what;  /* enum extsta_sign */
    int8_t weight; /* tenths of the logarithm of the likelihood ratio; below 0: against */
    int16_t is, usual; /* durations end at 32767 */
};
/* "the number 9 does not count on from 1", without a stop. As snprintf;
 * EXTSTA_EVIDENCE_TEXT octets take any. */
#define EXTSTA_EVIDENCE_TEXT 160
size_t extsta_evidence_text(const struct extsta_evidence *evidence, char *out, size_t size);
const char *extsta_sign_name(enum extsta_sign sign); /* "number", ...; NULL: NONE */

/* What became of a PMKID that the station offered: it asked to be spared the login. */
enum extsta_pmkid {
    EXTSTA_PMKID_NONE,    /* none was offered */
    EXTSTA_PMKID_OFFERED, /* what came of it is told later */
    EXTSTA_PMKID_USED,    /* the four-way handshake followed at once */
    EXTSTA_PMKID_SHARED,  /* likewise, and this AP has seen no login of the station (OKC) */
    EXTSTA_PMKID_REFUSED, /* a whole login followed, or status 53 */
};

/* A link of an association of several (Wi-Fi 7). */
struct extsta_link {
    struct extsta_mac sta, bssid; /* the two sides' addresses on it */
    uint8_t id, channel;          /* channel 0: not in the capture */
    uint16_t status;              /* 0: in use; else it was refused, and the others were not */
};
#define EXTSTA_LINKS_MAX 4u

/* Why a station went to another AP. */
enum extsta_roam_why {
    EXTSTA_ROAM_UNKNOWN, /* the capture does not show it */
    EXTSTA_ROAM_ASKED,   /* the AP left asked it to, by a BSS transition request */
    EXTSTA_ROAM_ENDED,   /* the AP left had ended the association */
    EXTSTA_ROAM_AP_GONE, /* the AP left was off the air */
    EXTSTA_ROAM_SIGNAL,  /* for a better signal */
};

/* What an expert looks for besides. Of associations and port authorizations: how they are
 * secured, beyond `security`. Suites as selectors, 0: not known. */
struct extsta_story_context {
    uint32_t akm, pairwise, group;
    bool pmf;      /* management frames are protected */
    uint8_t pmkid; /* enum extsta_pmkid */
    uint8_t why;   /* roams: enum extsta_roam_why; `sureness` is of that */
    bool listed;   /* roams: the AP that asked had named this one */
    bool over;     /* tdls: torn down; channel-switch-client: it is not heard any more */
    /* Notes of what one side asked of the other: APs named last; frames. */
    uint8_t candidates;
    uint16_t asked, answered, refused;
    /* Failures, silences, ends by the AP: its BSS Load element at the time. */
    bool has_load;
    uint8_t busy;      /* percent of the time that the channel was */
    uint16_t stations; /* associated with the AP */
    /* Associations of devices of several links: `sta` is the address of the station's device,
     * `bssid` that of the link over which it associated first with this AP. */
    uint8_t link_count;    /* 0: it is none of those; at most EXTSTA_LINKS_MAX are told */
    struct extsta_mac mld; /* the AP's device */
    struct extsta_link links[EXTSTA_LINKS_MAX];
};

/* After the port is open: of ADDRESS, CONNECTED, NOT_CONNECTED and of DNS_ERROR. */
#define EXTSTA_NET_NAME 64u
struct extsta_story_net {
    struct extsta_ip address; /* the station's; family 0 here and below: not known */
    struct extsta_ip server;  /* of DHCP; of names, where they are what is missing */
    struct extsta_ip router;
    uint32_t lease;             /* seconds; 0: not said */
    uint64_t since;             /* nanoseconds from the open port to the story's last frame;
                                 * EXTSTA_NEVER: it was open before the capture began */
    uint64_t first_data[2];     /* the same, to the first data of the station, of the AP;
                                 * EXTSTA_NEVER: there were none */
    uint8_t code;               /* of DNS: 2 SERVFAIL, 3 NXDOMAIN */
    char name[EXTSTA_NET_NAME]; /* that was looked up, or a portal; cut, and printable ASCII */
};

struct extsta_story {
    enum extsta_story_what what;
    enum extsta_story_kind kind;
    struct extsta_mac sta, bssid;
    uint64_t time;                 /* of the first frame it rests on */
    uint64_t until;                /* of the last */
    uint32_t first_frame, last_frame;
    uint32_t number; /* in the order of telling, from 1; by it --filter is asked */
    enum extsta_story_by by;
    bool is_explicit;              /* disassociation: by a frame; else replaced */
    bool has_reason, has_status, inferred, forged;
    uint16_t reason, status;
    uint8_t confidence;            /* percent */
    uint8_t sureness;              /* percent: that it came about for what `kind` says */
    struct extsta_mac other;       /* roam: the AP left; replaced: the new AP */
    uint64_t gap;                  /* roam: nanoseconds without service; AP: it was not there */
    uint32_t lost;                 /* roam: retries and unanswered frames in it */
    uint32_t count;                /* scan: probe requests; failure without an answer,
                                    * address, no connection: requests;
                                    * silence: frames in vain; series of ends: frames; AP:
                                    * clients concerned */
    uint32_t details;              /* enum extsta_story_detail */
    enum extsta_story_security security; /* association */
    uint16_t aid;                  /* association; 0: not known */
    uint8_t eap_type;              /* EAP-Failure: the method; 0: none was begun */
    uint8_t tls_alert;             /* EAP-Failure: description of an alert in clear; 0: none */
    struct extsta_story_net net;   /* after the port is open */
    struct extsta_cause cause;     /* of ends and failures; subject says if it is set */
    struct extsta_story_context context;
    uint8_t evidence_count; /* what speaks for and against it, by weight as it was weighed */
    struct extsta_evidence evidence[EXTSTA_EVIDENCE_MAX];
};

/* Whether `net` says something. */
bool extsta_story_has_net(const struct extsta_story *story);
/* "192.168.1.1", "2001:db8::1" (RFC 5952); as snprintf, EXTSTA_IP_TEXT octets take any. Empty:
 * no address. */
#define EXTSTA_IP_TEXT 40u
size_t extsta_ip_text(const struct extsta_ip *ip, char *out, size_t size);

/* Trouble: a failure, a silence, an end by another hand than the station's, a forged frame, an
 * event of an AP that concerns clients, no connection though the port is open (a captive portal
 * is none: somebody wants it). */
bool extsta_story_is_trouble(const struct extsta_story *story);
/* When it was settled: a join with its last frame, an end with its first. */
uint64_t extsta_story_moment(const struct extsta_story *story);

/* Texts of a story; all as snprintf. EXTSTA_STORY_TEXT octets take any of them. */
#define EXTSTA_STORY_TEXT 640
/* One sentence without a final stop. */
size_t extsta_story_text(const struct extsta_story *story, char *out, size_t size);
/* The same for behind a label that says `what`: without "scan: " and "port authorized: ". */
size_t extsta_story_words(const struct extsta_story *story, char *out, size_t size);
/* What to check next; 0 and an empty text: nothing. */
size_t extsta_story_advice(const struct extsta_story *story, char *out, size_t size);

/* The display filter of Wireshark that shows what the story rests on: its frames, of its
 * addresses. Numbers are those of one capture file. */
size_t extsta_story_filter(const struct extsta_story *story, char *out, size_t size);

/* What a program should do next about it. */
enum extsta_remedy extsta_story_remedy(const struct extsta_story *story);

const char *extsta_story_name(enum extsta_story_what what); /* "association", ... */
const char *extsta_story_kind_name(enum extsta_story_kind kind); /* NULL: NONE */
const char *extsta_roam_why_name(enum extsta_roam_why why); /* "asked", ...; NULL: UNKNOWN */
const char *extsta_pmkid_name(enum extsta_pmkid pmkid);     /* "offered", ...; NULL: NONE */
/* How an association is secured, as people say it: "WPA3-SAE", "WPA2-Enterprise"; with the
 * cipher where it is not the usual one, and PMF. Empty: not known. As snprintf;
 * EXTSTA_SECURED_TEXT octets take any. */
#define EXTSTA_SECURED_TEXT 160
size_t extsta_secured_text(const struct extsta_story *story, char *out, size_t size);
/* What is known about a kind, in constant texts, never NULL; all empty where only the number
 * that was sent says more (of NONE, too). */
struct extsta_explanation extsta_story_kind_explanation(enum extsta_story_kind kind);
const char *extsta_event_name(enum extsta_event_kind kind); /* "assoc-req", ... */

/* --- reports at the end --- */

struct extsta_bss_report {
    struct extsta_mac bssid;
    struct extsta_span ssid;
    bool has_ssid;
    uint8_t channel;               /* of the DSSS Parameter Set, 0: it has none */
    uint8_t primary_channel;       /* of the HT Operation element, 0: it has none */
    const struct extsta_security *security; /* NULL: no memory to keep it */
    const struct extsta_security *const *other_security; /* further ones seen, in order of
                                                          * appearance */
    size_t other_security_count;
    bool ibss;
    struct extsta_span mesh_id;    /* data NULL: none */
    uint32_t beacons, probe_responses, first_frame;
    bool is_mld;           /* a link of a device of several (Wi-Fi 7): */
    struct extsta_mac mld; /* its address */
    uint8_t link_id;       /* and which link this is */
};

struct extsta_decrypt_report {
    uint64_t protected_mpdus, decrypted_mpdus;
    uint64_t ccmp, ccmp_256, gcmp, gcmp_256, tkip, wep; /* decrypted, by cipher */
    /* Without a key; with none of the keys. What could not be tried is in neither, but a
     * finding (`unseen`). */
    uint64_t undecrypted_no_key, undecrypted_integrity;
    uint64_t mics_checked, mics_good;   /* EAPOL-Key */
};

/* Something that is wrong with the capture: how many frames were left out, taken only in
 * part, or are odd, for this reason. */
struct extsta_finding {
    const char *name; /* stable: extsta_drop_name, or "time-backwards", "sliced", ... */
    const char *text; /* one line, constant */
    bool unseen;      /* could not be looked at: extsta_explain_unseen */
    uint64_t count;
    uint32_t first_frame, last_frame;
};

/* What the explainer says. Each member may be NULL. */
struct extsta_explain_sink {
    void (*event)(void *user, const struct extsta_frame_event *event);
    void (*story)(void *user, const struct extsta_story *story);
    /* A decrypted frame: MAC header with the Protected bit cleared, plaintext body. */
    void (*clear)(void *user, const struct extsta_explain_frame *original,
                  struct extsta_span mpdu);
    /* At the end. */
    void (*finding)(void *user, const struct extsta_finding *finding);
    /* At the end: each BSSID under each SSID. */
    void (*bss)(void *user, const struct extsta_bss_report *bss);
    /* Every frame of a conversation: for curves of signal and retries. It costs what it does.
     */
    void (*heard)(void *user, const struct extsta_heard *heard);
    void *user;
};

struct extsta_explain;

/* NULL: no memory. The sink is copied. */
struct extsta_explain *extsta_explain_new(struct extsta_context *ctx,
                                          const struct extsta_explain_sink *sink);
/* Frees it; what was not told by extsta_explain_finish is lost. NULL is fine. */
void extsta_explain_free(struct extsta_explain *x);

/* Keys, before the first frame. Passphrase with its SSID; a PMK (16 to 64 octets) tried
 * for every network, or only for `ssid` when it is not empty; a WEP key; a TK for
 * frames between any two stations. E_USAGE, E_NO_MEMORY. */
enum extsta_error extsta_explain_passphrase(struct extsta_explain *x, struct extsta_span ssid,
                                            struct extsta_span passphrase);
enum extsta_error extsta_explain_pmk(struct extsta_explain *x, struct extsta_span ssid,
                                     struct extsta_span pmk);
enum extsta_error extsta_explain_wep(struct extsta_explain *x, struct extsta_span key);
enum extsta_error extsta_explain_tk(struct extsta_explain *x, struct extsta_span key);

/* Frames in file order. A batch costs less than single frames. */
void extsta_explain_frames(struct extsta_explain *x, const struct extsta_explain_frame *frames,
                           size_t count);
/* Live: it is now this time, and no frame has come since the last. What waits for a
 * second look is told when its time is over. */
void extsta_explain_idle(struct extsta_explain *x, uint64_t now);
/* The capture is over: what is still open is told (silences, ...), then the BSSs. */
void extsta_explain_finish(struct extsta_explain *x);

/* Whether frames were not opened whose key may have been learned later. Then the same
 * frames given again after extsta_explain_again open more: keys are kept, decryption is
 * counted anew, and only `clear` of the sink is called. */
bool extsta_explain_missed(const struct extsta_explain *x);
void extsta_explain_again(struct extsta_explain *x);

/* What could be opened so far, in numbers. */
void extsta_explain_decrypted(const struct extsta_explain *x,
                              struct extsta_decrypt_report *out);
/* What came of the keys that are for a network by name, from 0 on in the order in which they
 * were given; false: there are no more. A key is wrong when it fits none of the handshakes that
 * it was tried on, and with `wrong_ap` for sure: the AP's own MIC does not verify with it. */
struct extsta_key_report {
    struct extsta_span ssid;
    bool network_seen;  /* somebody announces or joins a network of this name */
    uint32_t right;     /* frames of handshakes whose MIC it verifies */
    uint32_t right_ap;  /* messages 3 among them */
    uint32_t wrong_sta; /* first message 2 whose MIC it does not verify; 0: none */
    uint32_t wrong_ap;  /* likewise message 3 */
};
bool extsta_explain_key(const struct extsta_explain *x, size_t index,
                        struct extsta_key_report *out);
/* Frames left out, or taken only in part, for this reason. */
uint64_t extsta_explain_drops(const struct extsta_explain *x, enum extsta_drop reason);
/* Stations that have been seen. */
size_t extsta_explain_stations(const struct extsta_explain *x);
/* Whether a frame from or to this station was seen, of this BSS; NULL: of any. With station
 * NULL also a BSS that nobody talked to. */
bool extsta_explain_saw(const struct extsta_explain *x, const struct extsta_mac *station,
                        const struct extsta_mac *bssid);
/* How often something could not be looked at, because there was no memory for it or the
 * cryptographic library refused: frames, keys, the MICs of handshakes, protected frames. If
 * it is not 0, stories are missing, and those that were told may be wrong. The findings of
 * this kind (`unseen`) say what and where. */
uint64_t extsta_explain_unseen(const struct extsta_explain *x);
/* Live: tells the sink of one BSSID as extsta_explain_finish would, as far as it is known. */
void extsta_explain_tell_bss(const struct extsta_explain *x, struct extsta_mac bssid);
/* The findings so far, from 0 on; false: there are no more. */
bool extsta_explain_finding(const struct extsta_explain *x, size_t index,
                            struct extsta_finding *out);

#ifdef __cplusplus
}
#endif
#endif
