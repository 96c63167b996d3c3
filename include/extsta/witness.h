/* What the participants say: logs of hostapd, wpa_supplicant, NetworkManager and the kernel
 * beside a capture of the air.
 *
 * A log is a witness. Its lines go in one by one; those that say something of an association
 * become values. When capture and logs are complete, each log's clock is set against the
 * capture's, by the events that both saw; each event is put on the frame and the story it
 * belongs to; and where a log and the air contradict each other, that is found. No I/O, no
 * clock; the memory is the context's; one thread.
 *
 *     sink.event = ...: extsta_witnesses_frame(w, event);
 *     extsta_explain_finish(x); extsta_collection_sort(c);
 *     extsta_witnesses_log(w, EXTSTA_PROGRAM_UNKNOWN);
 *     ... extsta_witnesses_line(w, line) ...
 *     extsta_witnesses_compare(w, c);
 *     for (size_t i = 0; i < extsta_witnesses_count(w); i++) extsta_witnesses_at(w, i, &event);
 *
 * What there is no memory for is counted: extsta_witnesses_lost. */
#ifndef EXTSTA_WITNESS_H
#define EXTSTA_WITNESS_H

#include <extsta/collection.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- one line --- */

enum extsta_program {
    EXTSTA_PROGRAM_UNKNOWN,
    EXTSTA_PROGRAM_HOSTAPD,
    EXTSTA_PROGRAM_WPA_SUPPLICANT,
    EXTSTA_PROGRAM_NETWORK_MANAGER,
    EXTSTA_PROGRAM_KERNEL,
    EXTSTA_PROGRAM_COUNT
};
const char *extsta_program_name(enum extsta_program program); /* "hostapd"; UNKNOWN: "log" */

/* What a line says. The names are stable (docs/event-log.md). */
#define EXTSTA_WORD_LIST(X)                                                                    \
    X(NONE, NULL)                                                                              \
    X(AUTH_REQUEST, "auth-request")                                                            \
    X(AUTH_RESPONSE, "auth-response")                                                          \
    X(ASSOC_REQUEST, "assoc-request")                                                          \
    X(ASSOC_RESPONSE, "assoc-response")                                                        \
    X(EAPOL_KEY, "eapol-key")                                                                  \
    X(EAP, "eap")                                                                              \
    X(AUTHENTICATED, "authenticated")                                                          \
    X(ASSOCIATED, "associated")                                                                \
    X(AUTHORIZED, "authorized")                                                                \
    X(REKEYED, "rekeyed")                                                                      \
    X(AUTH_REFUSED, "auth-refused")                                                            \
    X(ASSOC_REFUSED, "assoc-refused")                                                          \
    X(AUTH_TIMEOUT, "auth-timeout")                                                            \
    X(ASSOC_TIMEOUT, "assoc-timeout")                                                          \
    X(WANTS_END, "wants-end") /* about to send what ends it */                                 \
    X(DEAUTHENTICATED, "deauthenticated")                                                      \
    X(DISASSOCIATED, "disassociated")                                                          \
    X(DISCONNECTED, "disconnected")                                                            \
    X(INACTIVITY, "inactivity")   /* ends it for silence of the station */                     \
    X(NO_ACK, "no-ack")           /* a response was not acknowledged */                        \
    X(LOST, "connection-lost")    /* the client has lost the AP */                             \
    X(BAD_MIC, "bad-mic")         /* the AP: message 2 does not verify */                      \
    X(WRONG_KEY, "wrong-key")     /* somebody thinks that the passphrase is wrong */           \
    X(KEY_TIMEOUT, "key-timeout") /* the AP: no answer to an EAPOL-Key frame */                \
    X(MISMATCH, "element-mismatch")                                                            \
    X(EAP_SUCCESS, "eap-success")                                                              \
    X(EAP_FAILURE, "eap-failure")                                                              \
    X(CERTIFICATE, "certificate")                                                              \
    X(NETWORK_DISABLED, "network-disabled")                                                    \
    X(UNPROTECTED, "unprotected-ignored")                                                      \
    X(SA_QUERY, "sa-query")                                                                    \
    X(STEERED, "bss-transition")                                                               \
    X(CHANNEL, "channel-switch")                                                               \
    X(AP_UP, "ap-enabled")                                                                     \
    X(AP_DOWN, "ap-disabled")                                                                  \
    X(STATE, "state")                                                                          \
    X(ADDRESS, "address") /* DHCP */                                                           \
    X(NOTE, "note")
