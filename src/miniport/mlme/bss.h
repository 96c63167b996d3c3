/* BSS cache (contract SCN-20 ... SCN-27).
 *
 * What a BSS says of itself (elements, capability, beacon interval) is interned in the
 * context and shared by all stations that heard the same bytes; a station keeps only
 * its own view of it: signal, time, PHY. One entry per BSSID, PHY and SSID. */
#ifndef MINIPORT_BSS_H
#define MINIPORT_BSS_H

#include "wire/mgmt.h"
#include "wire/rsn_element.h"
#include <extsta/context.h>
#include <extsta/radio.h>

/* Shared, immutable but for its reference count. */
struct bss_info {
    struct bss_info *next; /* in its bucket of the store */
    uint32_t refs;         /* entries of all stations that point to it */
    uint32_t form_place;   /* miniport/form.h */
    uint64_t hash;
    struct extsta_mac bssid;
    uint16_t capability, interval;               /* of the last frame; interval in TU */
    uint16_t beacon_capability, beacon_interval; /* of the last Beacon */
    uint16_t beacon_len, probe_len; /* bytes[]: elements of the last Beacon and of the last
                                       Probe Response */
    uint8_t ssid_len;
    uint8_t ssid[32];
    bool rsn_ok, wpa_ok; /* element present and decodable */
    bool rsn_bad;        /* present and not decodable */
    bool wmm, ht, vht, he; /* what it can do */
    bool sae_h2e;       /* SAE by hash to element (RSNXE), */
    bool sae_h2e_only;  /* and only so (a BSS membership selector) */
    bool has_mde;          /* a Mobility Domain element: domain, and its capabilities */
    uint8_t mde[3];
    bool beacon_hidden; /* what the Beacon itself says: SSID empty or zeroed, */
    uint8_t beacon_ds;  /* its DS Parameter channel, 0 = none */
    /* Channel Switch Announcement: MHz, 0 without one that we understand; mode 1 = silence */
    uint16_t switch_freq;
    uint8_t switch_mode, switch_count;
    uint16_t rsn_at, rsn_len, rsnx_at, rsnx_len; /* the elements, in bytes[]; 0 octets: none */
    struct rsn_element rsn, wpa; /* of the Beacon where there is one */
    uint8_t bytes[];
};

static inline struct extsta_span bss_beacon_elements(const struct bss_info *info)
{
    return (struct extsta_span){.data = info->bytes, .len = info->beacon_len};
}
static inline struct extsta_span bss_probe_elements(const struct bss_info *info)
{
    return (struct extsta_span){.data = info->bytes + info->beacon_len, .len = info->probe_len};
}
/* Elements of the Beacon where one was heard, else of the Probe Response. */
static inline struct extsta_span bss_elements(const struct bss_info *info)
{
    return info->beacon_len ? bss_beacon_elements(info) : bss_probe_elements(info);
}

/* Decodes what every decision asks for; of zeroed members, with the elements in `bytes`. */
void bss_digest(struct bss_info *info);
/* Whether an SSID element hides the name: empty, or of zero octets only. */
bool bss_ssid_is_hidden(struct extsta_span ssid);

/* One station's entry. */
struct bss_entry {
    struct bss_info *info;     /* one reference */
    uint64_t timestamp;        /* TSF field of the last frame */
    uint64_t beacon_timestamp; /* of the last Beacon */
    extsta_time heard;         /* when the last frame came */
    extsta_time refused_until; /* association comeback (ASC-26) or recent failure; 0 = none */
    uint16_t freq; /* MHz */
    int8_t signal; /* dBm, smoothed; 0: the radio never said it (bss_dbm) */
    uint8_t phy; /* PHY id it was heard on */
    bool from_beacon; /* at least one Beacon was heard */
    bool last_beacon; /* the last frame was a Beacon */
    bool hidden;      /* SSID empty or zeroed in beacons */
    bool lost;        /* did not answer: no candidate until it is heard again */
    bool tried;       /* in the open connection or roam */
    bool comeback;    /* refused_until is the AP's own word (ASC-26) */
};

struct mp_bss_cache {
    struct bss_entry *entries; /* array from the pool, NULL while empty */
    uint16_t count, capacity;
};

struct miniport;
struct extsta_context;
/* A Beacon or Probe Response was heard. Returns the entry, valid until the next call, or
 * NULL (malformed, counted; or without memory). */
struct bss_entry *bss_heard(struct miniport *mp, extsta_time now, const struct frame *f,
                            const struct extsta_rx_meta *meta);
/* A Beacon of the AP of the association (mp->link.ap), whose elements some station of the
 * context has already digested, and which says nothing but that and the signal as before: the
 * entry, and in *says what it is to be described by (bss_keep). NULL: it must be looked at. */
struct bss_entry *bss_again(struct miniport *mp, const struct extsta_rx_meta *meta,
                            const struct mgmt_beacon *b, struct bss_info **says);
/* Takes it into the entry. */
void bss_keep(struct miniport *mp, extsta_time now, struct bss_entry *e, struct bss_info *says,
              const struct mgmt_beacon *b, const struct extsta_rx_meta *meta);
/* For stations that rest (quiet.h). A Beacon of the BSS `said` came, its header is judged
 * already; *says: as it described itself the last time, a reference, or NULL: as `said`. True:
 * it is the same but for the TIM, and *says follows it. */
bool bss_says_again(struct extsta_context *ctx, struct bss_info *said, struct bss_info **says,
                    const struct extsta_rx_frame *frame);
/* Gives the reference back. NULL is fine. */
void bss_says_nothing(struct extsta_context *ctx, struct bss_info **says);
/* The station is back: its entry was last heard at this time, with this TSF; `says`, whose
 * reference it takes over, NULL: as before. */
void bss_heard_again(struct miniport *mp, struct bss_entry *e, struct bss_info *says,
                     uint64_t timestamp, extsta_time heard);
/* The entry of a BSSID; of several (other SSIDs, other PHYs) the one of the network
 * connected to, then the one heard last. NULL: none. */
struct bss_entry *bss_find(struct miniport *mp, struct extsta_mac bssid);
void bss_flush(struct miniport *mp); /* SCN-22, RST-17: FLUSH_BSS_LIST */
/* Forgets what has not been heard for long; never the AP (SCN-27). Entries move. */
void bss_age(struct miniport *mp, extsta_time now);
/* Whether the BSS's Country element has this channel; false without one (SCN-10). */
bool bss_country_allows(const struct bss_info *info, uint16_t freq);
/* What a signal counts for where it is judged, dBm. One that the radio did not say (0,
 * extsta/radio.h) speaks for nothing: it counts as the weakest, for a candidate, a better AP
 * and the link quality alike. */
static inline int bss_dbm(int signal)
{
    return signal != 0 ? signal : -100;
}
/* Signal to 0..100 (LQ-01, the scale): -100 dBm and below, or unknown (0), is 0; -50 and above
 * is 100. */
uint8_t bss_link_quality(int signal);
/* Writes the ENUM_BSS_LIST result, a whole DOT11_BYTE_ARRAY (SCN-24, SCN-25), and returns
 * the bytes it needs; w->failed when they did not fit. country: of the input buffer. */
size_t bss_list_write(struct miniport *mp, extsta_time now, const uint8_t country[3],
                      struct writer *w);
/* Distinct BSS descriptions alive in the context. */
size_t bss_interned(const struct extsta_context *ctx);

#endif
