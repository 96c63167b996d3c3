/* Scans: explicit ones of the OS, and the station's own (contract chapter 20). */
#ifndef MINIPORT_SCAN_H
#define MINIPORT_SCAN_H

#include "miniport/mlme/mlme.h"
#include <extsta/radio.h>

struct miniport;

enum scan_state {
    SCAN_AWAIT_START, /* nothing done yet */
    SCAN_AWAIT_LEAVE, /* outcome of the null frame that tells the AP we go (SCN-14) */
    /* on the current channel, as IEEE 802.11-2020 11.1.4.3.2 has it: */
    SCAN_AWAIT_DELAY, /* ProbeDelay, a random one */
    SCAN_AWAIT_PROBE, /* outcome of the Probe Request */
    SCAN_AWAIT_MIN,   /* MinChannelTime from when it was sent; or, without one, from tuning */
    SCAN_AWAIT_MAX,   /* MaxChannelTime: the medium is busy */
    SCAN_AWAIT_HOME,  /* traffic on the home channel, or the end of an association operation */
};

enum scan_event {
    SCAN_EVENT_LEAVE,  /* begin an excursion from the home channel */
    SCAN_EVENT_VISIT,  /* tune to the current channel, to ask there */
    SCAN_EVENT_LISTEN, /* tune to the current channel, where nothing may be asked */
    SCAN_EVENT_PAUSE,  /* others are busy: ask a little later */
    SCAN_EVENT_PROBE,  /* ask */
    SCAN_EVENT_SENT,   /* the Probe Request has been sent */
    SCAN_EVENT_KNOWN,  /* all that is looked for was heard: no need to ask */
    SCAN_EVENT_STAY,   /* until MaxChannelTime */
    SCAN_EVENT_RETURN, /* pause on the home channel */
    SCAN_EVENT_DEFER,  /* an association operation needs the radio */
};

#define SCAN_HIDDEN_MAX 4u /* hidden BSSs asked for their SSID on one channel */
#define SCAN_ONLY_MAX   8u  /* channels of a scan of our own that is narrow */
#define SCAN_HOST_MAX   48u /* channels that the host names */
#define SCAN_FIRST_MAX  4u /* channels visited before all others */

/* In which order the channels are visited: first those where the network was seen, then all,
 * those left out. The k-th of `total` channels is number (start + k * stride) modulo total; a
 * station's own numbers, and the order of the PHYs' lists (0, 1) in a scan of the host. */
struct scan_order {
    uint64_t phys; /* bit per PHY: whose channels are numbered */
    uint16_t at;   /* how many are behind */
    uint16_t total, start, stride;
    uint16_t first[SCAN_FIRST_MAX]; /* MHz */
    uint8_t first_count;
};

/* Channels that the host has named: for its next scan, or for ours. */
struct mp_channels {
    uint8_t count;
    bool alone;                    /* of ours: on others there are no candidates, either */
    uint16_t freqs[SCAN_HOST_MAX]; /* MHz */
};

/* A running scan: made by its start, freed with its end. */

struct mp_scan {
    uint8_t state; /* enum scan_state */
    bool passive;         /* SCN-09: sends no Probe Request */
    bool thrifty; /* ours, for any AP of a network: what was heard needs no asking for */
    uint8_t phy;          /* of the current channel */
    uint8_t excursion;    /* channels visited since leaving home */
    uint8_t hidden_count; /* BSSs asked for their SSID on this channel (SCN-16) */
    uint8_t ssid_count; /* 0: the wildcard is asked for */
    uint8_t probes;     /* how often was asked on this channel */
    uint8_t found;      /* bit per SSID heard on this channel from a BSS that will do */
    uint16_t freq;      /* of the current channel, MHz */
    uint8_t only_count; /* of only[]; 0: all channels */
    bool direct;        /* asks `bssid` itself, whether it is there */
    bool anywhere;      /* ours, for somebody who names the channels */
    uint16_t ies_len;   /* of ies[] */
    uint32_t cookie;    /* of the null frame, of the last Probe Request */
    uint32_t min, max;  /* MinChannelTime, MaxChannelTime, microseconds (SCN-15) */
    extsta_time visited; /* when the radio was tuned to the current channel */
    extsta_time asked;   /* when the Probe Request was sent; or `visited` */
    struct mp_turn turn; /* of the ProbeDelay */
    struct scan_order order;
    uint64_t phys;             /* bit per PHY to scan */
    struct outq_node *confirm; /* explicit: SCAN_CONFIRM, set aside (ROL-11) */
    uint16_t only[SCAN_HOST_MAX]; /* MHz */
    struct extsta_mac bssid;   /* of the Probe Requests */
    struct extsta_mac hidden[SCAN_HIDDEN_MAX];
    struct mp_ssid ssids[MP_MAX_SSIDS];
    uint8_t ies[]; /* SCN-08: elements of the host for the Probe Requests */
};

