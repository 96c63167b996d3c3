/* PMKs by AP (pmksa.h): a list, the last one kept first. associate.c keeps and leaves,
 * auth_sae.c looks for one and forgets what was refused, oid/operation.c answers GET_PMK. */
#include "miniport/mlme/pmksa.h"
#include "base/wipe.h"
#include "miniport/miniport.h"

static void entry_free(struct miniport *mp, struct mp_pmksa *e)
{
    size_t size = sizeof *e + e->pmk_len;
    wipe(e, size);
    pool_release(&mp->ctx->pool, e, size);
}

static struct mp_pmksa *entry_of(const struct miniport *mp, struct extsta_mac bssid)
{
    struct mp_pmksa *e = mp->mlme.pmksas;
    while (e && !mac_equal(e->bssid, bssid)) {
        e = e->next;
    }
    return e;
}

const struct mp_pmksa *pmksa_find(const struct miniport *mp, extsta_time now,
                                  struct extsta_mac bssid, uint32_t akm)
{
    const struct mp_pmksa *e = entry_of(mp, bssid);
    return e && e->akm == akm && e->expires > now ? e : NULL;
}

const struct mp_pmksa *pmksa_of_operation(const struct miniport *mp, const struct mp_peer *peer)
{
    return pmksa_find(mp, 0, peer->address, peer->negotiated.akm);
}

void pmksa_name(const struct mp_pmksa *pmksa, struct rsn_element *rsn)
{
    rsn->pmkid_count = pmksa != NULL;
    if (pmksa) {
        memcpy(rsn->pmkid[0], pmksa->pmkid, sizeof rsn->pmkid[0]);
    }
}

const struct mp_pmksa *pmksa_of_association(const struct miniport *mp, struct extsta_mac bssid)
{
    const struct mp_peer *peer = link_peer_at(mp, bssid);
    const struct mp_pmksa *e = entry_of(mp, bssid);
    return peer && peer_is_associated(peer) && e && e->akm == peer->negotiated.akm ? e : NULL;
}

void pmksa_forget(struct miniport *mp, struct extsta_mac bssid)
{
    struct mp_pmksa **at = &mp->mlme.pmksas;
    while (*at && !mac_equal((*at)->bssid, bssid)) {
        at = &(*at)->next;
    }
    struct mp_pmksa *e = *at;
    if (e) {
        *at = e->next;
        entry_free(mp, e);
    }
}

/* Those beyond the first PMKSA_MAX. */
static void forget_oldest(struct miniport *mp)
{
    struct mp_pmksa **at = &mp->mlme.pmksas;
    for (size_t i = 0; *at && i < PMKSA_MAX; i++) {
        at = &(*at)->next;
    }
    while (*at) {
        struct mp_pmksa *e = *at;
        *at = e->next;
        entry_free(mp, e);
    }
}

bool pmksa_keep(struct miniport *mp, extsta_time now, const struct mp_peer *peer,
                struct extsta_span pmk, const uint8_t pmkid[16])
{
    struct mp_pmksa *e = entry_of(mp, peer->address);
    if (e && e->akm == peer->negotiated.akm && e->pmk_len == pmk.len &&
        equal_ct(e->pmk, pmk.data, pmk.len)) {
        e->on_trial = true;
        return true;
    }
    pmksa_forget(mp, peer->address);
    e = pool_zalloc(&mp->ctx->pool, sizeof *e + pmk.len);
    if (!e) {
        return false;
    }
    e->bssid = peer->address;
    e->akm = peer->negotiated.akm;
    e->expires = now + PMKSA_LIFE;
    e->on_trial = true;
    memcpy(e->pmkid, pmkid, sizeof e->pmkid);
    e->pmk_len = (uint8_t)pmk.len;
    memcpy(e->pmk, pmk.data, pmk.len);
    e->next = mp->mlme.pmksas;
    mp->mlme.pmksas = e;
    forget_oldest(mp);
    return true;
}

void pmksa_proven(struct miniport *mp, struct extsta_mac bssid)
{
    struct mp_pmksa *e = entry_of(mp, bssid);
    if (e) {
        e->on_trial = false;
    }
}

void pmksa_left(struct miniport *mp, struct extsta_mac bssid)
{
    const struct mp_pmksa *e = entry_of(mp, bssid);
    if (e && e->on_trial) {
        pmksa_forget(mp, bssid);
    }
}

void pmksa_clear(struct miniport *mp)
{
    while (mp->mlme.pmksas) {
        pmksa_forget(mp, mp->mlme.pmksas->bssid);
    }
}

void pmksa_retire(struct miniport *mp)
{
    for (struct mp_pmksa *e = mp->mlme.pmksas; e; e = e->next) {
        e->expires = 1; /* long ago; an operation asks at no time */
    }
}
