/* Cause records: why something ended.
 *
 * Every end of an association, operation, port or key produces one. The number
 * spaces are kept apart: a peer's reason, a peer's status and our own
 * DOT11_ASSOC_STATUS never share a field (contract ASC-29, ASC-31). */
#ifndef EXTSTA_CAUSE_H
#define EXTSTA_CAUSE_H

#include <extsta/rule.h>
#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whose hand it was. */
enum extsta_origin {
    EXTSTA_ORIGIN_UNKNOWN,
    EXTSTA_ORIGIN_PEER,    /* a frame of the AP or peer */
    EXTSTA_ORIGIN_STATION, /* our own decision */
    EXTSTA_ORIGIN_HOST,    /* a request of the OS or user */
    EXTSTA_ORIGIN_RADIO,   /* the radio was switched off or went away */
    EXTSTA_ORIGIN_TIMER,   /* something awaited did not come */
    EXTSTA_ORIGIN_IHV,     /* an IHV extension */
};

/* What it put an end to. */
enum extsta_subject {
    EXTSTA_SUBJECT_SCAN,
    EXTSTA_SUBJECT_CONNECTION,  /* connection operation */
    EXTSTA_SUBJECT_ASSOCIATION, /* association (operation) with one AP or peer */
    EXTSTA_SUBJECT_ROAM,
    EXTSTA_SUBJECT_PORT,
    EXTSTA_SUBJECT_KEY,
};

/* How far things had come. */
enum extsta_stage {
    EXTSTA_STAGE_CANDIDATES, /* looking for a BSS that qualifies */
    EXTSTA_STAGE_AUTHENTICATION,
    EXTSTA_STAGE_ASSOCIATION,
    EXTSTA_STAGE_8021X,
    EXTSTA_STAGE_FOUR_WAY, /* four-way handshake */
    EXTSTA_STAGE_GROUP_KEY,
    EXTSTA_STAGE_IHV_SECURITY,
    EXTSTA_STAGE_CONNECTED,
    EXTSTA_STAGE_LEAVING,
};

/* The number space of `code`. */
enum extsta_code_space {
    EXTSTA_CODE_NONE,
    EXTSTA_CODE_PEER_REASON,  /* Reason Code field the peer sent */
    EXTSTA_CODE_PEER_STATUS,  /* Status Code field the peer sent */
    EXTSTA_CODE_OWN_REASON,   /* Reason Code field we sent */
    EXTSTA_CODE_ASSOC_STATUS, /* DOT11_ASSOC_STATUS */
    EXTSTA_CODE_WIN32,        /* error code of an IHV extension */
    EXTSTA_CODE_DIAGNOSIS,    /* enum extsta_diagnosis */
    EXTSTA_CODE_L2_REASON,    /* reason code of an IHV extension: l2cmn.h, or its own from
                               * 0x90000 on */
    EXTSTA_CODE_TLS_ALERT, /* RFC 8446 6: the peer's or, of a certificate, ours */
    EXTSTA_CODE_MSCHAPV2,  /* error of RFC 2759 6, as 691 */
    EXTSTA_CODE_EAP_TYPE,  /* of the method that the server wants */
};

/* What we concluded ourselves, where no number of the peer says it. Stable ids:
 * documentation and log viewers link to them. */
