/* The inside of the story, for story*.c and known.c: states and inputs of the machine, flags of
 * a conversation, the actions that the files share, and the calls by which a story is told.
 * Times are nanoseconds, as in the capture. */
#ifndef EXPLAIN_STORY_PRIVATE_H
#define EXPLAIN_STORY_PRIVATE_H

#include "base/fsm.h"
#include "explain/explain_private.h"

/* What the conversation waits for. */
enum story_state {
    STORY_NOTHING,        /* no association is known of */
    STORY_AUTH,           /* the next step of authentication */
    STORY_ASSOC_REQUEST,  /* authenticated: the station's request */
    STORY_ASSOC_RESPONSE, /* the AP's answer */
    STORY_PORT,           /* associated: the port's authorization */
    STORY_SERVICE,        /* nothing: data may flow */
    STORY_ENDING,         /* whether what looked like an end is one */
    STORY_STATES
};

enum story_input {
    INPUT_AUTH_STA,      /* Authentication frame of the station */
    INPUT_AUTH_GOES_ON,  /* of the AP, and more must follow */
    INPUT_AUTH_ACCEPTED, /* of the AP, the last one */
    INPUT_AUTH_REFUSED,  /* of either */
    INPUT_REQUEST,       /* (re)association */
    INPUT_ACCEPTED,
    INPUT_LATER, /* status 30: try again later */
    INPUT_REFUSED,
    INPUT_KEYING,   /* EAPOL other than the two below */
    INPUT_COMPLETE, /* message 4 */
    INPUT_EAP_FAILURE,
    INPUT_TRAFFIC, /* data both ways, as only associated stations have it */
    INPUT_LEAVE,   /* Deauthentication, Disassociation */
    STORY_INPUTS
};

/* story_conversation.flags: of the attempt, the association, its end, and the burst. */
#define STORY_REASSOC    0x0001u /* the request is for reassociation */
#define STORY_OLD        0x0002u /* the attempt replaces an association with the same AP */
#define STORY_OLD_PORT   0x0004u /* which was authorized */
#define STORY_AUTHORIZED 0x0008u
#define STORY_MIC_WRONG  0x0010u
#define STORY_MIC_RIGHT  0x0020u
#define STORY_FAILED     0x0040u /* the failure of this attempt has been told */
#define STORY_LATER      0x0080u /* the AP said: try again later */
#define STORY_REKEY      0x0100u
#define STORY_ENDED      0x0200u /* an end was told: stragglers may follow */
#define STORY_NAK        0x0400u /* the station wants another EAP method */
#define STORY_INFERRED   0x0800u /* the association was not seen */
#define STORY_PROTECTED_END 0x1000u
#define STORY_DISASSOC   0x2000u /* it ends by Disassociation */
#define STORY_END_IN_PORT   0x4000u /* what ends it came before the port was authorized */
#define STORY_UNPROTECTED   0x8000u /* series: unprotected where protection is due */
#define STORY_HAS_REASON 0x10000u
#define STORY_UNKNOWN       0x20000u /* series: to a station that is not associated */
#define STORY_AUTH_SEEN  0x40000u /* the attempt has its own authentication */
#define STORY_OTHERS        0x80000u /* the end was not its alleged sender's */
#define STORY_SERIES_OTHERS 0x100000u /* series: frames of it were not their alleged sender's  \
                                       */
