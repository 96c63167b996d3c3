/* What the access point answers to an attempt (associate.c), as the kernel tells it: frames by
 * AUTHENTICATE and ASSOCIATE, or that none came; ASSOC_COMEBACK. Each either takes the next
 * step or ends the attempt. What a response means is here for cards, too, that tell no more
 * than its elements (connect_card.c). */
#include "machine.h"
#include "rsn/keys.h"
#include "wire/owe_element.h"
#include "wire/status_codes.h"

#define HEADER 24u

static bool is_target(const struct nld *d, const struct nld_message *m,
                      struct extsta_span frame)
{
    struct extsta_mac from =
        frame.len >= HEADER ? mac_at(frame.data + 10) : nld_mac(m->tb[NL80211_ATTR_MAC]);
    return mac_equal(from, d->attempt.bssid);
}

static void authenticated(struct nld *d, struct extsta_span body)
{
    struct mgmt_auth auth;
    if (!mgmt_parse_auth(body, &auth)) {
        return; /* the kernel would not have taken it */
    }
    if (d->attempt.method == NLD_METHOD_SAE) {
        nld_sae_rx(d, &auth);
    } else if (d->attempt.method == NLD_METHOD_FT) {
        nld_ft_authenticated(d, &auth);
    } else if (auth.status == 0) {
        nld_associate(d);
    } else {
        struct nld_end end = nld_refused(auth.status);
        nld_attempt_fail(d, &end);
    }
}

static void on_authenticate(struct nld *d, const struct nld_message *m)
{
    struct extsta_span frame = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    if (d->attempt.state != NLD_AWAIT_AUTHENTICATE || !is_target(d, m, frame)) {
        return;
    }
    if (frame.len >= HEADER) {
        authenticated(d, span(frame.data + HEADER, frame.len - HEADER));
    } else if (d->attempt.method == NLD_METHOD_SAE) {
        nld_sae_unanswered(d);
    } else {
        struct nld_end end = nld_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
        nld_attempt_fail(d, &end);
    }
}

/* 9.4.2.48: association comeback time, TU; 0: none. */
static uint32_t comeback_time(const struct elements *e)
{
    struct extsta_span t = e->timeout_interval;
    return t.len >= 5 && t.data[0] == 3 ? get_le32(t.data + 1) : 0;
}

/* RFC 8110 4.5: without a key of the AP's, it names the PMK of before that was offered. */
static bool takes_known(struct nld *d, const struct elements *e)
{
    const struct nld_attempt *a = &d->attempt;
    const struct nld_pmksa *known =
        a->by_pmksa ? nld_pmksa_find(d, a->bssid, a->negotiated.akm) : NULL;
    struct rsn_element rsn;
    return known && !e->dh.data && e->rsn.data &&
           rsn_element_parse(e->rsn, &rsn) == EXTSTA_OK && rsn.pmkid_count > 0 &&
           memcmp(rsn.pmkid[0], known->pmkid, sizeof known->pmkid) == 0;
}

/* OWE: a key of the AP's, by the group that was offered. True: it is not settled by that. */
static bool owe_decides(struct nld *d, const struct mgmt_assoc_resp *r,
                        const struct elements *e)
{
    const struct akm_suite *akm = suites_akm(d->attempt.negotiated.akm);
    struct dh_element peer;
    struct nld_end end =
        nld_unable(DOT11_ASSOC_STATUS_FAILURE, EXTSTA_DIAGNOSIS_OWE_KEY_INVALID);
    if (!akm || akm->pmk != AKM_PMK_DH) {
        return false;
    }
    if (r->status == STATUS_GROUP_REFUSED &&
        owe_next_group(&d->attempt.owe, nld_random, d) == EXTSTA_OK) {
        nld_attempt_begin(d);
        return true;
    }
    if (r->status != 0 || takes_known(d, e)) {
        return false;
    }
    if (e->dh.data && dh_element_parse(e->dh, &peer) &&
        owe_take_key(&d->attempt.owe, &peer) == EXTSTA_OK) {
        return false;
    }
    end.diagnosis =
        e->dh.data ? EXTSTA_DIAGNOSIS_OWE_KEY_INVALID : EXTSTA_DIAGNOSIS_OWE_KEY_MISSING;
    end.tell_peer = true;
    nld_attempt_fail(d, &end);
    return true;
}