/* The station's own scans. False: none has begun, for want of memory or of a channel.
 *
 * The desired SSIDs not in the cache (CNX-26). thorough: stay for a beacon interval. */
bool scan_connect(struct miniport *mp, extsta_time now, bool thorough);
/* Candidates of the network (ROM-13), or one BSS to see whether it is there (freq). */
bool scan_roam(struct miniport *mp, extsta_time now, bool thorough);
/* Candidates of the network on these channels, at most SCAN_ONLY_MAX. */
bool scan_channels(struct miniport *mp, extsta_time now, const uint16_t *freqs, size_t count);
/* All BSSs on these channels (count 0: on all), for the AP. duration: microseconds on each; 0:
 * as a scan of ours. */
bool scan_measure(struct miniport *mp, extsta_time now, const uint16_t *freqs, size_t count,
                  bool passive, uint32_t duration);
bool scan_target(struct miniport *mp, extsta_time now, const struct bss_entry *target);
/* Ends a running scan; an explicit one with SCAN_CONFIRM(status). go_home: back to the
 * channel of the association. */
void scan_cancel(struct miniport *mp, extsta_time now, uint32_t status, bool go_home);
/* Frees the running scan, there must be one, without a word. */
void scan_free(struct miniport *mp);
/* A BSS was heard: an explicit scan asks hidden ones for their SSID (SCN-16). */
void scan_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e);
/* MP_TIMER_SCAN. */
void scan_expire(struct miniport *mp, extsta_time now);
/* The radio's word on a frame of the MLME: of the null frame before an excursion, of a Probe
 * Request. sent: it was, at least once. */
void scan_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool sent);
/* A scan has left the channels where the network was seen. */
bool scan_is_elsewhere(const struct miniport *mp);
/* Since when the scan wants to know the state of the medium; EXTSTA_NEVER. */
extsta_time scan_medium_since(const struct miniport *mp);

/* --- scan_channels.c: which channels, in which order --- */
/* Bit per PHY id that is on. A PHY may go off while the scan runs: asked again for each
 * channel. */
uint64_t scan_powered_phys(const struct miniport *mp);
/* Of these the desired ones. */
uint64_t scan_desired_phys(const struct miniport *mp);
/* Numbers the channels of s->phys in the order of their lists. */
void scan_order_make(const struct miniport *mp, struct mp_scan *s);
/* An order of this station's own; first those where the network connected to was seen. */
void scan_order_shuffle(struct miniport *mp, struct mp_scan *s);
/* Makes the first channel from order.at on (itself included) that is to be scanned the current
 * one; false: none is left. */
bool scan_order_seek(const struct miniport *mp, struct mp_scan *s);
/* The channels that the host has named are those of this scan; s NULL: of none. Then they are
 * forgotten. */
void scan_take_only(struct miniport *mp, struct mp_scan *s);
/* Whether the host lets ours look there; and whether what is there may be entered. */
bool scan_may_look(const struct miniport *mp, uint16_t freq);
bool scan_may_enter(const struct miniport *mp, uint16_t freq);
/* All channels again. */
void scan_forget_channels(struct miniport *mp);
/* The association ended: there is no home channel any more. */
void scan_homeless(struct miniport *mp, extsta_time now);

#endif
