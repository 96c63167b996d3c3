/* The PMKSAs of a station: see pmksa.h. */
#include "pmksa.h"
#include <string.h>

static const struct wpa_pmksa *find(const struct wpa_pmksa *list, size_t count,
                                    const struct wpa_pmksa *one)
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(list[i].bssid.b, one->bssid.b, sizeof one->bssid.b) == 0 &&
            memcmp(list[i].pmkid, one->pmkid, sizeof one->pmkid) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

void wpa_pmksas_read(struct wpa_pmksas *p, extsta_time now, struct extsta_span buffer,
                     void (*added)(void *user, const struct wpa_pmksa *one),
                     void (*removed)(void *user, const struct wpa_pmksa *one), void *user)
{
    struct wpa_pmksas before = *p;
    struct extsta_payload list, entry;
    if (!extsta_payload_read(EXTSTA_FORM_PMKID_LIST, buffer, &list)) {
        return;
    }
    p->count = 0;
    struct extsta_part rest = list.list.entries;
    while (p->count < WPA_PMKSAS && extsta_payload_next(&rest, &entry)) {
        struct wpa_pmksa one = {.bssid = entry.pmkid.bssid, .since = now};
        memcpy(one.pmkid, entry.pmkid.pmkid, sizeof one.pmkid);
        const struct wpa_pmksa *known = find(before.list, before.count, &one);
        p->list[p->count++] = known ? *known : one;
        if (!known) {
            added(user, &one);
        }
    }
    for (size_t i = 0; i < before.count; i++) {
        if (!find(p->list, p->count, &before.list[i])) {
            removed(user, &before.list[i]);
        }
    }
}

void wpa_pmksas_learn(struct wpa_pmksas *p, const struct wpa_pmksa *one,
                      void (*added)(void *user, const struct wpa_pmksa *one),
                      void (*removed)(void *user, const struct wpa_pmksa *one), void *user)
{
    if (find(p->list, p->count, one)) {
        return;
    }
    size_t place = 0; /* the oldest stands first */
    while (place < p->count && memcmp(p->list[place].bssid.b, one->bssid.b, 6) != 0) {
        place++;
    }
    if (place == p->count && p->count == WPA_PMKSAS) {
        place = 0;
    }
    if (place < p->count) {
        removed(user, &p->list[place]);
        p->count--;
        memmove(&p->list[place], &p->list[place + 1], (p->count - place) * sizeof p->list[0]);
    }
    p->list[p->count++] = *one;
    added(user, one);
}

void wpa_pmksas_clear(struct wpa_pmksas *p,
                      void (*removed)(void *user, const struct wpa_pmksa *one), void *user)
{
    for (size_t i = 0; i < p->count; i++) {
        removed(user, &p->list[i]);
    }
    p->count = 0;
}
