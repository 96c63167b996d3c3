/* Preauthentication (preauth.h). The conversation is the machine of onex/onex.h, as on a port;
 * only the EtherType and the way differ. What comes to nothing costs nothing: the roam does
 * EAP. */
#include "msm/preauth.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "msm/form.h"
#include "msm/pmksa.h"
#include "rsn/keys.h"
#include <extsta/windot11.h>

#define THROTTLE 3u                    /* of one list, unless the profile says so: as Windows */
#define AGAIN    (60u * EXTSTA_SECOND) /* before one that came to nothing is asked once more */

struct candidate {
    struct extsta_mac bssid;
    bool waits;        /* to be asked */
    extsta_time asked; /* the last time; 0: never */
};

struct msm_preauth {
    struct candidate candidates[MSM_PMKID_LIST_MAX]; /* the most preferred first */
    uint8_t count;
    struct extsta_mac through; /* the AP whose port it goes through */
    struct extsta_mac target;  /* of the conversation */
    uint32_t akm;              /* of the association, and of what is made */
    struct onex *onex;         /* NULL: none is under way */
};

/* --- the conversation --- */

static void end(struct msm *msm)
{
    struct msm_preauth *p = msm->preauth;
    if (p && p->onex) {
        onex_stop(p->onex);
        pool_release(&msm->os->ctx->pool, p->onex, sizeof *p->onex);
        p->onex = NULL;
    }
}

void preauth_stop(struct msm *msm)
{
    end(msm);
    pool_release(&msm->os->ctx->pool, msm->preauth, sizeof *msm->preauth);
    msm->preauth = NULL;
}

void preauth_port_ended(struct msm *msm, struct extsta_mac peer)
{
    if (msm->preauth && mac_equal(msm->preauth->through, peer)) {
        preauth_stop(msm);
    }
}

/* To the target, by way of the AP, enciphered like all data. */
static void transmit(struct msm *msm, const struct writer *w)
{
    struct os *os = msm->os;
    const struct msm_port *port = msm_port_find(msm, &msm->preauth->through);
    enum extsta_drop drop;
    if (!port || writer_len(w) == 0) {
        return;
    }
    struct nwifi_link link = msm_port_link(msm, port);
    struct pbuf *msdu =
        nwifi_pdu_to_80211(&os->ctx->pool, &link, msm->preauth->target, os->address,
                           ETHERTYPE_PREAUTH, span(w->start, writer_len(w)), &drop);
    if (!msdu) {
        os_drop(os, drop);
        return;
    }
    const struct extsta_send_context context = {.exemption = DOT11_EXEMPT_NO_EXEMPTION,
                                                .phy_id = DOT11_PHY_ID_ANY};
    requester_send(&os->requester, REQUEST_MSM, msdu, &context);
}

/* --- the driver's list --- */

/* PMK-05: the candidates of which there is a PMK; an empty list clears. */
static void tell_driver(struct msm *msm, extsta_time now, const struct candidate *candidates,
                        size_t count)
{
    uint8_t entries[MSM_PMKID_LIST_MAX * sizeof(DOT11_PMKID_ENTRY)];
    struct writer e = writer_of(entries, sizeof entries);
    uint32_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const struct msm_pmksa *p = msm_pmksa_candidate(msm, now, candidates[i].bssid);
        if (p) {
            msm_pmksa_write_entry(&e, p);
            known++;
        }
    }
    msm_pmksa_set_list(msm, known, writer_span_of(&e));
}

/* --- whom to ask --- */

/* 802.1X with a PMK that the PMKID names: Suite B names the handshake's keys, FT has a
 * hierarchy of its own. */
static bool is_for(uint32_t akm)
{
    return akm == AKM_8021X || akm == AKM_8021X_SHA256;
}

