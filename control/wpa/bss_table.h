/* The BSSs of a station as clients of this interface know them: each has a number that it keeps
 * as long as it is there. Filled from the driver's list (OID_DOT11_ENUM_BSS_LIST) by event.c
 * when a scan is over, and when a command looks at it. */
#ifndef CONTROL_WPA_BSS_TABLE_H
#define CONTROL_WPA_BSS_TABLE_H

#include <extsta/payload.h>
#include <extsta/types.h>

struct wpa_bss {
    uint32_t id;
    struct extsta_mac bssid;
    struct extsta_span ssid; /* in `elements` */
    uint16_t freq;           /* MHz */
    int level;               /* dBm */
    uint16_t capability, beacon_period;
    uint64_t tsf;
    extsta_time seen;  /* a moment of the loop */
    uint32_t updates;  /* scans in which it was heard anew */
    uint32_t missed;   /* scans in a row in which it was not */
    bool listed;       /* by the last wpa_bss_table_read */
    bool told;         /* CTRL-EVENT-BSS-ADDED was said */
    uint8_t *elements; /* owned */
    size_t elements_len;
};
struct wpa_bss_table {
    struct wpa_bss *list; /* in the order of ids */
    size_t count, room;
    uint32_t next_id;
    extsta_time flushed; /* what was not heard since then is not there */
};

void wpa_bss_table_init(struct wpa_bss_table *t);
void wpa_bss_table_free(struct wpa_bss_table *t);
/* A buffer of OID_DOT11_ENUM_BSS_LIST. `scanned`: a scan has just ended. False: no memory for
 * some. */
bool wpa_bss_table_read(struct wpa_bss_table *t, struct extsta_span buffer, bool scanned);
/* What is no longer listed, was last heard before `before`, or missed in `missed` scans (0: any
 * number) goes: `gone` is called for each, and it is freed behind it. NULL is fine. `keep`: not
 * this one. */
void wpa_bss_table_expire(struct wpa_bss_table *t, extsta_time before, uint32_t missed,
                          struct extsta_mac keep,
                          void (*gone)(void *user, const struct wpa_bss *bss), void *user);
/* NULL: none. */
const struct wpa_bss *wpa_bss_by_id(const struct wpa_bss_table *t, uint32_t id);
/* Of several the one heard last. */
const struct wpa_bss *wpa_bss_by_address(const struct wpa_bss_table *t,
                                         struct extsta_mac bssid);

#endif
