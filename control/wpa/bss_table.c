/* The BSSs of a station, with numbers: see bss_table.h. */
#include "bss_table.h"
#include "elements.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define BSS_MOST 1000u /* of one station; an attacker invents any number of them */

void wpa_bss_table_init(struct wpa_bss_table *t)
{
    *t = (struct wpa_bss_table){0};
}

void wpa_bss_table_free(struct wpa_bss_table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free(t->list[i].elements);
    }
    free(t->list);
    wpa_bss_table_init(t);
}

static bool same_mac(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

static struct wpa_bss *find(struct wpa_bss_table *t, struct extsta_mac bssid,
                            struct extsta_span ssid)
{
    for (size_t i = 0; i < t->count; i++) {
        struct wpa_bss *b = &t->list[i];
        if (same_mac(b->bssid, bssid) && b->ssid.len == ssid.len &&
            (!ssid.len || memcmp(b->ssid.data, ssid.data, ssid.len) == 0)) {
            return b;
        }
    }
    return NULL;
}

static struct wpa_bss *add(struct wpa_bss_table *t)
{
    if (t->count == BSS_MOST) {
        return NULL;
    }
    if (t->count == t->room) {
        size_t room = t->room ? 2 * t->room : 16;
        struct wpa_bss *list = host_realloc(t->list, room * sizeof *list);
        if (!list) {
            return NULL;
        }
        t->list = list;
        t->room = room;
    }
    struct wpa_bss *b = &t->list[t->count++];
    *b = (struct wpa_bss){.id = t->next_id++};
    return b;
}

static bool elements_keep(struct wpa_bss *b, struct extsta_span elements)
{
    if (b->elements_len != elements.len || !b->elements) {
        uint8_t *copy = host_realloc(b->elements, elements.len + 1);
        if (!copy) {
            return false;
        }
        b->elements = copy;
        b->elements_len = elements.len;
    }
    if (elements.len) {
        memcpy(b->elements, elements.data, elements.len);
    }
    b->ssid = (struct extsta_span){NULL, 0};
    (void)wpa_element((struct extsta_span){b->elements, b->elements_len}, WPA_ELEMENT_SSID,
                      &b->ssid);
    return true;
}

static bool entry_read(struct wpa_bss_table *t, const struct extsta_bss_entry *e, bool scanned)
{
    extsta_time seen = e->host_timestamp / 10; /* of 100 ns */
    if (seen < t->flushed) {
        return true;
    }
    struct extsta_span ssid = {NULL, 0};
    (void)wpa_element(e->elements.bytes, WPA_ELEMENT_SSID, &ssid);
    struct wpa_bss *b = find(t, e->bssid, ssid);
    bool fresh = !b || b->seen != seen;
    if (!b && !(b = add(t))) {
        return false;
    }
    if (!elements_keep(b, e->elements.bytes)) {
        b->elements_len = 0;
        b->ssid.len = 0;
        return false;
    }
    b->bssid = e->bssid;
    b->freq = (uint16_t)e->freq;
    b->level = e->rssi;
    b->capability = e->capability;
    b->beacon_period = e->beacon_period;
    b->tsf = e->timestamp;
    b->seen = seen;
    b->listed = true;
    if (scanned) {
        b->missed = fresh ? 0 : b->missed + 1;
        b->updates += fresh;
    }
    return true;
}

bool wpa_bss_table_read(struct wpa_bss_table *t, struct extsta_span buffer, bool scanned)
{
    struct extsta_payload list, entry;
    for (size_t i = 0; i < t->count; i++) {
        t->list[i].listed = false;
    }
    if (!extsta_payload_read(EXTSTA_FORM_BSS_LIST, buffer, &list)) {
        return true;
    }
    bool ok = true;
    struct extsta_part rest = list.list.entries;
    while (extsta_payload_next(&rest, &entry) && !entry.bss.elements.cut) {
        ok = entry_read(t, &entry.bss, scanned) && ok;
    }
    return ok;
}

void wpa_bss_table_expire(struct wpa_bss_table *t, extsta_time before, uint32_t missed,
                          struct extsta_mac keep,
                          void (*gone)(void *user, const struct wpa_bss *bss), void *user)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        struct wpa_bss *b = &t->list[i];
        bool old = !b->listed || b->seen < before || (missed && b->missed >= missed);
        if (old && !same_mac(b->bssid, keep)) {
            if (gone) {
                gone(user, b);
            }
            free(b->elements);
        } else {
            t->list[kept++] = *b;
        }
    }
    t->count = kept;
}

const struct wpa_bss *wpa_bss_by_id(const struct wpa_bss_table *t, uint32_t id)
{
    size_t from = 0, to = t->count;
    while (from < to) { /* ids grow along the list */
        size_t middle = from + (to - from) / 2;
        if (t->list[middle].id < id) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < t->count && t->list[from].id == id ? &t->list[from] : NULL;
}

const struct wpa_bss *wpa_bss_by_address(const struct wpa_bss_table *t, struct extsta_mac bssid)
{
    const struct wpa_bss *found = NULL;
    for (size_t i = 0; i < t->count; i++) {
        if (same_mac(t->list[i].bssid, bssid) && (!found || t->list[i].seen > found->seen)) {
            found = &t->list[i];
        }
    }
    return found;
}