static void start(struct msm *msm, extsta_time now, struct candidate *c)
{
    struct msm_preauth *p = msm->preauth;
    uint8_t pdu[ONEX_PDU_MAX];
    struct writer w = writer_of(pdu, sizeof pdu);
    struct onex_config config = {.peer = {.ctx = msm->os->ctx,
                                          .stream = msm->os->id,
                                          .eap = msm->eap.eap,
                                          .resume = &msm->eap.resume}};
    c->waits = false;
    c->asked = now;
    p->onex = pool_zalloc(&msm->os->ctx->pool, sizeof *p->onex);
    if (!p->onex) {
        return;
    }
    p->target = c->bssid;
    onex_times(msm->security.onex, &config);
    config.start_when = 0; /* 12.6.10.2: the supplicant begins */
    config.max_start = config.max_start ? config.max_start : ONEX_MAX_START;
    onex_start(p->onex, now, &config, &w);
    transmit(msm, &w);
}

static void next(struct msm *msm, extsta_time now)
{
    struct msm_preauth *p = msm->preauth;
    for (size_t i = 0; p && !p->onex && i < p->count; i++) {
        if (p->candidates[i].waits) {
            start(msm, now, &p->candidates[i]);
        }
    }
}

/* The AKM of the association, if it is one to preauthenticate with; 0: not. Its key is known,
 * since the port is open. */
static uint32_t akm_of(const struct msm *msm, extsta_time now)
{
    const struct extsta_pmk_cache *wish = msm->security.cache;
    const struct msm_port *port = msm_port_find(msm, NULL);
    if (!wish || !wish->preauth || !msm->eap.eap || !port || !msm_port_is_open(port) ||
        port->manager != EXTSTA_MANAGER_OS) {
        return 0;
    }
    const struct msm_pmksa *own = msm_pmksa_of(msm, now, port->peer);
    return own && is_for(own->akm) ? own->akm : 0;
}

/* PMK-07: only with who offers it, and where there is no key of it yet. */
static bool is_wanted(const struct msm *msm, extsta_time now, const struct candidate *c,
                      uint32_t flags)
{
    return (flags & DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED) &&
           !mac_equal(c->bssid, msm->preauth->through) && !msm_pmksa_of(msm, now, c->bssid) &&
           (c->asked == 0 || now - c->asked >= AGAIN);
}

static extsta_time asked_before(const struct msm_preauth *p, struct extsta_mac bssid)
{
    for (size_t i = 0; i < p->count; i++) {
        if (mac_equal(p->candidates[i].bssid, bssid)) {
            return p->candidates[i].asked;
        }
    }
    return 0;
}

static void take_list(struct msm *msm, extsta_time now, const struct extsta_payload *list)
{
    const struct msm_preauth before = *msm->preauth;
    struct msm_preauth *p = msm->preauth;
    struct extsta_part rest = list->list.entries;
    struct extsta_payload entry;
    const struct msm_port *port = msm_port_find(msm, NULL);
    unsigned left = msm->security.cache && msm->security.cache->preauth_throttle
                        ? msm->security.cache->preauth_throttle
                        : THROTTLE;
    p->count = 0;
    p->akm = akm_of(msm, now);
    p->through = port ? port->peer : (struct extsta_mac){{0}};
    while (p->count < MSM_PMKID_LIST_MAX && extsta_payload_next(&rest, &entry)) {
        struct candidate *c = &p->candidates[p->count++];
        *c = (struct candidate){.bssid = entry.candidate.bssid};
        c->asked = asked_before(&before, c->bssid);
        c->waits = p->akm && left > 0 && is_wanted(msm, now, c, entry.candidate.flags) &&
                   !(p->onex && mac_equal(p->target, c->bssid));
        left -= c->waits;
    }
}

void preauth_candidates(struct msm *msm, extsta_time now, const struct extsta_payload *list)
{
    if (!msm->preauth) {
        msm->preauth = pool_zalloc(&msm->os->ctx->pool, sizeof *msm->preauth);
    }
    if (!msm->preauth) { /* PMK-05 all the same: what is not known is cleared */
        tell_driver(msm, now, NULL, 0);
        return;
    }
    take_list(msm, now, list);
    tell_driver(msm, now, msm->preauth->candidates, msm->preauth->count);
    next(msm, now);
}

