/* Who asks an access point at the same time. The kernel acknowledges every frame that is given
 * to a radio of mac80211_hwsim and hands it to hostapd through sockets that hold some 80
 * management frames and 440 events; what does not fit is lost, and neither side is told. On air
 * such an access point would not have acknowledged, or its stations not found the air free. So
 * a kernel radio is asked by HWSIM_ASKERS stations at a time: who probes, authenticates,
 * associates, and until its handshake is through. hwsim.c keeps the frames of those who wait.
 *
 * No time is assumed for an answer. hostapd reads its sockets in order, so an answer to one
 * station shows that those who asked before it have been heard, answered or not; and only when
 * nobody at all is answered does a place become free by itself.
 *
 * Values only: no clock, no memory, no socket. */
#ifndef RADIO_HWSIM_WINDOW_H
#define RADIO_HWSIM_WINDOW_H

#include <extsta/types.h>

#define HWSIM_ASKERS 8u
/* Microseconds in which nobody is answered, until all are taken for unheard: at first, then
 * twice as long each time, until somebody is answered. hostapd that removes hundreds of
 * stations on a slow machine is silent for a minute, and what it has not read meanwhile must
 * fit. */
#define HWSIM_SILENCE_FIRST 1000000u
#define HWSIM_SILENCE_MOST  8000000u
/* For what hostapd does without a frame that would show it: authorizing in an open network. */
#define HWSIM_REST 20000u
/* For a station that is authenticated and is going to associate: our own process may be late.
 */
#define HWSIM_NEXT 1000000u

/* What a station's place waits for. */
enum hwsim_stage {
    HWSIM_STAGE_ANSWER,    /* to the request */
    HWSIM_STAGE_REST,      /* nothing of the access point; see HWSIM_REST, HWSIM_NEXT */
    HWSIM_STAGE_HANDSHAKE, /* message 1, which follows from the acknowledged association */
    HWSIM_STAGE_KEYS,      /* message 3, which follows from message 2 */
};

struct hwsim_asker {
    struct extsta_mac station;
    enum hwsim_stage stage;
    bool probe;       /* the request was a Probe Request */
    uint64_t turn;    /* order in which this stage was begun */
    extsta_time rest; /* HWSIM_STAGE_REST: its end */
};

/* Of one kernel radio; zero it. */
struct hwsim_window {
    struct hwsim_asker askers[HWSIM_ASKERS];
    size_t count;
    uint64_t turns;
    extsta_time crowded, full; /* since when, and when last, somebody found no place */
    extsta_time silent;        /* since when nobody has been answered */
    extsta_time patience;      /* with this silence */
};

/* Whether a station's frame asks something of hostapd. */
bool hwsim_window_is_request(struct extsta_span frame);
/* Whether there is a place for a request of this station: it has one, or one is free. */
bool hwsim_window_has_room(const struct hwsim_window *w, struct extsta_mac station);
/* There was none. */
void hwsim_window_refused(struct hwsim_window *w, extsta_time now);
/* For how many of the microseconds between `since` and now stations waited for a place. */
extsta_time hwsim_window_busy(const struct hwsim_window *w, extsta_time now, extsta_time since);
/* Its request has been let through; has_room said so. */
void hwsim_window_enter(struct hwsim_window *w, extsta_time now, struct extsta_mac station,
                        struct extsta_span frame);
/* A frame of the access point (or of another one on its radio), to anybody. */
void hwsim_window_answered(struct hwsim_window *w, extsta_time now, struct extsta_span frame);
/* Frees the places whose time is over; returns how many waited for the access point. */
size_t hwsim_window_expire(struct hwsim_window *w, extsta_time now);
/* When hwsim_window_expire has something to do, or EXTSTA_NEVER. */
extsta_time hwsim_window_deadline(const struct hwsim_window *w);

#endif