static void refused(struct nld *d, const struct mgmt_assoc_resp *r, const struct elements *e)
{
    struct nld_attempt *a = &d->attempt;
    if (r->status == STATUS_INVALID_PMKID && a->by_pmksa) { /* it has forgotten: the exchange */
        nld_pmksa_forget(d, a->bssid);
        nld_attempt_begin(d);
        return;
    }
    struct nld_end end = nld_refused(r->status);
    a->comeback = r->status == STATUS_TRY_LATER ? comeback_time(e) : 0;
    nld_attempt_fail(d, &end);
}

/* What was made with the AP, for whoever runs the four-way handshake. */
static void keep_pmk(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    if (a->method == NLD_METHOD_SAE) {
        nld_pmksa_keep(d, a->bssid, a->negotiated.akm,
                       span(a->sae.keys.pmk, a->sae.keys.pmk_len), a->sae.keys.pmkid);
    } else if (a->owe.has_keys) {
        nld_pmksa_keep(d, a->bssid, a->negotiated.akm, span(a->owe.pmk, a->owe.pmk_len),
                       a->owe.pmkid);
    }
}

/* With a port of ours the operation goes on until it is open (PRT-07). */
static void accepted(struct nld *d, const struct mgmt_assoc_resp *r)
{
    d->attempt.accepted = *r;
    if (!nld_own_port_wanted(d, &d->attempt.negotiated)) {
        nld_attempt_done(d, r);
    } else if (!nld_own_port_start(d, NULL, NULL)) {
        struct nld_end end =
            nld_unable(DOT11_ASSOC_STATUS_FAILURE, EXTSTA_DIAGNOSIS_SECURITY_MISMATCH);
        end.tell_peer = true;
        nld_attempt_fail(d, &end);
    }
}

/* PRT-08: authorized before it is told. */
void nld_attempt_authorized(struct nld *d)
{
    struct mgmt_assoc_resp r = d->attempt.accepted;
    d->attempt.own_port = true;
    nld_port_authorize(d, d->attempt.bssid, true);
    nld_pmksa_proven(d, d->attempt.bssid);
    nld_attempt_done(d, &r);
}

void nld_attempt_responded(struct nld *d, const struct mgmt_assoc_resp *r)
{
    struct nld_attempt *a = &d->attempt;
    struct elements e;
    (void)elements_parse(r->elements, &e);
    a->negotiated.qos = e.wmm.data != NULL;
    if (owe_decides(d, r, &e)) {
        return;
    }
    if (a->method == NLD_METHOD_FT && r->status != STATUS_TRY_LATER) {
        nld_ft_responded(d, r);
        return;
    }
    if (r->status != 0) {
        refused(d, r, &e);
        return;
    }
    keep_pmk(d);
    nld_ft_learn(d, r->elements);
    accepted(d, r);
}

static void responded(struct nld *d, const struct nld_message *m, struct extsta_span frame)
{
    struct nld_attempt *a = &d->attempt;
    struct extsta_span body = span(frame.data + HEADER, frame.len - HEADER);
    struct mgmt_assoc_resp r;
    bool reassoc = (frame.data[0] & 0xf0) == 0x30;
    if (!mgmt_parse_assoc_resp(body, reassoc, &r)) {
        return;
    }
    nld_attempt_request(d, nld_octets(m->tb[NL80211_ATTR_REQ_IE]));
    a->response_reassoc = reassoc;
    a->response_len = body.len <= sizeof a->response ? body.len : 0;
    memcpy(a->response, body.data, a->response_len);
    nld_attempt_responded(d, &r);
}

static void on_associate(struct nld *d, const struct nld_message *m)
{
    struct extsta_span frame = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    if (d->attempt.state != NLD_AWAIT_ASSOCIATE || !is_target(d, m, frame)) {
        return;
    }
    if (frame.len >= HEADER) {
        responded(d, m, frame);
    } else {
        struct nld_end end = nld_unanswered(EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER);
        nld_attempt_fail(d, &end);
    }
}

void nld_attempt_event(struct nld *d, const struct nld_message *m)
{
    if (m->cmd == NL80211_CMD_AUTHENTICATE) {
        on_authenticate(d, m);
    } else if (m->cmd == NL80211_CMD_ASSOCIATE) {
        on_associate(d, m);
    } else if (d->attempt.state == NLD_AWAIT_ASSOCIATE) { /* the kernel asks again, then */
        extsta_time tu = nld_u32(m->tb[NL80211_ATTR_TIMEOUT], 0);
        nld_timer(d, NLD_TIMER_ATTEMPT, d->now + tu * EXTSTA_TU + NLD_ASSOC_LIMIT);
    }
}