enum extsta_word {
#define EXTSTA_WORD_ENUM(symbol, name) EXTSTA_WORD_##symbol,
    EXTSTA_WORD_LIST(EXTSTA_WORD_ENUM)
#undef EXTSTA_WORD_ENUM
        EXTSTA_WORD_COUNT
};
const char *extsta_word_name(enum extsta_word word); /* NULL: NONE */

/* How a line's clock counts. */
enum extsta_log_time {
    EXTSTA_LOG_TIME_NONE,
    EXTSTA_LOG_TIME_EPOCH, /* since 1970, UTC or local time: the alignment shows which */
    EXTSTA_LOG_TIME_BOOT,  /* since the machine started */
};

/* One line. Spans lie in it. */
struct extsta_log_line {
    enum extsta_log_time clock;
    uint64_t time;               /* ns, cut off at the resolution */
    uint64_t resolution;         /* ns */
    enum extsta_program program; /* its tag's, or the one whose words these are */
    enum extsta_word word;       /* NONE: it says nothing of an association */
    uint16_t row;                /* of the table of words; means nothing outside the library */
    struct extsta_span host, interface, message; /* message: behind time, tag and interface */
    bool has_sta, has_bssid, has_code, has_local, local;
    bool yearless; /* the date has no year: it is the one that was asked for */
    bool own;      /* it tells whose log it is: `sta` or `bssid` is the program's own address */
    struct extsta_mac sta, bssid;
    uint16_t code;          /* reason or status, as the line says */
    uint8_t message_number; /* EAPOL-Key: 1..4, 5..6 group; 0: none */
    uint16_t aid;
};
#define EXTSTA_LOG_LINE_MAX 4096u /* octets of a line that are looked at */

/* Reads a line, without its newline; anything may be in it. `program`: whose log it is,
 * UNKNOWN: find out. `year`: of dates that have none. False: there is nothing in it but perhaps
 * a time. */
bool extsta_log_line_read(struct extsta_span line, enum extsta_program program, unsigned year,
                          struct extsta_log_line *out);

/* --- logs beside a capture --- */

struct extsta_witnesses;

/* NULL: no memory. Freed before the context. */
struct extsta_witnesses *extsta_witnesses_new(struct extsta_context *ctx);
void extsta_witnesses_free(struct extsta_witnesses *w); /* NULL is fine */

/* A frame of the air, as the sink got it; before the logs. */
void extsta_witnesses_frame(struct extsta_witnesses *w, const struct extsta_frame_event *event);
/* Begins the next log: the lines that follow are its. False: no memory. */
bool extsta_witnesses_log(struct extsta_witnesses *w, enum extsta_program program);
/* A line of it; copied as far as it says something. */
void extsta_witnesses_line(struct extsta_witnesses *w, struct extsta_span line);
/* Once, after frames and logs; `c` is sorted. False: no memory for all of it. */
bool extsta_witnesses_compare(struct extsta_witnesses *w, const struct extsta_collection *c);
/* Frames and lines that could not be kept. */
uint64_t extsta_witnesses_lost(const struct extsta_witnesses *w);

enum extsta_clock_state {
    EXTSTA_CLOCK_NOTHING, /* the log has no event that a capture could show */
    EXTSTA_CLOCK_UNKNOWN, /* none, or too few, of them fit the capture */
    EXTSTA_CLOCK_ORDER,   /* the log has no time; its order fits */
    EXTSTA_CLOCK_FOUND,
};

/* What is known of a log. */
struct extsta_witness_log {
    enum extsta_program program; /* of most of its events */
    uint64_t lines;              /* all; events of them: */
    uint32_t events;
    enum extsta_log_time clock;
    uint64_t resolution; /* the finest in it */
    enum extsta_clock_state state;
    uint64_t at;    /* of the capture: there the offset holds; ns */
    int64_t offset; /* log's clock minus capture's, ns; above 0: the log is ahead */
    uint64_t
        within;    /* ns to both sides in which it lies for certain, if the matches are right */
    int32_t drift; /* ppb; above 0: the log's clock is fast */
    uint32_t matched;   /* events that it rests on */
    uint32_t expected;  /* those that lie in the capture's time, and should have a frame */
    uint32_t rival;     /* events that the next best offset would have matched */
    uint8_t confidence; /* percent */
};
size_t extsta_witnesses_logs(const struct extsta_witnesses *w);
void extsta_witnesses_log_at(const struct extsta_witnesses *w, size_t index,
                             struct extsta_witness_log *out);

