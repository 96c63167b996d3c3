/* Scans: explicit ones of the OS, and the station's own (contract chapter 20). */
#ifndef MINIPORT_SCAN_H
#define MINIPORT_SCAN_H

#include "miniport/mlme/mlme.h"
#include <extsta/radio.h>

struct miniport;

enum scan_state {
    SCAN_AWAIT_START, /* nothing done yet */
    SCAN_AWAIT_LEAVE, /* outcome of the null frame that tells the AP we go (SCN-14) */
    SCAN_AWAIT_DWELL, /* frames on the current channel */
    SCAN_AWAIT_HOME,  /* traffic on the home channel, or the end of an association operation */
};

enum scan_event {
    SCAN_EVENT_LEAVE,  /* begin an excursion from the home channel */
    SCAN_EVENT_VISIT,  /* tune to the current channel and listen */
    SCAN_EVENT_RETURN, /* pause on the home channel */
    SCAN_EVENT_DEFER,  /* an association operation needs the radio */
};

#define SCAN_HIDDEN_MAX 4u /* hidden BSSs asked for their SSID on one channel */

/* A running scan: made by its start, freed with its end. */

struct mp_scan {
    uint8_t state; /* enum scan_state */
    bool passive;         /* SCN-09: sends no Probe Request */
    uint8_t phy;          /* of the current channel */
    uint8_t excursion;    /* channels visited since leaving home */
    uint8_t hidden_count; /* BSSs asked for their SSID on this channel (SCN-16) */
    uint8_t ssid_count; /* 0: the wildcard is asked for */
    uint16_t channel;   /* index of the current channel in its PHY's list */
    uint16_t only_freq; /* MHz; 0: all channels */
    uint16_t ies_len;   /* of ies[] */
    uint32_t cookie;           /* of the null frame */
    uint32_t dwell;            /* microseconds */
    uint64_t phys;             /* bit per PHY to scan */
    struct outq_node *confirm; /* explicit: SCAN_CONFIRM, set aside (ROL-11) */
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
/* The radio's word on a frame of the MLME: of the null frame before an excursion. */
void scan_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie);
/* The association ended: there is no home channel any more. */
void scan_homeless(struct miniport *mp, extsta_time now);

#endif
