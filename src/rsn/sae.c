/* What both sides of SAE do: their commits, keys and confirms, and the reading of what comes
 * (sae.h). Which of it happens when is in the tables of sae_station.c and sae_ap.c. */
#include "rsn/sae_private.h"
#include "wire/rsn_element.h"

const char *const sae_states[SAE_FAILED + 1] = {
    [SAE_NOTHING] = "nothing",
    [SAE_AWAIT_COMMIT] = "await commit",
    [SAE_AWAIT_CONFIRM] = "await confirm",
    [SAE_ACCEPTED] = "accepted",
    [SAE_FAILED] = "failed",
};
const char *const sae_events[SAE_EVENTS] = {
    [SAE_EVENT_COMMIT] = "commit",   [SAE_EVENT_COMMIT_AGAIN] = "commit again",
    [SAE_EVENT_TOKEN] = "token",     [SAE_EVENT_GROUP] = "group refused",
    [SAE_EVENT_CONFIRM] = "confirm", [SAE_EVENT_MISMATCH] = "confirm mismatch",
    [SAE_EVENT_REFUSED] = "refused", [SAE_EVENT_EXPIRED] = "expired",
};

bool sae_has_long_keys(const struct sae *s)
{
    return s->config.akm == AKM_SAE_EXT_KEY || s->config.akm == AKM_FT_SAE_EXT_KEY;
}

bool sae_count(struct sae *s)
{
    return s->sync++ < SAE_SYNC_MAX;
}

void sae_give_up(struct sae *s, enum sae_cause cause, struct sae_step *step)
{
    s->state = SAE_FAILED;
    s->cause = (uint8_t)cause;
    wipe(&s->pwe, sizeof s->pwe);
    wipe(&s->rand, sizeof s->rand);
    wipe(&s->keys, sizeof s->keys);
    step->verdict = SAE_GIVEN_UP;
}

/* --- sending --- */

static struct sae_message *message(struct sae_step *step, uint16_t transaction, uint16_t status)
{
    struct sae_message *m = &step->send[step->send_count++];
    m->transaction = transaction;
    m->status = status;
    m->len = 0;
    return m;
}

void sae_send_status(struct sae_step *step, uint16_t transaction, uint16_t status,
                     struct extsta_span body)
{
    struct sae_message *m = message(step, transaction, status);
    if (body.len > 0) {
        memcpy(m->body, body.data, body.len);
        m->len = (uint16_t)body.len;
    }
}

void sae_send_commit(struct sae *s, struct sae_step *step)
{
    size_t len = curve_len(s->pwe.curve);
    uint8_t element[2 * CURVE_LEN_MAX];
    struct sae_message *m = message(step, SAE_COMMIT, s->h2e ? STATUS_HASH_TO_ELEMENT : 0);
    struct writer w = writer_of(m->body, sizeof m->body);
    memcpy(element, s->own.element.x, len);
    memcpy(element + len, s->own.element.y, len);
    sae_frame_write_commit(
        &w,
        &(struct sae_frame){
            .group = curve_group(s->pwe.curve),
            .token = span(s->token, s->token_len),
            .scalar = span(s->own.scalar.b, len),
            .element = span(element, 2 * len),
            .identifier = s->h2e && !s->is_ap ? s->config.identifier : span(NULL, 0),
            .rejected = s->h2e ? span(s->rejected, 2u * s->rejected_count) : span(NULL, 0),
            .akm = sae_has_long_keys(s) ? s->config.akm : 0},
        s->h2e);
    m->len = (uint16_t)writer_len(&w);
}

