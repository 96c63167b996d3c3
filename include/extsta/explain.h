/* Explaining captures: from frames to each client's story.
 *
 * An explainer is fed the frames of a capture in file order and follows every pair of
 * station and BSS. What it finds comes out through a sink, as values, as soon as it is
 * certain: facts of single frames (events), interpretations (stories), what could be
 * decrypted, what the networks are. Nothing is kept per frame; memory grows with the
 * number of stations only. It does no I/O; one thread. */
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

enum extsta_event_kind {
    EXTSTA_EVENT_AUTH,
    EXTSTA_EVENT_ASSOC_REQ,
    EXTSTA_EVENT_ASSOC_RESP,
    EXTSTA_EVENT_REASSOC_REQ,
    EXTSTA_EVENT_REASSOC_RESP,
    EXTSTA_EVENT_DEAUTH,
    EXTSTA_EVENT_DISASSOC,
    EXTSTA_EVENT_ACTION,
    EXTSTA_EVENT_EAP,
    EXTSTA_EVENT_EAPOL_START,
    EXTSTA_EVENT_EAPOL_LOGOFF,
    EXTSTA_EVENT_EAPOL_KEY,
};

/* The facts of one frame of a conversation, as the frame states them. Spans point into
 * the frame and are valid during the sink's call. */
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
    uint16_t reason;
    bool has_reason;
    bool has_mme;               /* deauth, disassoc: ends with a Management MIC element */
    uint16_t aid;
    struct extsta_mac current_ap;
    struct extsta_span ssid;    /* requests; data NULL: no SSID element */
    const char *security;       /* requests: text as of the BSS list */
    uint8_t eap_code, eap_id;
    int eap_type;               /* -1: none */
    struct extsta_span eap;     /* the whole EAP packet, hostile */
    uint8_t descriptor;         /* EAPOL-Key: 2 RSN, 254 WPA, 1 RC4 (only replay is set) */
    uint16_t key_info;
    int message;                /* 1..4, 5..6 group; 0 unknown */
    uint64_t replay;
    struct extsta_span nonce, mic, pmkid;
    uint32_t key_data_len;
    uint8_t category, action;   /* action frames */
};

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
};

enum extsta_story_by {
    EXTSTA_BY_UNKNOWN,
    EXTSTA_BY_AP,
    EXTSTA_BY_STA,
};

struct extsta_story {
    enum extsta_story_what what;
    struct extsta_mac sta, bssid;
    uint64_t time;                 /* of the first frame it rests on */
    uint64_t until;                /* of the last */
    uint32_t first_frame, last_frame;
    enum extsta_story_by by;
    bool is_explicit;              /* disassociation: by a frame; else replaced */
    bool has_reason, has_status, inferred, forged;
    uint16_t reason, status;
    uint8_t confidence;            /* percent */
    struct extsta_mac other;       /* roam: the AP left */
    uint64_t gap;                  /* roam: nanoseconds without service */
    uint32_t lost;                 /* roam: retries and unanswered frames in it */
    struct extsta_cause cause;     /* of ends and failures; subject says if it is set */
    const char *name;              /* stable name of the kind of failure or finding */
    const char *text;              /* one sentence; valid during the call */
    const char *advice;            /* what to check next, or NULL */
};

struct extsta_bss_report {
    struct extsta_mac bssid;
    struct extsta_span ssid;
    bool has_ssid;
    uint8_t channel;               /* of the DSSS Parameter Set, 0: it has none */
    uint8_t primary_channel;       /* of the HT Operation element, 0: it has none */
    const char *security;          /* e.g. "RSN(PSK;pairwise=CCMP;group=CCMP;mfp=no)" */
    const char *const *other_security; /* further ones seen, in order of appearance */
    size_t other_security_count;
    bool ibss;
    struct extsta_span mesh_id;    /* data NULL: none */
    uint32_t beacons, probe_responses, first_frame;
};

struct extsta_decrypt_report {
    uint64_t protected_mpdus, decrypted_mpdus;
    uint64_t ccmp, ccmp_256, gcmp, gcmp_256, tkip, wep; /* decrypted, by cipher */
    uint64_t undecrypted_no_key, undecrypted_integrity;
    uint64_t mics_checked, mics_good;   /* EAPOL-Key */
};

/* Something that is wrong with the capture: how many frames were left out, taken only in
 * part, or are odd, for this reason. */
struct extsta_finding {
    const char *name; /* stable: extsta_drop_name, or "time-backwards", "sliced", ... */
    const char *text; /* one line */
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
    void *user;
};

struct extsta_explain;

/* NULL: no memory. The sink is copied. */
struct extsta_explain *extsta_explain_new(struct extsta_context *ctx,
                                          const struct extsta_explain_sink *sink);
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

void extsta_explain_decrypted(const struct extsta_explain *x, struct extsta_decrypt_report *out);
/* Frames by kind (wire/frame.h numbering), of all frames seen. */
uint64_t extsta_explain_frames_of_kind(const struct extsta_explain *x, uint8_t kind);
uint64_t extsta_explain_drops(const struct extsta_explain *x, enum extsta_drop reason);
size_t extsta_explain_stations(const struct extsta_explain *x);

const char *extsta_story_name(enum extsta_story_what what); /* "association", ... */
const char *extsta_event_name(enum extsta_event_kind kind); /* "assoc-req", ... */

#ifdef __cplusplus
}
#endif
#endif
