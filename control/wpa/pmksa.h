/* The PMKSAs that the driver was told of (OID_DOT11_PMKID_LIST crosses the boundary): for PMKSA
 * and its events. */
#ifndef CONTROL_WPA_PMKSA_H
#define CONTROL_WPA_PMKSA_H

#include <extsta/boundary.h>
#include <extsta/payload.h>

#define WPA_PMKSAS 32u

struct wpa_pmksa {
    struct extsta_mac bssid;
    uint8_t pmkid[16];
    extsta_time since;
};
struct wpa_pmksas {
    struct wpa_pmksa list[WPA_PMKSAS];
    size_t count;
};

/* A list as the OS half gave it to the driver at `now`. `added` and `removed` are called for
 * what differs from before. */
void wpa_pmksas_read(struct wpa_pmksas *p, extsta_time now, struct extsta_span buffer,
                     void (*added)(void *user, const struct wpa_pmksa *one),
                     void (*removed)(void *user, const struct wpa_pmksa *one), void *user);

/* Takes in one, in the place of the one of that address, or of the oldest. */
void wpa_pmksas_learn(struct wpa_pmksas *p, const struct wpa_pmksa *one,
                      void (*added)(void *user, const struct wpa_pmksa *one),
                      void (*removed)(void *user, const struct wpa_pmksa *one), void *user);
void wpa_pmksas_clear(struct wpa_pmksas *p,
                      void (*removed)(void *user, const struct wpa_pmksa *one), void *user);

#endif
