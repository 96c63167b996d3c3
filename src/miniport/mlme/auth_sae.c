/* SAE (IEEE Std 802.11-2020 12.4) as authentication method (auth.h): carries the frames of the
 * machine (rsn/sae.h), repeats them by the rules of asking.h, and says why it came to nothing.
 *
 * With an AP whose PMK is still known (pmksa.h) the exchange is spared (12.6.10.3): Open
 * System, and the PMKID in the request. An AP that has forgotten it says so, at authentication
 * or by status 53 of its response; then the PMK is forgotten here, too, and within the same
 * operation the exchange is had. So a stale PMK costs a frame, and is never tried twice. */
#include "base/form.h"
#include "base/wipe.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth_open.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/mlme/sae_choice.h"
#include "rsn/sae.h"
#include "wire/capability_bits.h"
#include "wire/status_codes.h"

#define AUTH_FIXED           6u

struct auth_sae {
    struct auth_open open;
    bool cached; /* Open System, with the PMK that is known */
    struct sae sae;
    struct sae_pt pts[SAE_GROUPS]; /* of the groups, in their order */
    uint8_t bodies[AUTH_FRAMES][AUTH_FIXED + SAE_BODY_MAX];
};

/* --- how it fails --- */

static void fail(struct auth_step *out, enum extsta_diagnosis diagnosis, uint8_t confidence,
                 enum extsta_origin origin)
{
    out->by_dropped = out->by_dropped && origin == EXTSTA_ORIGIN_TIMER;
    out->verdict = AUTH_FAILED;
    out->end = origin == EXTSTA_ORIGIN_TIMER ? associate_unanswered(diagnosis)
                                             : associate_unable(diagnosis, RULE(ASC_30));
    out->end.origin = origin;
    out->end.confidence = confidence;
}

/* The AP said no. That a Confirm did not verify has one cause: another password. The standard's
 * word for it is status 15 (12.4.7.6); hostapd says 1, "unspecified", and has no other reason to
 * say so at this place. */
static void refused(uint16_t transaction, uint16_t status, struct auth_step *out)
{
    out->verdict = AUTH_FAILED;
    out->end = associate_refused(status);
    if (transaction == SAE_CONFIRM &&
        (status == STATUS_CHALLENGE_FAILURE || status == STATUS_UNSPECIFIED)) {
        out->end.diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE;
        out->end.confidence = status == STATUS_CHALLENGE_FAILURE ? 95 : 85;
    } else if (status == STATUS_UNKNOWN_IDENTIFIER) {
        out->end.diagnosis = EXTSTA_DIAGNOSIS_SAE_IDENTIFIER;
    } else {
        out->end.diagnosis = transaction == SAE_COMMIT ? EXTSTA_DIAGNOSIS_SAE_COMMIT_REFUSED
                                                       : EXTSTA_DIAGNOSIS_SAE_CONFIRM_REFUSED;
    }
}

/* What was seen until the time was up, or what ended it at once. */
static void gave_up(const struct auth_sae *s, bool time_up, struct auth_step *out)
{
    out->by_dropped = true; /* where nothing was dropped there is none */
    enum extsta_origin origin = time_up ? EXTSTA_ORIGIN_TIMER : EXTSTA_ORIGIN_STATION;
    switch (sae_cause(&s->sae)) {
    case SAE_CAUSE_NONE:
        fail(out, EXTSTA_DIAGNOSIS_SAE_NO_COMMIT, 100, origin);
        return;
    case SAE_CAUSE_NO_CONFIRM:
        fail(out, EXTSTA_DIAGNOSIS_SAE_NO_CONFIRM, 100, origin);
        return;
    case SAE_CAUSE_CONFIRM_MISMATCH: /* whoever sent it: the true AP's may have been lost */
        fail(out, EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, 80, origin);
        return;
    case SAE_CAUSE_INVALID_COMMIT:
        fail(out, EXTSTA_DIAGNOSIS_SAE_INVALID_COMMIT, 100, origin);
        return;
    case SAE_CAUSE_REFLECTION:
        fail(out, EXTSTA_DIAGNOSIS_SAE_REFLECTION, 100, origin);
        return;
    case SAE_CAUSE_NO_GROUP:
        fail(out, EXTSTA_DIAGNOSIS_SAE_NO_GROUP, 100, EXTSTA_ORIGIN_PEER);
        return;
    case SAE_CAUSE_TOKENS:
        fail(out, EXTSTA_DIAGNOSIS_SAE_TOKENS, 100, EXTSTA_ORIGIN_PEER);
        return;
    case SAE_CAUSE_CRYPTO:
        fail(out, EXTSTA_DIAGNOSIS_NO_MEMORY, 100, EXTSTA_ORIGIN_STATION);
        return;
    }
}