#define STORY_SERIES_USUAL 0x200000u  /* series: frames of it were */
#define STORY_REFUSALS     0x400000u  /* series: of refusals, not of ends */
#define STORY_REFUSALS_SAE 0x800000u
#define STORY_PASSED       0x1000000u /* an end in the attempt was passed by; it may be another's */
#define STORY_DENIED       0x2000000u /* the AP answered the request with an end */
#define STORY_ALERT_STA    0x4000000u /* the TLS alert was the station's */
#define STORY_WPS          0x8000000u /* the EAP method is WPS */
#define STORY_REQUEST       0x10000000u /* the (re)association request of the attempt was seen */
#define STORY_GROUP_DUE     0x20000000u /* WPA: the pair has its key, and awaits the group's */
#define STORY_KIND_GIVEN    0x40000000u /* series: of frames of one kind, forged_kind */
#define STORY_SERIES_OF_STA 0x80000000u /* series: in the station's name */
#define STORY_SERIES                                                                           \
    (STORY_SERIES_OF_STA | STORY_KIND_GIVEN | STORY_UNPROTECTED | STORY_UNKNOWN |              \
     STORY_SERIES_OTHERS | STORY_SERIES_USUAL | STORY_REFUSALS | STORY_REFUSALS_SAE)

/* What is known about a kind; meaning NULL: the diagnosis or the number says it. */
struct story_kind_info {
    enum extsta_diagnosis diagnosis;
    enum extsta_stage stage;
    const char *meaning, *usual, *check;
    enum extsta_remedy remedy; /* NONE: that of the diagnosis */
};
const struct story_kind_info *story_kind(enum extsta_story_kind kind);

/* One input on its way through the machine. */
struct story_step {
    struct extsta_explain *x;
    struct conversation *c;
    const struct extsta_frame_event *e; /* NULL: a data frame */
    const struct story_frame *frame;    /* of data */
    uint64_t time;
    uint32_t number;
    enum story_mic mic;
    enum story_input input;
    uint8_t was; /* the state before */
};

/* story.c. Whether this station sends beacons of its own, as an AP: then it is a client only
 * when it asks for that itself, as a repeater does. */
bool story_is_ap(const struct extsta_explain *x, struct extsta_mac sta);

/* story_machine.c. story_feed takes the machine on by one input and runs its action; the table
 * is also for the drawing in docs/machines.md. */
void story_feed(struct story_step *s, enum story_input input);
/* For the drawing in docs/machines.md. */
const struct fsm_table *story_table(void);

/* story_attempt.c: authentication and association. These, and those of the next two files, are
 * actions of the machine: they run after the state has changed (story_step.was has the one
 * before) and may change it again. `nothing` is NULL. */
void story_begin(struct story_step *s, const void *nothing);
void story_again(struct story_step *s, const void *nothing);
void story_note(struct story_step *s, const void *nothing);
void story_refused_auth(struct story_step *s, const void *nothing);
void story_request(struct story_step *s, const void *nothing);
void story_request_again(struct story_step *s, const void *nothing);
void story_later(struct story_step *s, const void *nothing);
void story_refused(struct story_step *s, const void *nothing);
void story_accepted(struct story_step *s, const void *nothing);
void story_infer(struct story_step *s, const void *nothing);
void story_next(struct story_step *s, const void *nothing);
void story_attempt_left(struct story_step *s, const void *nothing);
/* An attempt that just stopped: what it failed of. */
void story_give_up(struct extsta_explain *x, struct conversation *c);
void story_failed(struct extsta_explain *x, struct conversation *c, enum extsta_story_kind kind,
                  const struct extsta_frame_event *e, enum extsta_story_by by);
/* What the association will be secured by; `e` NULL: no request was seen. */
void story_take_security(struct extsta_explain *x, struct conversation *c,
                         const struct extsta_frame_event *e);

/* story_handshake.c: EAP, the four-way handshake, the port */
void story_keying(struct story_step *s, const void *nothing);
void story_complete(struct story_step *s, const void *nothing);
/* Message 2 of the group key handshake: a new key for the group, or the end of WPA's handshake.
 */
void story_group_key(struct story_step *s);
/* The same handshake has a reason to be missing: no frame after message 4 was captured. Then
 * the port is told as authorized, and the association is in service. */