#define EXTSTA_DIAGNOSIS_LIST(X)                                                               \
    X(NONE, "none")                                                                            \
    X(NO_CANDIDATE, "no-candidate")                                                            \
    X(SSID_NOT_FOUND, "ssid-not-found")                                                        \
    X(SECURITY_MISMATCH, "security-mismatch")                                                  \
    X(IMPOSSIBLE_RSNE, "impossible-rsne")                                                      \
    X(AUTH_NO_ANSWER, "authentication-no-answer")                                              \
    X(ASSOC_NO_ANSWER, "association-no-answer")                                                \
    X(REFUSED, "refused")                                                                      \
    X(M1_NEVER_CAME, "message-1-never-came")                                                   \
    X(M2_LOST, "message-2-lost")                                                               \
    X(M3_NEVER_CAME, "message-3-never-came")                                                   \
    X(WRONG_PASSPHRASE, "wrong-passphrase")                                                    \
    X(M3_MIC, "message-3-mic")                                                                 \
    X(RSNE_MISMATCH, "rsne-mismatch")                                                          \
    X(PEER_SILENT, "peer-silent")                                                              \
    X(BETTER_AP, "better-ap")                                                                  \
    X(DISCONNECT_REQUEST, "disconnect-request")                                                \
    X(RESET_REQUEST, "reset-request")                                                          \
    X(RADIO_OFF, "radio-off")                                                                  \
    X(EXCLUDED, "excluded-address")                                                            \
    X(TEN_SECONDS, "ten-seconds")                                                              \
    X(REPLACED, "replaced")                                                                    \
    X(IHV_FAILED, "ihv-failed")                                                                \
    X(NO_MEMORY, "no-memory")                                                                  \
    X(PMF_REQUIRED, "pmf-required")                                                            \
    X(BAD_RESPONSE, "association-response-invalid")                                            \
    X(VENDOR_FRAME, "vendor-frame")                                                            \
    X(OTHER_CHANNEL, "other-channel")                                                          \
    X(FT_UNKNOWN_KEY, "ft-unknown-key")                                                        \
    X(FT_INVALID, "ft-invalid")                                                                \
    X(FT_MIC, "ft-mic")                                                                        \
    X(EAP_NO_ANSWER, "eap-no-answer")                                                          \
    X(EAP_SERVER_SILENT, "eap-server-silent")                                                  \
    X(EAP_NO_METHOD, "eap-no-common-method")                                                   \
    X(EAP_REFUSED, "eap-refused")                                                              \
    X(EAP_PASSWORD, "eap-wrong-password")                                                      \
    X(EAP_CERTIFICATE, "eap-server-certificate")                                               \
    X(EAP_OWN_CERTIFICATE, "eap-own-certificate-refused")                                      \
    X(EAP_IMPOSTOR, "eap-server-unproven")                                                     \
    X(EAP_TLS, "eap-tls")                                                                      \
    X(EAP_PROTOCOL, "eap-protocol")                                                            \
    X(EAP_CONFIG, "eap-configuration")                                                         \
    X(EAP_KEY_MISMATCH, "eap-key-mismatch")                                                    \
    X(PMKSA_STALE, "pmksa-stale")                                                              \
    X(SAE_NO_COMMIT, "sae-commit-no-answer")                                                   \
    X(SAE_NO_CONFIRM, "sae-confirm-no-answer")                                                 \
    X(SAE_COMMIT_REFUSED, "sae-commit-refused")                                                \
    X(SAE_CONFIRM_REFUSED, "sae-confirm-refused")                                              \
    X(SAE_IDENTIFIER, "sae-unknown-identifier")                                                \
    X(SAE_NO_GROUP, "sae-no-common-group")                                                     \
    X(SAE_TOKENS, "sae-token-loop")                                                            \
    X(SAE_INVALID_COMMIT, "sae-invalid-commit")                                                \
    X(SAE_REFLECTION, "sae-reflection")                                                        \
    X(SAE_H2E_MISMATCH, "sae-h2e-mismatch")                                                    \
    X(FALLBACK_FORBIDDEN, "fallback-forbidden")                                                \
    X(NO_PMK, "no-pmk")                                                                        \
    X(PMF_NOT_OFFERED, "pmf-not-offered")                                                      \
    X(PMF_CIPHER, "pmf-cipher-unknown")                                                        \
    X(SA_QUERY_UNANSWERED, "sa-query-unanswered")                                              \
    X(OWE_KEY_INVALID, "owe-key-invalid")                                                      \
    X(OWE_KEY_MISSING, "owe-key-missing")                                                      \
    X(OWE_GROUP, "owe-group-refused")
enum extsta_diagnosis {
#define EXTSTA_DIAGNOSIS_ENUM(symbol, name) EXTSTA_DIAGNOSIS_##symbol,
    EXTSTA_DIAGNOSIS_LIST(EXTSTA_DIAGNOSIS_ENUM)
#undef EXTSTA_DIAGNOSIS_ENUM
        EXTSTA_DIAGNOSIS_COUNT
};