/* --- frames --- */

/* An AP computes, some for a while: twice the usual time. */
static extsta_time deadline(const struct auth_sae *s, extsta_time now)
{
    return now + 2u * (extsta_time)associate_answer_time(s->open.method.peer->op);
}

static void send_messages(struct auth_sae *s, extsta_time now, const struct sae_step *step,
                          struct auth_step *out)
{
    for (size_t i = 0; i < step->send_count && i < AUTH_FRAMES; i++) {
        const struct sae_message *m = &step->send[i];
        struct writer w = writer_of(s->bodies[i], sizeof s->bodies[i]);
        mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = ALGORITHM_SAE,
                                                .transaction = m->transaction,
                                                .status = m->status});
        writer_bytes(&w, m->body, m->len);
        out->frames[out->frame_count++].body = span(s->bodies[i], writer_len(&w));
    }
    if (out->frame_count > 0) {
        out->deadline = deadline(s, now);
    }
}

/* transaction: of the frame that led to it; 0: none did. */
static void follow(struct auth_sae *s, extsta_time now, const struct sae_step *step,
                   uint16_t transaction, struct auth_step *out)
{
    out->dropped = step->dropped;
    out->drop = step->drop;
    send_messages(s, now, step, out);
    switch (step->verdict) {
    case SAE_CONTINUE:
        return;
    case SAE_DONE:
        out->verdict = AUTH_DONE;
        return;
    case SAE_REFUSED:
        refused(transaction, step->status, out);
        return;
    case SAE_GIVEN_UP:
        gave_up(s, transaction == 0, out);
        return;
    }
}

static void fill_random(void *user, void *out, size_t len)
{
    mp_random(user, out, len);
}

static bool make_config(struct auth_sae *s, const struct bss_info *info, struct sae_config *c)
{
    struct miniport *mp = s->open.method.mp;
    const struct mp_sae *wish = mp->mlme.sae;
    const struct mp_peer *peer = s->open.method.peer;
    *c = (struct sae_config){.crypto = crypto_of(mp->ctx),
                             .own = mp->address,
                             .peer = peer->address,
                             .group_count = wish->group_count,
                             .akm = peer->negotiated.akm,
                             .password = sae_network_password(wish->network),
                             .identifier = sae_network_identifier(wish->network),
                             .pts = s->pts,
                             .random = fill_random,
                             .user = mp};
    c->h2e = sae_way_of(mp, c->akm, info) == SAE_WAY_H2E;
    memcpy(c->groups, wish->groups, sizeof c->groups);
    return c->crypto && (!c->h2e || sae_network_pts(mp->ctx, wish->network, c->groups,
                                                    c->group_count, s->pts));
}

/* The exchange, from its first frame on. The operation's host knows the password: without one
 * the algorithm is enabled, and nothing else. */
static void commit(struct auth_sae *s, extsta_time now, struct auth_step *out)
{
    const struct bss_entry *bss = mlme_bss(s->open.method.mp);
    struct sae_config config;
    struct sae_step step;
    if (!s->open.method.mp->mlme.sae || !bss) {
        fail(out, EXTSTA_DIAGNOSIS_SECURITY_MISMATCH, 100, EXTSTA_ORIGIN_STATION);
        return;
    }
    if (!make_config(s, bss->info, &config)) {
        fail(out, EXTSTA_DIAGNOSIS_NO_MEMORY, 100, EXTSTA_ORIGIN_STATION);
        return;
    }
    sae_begin(&s->sae, &config, &step);
    follow(s, now, &step, SAE_COMMIT, out);
    wipe(&step, sizeof step);
}

/* --- the PMK that is known --- */

static void forget_cached(struct auth_sae *s)
{
    pmksa_forget(s->open.method.mp, s->open.method.peer->address);
    s->cached = false;
}