bool story_group_key_unseen(struct extsta_explain *x, struct conversation *c);
void story_eap_failure(struct story_step *s, const void *nothing);
void story_traffic(struct story_step *s, const void *nothing);
/* Data may flow from this frame on. confidence: percent, of the port's authorization. */
void story_in_service(struct story_step *s, bool inferred, uint8_t confidence);
/* Why the port was not authorized; *confidence in percent. */
enum extsta_story_kind story_diagnose_port(struct extsta_explain *x,
                                           const struct conversation *c, uint8_t *confidence);

/* story_end.c: ends */
void story_leave(struct story_step *s, const void *nothing);
void story_leave_opened(struct story_step *s);
void story_leave_more(struct story_step *s, const void *nothing);
void story_leave_unknown(struct story_step *s, const void *nothing);
void story_goes_on(struct story_step *s, const void *nothing);
void story_broadcast_leave(struct extsta_explain *x, const struct extsta_frame_event *e);
/* Tells the end that waits. */
void story_settle(struct extsta_explain *x, struct conversation *c);
void story_settle_due(struct extsta_explain *x, uint64_t now);
/* The association is over because another one took its place. */
void story_replace(struct extsta_explain *x, struct conversation *c, const struct story_step *by,
                   uint32_t first);
/* Takes it from its BSS's list of associated stations, and from its station; fine if it is in
 * neither. story_link puts it into the first; who associates sets the second. */
void story_unlink(struct extsta_explain *x, struct conversation *c);
void story_link(struct extsta_explain *x, struct conversation *c);
/* A side that is not heard any more while the other one calls. */
struct silence {
    enum extsta_story_by by; /* EXTSTA_BY_UNKNOWN: nobody */
    uint64_t since, until;   /* heard last; the other side's last call */
    uint32_t since_frame, until_frame;
    uint16_t unanswered;
    uint8_t insisted;
};
struct silence story_silent(const struct extsta_explain *x, const struct conversation *c);
/* The station's, before the management frame it just sent. */
struct silence story_was_silent(const struct extsta_explain *x, const struct conversation *c);
/* False: nobody is silent. The association is over by it. */
bool story_tell_silence(struct extsta_explain *x, struct conversation *c,
                        const struct silence *silence);
/* An end that the attempt goes on after (story_attempt_left). */
void story_pass_end(struct story_step *s);
/* Later, with a frame of the same conversation: if it was another's, that is told. */
void story_passed_end(struct extsta_explain *x, struct conversation *c);
/* The frame that seems to end it, into the story told of it. */
void story_take_end_details(struct extsta_explain *x, struct extsta_story *t,
                            struct conversation *c);
/* In ENDING, when a frame of the handshake comes. True: the end was not one, and the state is
 * that of before. */
bool story_goes_on_keying(struct extsta_explain *x, struct conversation *c,
                          const struct extsta_frame_event *e);

/* story_memo.c. The station's management frame at hand: what of its counter is missing since
 * message 1. */
void story_note_missed(struct extsta_explain *x, struct conversation *c);

/* story_elements.c: what of the elements must be the same (struct story_memo). */
void story_note_request(struct extsta_explain *x, struct conversation *c,
                        const struct extsta_frame_event *e);
void story_note_message_2(struct extsta_explain *x, struct conversation *c,
                          const struct extsta_frame_event *e);

/* story_held.c: the last answer was a refusal that the station may have an answer to; then it
 * is a failure only when the attempt ends with it. story_tell_held: it went on. */
bool story_is_held(const struct story_conversation *st);
void story_tell_held(struct extsta_explain *x, struct conversation *c);

/* story_query.c. SA Queries of this side that wait for an answer at `time`. */
uint8_t story_unanswered_queries(struct extsta_explain *x, const struct conversation *c,
                                 enum extsta_story_by by, uint64_t time);

/* They are part of what is told, and have led to what they can. */
void story_tell_queries(struct extsta_explain *x, struct extsta_story *t,
                        const struct conversation *c);

/* story_missed.c. Whether the association of `c` was not simply replaced by `by`, but had ended
 * by a frame that was not captured; that is told then. */
