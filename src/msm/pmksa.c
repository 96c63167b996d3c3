/* The cache (pmksa.h): few entries, the latest first. */
#include "msm/pmksa.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "rsn/keys.h"

struct msm_pmksas {
    uint8_t count;
    struct msm_pmksa entries[MSM_PMKSAS];
};

static struct msm_pmksa *entry_of(const struct msm *msm, struct extsta_mac bssid)
{
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        if (mac_equal(msm->pmksas->entries[i].bssid, bssid)) {
            return &msm->pmksas->entries[i];
        }
    }
    return NULL;
}

void msm_pmksa_clear(struct msm *msm)
{
    if (msm->pmksas) {
        wipe(msm->pmksas, sizeof *msm->pmksas);
        pool_release(&msm->os->ctx->pool, msm->pmksas, sizeof *msm->pmksas);
        msm->pmksas = NULL;
    }
}

void msm_pmksa_forget(struct msm *msm, struct extsta_mac bssid)
{
    struct msm_pmksa *e = entry_of(msm, bssid);
    if (e) {
        struct msm_pmksa *end = msm->pmksas->entries + --msm->pmksas->count;
        memmove(e, e + 1, (size_t)((uint8_t *)end - (uint8_t *)e));
        wipe(end, sizeof *end);
    }
}

/* Room for a new entry, in front; NULL: no memory. */
static struct msm_pmksa *make_room(struct msm *msm)
{
    struct msm_pmksas *all = msm->pmksas;
    if (!all) {
        all = msm->pmksas = pool_zalloc(&msm->os->ctx->pool, sizeof *all);
    }
    if (!all) {
        return NULL;
    }
    all->count = (uint8_t)(all->count + (all->count < MSM_PMKSAS));
    memmove(all->entries + 1, all->entries, (all->count - 1u) * sizeof all->entries[0]);
    return &all->entries[0];
}

void msm_pmksa_learn(struct msm *msm, extsta_time now, struct extsta_mac bssid,
                     const struct port_pmksa *learnt)
{
    if (learnt->pmk.len == 0 || learnt->pmk.len > PMK_MAX) {
        return;
    }
    msm_pmksa_forget(msm, bssid);
    struct msm_pmksa *e = make_room(msm);
    if (e) {
        *e = (struct msm_pmksa){.bssid = bssid,
                                .until = now + MSM_PMKSA_TIME,
                                .akm = learnt->akm,
                                .pmk_len = (uint8_t)learnt->pmk.len};
        memcpy(e->pmkid, learnt->pmkid, sizeof e->pmkid);
        memcpy(e->pmk, learnt->pmk.data, learnt->pmk.len);
    }
}

const struct msm_pmksa *msm_pmksa_find(const struct msm *msm, extsta_time now,
                                       struct extsta_mac bssid, uint32_t akm,
                                       struct extsta_span pmkid)
{
    const struct msm_pmksa *e = entry_of(msm, bssid);
    return e && e->until > now && e->akm == akm && pmkid.len == sizeof e->pmkid &&
                   memcmp(e->pmkid, pmkid.data, pmkid.len) == 0
               ? e
               : NULL;
}

const struct msm_pmksa *msm_pmksa_candidate(struct msm *msm, extsta_time now,
                                            struct extsta_mac bssid)
{
    const struct msm_pmksa *e = entry_of(msm, bssid);
    const struct msm_pmksa *last =
        msm->pmksas && msm->pmksas->count ? msm->pmksas->entries : NULL;
    struct crypto *crypto = crypto_of(msm->os->ctx);
    const struct akm_suite *akm = last ? akm_find(last->akm) : NULL;
    /* Suite B names a key by its KCK, and with FT each AP has a key of its own. */
    if (e || !akm || !crypto || last->until <= now || last->akm == AKM_SUITE_B ||
        last->akm == AKM_SUITE_B_192 || akm->ft) {
        return e && e->until > now ? e : NULL;
    }
    uint8_t pmk[PMK_MAX];
    struct port_pmksa shared = {.akm = last->akm, .pmk = span(pmk, last->pmk_len)};
    memcpy(pmk, last->pmk, last->pmk_len);
    if (pmkid_derive(crypto, akm, shared.pmk, bssid, msm->os->address, shared.pmkid) ==
        EXTSTA_OK) {
        msm_pmksa_learn(msm, now, bssid, &shared);
    }
    wipe(pmk, sizeof pmk);
    return entry_of(msm, bssid);
}

void msm_pmksa_write_entry(struct writer *w, const struct msm_pmksa *p)
{
    struct extsta_payload e = {.form = EXTSTA_FORM_PMKID, .pmkid.bssid = p->bssid};
    memcpy(e.pmkid.pmkid, p->pmkid, sizeof e.pmkid.pmkid);
    payload_write(w, &e);
}

void msm_pmksa_prune(struct msm *msm, extsta_time now)
{
    for (size_t i = msm->pmksas ? msm->pmksas->count : 0; i > 0; i--) {
        if (msm->pmksas->entries[i - 1].until <= now) {
            msm_pmksa_forget(msm, msm->pmksas->entries[i - 1].bssid);
        }
    }
}

uint32_t msm_pmksa_write(const struct msm *msm, struct extsta_mac only, struct writer *w)
{
    uint32_t count = 0;
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        const struct msm_pmksa *e = &msm->pmksas->entries[i];
        if (mac_is_zero(only) || mac_equal(only, e->bssid)) {
            msm_pmksa_write_entry(w, e);
            count++;
        }
    }
    return count;
}
