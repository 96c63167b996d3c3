/* The port method of 802.1X (port_onex.h): onex.h, and the supplicant's four-way handshake
 * behind it. The supplicant is begun with the port, so that what the association has agreed on
 * is checked at once; its PMK comes when it comes. */
#include "onex/port_onex.h"
#include "base/wipe.h"
#include "rsn/form.h"
#include "crypto/suites.h"
#include "wire/eapol.h"

/* From the moment there is a PMK to the keys: as long as a network with a passphrase has. */
#define FOUR_WAY_TIME (10u * EXTSTA_SECOND)

#define REASON_FOUR_WAY     15u
#define REASON_8021X_FAILED 23u

struct port {
    struct supplicant four_way;
    struct port_eap *eap;
    struct onex *onex;          /* NULL: no conversation, and none was there or it is through */
    extsta_time four_way_limit; /* EXTSTA_NEVER: it is not awaited, or done */
    bool has_pmk;               /* that of the supplicant is one, not a stand-in */
    bool cached;                /* it is older than this association, and not proven yet */
    bool stale;                 /* such a one, and the access point has another */
    uint8_t pmkid[16];          /* of the cached one; of Suite B of any, once it has one */
    bool named;                 /* of Suite B: the PMK has its name already */
    /* With an FT suite, whose supplicant has a PMK-R1: the MPMK it came of; 0: none, or it was
     * before a rest. */
    uint8_t mpmk[PMK_MAX], mpmk_len;
    bool keyless;               /* the method has given no key, or too short a one */
    bool sent_key;              /* the last PDU was of the handshake, not of EAP */
};

/* --- the conversation --- */

static void drop_onex(struct port *p)
{
    if (p->onex) {
        onex_stop(p->onex);
        pool_release(&p->eap->ctx->pool, p->onex, sizeof *p->onex);
        p->onex = NULL;
    }
}

/* Why it is begun, which decides when the access point is asked. */
enum begins {
    BEGINS_WITH_THE_PORT,
    BEGINS_BY_ITS_WORD, /* it has begun by itself */
    BEGINS_AT_OUR_WISH, /* our key is good no more */
};

static extsta_time start_of(const struct onex_config *c, enum begins why)
{
    if (why == BEGINS_AT_OUR_WISH && c->max_start > 0) {
        return 0;
    }
    return why == BEGINS_BY_ITS_WORD ? c->auth_period : c->start_when;
}

/* False: no memory. */
static bool begin_onex(struct port *p, extsta_time now, enum begins why,
                       struct supplicant_step *step)
{
    struct onex_config config = {
        .peer = {.ctx = p->eap->ctx,
                 .stream = p->eap->stream,
                 .eap = p->eap->eap,
                 .resume = &p->eap->resume},
    };
    onex_times(p->eap->times, &config);
    config.start_when = start_of(&config, why);
    struct writer w = writer_of(step->send, sizeof step->send);
    p->onex = pool_zalloc(&p->eap->ctx->pool, sizeof *p->onex);
    if (!p->onex) {
        return false;
    }
    onex_start(p->onex, now, &config, &w);
    step->send_len = writer_len(&w);
    return true;
}

/* What the conversation says, and where it came to an end without what the suite needs. */
static void tell_onex(const struct port *p, struct extsta_cause *cause)
{
    onex_tell(p->onex, cause);
    if (p->keyless) {
        cause->diagnosis = EXTSTA_DIAGNOSIS_EAP_CONFIG;
    }
}

static void reject(struct port *p, struct supplicant_step *step)
{
    struct extsta_cause cause = {0};
    tell_onex(p, &cause);
    step->verdict = SUPPLICANT_REJECTED;
    step->diagnosis = cause.diagnosis;
    step->confidence = cause.confidence;
    step->reason = REASON_8021X_FAILED;
}

/* A PMK that the supplicant has taken, kept where it is the root of others. */
static void keep_mpmk(struct port *p, struct extsta_span pmk)
{
    p->mpmk_len = 0;
    if (p->four_way.akm->ft && pmk.len <= sizeof p->mpmk) {
        memcpy(p->mpmk, pmk.data, pmk.len);
        p->mpmk_len = (uint8_t)pmk.len;
    }
}