void sae_send_confirm(struct sae *s, uint16_t number, struct sae_step *step)
{
    size_t len = crypto_hash_len(s->keys.hash);
    struct sae_message *m = message(step, SAE_CONFIRM, 0);
    s->sent_confirm = number ? number : (uint16_t)(s->sent_confirm + 1);
    put_le16(m->body, s->sent_confirm);
    if (sae_confirm_make(s->config.crypto, &s->keys, s->pwe.curve, s->sent_confirm, &s->own,
                         &s->peer_commit, m->body + 2) != EXTSTA_OK) {
        step->send_count--;
        sae_drop(step, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    m->len = (uint16_t)(2 + len);
}

/* --- computing --- */

static enum extsta_error make_pwe(struct sae *s)
{
    const struct sae_config *c = &s->config;
    if (s->h2e) {
        return sae_pwe_from_pt(c->crypto, &c->pts[s->group], c->own, c->peer, &s->pwe);
    }
    return sae_pwe_hunt(c->crypto, c->groups[s->group], c->password, c->own, c->peer, c->random,
                        c->user, &s->pwe);
}

/* A scalar by chance: of as many bits as the order, until it is one (12.4.5.3). */
static void draw(struct sae *s, struct curve_scalar *out)
{
    struct curve *c = s->pwe.curve;
    unsigned spare = (unsigned)(curve_len(c) * 8 - curve_bits(c));
    memset(out, 0, sizeof *out);
    for (unsigned tries = 0; tries < 128; tries++) { /* one in two does, at the least */
        s->config.random(s->config.user, out->b, curve_len(c));
        out->b[0] &= (uint8_t)(0xffu >> spare);
        if (curve_scalar_is_valid(c, out)) {
            return;
        }
    }
}

bool sae_make_commit(struct sae *s, struct sae_step *step)
{
    struct curve_scalar mask;
    enum extsta_error e = make_pwe(s);
    for (unsigned tries = 0; e == EXTSTA_OK; tries++) {
        draw(s, &s->rand);
        draw(s, &mask);
        e = sae_commit_make(&s->pwe, &s->rand, &mask, &s->own);
        if (e != EXTSTA_E_USAGE || tries == 8) { /* else the sum was 0 or 1 */
            break;
        }
        e = EXTSTA_OK;
    }
    wipe(&mask, sizeof mask);
    if (e != EXTSTA_OK) {
        sae_give_up(s, SAE_CAUSE_CRYPTO, step);
    }
    return e == EXTSTA_OK;
}

/* The rejected groups of both: the station's; an AP rejects by a status and has no list. */
static struct extsta_span rejected(const struct sae *s)
{
    return s->is_ap ? span(s->peer_rejected, s->peer_rejected_len)
                    : span(s->rejected, 2u * s->rejected_count);
}

bool sae_make_keys(struct sae *s, struct sae_step *step)
{
    enum extsta_error e =
        sae_keys_make(s->config.crypto, &s->pwe, &s->rand, &s->own, &s->peer_commit,
                      sae_has_long_keys(s), s->h2e ? rejected(s) : span(NULL, 0), &s->keys);
    if (e == EXTSTA_E_MALFORMED) {
        s->cause = SAE_CAUSE_INVALID_COMMIT;
        sae_drop(step, EXTSTA_DROP_SAE_INVALID);
    } else if (e != EXTSTA_OK) {
        sae_give_up(s, SAE_CAUSE_CRYPTO, step);
    }
    return e == EXTSTA_OK;
}

/* --- what comes --- */

static const struct fsm_table *table_of(const struct sae *s)
{
    return s->is_ap ? &sae_ap_table : &sae_station_table;
}

/* False: dropped, for a reason that stands in the step. */
static bool refuse(struct sae *s, struct sae_step *step, enum sae_cause cause,
                   enum extsta_drop drop)
{
    if (cause != SAE_CAUSE_NONE && s->state != SAE_ACCEPTED) {
        s->cause = (uint8_t)cause;
    }
    sae_drop(step, drop);
    return false;
}

static void read_commit(const struct curve *c, const struct sae_frame *f,
                        struct sae_commit *out)
{
    size_t len = curve_len(c);
    memset(out, 0, sizeof *out);
    memcpy(out->scalar.b, f->scalar.data, len);
    memcpy(out->element.x, f->element.data, len);
    memcpy(out->element.y, f->element.data + len, len);
}

static bool is_ours(const struct sae *s, const struct sae_commit *commit)
{
    return memcmp(&s->own, commit, sizeof *commit) == 0;
}

/* A Commit that says success: of a group we do, neither ours nor broken. The commit itself is
 * left in *commit. The AP's answer to a group it does not do is made in its table. */
static bool take_commit(struct sae *s, struct sae_input *in, bool h2e,
                        struct sae_commit *commit, enum sae_event *event)
{
    uint16_t group = sae_frame_group(in->body);
    size_t at = 0;
    while (at < s->config.group_count && s->config.groups[at] != group) {
        at++;
    }
    if (at == s->config.group_count || (!s->is_ap && at != s->group)) {
        *event = SAE_EVENT_GROUP;
        return s->is_ap || refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_SAE_UNEXPECTED);
    }
    struct curve *c = curve_of(s->config.crypto, group);
    if (!c) {
        return refuse(s, in->step, SAE_CAUSE_CRYPTO, EXTSTA_DROP_NO_MEMORY);
    }
    if (!sae_frame_parse_commit(in->body, curve_len(c), h2e, &in->frame)) {
        return refuse(s, in->step, SAE_CAUSE_INVALID_COMMIT, EXTSTA_DROP_BODY_TRUNCATED);
    }
    read_commit(c, &in->frame, commit);
    if (s->state != SAE_NOTHING && is_ours(s, commit)) {
        return refuse(s, in->step, SAE_CAUSE_REFLECTION, EXTSTA_DROP_SAE_REFLECTION);
    }
    bool again = s->state != SAE_NOTHING && s->state != SAE_AWAIT_COMMIT &&
                 memcmp(commit, &s->peer_commit, sizeof *commit) == 0;
    if (!again && sae_commit_check(c, commit) != EXTSTA_OK) {
        return refuse(s, in->step, SAE_CAUSE_INVALID_COMMIT, EXTSTA_DROP_SAE_INVALID);
    }
    *event = again ? SAE_EVENT_COMMIT_AGAIN : SAE_EVENT_COMMIT;
    return true;
}

/* What the AP asks of the station by a status code. */
static bool take_request(struct sae *s, struct sae_input *in, enum sae_event *event)
{
    bool ours = sae_frame_group(in->body) == s->config.groups[s->group];
    if (in->status == STATUS_GROUP_REFUSED) {
        *event = SAE_EVENT_GROUP;
        return ours || refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_SAE_UNEXPECTED);
    }
    *event = SAE_EVENT_TOKEN;
    if (!ours || !sae_frame_parse_token(in->body, s->h2e, &in->frame)) {
        return refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_BODY_TRUNCATED);
    }
    return true;
}