/* An AP that refuses Open System wants SAE. */
static void rx_open(struct auth_sae *s, extsta_time now, const struct mgmt_auth *frame,
                    struct auth_step *out)
{
    auth_open_rx(&s->open.method, now, frame, out);
    if (out->verdict == AUTH_FAILED) {
        *out = (struct auth_step){0};
        asking_answered(&s->open.method.peer->op->asking);
        forget_cached(s);
        commit(s, now, out);
    }
}

/* --- the method --- */

static void sae_auth_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_sae *s = (struct auth_sae *)m;
    s->cached = pmksa_find(m->mp, now, m->peer->address, m->peer->negotiated.akm) != NULL;
    if (s->cached) {
        auth_open_begin(m, now, out);
    } else {
        commit(s, now, out);
    }
}

static void sae_auth_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                        struct auth_step *out)
{
    struct auth_sae *s = (struct auth_sae *)m;
    struct sae_step step;
    if (s->cached) {
        rx_open(s, now, frame, out);
        return;
    }
    if (frame->algorithm != ALGORITHM_SAE) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_UNEXPECTED_STATE;
        return;
    }
    sae_rx(&s->sae, frame->transaction, frame->status, frame->rest, &step);
    if (!step.dropped && step.send_count > 0) {
        asking_answered(&m->peer->op->asking); /* the next frame has its own attempts */
    }
    follow(s, now, &step, frame->transaction, out);
    wipe(&step, sizeof step);
}

static void sae_auth_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_sae *s = (struct auth_sae *)m;
    struct sae_step step;
    if (s->cached) {
        auth_open_expire(m, now, out);
    } else if (asking_is_hopeless(&m->peer->op->asking, now)) {
        gave_up(s, true, out);
    } else {
        sae_expire(&s->sae, &step);
        follow(s, now, &step, 0, out);
        wipe(&step, sizeof step);
    }
}

/* The PMK that spares the exchange; NULL: none does. */
static const struct mp_pmksa *known(const struct auth_method *m)
{
    return ((const struct auth_sae *)m)->cached ? pmksa_of_operation(m->mp, m->peer) : NULL;
}

static void sae_auth_edit_rsn(struct auth_method *m, struct rsn_element *rsn)
{
    pmksa_name(known(m), rsn);
}

static void sae_auth_edit_rsnx(struct auth_method *m, struct capability_bits *bits)
{
    if (sae_says_h2e(m->mp)) {
        capability_set(bits, RSNX_SAE_H2E);
    }
}

static void sae_auth_response(struct auth_method *m, extsta_time now,
                              const struct mgmt_assoc_resp *r, const struct elements *e,
                              struct auth_step *out)
{
    struct auth_sae *s = (struct auth_sae *)m;
    (void)now;
    (void)e;
    if (s->cached && r->status == STATUS_INVALID_PMKID) {
        forget_cached(s);
        out->verdict = AUTH_ANEW;
    }
}

static struct extsta_span sae_auth_pmk(const struct auth_method *m)
{
    const struct auth_sae *s = (const struct auth_sae *)m;
    const struct mp_pmksa *pmksa = known(m);
    return pmksa ? span(pmksa->pmk, pmksa->pmk_len)
                 : span(s->sae.keys.pmk, s->sae.keys.pmk_len);
}

static const uint8_t *sae_auth_pmkid(const struct auth_method *m)
{
    const struct auth_sae *s = (const struct auth_sae *)m;
    const struct mp_pmksa *pmksa = known(m);
    return pmksa ? pmksa->pmkid : s->sae.keys.pmkid;
}

/* With the PMK that is known there is nothing but Open System; the exchange itself has pointers
 * to what is the network's, and is over in a moment. */
#define T struct auth_sae
static const struct form_row auth_sae_form_rows[] = {
    INSIDE(open, auth_open_form),
    FLAG(cached),
    NOTHING(sae, "an exchange of SAE is under way"),
    NOTHING(pts, "an exchange of SAE is under way"),
    NOTHING(bodies, "an exchange of SAE is under way"),
};
FORM_OWN_TABLE(auth_sae_form, "SAE");
#undef T

const struct auth_ops auth_sae = {
    .form = &auth_sae_form,
    .size = sizeof(struct auth_sae),
    .begin = sae_auth_begin,
    .rx = sae_auth_rx,
    .expire = sae_auth_expire,
    .edit_rsn = sae_auth_edit_rsn,
    .edit_rsnx = sae_auth_edit_rsnx,
    .response = sae_auth_response,
    .pmk = sae_auth_pmk,
    .pmkid = sae_auth_pmkid,
};