/* The server has let us in: its key is that of the next handshake. False: there is none. */
static bool take_msk(struct port *p, extsta_time now)
{
    uint8_t msk[EAP_MSK_LEN] = {0};
    struct extsta_span pmk =
        onex_msk(p->onex, msk) ? akm_pmk_of_msk(p->four_way.akm, msk) : span(NULL, 0);
    bool has = pmk.len > 0 && supplicant_new_pmk(&p->four_way, pmk) == EXTSTA_OK;
    p->keyless = pmk.len == 0;
    if (has) {
        keep_mpmk(p, pmk);
        p->has_pmk = true;
        p->cached = p->named = false;
        p->four_way_limit = now + FOUR_WAY_TIME;
        drop_onex(p);
    }
    wipe(msk, sizeof msk);
    return has;
}

static void finish(struct port *p, extsta_time now, const struct onex_step *result,
                   struct supplicant_step *step)
{
    step->dropped = result->dropped;
    step->drop = result->drop;
    p->sent_key = p->sent_key && step->send_len == 0;
    switch (result->verdict) {
    case ONEX_CONTINUE:
        break;
    case ONEX_PROGRESS: /* the access point does not want the key we have */
        p->stale = p->stale || p->cached;
        p->cached = false;
        p->has_pmk = p->has_pmk && p->four_way.state == SUPPLICANT_DONE;
        p->four_way_limit = EXTSTA_NEVER;
        break;
    case ONEX_SUCCEEDED:
        if (!take_msk(p, now)) {
            reject(p, step);
        }
        break;
    case ONEX_REFUSED:
        reject(p, step);
        break;
    }
}

static void rx_eap(struct port *p, extsta_time now, const struct port_pdu *pdu,
                   struct supplicant_step *step)
{
    struct onex_step result;
    if (!p->onex && !begin_onex(p, now, BEGINS_BY_ITS_WORD, step)) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_NO_MEMORY;
        return;
    }
    struct writer w = writer_of(step->send, sizeof step->send);
    onex_rx(p->onex, now, pdu->bytes, &w, &result);
    step->send_len = writer_len(&w);
    step->send_protected = pdu->was_protected;
    finish(p, now, &result, step);
}

/* --- the handshake --- */

/* Message 1 names the PMK it is made of (12.7.6.2): another one than ours is a reason to
 * authenticate. Not every access point names it. */
static bool names_another(const struct port *p, const struct eapol *e)
{
    struct eapol_key key;
    struct kde kde;
    if (!p->cached || !eapol_key_parse(e, p->four_way.akm->mic_len, &key) ||
        eapol_key_message(&key) != 1) {
        return false;
    }
    struct reader r = reader_of(key.data);
    while (kde_next(&r, &kde)) {
        if (kde.is_kde && kde.type == KDE_PMKID && kde.value.len == sizeof p->pmkid) {
            return memcmp(kde.value.data, p->pmkid, sizeof p->pmkid) != 0;
        }
    }
    return false;
}

/* The key is good no more: we ask to be authenticated. */
static void authenticate(struct port *p, extsta_time now, struct supplicant_step *step)
{
    p->stale = true;
    p->cached = p->has_pmk = false;
    p->four_way_limit = EXTSTA_NEVER;
    drop_onex(p);
    if (!begin_onex(p, now, BEGINS_AT_OUR_WISH, step)) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_NO_MEMORY;
    }
}

static bool names_by_kck(const struct port *p)
{
    uint32_t akm = p->four_way.akm->selector;
    return akm == AKM_SUITE_B || akm == AKM_SUITE_B_192;
}

/* 12.7.1.3: Suite B names a PMK by the KCK of the first handshake that was made of it. A later
 * one has another KCK, and the PMK still its name. */
static void give_name(struct port *p)
{
    const struct supplicant *s = &p->four_way;
    if (names_by_kck(p) && !p->named) {
        p->named = pmkid_derive(s->config.crypto, s->akm, span(s->ptk.kck, s->ptk.kck_len),
                                s->config.peer, s->config.own, p->pmkid) == EXTSTA_OK;
    }
}

/* Where Success was lost, message 1 says the same. */
static void rx_key(struct port *p, extsta_time now, const struct port_pdu *pdu,
                   const struct eapol *e, struct supplicant_step *step)
{
    if (p->onex && !p->has_pmk && onex_accepted(p->onex)) {
        (void)take_msk(p, now);
    }
    if (!p->has_pmk) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_EAPOL_UNEXPECTED;
        return;
    }
    if (names_another(p, e)) {
        authenticate(p, now, step);
        return;
    }
    if (pdu->freq) {
        supplicant_moved(&p->four_way, pdu->freq);
    }
    supplicant_rx(&p->four_way, pdu->bytes, pdu->nonce, pdu->was_protected, step);
    p->sent_key = p->sent_key || step->send_len > 0;
    if (step->message == 1 && step->send_len > 0 && p->cached) {
        drop_onex(p); /* no EAPOL-Start: the access point has taken our word */
        p->four_way_limit = now + FOUR_WAY_TIME;
    }
    if (step->verdict == SUPPLICANT_AUTHORIZED || step->verdict == SUPPLICANT_REKEYED) {
        give_name(p);
        p->four_way_limit = EXTSTA_NEVER;
        p->cached = p->stale = false;
    }
}