static bool rx_commit(struct sae *s, struct sae_input *in, enum sae_event *event)
{
    bool h2e = in->status == STATUS_HASH_TO_ELEMENT;
    struct sae_commit commit;
    if (!s->is_ap &&
        (in->status == STATUS_ANTI_CLOGGING || in->status == STATUS_GROUP_REFUSED)) {
        return take_request(s, in, event);
    }
    if (in->status != 0 && !h2e) {
        *event = SAE_EVENT_REFUSED;
        return true;
    }
    if (s->is_ap ? !(h2e ? s->config.h2e : s->config.hunt) : h2e != s->h2e) {
        return refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_SAE_UNEXPECTED);
    }
    if (!take_commit(s, in, h2e, &commit, event)) {
        return false;
    }
    if (*event == SAE_EVENT_COMMIT && fsm_find(table_of(s), s->state, SAE_EVENT_COMMIT)) {
        s->peer_commit = commit;
        s->h2e = h2e;
    }
    return true;
}

static bool rx_confirm(struct sae *s, struct sae_input *in, enum sae_event *event)
{
    uint8_t want[SAE_MAX_HASH];
    struct extsta_span mac;
    if (in->status != 0) {
        *event = SAE_EVENT_REFUSED;
        return true;
    }
    if (s->state != SAE_AWAIT_CONFIRM && s->state != SAE_ACCEPTED) {
        return refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_SAE_UNEXPECTED);
    }
    if (!sae_frame_parse_confirm(in->body, &in->send_confirm, &mac) ||
        mac.len != crypto_hash_len(s->keys.hash)) {
        return refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_BODY_TRUNCATED);
    }
    if (in->send_confirm <= s->peer_confirm) {
        return refuse(s, in->step, SAE_CAUSE_NONE, EXTSTA_DROP_SAE_UNEXPECTED);
    }
    if (sae_confirm_make(s->config.crypto, &s->keys, s->pwe.curve, in->send_confirm,
                         &s->peer_commit, &s->own, want) != EXTSTA_OK) {
        return refuse(s, in->step, SAE_CAUSE_CRYPTO, EXTSTA_DROP_NO_MEMORY);
    }
    *event = equal_ct(want, mac.data, mac.len) ? SAE_EVENT_CONFIRM : SAE_EVENT_MISMATCH;
    wipe(want, sizeof want);
    return true;
}

void sae_rx(struct sae *s, uint16_t transaction, uint16_t status, struct extsta_span body,
            struct sae_step *step)
{
    struct sae_input in = {.status = status, .body = body, .step = step};
    enum sae_event event = SAE_EVENTS;
    memset(step, 0, sizeof *step);
    bool good = false;
    if (transaction == SAE_COMMIT) {
        good = rx_commit(s, &in, &event);
    } else if (transaction == SAE_CONFIRM) {
        good = rx_confirm(s, &in, &event);
    } else {
        refuse(s, step, SAE_CAUSE_NONE, EXTSTA_DROP_WRONG_TRANSACTION);
    }
    if (good && !sae_fsm_step(table_of(s), &s->state, (uint8_t)event, s, &in, NULL)) {
        sae_drop(step, EXTSTA_DROP_SAE_UNEXPECTED);
    }
}

void sae_expire(struct sae *s, struct sae_step *step)
{
    struct sae_input in = {.step = step};
    memset(step, 0, sizeof *step);
    (void)sae_fsm_step(table_of(s), &s->state, SAE_EVENT_EXPIRED, s, &in, NULL);
}

/* --- the station's and the AP's beginning --- */

static void prepare(struct sae *s, const struct sae_config *config)
{
    memset(s, 0, sizeof *s);
    s->config = *config;
    s->h2e = config->h2e;
}

void sae_begin(struct sae *s, const struct sae_config *config, struct sae_step *step)
{
    memset(step, 0, sizeof *step);
    prepare(s, config);
    s->state = SAE_AWAIT_COMMIT;
    if (sae_make_commit(s, step)) {
        sae_send_commit(s, step);
    }
}

void sae_listen(struct sae *s, const struct sae_config *config)
{
    prepare(s, config);
    s->is_ap = true;
}

enum sae_cause sae_cause(const struct sae *s)
{
    if (s->cause != SAE_CAUSE_NONE) {
        return (enum sae_cause)s->cause;
    }
    return s->state == SAE_AWAIT_CONFIRM ? SAE_CAUSE_NO_CONFIRM : SAE_CAUSE_NONE;
}

void sae_clear(struct sae *s)
{
    wipe(s, sizeof *s);
}