bool story_missed_end(struct extsta_explain *x, struct conversation *c,
                      const struct story_step *by);
/* The first frame of an attempt that may replace an association: what came last before. */
void story_keep_last(struct story_step *s);

/* story_before.c: what came just before. Of a silence (its sides and frames are set): may
 * change its kind; returns how sure it is then. Of an end: whether its reason can be what it
 * says. */
uint8_t story_before_silence(struct extsta_explain *x, struct extsta_story *t,
                             const struct conversation *c, uint8_t insisted, uint8_t sure);
/* A request without an answer. */
void story_before_no_answer(struct extsta_explain *x, struct extsta_story *t,
                            const struct conversation *c);
/* How it was heard last; true: at the edge of the range. */
bool story_at_the_edge(struct extsta_story *t, const struct heard *h);
/* A handshake that came to nothing. */
void story_before_port(struct extsta_explain *x, struct extsta_story *t,
                       const struct conversation *c);
bool story_claim_is_false(const struct conversation *c);
/* Milliseconds from the last frame of `side` to `time`, saturating; UINT16_MAX: never heard. */
uint16_t story_heard_before(const struct conversation *c, enum explain_side side,
                            uint64_t time);
/* An AP answers a frame of a station it does not know within so many ms. */
#define STORY_ANSWERED 50u
/* Percent: that an end came about for what its kind says, which its reason gave. */
uint8_t story_claim_sureness(enum extsta_story_kind kind);
void story_before_end(struct extsta_story *t, const struct conversation *c);

/* story_context.c: what else of how it is secured. An attempt begins; its request, after
 * story_conversation.security is set from it; and what of it each of these stories says. */
void context_begin(struct conversation *c);
void context_take_request(struct conversation *c, const struct extsta_frame_event *e);
void context_association(struct extsta_explain *x, struct conversation *c,
                         struct extsta_story *t);
void context_authorized(struct extsta_explain *x, struct conversation *c,
                        struct extsta_story *t);
void context_failed(struct conversation *c, struct extsta_story *t);
/* Of any story: how busy the AP was, where that may have to do with it; the client's links. */
void context_finish(const struct extsta_explain *x, struct extsta_story *t);

/* story_roam.c: the station has come from another AP, if it has. */
void story_tell_roam(struct story_step *s);

/* context_text.c: ", because ..." behind a roam; a note's sentence, false: it is none. */
struct text;
void context_put_links(struct text *t, const struct extsta_story *s);
void context_put_busy(struct text *t, const struct extsta_story *s);
void context_put_why(struct text *t, const struct extsta_story *s);
bool context_put_note(struct text *t, const struct extsta_story *s);

/* story_series.c. A frame that would end an association, or refuse one, and does not. */
enum story_series {
    SERIES_ENDS,
    SERIES_UNPROTECTED, /* ends, where protection was due */
    SERIES_REFUSALS,
    SERIES_SAE_REFUSALS,
};
void story_series(struct extsta_explain *x, struct conversation *c,
                  const struct extsta_frame_event *e, enum story_series sort);
/* The same, of what somebody else sent and is no end: EAPOL frames, replays. */
void story_series_of(struct extsta_explain *x, struct conversation *c,
                     const struct extsta_frame_event *e, enum extsta_story_kind kind);
/* The series is over: tells it, if it is worth it. */
void story_series_over(struct extsta_explain *x, struct conversation *c);
/* The frame that seems to end it was somebody else's. */
void story_end_is_forged(struct extsta_explain *x, struct conversation *c);
void story_series_of_end(struct extsta_explain *x, struct conversation *c);
/* What somebody else did to the attempt that comes to nothing at `time`; NONE: nothing. Its
 * series is told by the failure then, and *count has its frames. */
enum extsta_story_kind story_forged_cause(struct conversation *c, uint64_t time,
                                          uint16_t *count);

