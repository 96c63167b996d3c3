/* What goes on in an association while nothing else happens: link quality is said (LQ-02,
 * LQ-03), PMKID candidates are said (PMK-03, PMK-06), buffered frames are fetched (11.2.3). Fed
 * by mlme.c with each Beacon and Probe Response of the AP, by roam.c with the end of scans. */
#include "miniport/mlme/quality.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/channel_switch.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/power_save.h"

#define QUALITY_UNSAID 127u /* there was no memory: the next Beacon says it (LQ-02) */
#define QUALITY_STEP   5    /* LQ-03: damping by size ... */
#define QUALITY_PAUSE  (2ull * EXTSTA_SECOND) /* ... and by time */
#define KEYS_LOOK      (5ull * EXTSTA_SECOND) /* PMK-03: are there keys yet */
#define PMKID_NEWS     3u                     /* PMK-06: so many more are news */

/* --- link quality --- */

/* LQ-05: what was said is remembered, and changes are judged against it. */
static void quality_say(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        uint8_t quality)
{
    bool said = indicate_link_quality(mp, peer->address, quality);
    peer->quality = (said ? quality : QUALITY_UNSAID) & 0x7f;
    peer->quality_at = now;
}

/* LQ-01: five groups of 20; 100 belongs to the last. */
static unsigned quality_group(unsigned quality)
{
    return quality < 80 ? quality / 20 : 4;
}

/* LQ-03: another group, far enough from what was said, and not too soon after it: a signal that
 * swings around a border is not news each time. */
static void quality_check(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                          uint8_t quality)
{
    unsigned before = peer->quality;
    if (before == QUALITY_UNSAID) {
        quality_say(mp, now, peer, quality);
        return;
    }
    unsigned change = quality > before ? quality - before : before - quality;
    if (quality_group(quality) != quality_group(before) && change >= QUALITY_STEP &&
        now - peer->quality_at >= QUALITY_PAUSE) {
        quality_say(mp, now, peer, quality);
    }
}

bool quality_stays(const struct mp_peer *ap, int8_t signal)
{
    return ap->quality != QUALITY_UNSAID &&
           quality_group(bss_link_quality(signal)) == quality_group(ap->quality);
}

/* --- PMKID candidates --- */

static bool is_rsna(const struct miniport *mp)
{
    return mp->link.ap && suites_auth_is_rsna(mp->link.ap->negotiated.auth);
}

/* BSSs of the network, the most preferred first: a selection sort over the cache. */
static size_t pmkid_list(struct miniport *mp, extsta_time now,
                         struct indicate_candidate out[MP_MAX_PMKIDS])
{
    size_t count = 0;
    int below = INT32_MAX;
    while (count < MP_MAX_PMKIDS) {
        const struct bss_entry *best = NULL;
        int best_score = 0;
        for (size_t i = 0; i < mp->bss.count; i++) {
            const struct bss_entry *e = &mp->bss.entries[i];
            int score = candidate_score(mp, e, now) * 256 - (int)i; /* all different */
            if (score < below && (!best || score > best_score) && e->info->rsn_ok &&
                candidate_fits(mp, e, CANDIDATE_ROAM)) {
                best = e;
                best_score = score;
            }
        }
        if (!best) {
            break;
        }
        below = best_score;
        out[count].bssid = best->info->bssid;
        out[count].preauth = (best->info->rsn.capabilities & RSN_CAP_PREAUTH) != 0;
        count++;
    }
    return count;
}

static void pmkids_say(struct miniport *mp, extsta_time now, size_t at_least)
{
    struct indicate_candidate list[MP_MAX_PMKIDS];
    size_t count = pmkid_list(mp, now, list);
    if (count == 0 || count < at_least) {
        return;
    }
    if (indicate_pmkid_candidates(mp, list, count)) {
        mp->mlme.pmkid_count = (uint8_t)count;
    }
}

/* PMK-03: candidates only with keys installed. That they are is seen by looking. */
void quality_expire(struct miniport *mp, extsta_time now)
{
    if (!mlme_is_associated(mp) || !is_rsna(mp) || mp->mlme.pmkid_count) {
        return;
    }
    if (keys_mapping_find(mp, mp->link.ap->address, DOT11_DIR_OUTBOUND)) {
        pmkids_say(mp, now, 1);
    }
    if (mp->mlme.pmkid_count == 0) {
        mp_timer_set(mp, MP_TIMER_CANDIDATES, now + KEYS_LOOK);
    }
}

/* PMK-06: not for a single new one. */
void quality_scan_done(struct miniport *mp, extsta_time now)
{
    if (mlme_is_associated(mp) && is_rsna(mp) && mp->mlme.pmkid_count) {
        pmkids_say(mp, now, mp->mlme.pmkid_count + PMKID_NEWS);
    }
}

/* --- both --- */

void quality_begin(struct miniport *mp, extsta_time now, struct mp_peer *peer, int8_t signal)
{
    const struct bss_entry *e = mlme_bss(mp);
    mp->mlme.pmkid_count = 0;
    /* LQ-02: the first is said at once */
    quality_say(mp, now, peer, bss_link_quality(signal ? signal : e ? e->signal : 0));
    if (is_rsna(mp)) {
        mp_timer_set(mp, MP_TIMER_CANDIDATES, now + KEYS_LOOK);
    }
}

void quality_peer_heard(struct miniport *mp, extsta_time now, struct mp_peer *peer,
                        int8_t signal)
{
    quality_check(mp, now, peer, bss_link_quality(signal));
}

void quality_heard(struct miniport *mp, extsta_time now, const struct bss_entry *e,
                   const struct frame *f)
{
    if (!mlme_is_associated(mp) || e != mlme_bss(mp)) {
        return;
    }
    quality_check(mp, now, mp->link.ap, bss_link_quality(e->signal));
    if (frame_kind(f) == FRAME_BEACON) {
        channel_switch_heard(mp, now, e->info);
        power_save_beacon(mp, now, f);
    }
}