/* How an event and the air stand to each other. */
#define EXTSTA_VERDICT_LIST(X)                                                                 \
    X(SAID, "said")           /* nothing of it would be on the air */                          \
    X(SEEN, "seen")           /* in that frame */                                              \
    X(OUTSIDE, "outside")     /* before or after the capture */                                \
    X(CONFIRMED, "confirmed") /* air and log: somebody else sent the frame in its name */      \
    X(UNSEEN, "unseen")       /* a frame was due, which the capture has not */                 \
    X(CODE_DIFFERS, "code-differs") /* that frame has another reason or status */              \
    X(NOT_SENT, "not-sent")       /* it says that it ended it, and no frame tells the other */ \
    X(ITS_OWN, "its-own")         /* it sent the frame that the air alone would doubt */       \
    X(NOT_ITS_OWN, "not-its-own") /* the frame is in its name, and it knows nothing of it */   \
    X(UNHEARD, "unheard")         /* the frame is on the air, and it has not got it */         \
    X(KEY_IS_RIGHT, "key-is-right") /* it blames the key; the air shows that it was right */   \
    X(KEY_UNPROVEN, "key-unproven") /* it blames the key; the air shows something else */
enum extsta_verdict {
#define EXTSTA_VERDICT_ENUM(symbol, name) EXTSTA_VERDICT_##symbol,
    EXTSTA_VERDICT_LIST(EXTSTA_VERDICT_ENUM)
#undef EXTSTA_VERDICT_ENUM
        EXTSTA_VERDICT_COUNT
};
const char *extsta_verdict_name(enum extsta_verdict verdict);
/* Those from UNSEEN on are disagreements; ITS_OWN decides one. */
bool extsta_verdict_disagrees(enum extsta_verdict verdict);

struct extsta_witness_event {
    uint32_t log;  /* index of the log */
    uint32_t line; /* in it, from 1 */
    enum extsta_program program;
    enum extsta_word word;
    bool has_time, placed; /* by the log's clock; on the capture's, in `time` */
    uint64_t time;         /* ns since 1970 by the capture's clock */
    uint64_t log_time;     /* ns as the log has it */
    bool has_sta, has_bssid, has_code;
    struct extsta_mac sta, bssid; /* as the log says, or as the alignment showed */
    uint16_t code;
    uint8_t message_number;
    uint32_t frame;         /* 0: none */
    uint32_t client, story; /* of the collection, or EXTSTA_NO_INDEX; a story without a client
                             * is of an AP (extsta_collection_story_at with NULL) */
    enum extsta_verdict verdict;
    uint8_t confidence;   /* percent, of the verdict; of SAID and OUTSIDE 0 */
    uint16_t frame_code;  /* CODE_DIFFERS: the frame's */
    uint32_t other_frame; /* what contradicts it; 0: none */
    bool local;           /* it says that it did it itself */
    bool silent;          /* NOT_ITS_OWN: no line; the log ought to have one here */
    struct extsta_span
        words; /* the message as it stands in the log, cut at 160 octets; anything */
};
/* In order of time; those that could not be placed last. */
size_t extsta_witnesses_count(const struct extsta_witnesses *w);
void extsta_witnesses_at(const struct extsta_witnesses *w, size_t index,
                         struct extsta_witness_event *out);
/* What is to be said about it: "the air shows no deauthentication". As snprintf;
 * EXTSTA_VERDICT_TEXT octets take any. Empty: nothing. A disagreement ends with how sure it is.
 */
#define EXTSTA_VERDICT_TEXT 256
size_t extsta_verdict_text(const struct extsta_witness_event *event, char *out, size_t size);
/* "its clock is 3.412 s ahead of the capture's (within 0.3 ms; 45 of 47 events, 99 %)". As
 * snprintf. */
#define EXTSTA_CLOCK_TEXT 320
size_t extsta_clock_text(const struct extsta_witness_log *log, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
