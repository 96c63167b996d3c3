/* The cache (pmksa.h): the latest first. */
#include "msm/pmksa.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "msm/form.h"
#include "rsn/keys.h"
#include <extsta/windot11.h>

#define ROOM_FIRST 4u

struct msm_pmksas {
    uint16_t count, room;
    struct msm_pmksa entries[];
};

/* What a profile that says nothing wants. */
static const struct extsta_pmk_cache *wishes(const struct msm *msm)
{
    static const struct extsta_pmk_cache usual;
    return msm->security.cache ? msm->security.cache : &usual;
}

static size_t size_of(const struct msm_pmksas *all)
{
    return sizeof *all + all->room * sizeof all->entries[0];
}

static struct msm_pmksa *entry_of(const struct msm *msm, struct extsta_mac bssid)
{
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        if (mac_equal(msm->pmksas->entries[i].bssid, bssid)) {
            return &msm->pmksas->entries[i];
        }
    }
    return NULL;
}

static void give_back(struct msm *msm, struct msm_pmksas *all)
{
    size_t size = all ? size_of(all) : 0;
    if (all) {
        wipe(all, size);
        pool_release(&msm->os->ctx->pool, all, size);
    }
}

void msm_pmksa_clear(struct msm *msm)
{
    give_back(msm, msm->pmksas);
    msm->pmksas = NULL;
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

/* It grows up to what the profile wants; then the oldest goes. Without memory it goes, too. */
static struct msm_pmksas *grown(struct msm *msm)
{
    struct msm_pmksas *old = msm->pmksas;
    uint16_t most = wishes(msm)->size ? wishes(msm)->size : MSM_PMKSAS;
    uint16_t room = old ? (uint16_t)(2 * old->room) : ROOM_FIRST;
    room = room < most ? room : most;
    if (old && (old->count < old->room || old->room >= most)) {
        return old;
    }
    struct msm_pmksas *all =
        pool_zalloc(&msm->os->ctx->pool, sizeof *all + room * sizeof all->entries[0]);
    if (!all) {
        return old;
    }
    all->room = room;
    if (old) {
        all->count = old->count;
        memcpy(all->entries, old->entries, old->count * sizeof old->entries[0]);
        give_back(msm, old);
    }
    return msm->pmksas = all;
}

/* Room for a new entry, in front; NULL: no memory. */
static struct msm_pmksa *make_room(struct msm *msm)
{
    struct msm_pmksas *all = grown(msm);
    if (!all) {
        return NULL;
    }
    all->count = (uint16_t)(all->count + (all->count < all->room));
    memmove(all->entries + 1, all->entries, (all->count - 1u) * sizeof all->entries[0]);
    return &all->entries[0];
}

void msm_pmksa_learn(struct msm *msm, extsta_time now, struct extsta_mac bssid,
                     const struct port_pmksa *learnt)
{
    const struct extsta_pmk_cache *wish = wishes(msm);
    unsigned minutes = wish->minutes ? wish->minutes : MSM_PMKSA_MINUTES;
    if (learnt->pmk.len == 0 || learnt->pmk.len > PMK_MAX || wish->off) {
        return;
    }
    extsta_time until = now + (extsta_time)minutes * 60u * EXTSTA_SECOND;
    const struct msm_pmksa *old = entry_of(msm, bssid);
    if (old && old->pmk_len == learnt->pmk.len &&
        equal_ct(old->pmk, learnt->pmk.data, old->pmk_len)) {
        until = old->until; /* used once more: it grows no younger */
    }
    msm_pmksa_forget(msm, bssid);
    struct msm_pmksa *e = make_room(msm);
    if (e) {
        *e = (struct msm_pmksa){.bssid = bssid,
                                .until = until,
                                .akm = learnt->akm,
                                .pmk_len = (uint8_t)learnt->pmk.len};
        memcpy(e->pmkid, learnt->pmkid, sizeof e->pmkid);
        memcpy(e->pmk, learnt->pmk.data, learnt->pmk.len);
    }
}

/* --- what an earlier station has learnt --- */

static void drop_restored(struct msm *msm, struct msm_restored **place)
{
    struct msm_restored *r = *place;
    *place = r->next;
    wipe(r, sizeof *r);
    pool_release(&msm->os->ctx->pool, r, sizeof *r);
}

void msm_pmksa_destroy(struct msm *msm)
{
    msm_pmksa_clear(msm);
    while (msm->restored) {
        drop_restored(msm, &msm->restored);
    }
}

bool msm_pmksa_restore(struct msm *msm, struct extsta_span ssid, const struct msm_pmksa *learnt)
{
    struct msm_restored **last = &msm->restored,
                        *r = pool_zalloc(&msm->os->ctx->pool, sizeof *r);
    if (!r) {
        return false;
    }
    r->pmksa = *learnt;
    r->ssid_len = (uint8_t)ssid.len;
    memcpy(r->ssid, ssid.data, ssid.len);
    while (*last) {
        last = &(*last)->next;
    }
    *last = r;
    return true;
}

void msm_pmksa_adopt(struct msm *msm, struct extsta_span ssid)
{
    struct msm_restored **place = &msm->restored;
    while (*place) {
        const struct msm_restored *r = *place;
        if (r->ssid_len != ssid.len || memcmp(r->ssid, ssid.data, ssid.len) != 0) {
            place = &(*place)->next;
            continue;
        }
        struct msm_pmksa *e =
            wishes(msm)->off || entry_of(msm, r->pmksa.bssid) ? NULL : make_room(msm);
        if (e) {
            *e = r->pmksa;
        }
        drop_restored(msm, place);
    }
}

size_t msm_pmksa_list(const struct msm *msm, extsta_time now,
                      void (*each)(void *user, const struct msm_pmksa *pmksa), void *user)
{
    size_t count = 0;
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        const struct msm_pmksa *e = &msm->pmksas->entries[i];
        if (!e->is_guess && e->until > now) {
            each(user, e);
            count++;
        }
    }
    return count;
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

const struct msm_pmksa *msm_pmksa_of(const struct msm *msm, extsta_time now,
                                     struct extsta_mac bssid)
{
    const struct msm_pmksa *e = entry_of(msm, bssid);
    return e && !e->is_guess && e->until > now ? e : NULL;
}

/* The latest that is no guess itself. */
static const struct msm_pmksa *latest(const struct msm *msm)
{
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        if (!msm->pmksas->entries[i].is_guess) {
            return &msm->pmksas->entries[i];
        }
    }
    return NULL;
}

