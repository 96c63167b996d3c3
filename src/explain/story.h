/* From facts to stories: what the frames of a conversation mean.
 *
 * The rest of the explainer calls these hooks in file order (explain.c for frames and probes,
 * facts_*.c for events and actions); a story leaves by telling_end. State is kept in the three
 * structures below, which live in the conversation, the station and the BSS (all zero at
 * first). They are paid per station: the sizes asserted in story.c are the budget of the memory
 * goal. */
#ifndef EXPLAIN_STORY_H
#define EXPLAIN_STORY_H

#include <extsta/explain.h>

struct extsta_explain;
struct conversation;
struct station;
struct network;
struct transmitter;
struct sent;
struct sent_before;

enum explain_side {
    SIDE_STA,
    SIDE_AP,
};

/* One conversation: the attempt under way, the association, its end. Numbers of
 * conversations are indexes plus one, 0: none. */
struct story_conversation {
    /* What a data frame outside an association touches, in the line behind the first. */
    uint64_t ended;       /* the frame that ends the association */
    uint32_t flags;       /* STORY_… of story_private.h */
    uint8_t state;        /* enum story_state */
    uint8_t data[2];      /* data frames by side since the state changed, saturating */
    uint8_t confidence;   /* that there was an association */
    uint64_t began;       /* first frame of the attempt */
    uint64_t progress;    /* last frame that belongs to it */
    uint64_t made;        /* the association was accepted */
    uint64_t service;     /* and data may flow: the port is authorized, or there is none */
    uint64_t burst_began; /* the series of frames that would end an association and do not */
    uint64_t burst_until;
    uint64_t forged;      /* the last frame that somebody else sent in one of the two names */
    uint64_t replay;      /* of the last key frame of the AP */
    uint32_t first, last; /* frames of the attempt */
    uint32_t made_frame;
    uint32_t end_first, end_last;
    uint32_t burst_first, burst_last;
    uint32_t ssid;          /* hash, 0: unknown */
    uint32_t before;        /* the conversation the station comes from */
    uint32_t next_of_bss;   /* while associated */
    uint32_t before_of_bss; /* while associated */
    uint32_t next_ending;   /* while an end waits to be told */
    uint16_t security;      /* SECURITY_… of security.h */
    uint16_t burst;
    uint16_t reason;        /* of the end */
    uint16_t end_heard; /* the other side's last frame came so many ms before it, saturating */
    uint16_t status;        /* last one that was not a refusal, 30 or 76 */
    struct extsta_mac left; /* reassociation: the AP it names */
    uint8_t algorithm;
    uint8_t auth_step[2]; /* transaction number last sent, by side */
    uint8_t failure;      /* enum extsta_story_kind, of the attempt */
    uint8_t failure_confidence;
    uint8_t requests;    /* frames of the station that wait for the same answer */
    uint8_t messages[4]; /* of the four-way handshake, without repetitions by the MAC */
    uint8_t eap_type, eap_rounds;
    uint8_t alert;      /* TLS alert description, 0: none */
    uint8_t end_by;     /* enum extsta_story_by */
    uint8_t forged_kind;  /* enum extsta_story_kind, of that frame */
    uint8_t series_other; /* percent: that the series is not its alleged sender's */
};
/* Of a station: the scan under way, in nanoseconds and frame numbers. probes 0: none. */
struct story_station {
    uint64_t scan_began, scan_until;
    uint32_t scan_first, scan_last;
    uint32_t probes;
    uint32_t current; /* the conversation with the AP it is associated with */
};
struct story_network {
    uint32_t associated; /* first conversation of the BSS that is associated */
    uint32_t clients;    /* how many are */
};
/* Of all: ends that wait for a second look, in order of time. */
struct story_capture {
    uint32_t ending_first, ending_last;
    /* Series of forged frames, in all; networks with one under way, or with a load of SAE, and
     * when they are looked at. */
    uint32_t forgeries, offence_first;
    uint64_t offence_look;
};

/* Any frame of one side, in the conversation's eyes. */
struct story_frame {
    uint64_t time; /* ns */
    uint32_t number;
    enum explain_side from;
    uint8_t kind; /* wire/frame.h */
    bool retry, is_protected;
};

/* What keys said of an EAPOL-Key frame, told before the event of that frame. */
enum story_mic {
    STORY_MIC_UNKNOWN, /* no key to check with, or not enough of the handshake seen */
    STORY_MIC_GOOD,
    STORY_MIC_BAD,        /* a passphrase for this network is known, and it is not theirs */
    STORY_MIC_BAD_OR_KEY, /* likewise; but it has verified nothing yet, and may be wrong itself
                           */
};

/* Every frame of a conversation, after conversation.heard was updated; only while
 * conversation.watch is set. */
void story_on_frame(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame);
/* A management or EAPOL frame. Frames that a key opened come as a second event with
 * `decrypted`. `mic` is of EAPOL-Key frames. */
void story_on_event(struct extsta_explain *x, struct conversation *c,
                    const struct extsta_frame_event *event, enum story_mic mic);
/* An action frame: the category and what follows it (only unprotected or decrypted). */
void story_on_action(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body);
/* Any action frame; `enciphered`: under a key that is not known, so that only the length of
 * the body says something. */
void story_on_robust(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body, bool enciphered);
/* An FT Response by way of the current AP, with a status other than 0; `c` is the station's
 * conversation with the target AP. */
void story_on_ft_refusal(struct extsta_explain *x, struct conversation *c,
                         const struct story_frame *frame, uint16_t status);
/* Key data of message 3, opened, before the event of that frame. */
void story_note_message_3(struct extsta_explain *x, struct conversation *c,
                          struct extsta_span key_data);
/* A probe request; `c` is the conversation with the BSSID that it names (mostly FF-..). */
void story_on_probe(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame);
/* An EAPOL frame in clear, before its event: `t` is of the address that it bears. Says in
 * x->sender whose it is. */
void story_sent_eapol(struct extsta_explain *x, struct conversation *c, struct transmitter *t,
                      const struct sent *sent, const struct sent_before *before);
/* Whether there is reason to look at this SAE commit closely: the one before led nowhere. */
bool story_doubts_commit(const struct conversation *c, const struct extsta_frame_event *event);
/* A beacon of a network whose beacons are of several kinds (beacons.h). */
void story_twin_beacon(struct extsta_explain *x, struct network *n);
/* The capture is over. Conversations: explain_private.h, clients. */
void story_on_finish(struct extsta_explain *x);

#endif