/* --- the method --- */

static enum extsta_diagnosis start(void *state, struct crypto *crypto, extsta_time now,
                                   const struct port_start *in, struct supplicant_step *step)
{
    static const uint8_t stand_in[32];
    struct port *p = state;
    struct port_start with_pmk = *in;
    p->four_way_limit = EXTSTA_NEVER;
    if (!in->eap || !in->eap->eap) {
        return EXTSTA_DIAGNOSIS_EAP_CONFIG;
    }
    p->eap = in->eap;
    p->has_pmk = p->cached = in->pmk.len > 0 && in->pmkid.len == sizeof p->pmkid;
    if (p->cached) {
        memcpy(p->pmkid, in->pmkid.data, sizeof p->pmkid);
    }
    if (!p->has_pmk) {
        with_pmk.pmk = span(stand_in, sizeof stand_in);
    }
    enum extsta_diagnosis why = port_four_way.start(&p->four_way, crypto, now, &with_pmk, step);
    if (why == EXTSTA_DIAGNOSIS_NONE && p->has_pmk) {
        keep_mpmk(p, in->pmk);
        p->named = names_by_kck(p);
    }
    if (why == EXTSTA_DIAGNOSIS_NONE && !begin_onex(p, now, BEGINS_WITH_THE_PORT, step)) {
        why = EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    return why;
}

static void rx(void *state, extsta_time now, const struct port_pdu *pdu,
               struct supplicant_step *step)
{
    struct port *p = state;
    struct eapol e;
    if (!eapol_parse(pdu->bytes, &e)) {
        step->dropped = true;
        step->drop = EXTSTA_DROP_BAD_EAPOL;
    } else if (e.type == EAPOL_KEY) {
        rx_key(p, now, pdu, &e, step);
    } else {
        rx_eap(p, now, pdu, step);
    }
}

static void sent(void *state, extsta_time now, bool arrived, struct supplicant_step *step)
{
    struct port *p = state;
    if (p->sent_key) {
        supplicant_sent(&p->four_way, arrived);
    }
}

static void request(void *state, uint64_t replay, bool error, bool pairwise,
                    struct supplicant_step *step)
{
    struct port *p = state;
    supplicant_request(&p->four_way, replay, error, pairwise, step);
}

static extsta_time deadline(const void *state)
{
    const struct port *p = state;
    extsta_time onex = p->onex ? p->onex->deadline : EXTSTA_NEVER;
    return onex < p->four_way_limit ? onex : p->four_way_limit;
}

static void expire(void *state, extsta_time now, struct supplicant_step *step)
{
    struct port *p = state;
    if (p->four_way_limit <= now) {
        p->four_way_limit = EXTSTA_NEVER;
        step->verdict = SUPPLICANT_REJECTED;
        step->diagnosis = port_onex.cause(p, 0, &step->confidence);
        step->reason = REASON_FOUR_WAY;
    } else if (p->onex) {
        struct onex_step result;
        struct writer w = writer_of(step->send, sizeof step->send);
        onex_expire(p->onex, now, &w, &result);
        step->send_len = writer_len(&w);
        finish(p, now, &result, step);
    }
}

/* Once message 1 was answered, what the handshake says; before, what EAP does. */
static enum extsta_diagnosis cause(const void *state, uint16_t reason, uint8_t *confidence)
{
    const struct port *p = state;
    if (p->onex) {
        struct extsta_cause told = {
            .space = reason ? EXTSTA_CODE_PEER_REASON : EXTSTA_CODE_NONE, .code = reason};
        tell_onex(p, &told);
        *confidence = told.confidence;
        return told.diagnosis;
    }
    enum extsta_diagnosis why = supplicant_cause(&p->four_way, reason, confidence);
    bool mismatch = why == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE || why == EXTSTA_DIAGNOSIS_M3_MIC;
    if (p->cached && (mismatch || why == EXTSTA_DIAGNOSIS_M3_NEVER_CAME)) {
        return EXTSTA_DIAGNOSIS_PMKSA_STALE;
    }
    return mismatch ? EXTSTA_DIAGNOSIS_EAP_KEY_MISMATCH : why;
}

static void tell(const void *state, struct extsta_cause *out)
{
    const struct port *p = state;
    if (p->onex) {
        tell_onex(p, out);
    }
}

/* WPA has no names for keys; with FT the MPMK has one, and is not there any more after a rest.
 */
static bool pmksa(const void *state, struct port_pmksa *out)
{
    const struct port *p = state;
    const struct supplicant *s = &p->four_way;
    struct extsta_span pmk = s->akm->ft ? span(p->mpmk, p->mpmk_len) : s->config.pmk;
    bool suite_b = names_by_kck(p);
    if (!p->has_pmk || pmk.len == 0 || (suite_b && !p->named) ||
        s->akm->selector >> 8 != SUITE_RSN(0) >> 8) {
        return false;
    }
    *out = (struct port_pmksa){.akm = s->akm->selector, .pmk = pmk};
    memcpy(out->pmkid, p->pmkid, sizeof out->pmkid);
    return suite_b || pmkid_derive(s->config.crypto, s->akm, pmk, s->config.peer, s->config.own,
                                   out->pmkid) == EXTSTA_OK;
}

static bool is_stale(const void *state)
{
    const struct port *p = state;
    return p->stale || (p->cached && p->four_way.state != SUPPLICANT_DONE);
}

static size_t rest(const void *state, uint8_t out[PORT_REST_MAX])
{
    const struct port *p = state;
    size_t len = p->onex || !p->has_pmk ? 0 : supplicant_rest(&p->four_way, out);
    if (len == 0) {
        return 0;
    }
    memcpy(out + len, &p->eap, sizeof p->eap);
    len += sizeof p->eap;
    if (p->named) {
        memcpy(out + len, p->pmkid, sizeof p->pmkid);
        len += sizeof p->pmkid;
    }
    out[len] = p->named;
    return len + 1;
}

/* The last octets of the rest form, off its end. False: so many are not there. */
static bool take_back(struct extsta_span *octets, void *out, size_t len)
{
    if (octets->len < len) {
        return false;
    }
    octets->len -= len;
    memcpy(out, octets->data + octets->len, len);
    return true;
}

static bool wake(void *state, struct crypto *crypto, struct extsta_span octets)
{
    struct port *p = state;
    if (!take_back(&octets, &p->named, 1) ||
        (p->named && !take_back(&octets, p->pmkid, sizeof p->pmkid)) ||
        !take_back(&octets, &p->eap, sizeof p->eap)) {
        return false;
    }
    p->has_pmk = true;
    p->four_way_limit = EXTSTA_NEVER;
    return supplicant_wake(&p->four_way, crypto, octets);
}

static const struct tls *tls(const void *state)
{
    const struct port *p = state;
    const struct eap_peer *peer = p->onex ? &p->onex->peer : NULL;
    return peer && peer->method && peer->method->tls ? peer->method->tls(peer->method_state)
                                                     : NULL;
}

static void stop(void *state)
{
    drop_onex(state);
}

#define AT_LEAST (50u * EXTSTA_SECOND)
extsta_time port_onex_time(const struct extsta_onex *times)
{
    extsta_time longest = onex_longest(times) + FOUR_WAY_TIME;
    return longest > AT_LEAST ? longest : AT_LEAST;
}

/* What it is made of (base/form.h). TLS, and with it most conversations, is in a library that
 * does not let go of its state. */
static bool port_made(struct form_in *f, void *object)
{
    ((struct port *)object)->eap = f->hand[FORM_EAP];
    return true;
}

#define T struct port
static const struct form_row port_onex_form_rows[] = {
    INSIDE(four_way, supplicant_form),
    DERIVED(eap, "of the station"),
    NOTHING(onex, "a conversation of 802.1X is under way"),
    TIME(four_way_limit, .usual = EXTSTA_NEVER),
    FLAG(has_pmk),
    FLAG(cached),
    FLAG(stale),
    OCTETS(pmkid),
    FLAG(named),
    PART(mpmk, mpmk_len),
    COUNTS(mpmk_len),
    FLAG(keyless),
    FLAG(sent_key),
};
FORM_OWN_TABLE(port_onex_form, "port of 802.1X", .made = port_made);
#undef T

const struct port_method port_onex = {
    .name = "802.1X",
    .size = sizeof(struct port),
    .form = &port_onex_form,
    .start = start,
    .rx = rx,
    .sent = sent,
    .request = request,
    .deadline = deadline,
    .expire = expire,
    .cause = cause,
    .rest = rest,
    .wake = wake,
    .tell = tell,
    .pmksa = pmksa,
    .is_stale = is_stale,
    .tls = tls,
    .stop = stop,
};
