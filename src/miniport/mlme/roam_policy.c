/* By what measure a better AP is looked for and taken (extsta/roam.h), and the record of each
 * such decision: an output with the numbers it was made by. Asked by roam.c, which does what
 * comes of it. */
#include "miniport/mlme/roam_policy.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"

const struct extsta_roam_policy *roam_policy(const struct miniport *mp)
{
    return mp->mlme.policy ? mp->mlme.policy : &extsta_roam_default;
}

/* Those who have the default need no copy of it. */
uint32_t mlme_set_roam_policy(struct miniport *mp, const struct extsta_roam_policy *policy)
{
    struct extsta_roam_policy *copy = NULL;
    if (extsta_roam_policy_check(policy)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (policy != &extsta_roam_default) {
        copy = pool_alloc(&mp->ctx->pool, sizeof *copy);
        if (!copy) {
            return NDIS_STATUS_RESOURCES;
        }
        *copy = *policy;
    }
    pool_release(&mp->ctx->pool, mp->mlme.policy, sizeof *mp->mlme.policy);
    mp->mlme.policy = copy;
    return NDIS_STATUS_SUCCESS;
}

/* --- comparing --- */

/* dB with the preference of the band. */
static int worth(const struct miniport *mp, const struct bss_entry *e)
{
    return bss_dbm(e->signal) + (e->freq > 3000 ? roam_policy(mp)->prefer_5ghz : 0);
}

struct roam_choice roam_compare(struct miniport *mp, extsta_time now)
{
    struct roam_choice c = {.ours = mlme_bss(mp)};
    extsta_time fresh = roam_policy(mp)->fresh * EXTSTA_SECOND;
    for (size_t i = 0; c.ours && i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        if (e == c.ours || e->refused_until > now || !candidate_fits(mp, e, CANDIDATE_ROAM)) {
            continue;
        }
        c.count++;
        const struct bss_entry **best = now - e->heard <= fresh ? &c.best : &c.stale;
        if (!*best || worth(mp, e) > worth(mp, *best)) {
            *best = e;
        }
    }
    c.gain = c.best ? worth(mp, c.best) - worth(mp, c.ours) : 0;
    c.better = c.best && c.gain >= roam_policy(mp)->hysteresis;
    return c;
}

/* --- the record --- */

static void put_best(struct extsta_decision *d, extsta_time now, const struct bss_entry *e)
{
    if (e) {
        d->best = e->info->bssid;
        d->best_signal = (int8_t)bss_dbm(e->signal);
        d->age = (uint32_t)((now - e->heard) / EXTSTA_MS);
    }
}

void roam_decided(struct miniport *mp, extsta_time now, enum extsta_decision_type type,
                  const struct roam_choice *c)
{
    const struct extsta_roam_policy *policy = roam_policy(mp);
    const struct bss_entry *ours = mlme_bss(mp);
    if (!outq_wants(mp->out, EXTSTA_OUT_DECISION)) {
        return;
    }
    struct extsta_output *out = outq_push(mp->out, EXTSTA_OUT_DECISION, 0);
    if (!out) {
        return;
    }
    struct extsta_decision *d = &out->decision;
    *d = (struct extsta_decision){
        .type = type,
        .ap = mp->link.ap ? mp->link.ap->address : mp->mlme.last_ap,
        .signal = ours ? ours->signal : 0,
        .threshold = type == EXTSTA_DECISION_CONTENT ? policy->good : policy->low,
        .hysteresis = policy->hysteresis,
        .fresh = policy->fresh * 1000u,
    };
    if (c) {
        d->candidates = (uint16_t)c->count;
        d->gain = (int8_t)(c->gain < -127 ? -127 : c->gain > 127 ? 127 : c->gain);
        d->preference = c->preference;
        d->mode = c->mode;
        d->status = c->status;
        d->leaves_in = c->leaves_in;
        put_best(d, now, c->best ? c->best : c->stale);
    }
}

/* Why nothing came of a look at the others. */
void roam_stayed(struct miniport *mp, extsta_time now, const struct roam_choice *c)
{
    enum extsta_decision_type type = EXTSTA_DECISION_STAY_GAIN;
    if (!c->best) {
        type = c->stale ? EXTSTA_DECISION_STAY_OLD : EXTSTA_DECISION_STAY_ALONE;
    }
    roam_decided(mp, now, type, c);
}

void roam_full_association(struct miniport *mp, uint16_t status)
{
    struct extsta_output *out = outq_wants(mp->out, EXTSTA_OUT_DECISION)
                                    ? outq_push(mp->out, EXTSTA_OUT_DECISION, 0)
                                    : NULL;
    if (out) {
        const struct bss_entry *target = mlme_bss(mp);
        out->decision = (struct extsta_decision){.type = EXTSTA_DECISION_FT_FAILED,
                                                 .ap = mp->link.ap->address,
                                                 .signal = target ? target->signal : 0,
                                                 .status = status};
    }
}
