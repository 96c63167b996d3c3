/* The PMKs that this driver has made itself, by SAE and OWE, one for each AP (IEEE Std
 * 802.11-2020 12.6.10). Who runs the four-way handshake gets the one of the association
 * (EXTSTA_PRIVATE_GET_PMK); one that has opened a port spares the next exchange with that AP.
 */
#include "machine.h"
#include "base/wipe.h"

#define LIFE (43200ull * EXTSTA_SECOND) /* dot11RSNAConfigPMKLifetime, its default */

static void forget(struct nld_pmksa *p)
{
    wipe(p, sizeof *p);
}

static struct nld_pmksa *find(struct nld *d, struct extsta_mac bssid)
{
    for (size_t i = 0; i < NLD_PMKSA; i++) {
        if (d->pmksa[i].used && mac_equal(d->pmksa[i].bssid, bssid)) {
            return &d->pmksa[i];
        }
    }
    return NULL;
}

struct nld_pmksa *nld_pmksa_find(struct nld *d, struct extsta_mac bssid, uint32_t akm)
{
    struct nld_pmksa *p = find(d, bssid);
    return p && p->akm == akm && p->expires > d->now ? p : NULL;
}

void nld_pmksa_keep(struct nld *d, struct extsta_mac bssid, uint32_t akm,
                    struct extsta_span pmk, const uint8_t pmkid[16])
{
    struct nld_pmksa *p = find(d, bssid);
    for (size_t i = 0; i < NLD_PMKSA && !p; i++) {
        p = d->pmksa[i].used ? NULL : &d->pmksa[i];
    }
    for (size_t i = 0; i < NLD_PMKSA && (!p || p->used); i++) { /* the oldest makes room */
        if (!p || (d->pmksa[i].expires < p->expires && !mac_equal(p->bssid, bssid))) {
            p = &d->pmksa[i];
        }
    }
    if (pmk.len == 0 || pmk.len > sizeof p->pmk) {
        return;
    }
    *p = (struct nld_pmksa){.bssid = bssid,
                            .akm = akm,
                            .expires = d->now + LIFE,
                            .on_trial = true,
                            .used = true,
                            .pmk_len = (uint8_t)pmk.len};
    memcpy(p->pmkid, pmkid, sizeof p->pmkid);
    memcpy(p->pmk, pmk.data, pmk.len);
}

void nld_pmksa_forget(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p) {
        forget(p);
    }
}

void nld_pmksa_proven(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p) {
        p->on_trial = false;
    }
}

/* What did not work once is not tried again. */
void nld_pmksa_left(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p && p->on_trial) {
        forget(p);
    }
}

void nld_pmksa_clear(struct nld *d)
{
    for (size_t i = 0; i < NLD_PMKSA; i++) {
        forget(&d->pmksa[i]);
    }
}