/* --- what comes of it --- */

/* The first half of the MSK is the PMK, which the target has, too (12.7.1.3). */
static void learn(struct msm *msm, extsta_time now)
{
    const struct msm_preauth *p = msm->preauth;
    struct crypto *crypto = crypto_of(msm->os->ctx);
    uint8_t msk[EAP_MSK_LEN];
    struct port_pmksa made = {.akm = p->akm, .pmk = span(msk, 32)};
    if (crypto && onex_msk(p->onex, msk) &&
        pmkid_derive(crypto, akm_find(p->akm), made.pmk, p->target, msm->os->address,
                     made.pmkid) == EXTSTA_OK) {
        msm_pmksa_learn(msm, now, p->target, &made);
    }
    wipe(msk, sizeof msk);
}

static void conclude(struct msm *msm, extsta_time now, const struct onex_step *step)
{
    struct msm_preauth *p = msm->preauth;
    if (step->dropped) {
        os_drop(msm->os, step->drop);
    }
    switch (step->verdict) {
    case ONEX_CONTINUE:
    case ONEX_PROGRESS:
        return;
    case ONEX_SUCCEEDED:
        learn(msm, now);
        tell_driver(msm, now, p->candidates, p->count);
        break;
    case ONEX_REFUSED:
        break;
    }
    end(msm);
    next(msm, now);
}

void preauth_rx(struct msm *msm, extsta_time now, struct extsta_mac from,
                struct extsta_span pdu)
{
    struct msm_preauth *p = msm->preauth;
    uint8_t answer[ONEX_PDU_MAX];
    struct writer w = writer_of(answer, sizeof answer);
    struct onex_step step;
    if (!p || !p->onex || !mac_equal(p->target, from)) {
        os_drop(msm->os, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return;
    }
    onex_rx(p->onex, now, pdu, &w, &step);
    transmit(msm, &w);
    conclude(msm, now, &step);
}

extsta_time preauth_deadline(const struct msm *msm)
{
    const struct msm_preauth *p = msm->preauth;
    if (!p) {
        return EXTSTA_NEVER;
    }
    extsta_time old = msm_pmksa_deadline(msm); /* the driver is not to name it any more */
    return p->onex && p->onex->deadline < old ? p->onex->deadline : old;
}

void preauth_expire(struct msm *msm, extsta_time now)
{
    uint8_t pdu[ONEX_PDU_MAX];
    struct writer w = writer_of(pdu, sizeof pdu);
    struct onex_step step;
    if (preauth_deadline(msm) > now) {
        return;
    }
    if (msm_pmksa_deadline(msm) <= now) {
        msm_pmksa_prune(msm, now);
        tell_driver(msm, now, msm->preauth->candidates, msm->preauth->count);
    }
    if (msm->preauth->onex && msm->preauth->onex->deadline <= now) {
        onex_expire(msm->preauth->onex, now, &w, &step);
        transmit(msm, &w);
        conclude(msm, now, &step);
    }
}

/* --- what it is made of (base/form.h) --- */

#define T struct candidate
static const struct form_row candidate_form_rows[] = {OCTETS(bssid), FLAG(waits), TIME(asked)};
FORM_OWN_TABLE(candidate_form, "candidate of preauthentication");
#undef T

#define T struct msm_preauth
static const struct form_row msm_preauth_form_rows[] = {
    ITEMS(candidates, candidate_form, count),
    COUNTS(count),
    OCTETS(through),
    OCTETS(target),
    NUMBER(akm),
    NOTHING(onex, "a preauthentication is under way"),
};
FORM_TABLE(msm_preauth_form, "preauthentication");
#undef T
