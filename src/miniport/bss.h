/* BSS cache (contract SCN-20 ... SCN-27).
 *
 * What a BSS says of itself (elements, capability, beacon interval) is interned in the
 * context and shared by all stations that heard the same bytes; a station keeps only
 * its own view of it: signal, time, PHY. */
#ifndef MINIPORT_BSS_H
#define MINIPORT_BSS_H

#include "wire/mgmt.h"
#include "wire/rsn_element.h"
#include <extsta/radio.h>

/* Shared, immutable but for its reference count. */
struct bss_info {
    uint32_t refs;
    uint64_t hash;
    struct extsta_mac bssid;
    uint16_t capability, interval;
    uint16_t beacon_len, body_len; /* bytes[]: last Beacon's elements; last frame's elements */
    uint8_t ssid_len;
    uint8_t ssid[32];
    bool rsn_ok, wpa_ok;          /* element present and decodable */
    bool rsn_bad;                 /* present and not decodable */
    struct rsn_element rsn, wpa;
    uint8_t bytes[];
};

/* One station's entry. */
struct bss_entry {
    struct bss_info *info;
    uint64_t timestamp;     /* TSF field of the last frame */
    extsta_time heard;      /* when */
    uint16_t freq;
    int8_t signal;          /* dBm, smoothed */
    uint8_t phy;
    bool from_beacon;       /* at least one Beacon was heard */
    bool hidden;            /* SSID empty or zeroed in beacons */
    extsta_time refused_until; /* association comeback (ASC-26) or recent failure; 0 = none */
};

struct mp_bss_cache {
    struct bss_entry *entries; /* array from the pool, NULL while empty */
    uint16_t count, capacity;
};

struct miniport;
/* A Beacon or Probe Response was heard. Returns the entry, or NULL without memory. */
struct bss_entry *bss_heard(struct miniport *mp, extsta_time now, const struct frame *f,
                            const struct extsta_rx_meta *meta);
struct bss_entry *bss_find(struct miniport *mp, struct extsta_mac bssid);
void bss_flush(struct miniport *mp);          /* SCN-22, RST-17 */
void bss_age(struct miniport *mp, extsta_time now); /* forget what has not been heard for long */
/* dBm to 0..100 (LQ-01): -100 dBm and below is 0, -50 and above is 100. */
uint8_t bss_link_quality(int signal);
/* Writes the ENUM_BSS_LIST result (SCN-24, SCN-25); returns the bytes it needs. */
size_t bss_list_write(struct miniport *mp, extsta_time now, const uint8_t country[3],
                      struct writer *w);

#endif