const struct msm_pmksa *msm_pmksa_candidate(struct msm *msm, extsta_time now,
                                            struct extsta_mac bssid)
{
    const struct msm_pmksa *e = entry_of(msm, bssid);
    const struct msm_pmksa *last = wishes(msm)->no_opportunistic ? NULL : latest(msm);
    struct crypto *crypto = crypto_of(msm->os->ctx);
    const struct akm_suite *akm = last ? akm_find(last->akm) : NULL;
    /* Suite B names a key by its KCK, and with FT each AP has a key of its own. */
    if (e || !akm || !crypto || last->until <= now || last->akm == AKM_SUITE_B ||
        last->akm == AKM_SUITE_B_192 || akm->ft) {
        return e && e->until > now ? e : NULL;
    }
    uint8_t pmk[PMK_MAX];
    extsta_time until = last->until; /* it grows no younger */
    struct port_pmksa shared = {.akm = last->akm, .pmk = span(pmk, last->pmk_len)};
    memcpy(pmk, last->pmk, last->pmk_len);
    if (pmkid_derive(crypto, akm, shared.pmk, bssid, msm->os->address, shared.pmkid) ==
        EXTSTA_OK) {
        msm_pmksa_learn(msm, now, bssid, &shared);
    }
    wipe(pmk, sizeof pmk);
    struct msm_pmksa *made = entry_of(msm, bssid);
    if (made) {
        made->is_guess = true;
        made->until = until;
    }
    return made;
}

void msm_pmksa_write_entry(struct writer *w, const struct msm_pmksa *p)
{
    struct extsta_payload e = {.form = EXTSTA_FORM_PMKID, .pmkid.bssid = p->bssid};
    memcpy(e.pmkid.pmkid, p->pmkid, sizeof e.pmkid.pmkid);
    payload_write(w, &e);
}

extsta_time msm_pmksa_deadline(const struct msm *msm)
{
    extsta_time first = EXTSTA_NEVER;
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count; i++) {
        extsta_time until = msm->pmksas->entries[i].until;
        first = until < first ? until : first;
    }
    return first;
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
    for (size_t i = 0; msm->pmksas && i < msm->pmksas->count && count < MSM_PMKID_LIST_MAX;
         i++) {
        const struct msm_pmksa *e = &msm->pmksas->entries[i];
        if (mac_is_zero(only) || mac_equal(only, e->bssid)) {
            msm_pmksa_write_entry(w, e);
            count++;
        }
    }
    return count;
}

void msm_pmksa_set_list(struct msm *msm, uint32_t count, struct extsta_span entries)
{
    uint8_t list[MSM_PMKID_LIST_MAX * sizeof(DOT11_PMKID_ENTRY) + 16];
    struct writer w = writer_of(list, sizeof list);
    payload_write_list(&w, EXTSTA_FORM_PMKID_LIST, count, entries);
    requester_push(&msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET, OID_DOT11_PMKID_LIST,
                   writer_span_of(&w), 0);
}

void msm_pmksa_tell(struct msm *msm)
{
    static const struct extsta_mac all;
    uint8_t entries[MSM_PMKID_LIST_MAX * sizeof(DOT11_PMKID_ENTRY)];
    struct writer e = writer_of(entries, sizeof entries);
    uint32_t count = msm_pmksa_write(msm, all, &e);
    msm_pmksa_set_list(msm, count, writer_span_of(&e));
}

/* --- what it is made of (base/form.h) --- */

#define T struct msm_pmksa
static const struct form_row pmksa_form_rows[] = {
    OCTETS(bssid), FLAG(is_guess),     TIME(until),     NUMBER(akm),
    OCTETS(pmkid), PART(pmk, pmk_len), COUNTS(pmk_len),
};
FORM_OWN_TABLE(pmksa_form, "PMKSA");
#undef T

static bool pmksas_made(struct form_in *f, void *object)
{
    const struct msm_pmksas *all = object;
    return all->count <= all->room && all->room > 0;
}

#define T struct msm_pmksas
static const struct form_row msm_pmksas_form_rows[] = {LIMITED(count, UINT8_MAX), COUNTS(room)};
FORM_OPEN_TABLE(msm_pmksas_form, "cache of PMKSAs", .made = pmksas_made,
                FORM_TAIL(entries, room, struct msm_pmksa, UINT8_MAX, &pmksa_form));
#undef T

#define T struct msm_restored
static const struct form_row msm_restored_form_rows[] = {
    DERIVED(next, "of msm's list"),
    INSIDE(pmksa, pmksa_form),
    PART(ssid, ssid_len),
    COUNTS(ssid_len),
};
FORM_TABLE(msm_restored_form, "PMKSA of a network to come");
#undef T