/* What a program should do next. */
enum extsta_remedy {
    EXTSTA_REMEDY_NONE,       /* nothing: it was asked for */
    EXTSTA_REMEDY_RETRY,      /* retryable as it is */
    EXTSTA_REMEDY_CREDENTIAL, /* needs another credential */
    EXTSTA_REMEDY_POLICY,     /* needs another configuration, here or at the AP */
    EXTSTA_REMEDY_ENVIRONMENT,/* radio conditions */
};

struct extsta_cause {
    extsta_time time;
    enum extsta_subject subject;
    enum extsta_origin origin;
    enum extsta_stage stage;
    enum extsta_code_space space;
    uint32_t code;
    enum extsta_diagnosis diagnosis;
    uint8_t confidence;      /* percent */
    /* Whether the station goes on by itself: another AP, another profile, another round; what
     * it says is what happens (docs/scenarios.md: "What the station does by itself"). */
    bool will_retry;
    /* With will_retry, when that is known: microseconds from `time` to the next attempt. 0: at
     * once, or not known yet. EXTSTA_NEVER: not before the radio is switched on again. */
    extsta_time retry_after;
    struct extsta_mac peer;  /* zero when there is none */
    uint64_t evidence[2];    /* serials of the frames it rests on (extsta_rx_meta), 0 = none */
    /* What a number cannot say, of a certificate: its subject, its names or its date. Printable,
     * terminated; empty: nothing. */
    char detail[64];
    enum extsta_rule rule;   /* by which it is so: extsta_rule_id(rule) is "DIS-09" */
};

/* Texts, all without allocation; the result is cut at `size`, always terminated,
 * and the length it wanted is returned (as snprintf does). */
/* One line: what ended, by whose hand, at which stage, why. */
size_t extsta_cause_text(const struct extsta_cause *cause, char *out, size_t size);
/* The same with a name for its peer, if it has one; NULL: its address. */
size_t extsta_cause_text_named(const struct extsta_cause *cause, const char *peer, char *out,
                               size_t size);
/* One line: what to check next. */
size_t extsta_cause_advice(const struct extsta_cause *cause, char *out, size_t size);
/* How sure one is, in a word to stand before what is said, with its blank: "perhaps ",
 * "probably ", or nothing from 95 percent on (and for 0: nothing is known of it). */
const char *extsta_confidence_word(uint8_t confidence);
/* That of its explanation: see below. */
enum extsta_remedy extsta_cause_remedy(const struct extsta_cause *cause);

/* What is known about a cause of this kind, in constant English sentences without a
 * final stop. Never NULL, no member NULL. */
struct extsta_explanation {
    const char *meaning; /* what it says */
    const char *usual;   /* what usually brings it about */
    const char *check;   /* what to check next */
    enum extsta_remedy remedy;
};
const struct extsta_explanation *extsta_diagnosis_explanation(enum extsta_diagnosis);
/* By the diagnosis where there is one, else by the code, else by origin. */
const struct extsta_explanation *extsta_cause_explanation(const struct extsta_cause *cause);

/* Stable names for logs and scripts; constant, never NULL. */
const char *extsta_origin_name(enum extsta_origin);
const char *extsta_code_space_name(enum extsta_code_space space); /* "peer-reason" */
const char *extsta_stage_name(enum extsta_stage);
const char *extsta_subject_name(enum extsta_subject);
const char *extsta_diagnosis_name(enum extsta_diagnosis);
const char *extsta_remedy_name(enum extsta_remedy);

/* Standard text of a reason code (IEEE 802.11-2020 table 9-49) or status code
 * (table 9-50); "reserved" when the standard has none. Never NULL. */
const char *extsta_reason_text(uint16_t reason);
const char *extsta_status_text(uint16_t status);
/* A DOT11_ASSOC_STATUS in words, its class decoded (ASC-31). */
size_t extsta_assoc_status_text(uint32_t status, char *out, size_t size);
/* The same without the text of the code in it: "peer deauthenticated, reason 7". */
size_t extsta_assoc_status_brief(uint32_t status, char *out, size_t size);
/* A roaming reason (of the same number space), for behind "roams: ": "better AP found". */
size_t extsta_roaming_text(uint32_t reason, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