/* story_peers.c. An event of an IBSS or a mesh, and an action of any network. */
void story_peer_event(struct extsta_explain *x, struct conversation *c,
                      const struct extsta_frame_event *e);
void story_peer_action(struct extsta_explain *x, const struct story_frame *frame,
                       struct conversation *c, struct extsta_span body);
/* The capture is over; `c` may be of two peers. */
void story_peer_finish(struct extsta_explain *x, struct conversation *c);

/* sequel_text.c: of ADDRESS, CONNECTED, NOT_CONNECTED and DNS_ERROR. */
struct text;
void sequel_words(struct text *t, const struct extsta_story *s);

/* story_scan.c. Tells the station's scan, if one is under way. */
void story_scan_over(struct extsta_explain *x, struct station *station);

/* story_forgery.c. Findings about frames that somebody else sent, in place of telling_end: told
 * with those of the other targets. The second: one that is told all the same. */
void story_forged(struct extsta_explain *x, struct conversation *c, struct extsta_story *t,
                  uint8_t confidence);
void story_forged_told(struct extsta_explain *x, struct conversation *c,
                       const struct extsta_story *t);
void story_forgeries_due(struct extsta_explain *x, uint64_t now);
/* From now on story_forgeries_due looks after this network; it has offences. */
void story_offence_begins(struct extsta_explain *x, struct network *n);
/* NULL: no memory, or no network. */
struct offences *story_offences(struct extsta_explain *x, struct network *n);

/* story_eapol.c. An association was accepted: both sides count anew. */
void story_eapol_begin(struct extsta_explain *x, struct conversation *c);
/* An EAPOL frame, or one of a fast transition, that somebody else sent, or sent
 * again; it is told, and the machine must not see it. */
bool story_foreign_eapol(struct extsta_explain *x, struct conversation *c,
                         const struct extsta_frame_event *e, enum story_mic mic);
bool story_foreign_transition(struct extsta_explain *x, struct conversation *c,
                              const struct extsta_frame_event *e);

/* story_sae.c. An attempt begins; an SAE frame of it, after the machine; what it failed of when
 * a commit was wrong, NONE: none was. */
void story_sae_begin(struct extsta_explain *x, struct conversation *c);
void story_sae_frame(struct extsta_explain *x, struct conversation *c,
                     const struct extsta_frame_event *e);
enum extsta_story_kind story_sae_cause(struct extsta_explain *x, struct conversation *c,
                                       enum extsta_story_by *by);
/* What was wrong with it, into the story. */
void story_sae_sign(struct extsta_explain *x, struct extsta_story *t, struct conversation *c);
/* In place of telling_end, of an attempt that may be one of many that are told together: told
 * when they are not. */
void story_sae_failed(struct extsta_explain *x, struct conversation *c, struct extsta_story *t,
                      uint8_t confidence);
/* Tells the load whose time is over; true: nothing is left to tell. */
bool story_sae_due(struct extsta_explain *x, struct network *n, uint64_t now);

/* story_twin.c. Whether two transmitters use this BSSID, as far as is known; the capture is
 * over. */
bool story_has_twin(struct extsta_explain *x, const struct conversation *c);
void story_twin_finish(struct extsta_explain *x, struct network *n);

/* ap_text.c: EXTSTA_STORY_AP in words */
struct text;
void ap_words(struct text *t, const struct extsta_story *s);
/* The meaning of the kind, as sure as it is (story_text.c). */
void story_put_meaning(struct text *t, const struct extsta_story *s);
/* ap_attack_text.c: of what somebody else does to it. False: it is something else. */
bool ap_attack_words(struct text *t, const struct extsta_story *s);
/* story_text.c: "59 s", "420 ms" */
void text_duration(struct text *t, uint64_t ns);

/* story_tell.c: a story as a value, from its start to the sink. */
void telling_of(struct extsta_story *t, struct extsta_mac sta, struct extsta_mac bssid,
                enum extsta_story_what what, enum extsta_story_kind kind);
