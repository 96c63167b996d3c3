/* SAE through AUTHENTICATE: the house's machine (rsn/sae.h) makes and judges what stands behind
 * the algorithm number, the kernel makes frames of it, repeats them, and tells the AP's. */
#include "machine.h"
#include "base/wipe.h"
#include "wire/status_codes.h"

/* What the AP's status says. That a Confirm did not verify has one cause: another password; the
 * standard's word for it is 15 (12.4.7.6), hostapd's is 1. */
static void refused(struct nld *d, uint16_t transaction, uint16_t status)
{
    struct nld_end end = nld_refused(status);
    if (transaction == SAE_CONFIRM &&
        (status == STATUS_CHALLENGE_FAILURE || status == STATUS_UNSPECIFIED)) {
        end.diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE;
        end.confidence = status == STATUS_CHALLENGE_FAILURE ? 95 : 85;
    } else if (status == STATUS_UNKNOWN_IDENTIFIER) {
        end.diagnosis = EXTSTA_DIAGNOSIS_SAE_IDENTIFIER;
    } else {
        end.diagnosis = transaction == SAE_COMMIT ? EXTSTA_DIAGNOSIS_SAE_COMMIT_REFUSED
                                                  : EXTSTA_DIAGNOSIS_SAE_CONFIRM_REFUSED;
    }
    nld_attempt_fail(d, &end);
}

static enum extsta_diagnosis diagnosis_of(enum sae_cause cause)
{
    switch (cause) {
    case SAE_CAUSE_NONE:
        return EXTSTA_DIAGNOSIS_SAE_NO_COMMIT;
    case SAE_CAUSE_NO_CONFIRM:
        return EXTSTA_DIAGNOSIS_SAE_NO_CONFIRM;
    case SAE_CAUSE_CONFIRM_MISMATCH:
        return EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE;
    case SAE_CAUSE_INVALID_COMMIT:
        return EXTSTA_DIAGNOSIS_SAE_INVALID_COMMIT;
    case SAE_CAUSE_REFLECTION:
        return EXTSTA_DIAGNOSIS_SAE_REFLECTION;
    case SAE_CAUSE_NO_GROUP:
        return EXTSTA_DIAGNOSIS_SAE_NO_GROUP;
    case SAE_CAUSE_TOKENS:
        return EXTSTA_DIAGNOSIS_SAE_TOKENS;
    case SAE_CAUSE_CRYPTO:
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    return EXTSTA_DIAGNOSIS_NONE;
}

void nld_sae_unanswered(struct nld *d)
{
    enum sae_cause cause = sae_cause(&d->attempt.sae);
    struct nld_end end = nld_unanswered(diagnosis_of(cause));
    end.confidence = cause == SAE_CAUSE_CONFIRM_MISMATCH ? 80 : 100;
    nld_attempt_fail(d, &end);
}

/* The last of what is to be said: the kernel has one frame under way at a time. */
static void say(struct nld *d, const struct sae_step *step)
{
    const struct sae_message *m = &step->send[step->send_count - 1];
    uint8_t data[4 + SAE_BODY_MAX];
    struct writer w = writer_of(data, sizeof data);
    writer_le16(&w, m->transaction);
    writer_le16(&w, m->status);
    writer_bytes(&w, m->body, m->len);
    if (d->attempt.external) {
        nld_external_say(d, span(data, writer_len(&w)));
    } else {
        nld_authenticate(d, NL80211_AUTHTYPE_SAE, span(data, writer_len(&w)));
    }
}

/* transaction: of the frame that led to it. */
static void follow(struct nld *d, const struct sae_step *step, uint16_t transaction)
{
    switch (step->verdict) {
    case SAE_CONTINUE:
        if (step->send_count > 0) {
            say(d, step);
        }
        return; /* else it was dropped: the true one is awaited */
    case SAE_DONE:
        if (d->attempt.external) {
            nld_external_done(d, 0);
        } else {
            nld_associate(d);
        }
        return;
    case SAE_REFUSED:
        refused(d, transaction, step->status);
        return;
    case SAE_GIVEN_UP:
        nld_sae_unanswered(d);
        return;
    }
}

void nld_sae_begin(struct nld *d)
{
    struct nld_attempt *a = &d->attempt;
    const struct nld_bss *b = nld_bss_find(d, a->bssid);
    struct sae_step step;
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                          .diagnosis = EXTSTA_DIAGNOSIS_SECURITY_MISMATCH,
                          .origin = EXTSTA_ORIGIN_STATION,
                          .rule = EXTSTA_RULE_ASC_30};
    if (!d->sae.network || !b) { /* without a password the algorithm is enabled, nothing else */
        nld_attempt_fail(d, &end);
        return;
    }
    struct sae_config c = {.crypto = crypto_of(d->ctx),
                           .own = d->own,
                           .peer = a->bssid,
                           .group_count = d->sae.group_count,
                           .akm = a->negotiated.akm,
                           .password = sae_network_password(d->sae.network),
                           .identifier = sae_network_identifier(d->sae.network),
                           .pts = a->pts,
                           .random = nld_random,
                           .user = d};
    memcpy(c.groups, d->sae.groups, sizeof c.groups);
    c.h2e = sae_wishes_way(&d->sae, c.akm, &b->info) == SAE_WAY_H2E;
    if (!c.crypto ||
        (c.h2e && !sae_network_pts(d->ctx, d->sae.network, c.groups, c.group_count, a->pts))) {
        end.diagnosis = EXTSTA_DIAGNOSIS_NO_MEMORY;
        nld_attempt_fail(d, &end);
        return;
    }
    a->method = NLD_METHOD_SAE;
    sae_begin(&a->sae, &c, &step);
    follow(d, &step, SAE_COMMIT);
    wipe(&step, sizeof step);
}

void nld_sae_rx(struct nld *d, const struct mgmt_auth *auth)
{
    struct sae_step step;
    sae_rx(&d->attempt.sae, auth->transaction, auth->status, auth->rest, &step);
    follow(d, &step, auth->transaction);
    wipe(&step, sizeof step);
}
