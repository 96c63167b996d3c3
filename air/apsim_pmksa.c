/* The PMKs of the stations that have been at the access point, by SAE or 802.1X, one for each
 * (IEEE Std 802.11-2020 12.6.10.3): they outlive the clients. Who made one keeps it here, and
 * says whether a station that comes back may use it (apsim_sae.c, apsim_eap.c). */
#include "ap.h"
#include "base/wipe.h"

#define LIFETIME   (43200u * EXTSTA_SECOND) /* dot11RSNAConfigPMKLifetime, its default */
#define PMKSAS_MAX 4096u                    /* then the oldest is forgotten */

void ap_pmksa_init(struct apsim *ap)
{
    list_init(&ap->pmksas.list);
    macmap_init(&ap->pmksas.by_station, ap->air->ctx);
}

static void forget(struct apsim *ap, struct ap_pmksa *p)
{
    macmap_remove(&ap->pmksas.by_station, p->station);
    list_remove(&p->link);
    ap->pmksas.count--;
    wipe(p, sizeof *p);
    pool_release(ap->pool, p, sizeof *p);
}

static struct ap_pmksa *oldest(const struct apsim *ap)
{
    return list_entry(ap->pmksas.list.next, struct ap_pmksa, link);
}

void apsim_forget_pmks(struct apsim *ap)
{
    while (!list_empty(&ap->pmksas.list)) {
        forget(ap, oldest(ap));
    }
}

void ap_pmksa_destroy(struct apsim *ap)
{
    apsim_forget_pmks(ap);
    macmap_destroy(&ap->pmksas.by_station);
}

void ap_pmksa_keep(const struct client *c, const struct ap_pmksa *made)
{
    struct apsim *ap = c->ap;
    struct ap_pmksa *p = macmap_get(&ap->pmksas.by_station, c->info.address);
    if (p) {
        forget(ap, p);
    } else if (ap->pmksas.count >= PMKSAS_MAX) {
        forget(ap, oldest(ap));
    }
    p = pool_alloc(ap->pool, sizeof *p);
    if (!p || !macmap_set(&ap->pmksas.by_station, c->info.address, p)) {
        pool_release(ap->pool, p, sizeof *p);
        ap->air->stats.no_memory++; /* the next time it is made anew */
        return;
    }
    *p = *made;
    p->station = c->info.address;
    p->until = air_now(ap->air) + LIFETIME;
    list_push_back(&ap->pmksas.list, &p->link);
    ap->pmksas.count++;
}

struct ap_pmksa *ap_pmksa_of(const struct apsim *ap, struct extsta_mac station,
                             enum akm_pmk way)
{
    struct ap_pmksa *p = macmap_get(&ap->pmksas.by_station, station);
    return p && air_now(ap->air) < p->until && suites_akm(p->akm)->pmk == way ? p : NULL;
}