static inline void telling_start(struct extsta_story *t, const struct conversation *c,
                                 enum extsta_story_what what, enum extsta_story_kind kind)
{
    telling_of(t, c->sta, c->bssid, what, kind);
}
/* First and last frame, and their times in nanoseconds. */
void telling_frames(struct extsta_story *t, uint32_t first, uint64_t time, uint32_t last,
                    uint64_t until);
void telling_cause(struct extsta_story *t, enum extsta_origin origin, enum extsta_stage stage,
                   enum extsta_rule rule);
void telling_reason(struct extsta_story *t, uint16_t reason, enum extsta_story_by by);
void telling_status(struct extsta_story *t, uint16_t status);
/* What speaks for and against it; further ones than it has room for are left out. against: what
 * the signs speak for is what the story denies. */
void telling_signs(struct extsta_story *t, const struct extsta_evidence *signs, size_t count,
                   bool against);
void telling_sign(struct extsta_story *t, enum extsta_sign what, int weight, int is, int usual);
/* What a sign has room for. */
static inline int16_t telling_number(uint64_t n)
{
    return (int16_t)(n < INT16_MAX ? n : INT16_MAX);
}
/* Out to the sink. confidence: percent, of the story as a whole. */
void telling_end(struct extsta_explain *x, struct extsta_story *t, uint8_t confidence);

/* eap_names.c: NULL, another one. */
const char *eap_method_name(uint8_t type);
/* Of an error of MS-CHAPv2 (RFC 2759 6). */
const char *mschapv2_error(uint32_t error);
/* Of a TLS alert that concerns certificates (RFC 8446 B.2). */
const char *eap_certificate_alert(uint8_t alert);

#define MS 1000000ull
#define SECOND (1000 * MS)

/* Steps of one attempt follow each other faster than this. */
#define STORY_ATTEMPT_GAP (1000 * MS)
/* mac80211 and others repeat within 100 to 500 ms; with a scan between it is another one. */
#define STORY_SAME_GAP (150 * MS)
/* An end is believed after this time without frames that contradict it. */
#define STORY_DOUBT (500 * MS)
/* Frames on their way when the end was sent. */
#define STORY_STRAGGLERS (100 * MS)
/* msDot11UnreachableDetectionThreshold, DIS-11 */
#define STORY_UNREACHABLE (2 * SECOND)
/* A handshake that rests this long when the capture ends has failed. */
#define STORY_PORT_TIME (2 * SECOND)

static inline struct network *story_network_of(struct extsta_explain *x,
                                               const struct conversation *c)
{
    return c->network == EXPLAIN_NONE ? NULL : networks_at(&x->networks, c->network);
}
/* About the frame that seems to end it. */
static inline struct doubt *story_doubt(struct extsta_explain *x, struct conversation *c)
{
    return &explain_senders(x, c)->doubt;
}
/* By number, index plus 1; NULL for 0. */
static inline struct conversation *story_at(struct extsta_explain *x, uint32_t number)
{
    return number ? clients_conversation(&x->clients, number - 1) : NULL;
}
static inline struct station *story_station_of(struct extsta_explain *x,
                                               const struct conversation *c)
{
    return clients_station(&x->clients, c->station);
}
/* A new state counts its data anew. In service, data frames need not be looked at: `watch`
 * keeps them cheap. */
static inline void story_to(struct conversation *c, enum story_state state)
{
    c->story.state = (uint8_t)state;
    c->story.data[SIDE_STA] = c->story.data[SIDE_AP] = 0;
    c->watch =
        (uint8_t)((c->watch & ~WATCH_STORY) | (state != STORY_SERVICE ? WATCH_STORY : 0));
}
static inline void story_count(uint8_t *counter)
{
    *counter = (uint8_t)(*counter + (*counter != UINT8_MAX));
}

#endif
