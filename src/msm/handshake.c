#include "msm/handshake.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "wire/element.h"
#include <extsta/windot11.h>

#define EAPOL_PRIORITY      7u /* network control: never behind user data */
#define REASON_4WAY_TIMEOUT 15u
#define REASON_INVALID_AUTH 2u

/* A driver that does not say what became of message 4 in this time is not waited for. */
#define MESSAGE_4_TIME (200u * EXTSTA_MS)
/* Message 4 was not acknowledged: an AP that missed it repeats message 3 within a second. One
 * that does not has got it; what was lost are the acknowledgements. */
#define MESSAGE_3_TIME (1500u * EXTSTA_MS)

/* --- awake and at rest --- */

static void release(struct extsta_context *ctx, struct msm_handshake *h)
{
    if (h->supplicant) {
        supplicant_clear(h->supplicant);
        pool_release(&ctx->pool, h->supplicant, sizeof *h->supplicant);
        h->supplicant = NULL;
    }
    if (h->rest) {
        wipe(h->rest, h->rest_len);
        pool_release(&ctx->pool, h->rest, h->rest_len);
        h->rest = NULL;
    }
}

/* Without memory it stays awake: that costs room and nothing else. */
static void lie_down(struct extsta_context *ctx, struct msm_handshake *h)
{
    uint8_t octets[SUPPLICANT_REST_MAX];
    size_t len = h->supplicant ? supplicant_rest(h->supplicant, octets) : 0;
    uint8_t *rest = len > 0 ? pool_alloc(&ctx->pool, len) : NULL;
    if (rest) {
        release(ctx, h);
        memcpy(rest, octets, len);
        h->rest = rest;
        h->rest_len = (uint16_t)len;
    }
    wipe(octets, sizeof octets);
}

/* NULL: no memory; it goes on resting. */
static struct supplicant *awake(struct extsta_context *ctx, struct msm_handshake *h)
{
    if (h->supplicant) {
        return h->supplicant;
    }
    struct crypto *crypto = crypto_of(ctx);
    struct supplicant *s = crypto ? pool_alloc(&ctx->pool, sizeof *s) : NULL;
    if (s && supplicant_wake(s, crypto, span(h->rest, h->rest_len))) {
        release(ctx, h);
        h->supplicant = s;
        return s;
    }
    pool_release(&ctx->pool, s, sizeof *s);
    return NULL;
}

/* --- starting --- */

static bool rsne_of(struct extsta_span elements, struct extsta_span *rsne,
                    struct extsta_span *rsnxe)
{
    struct elements e;
    elements_parse(elements, &e);
    *rsne = e.rsn;
    *rsnxe = e.rsnx;
    return e.rsn.len > 0;
}

/* The suites negotiated are those of our own element: one of each (9.4.2.24.1). */
static enum extsta_error start(struct msm_port *port, struct msm_handshake *h,
                               const struct msm_completion *c)
{
    struct os *os = port->msm->os;
    struct extsta_span own, own_rsnxe, peer, peer_rsnxe;
    struct rsn_element rsn;
    h->start_diagnosis = EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE;
    if (!rsne_of(msm_completion_request_elements(c), &own, &own_rsnxe) ||
        !rsne_of(msm_completion_beacon_elements(c), &peer, &peer_rsnxe)) {
        return EXTSTA_E_MALFORMED;
    }
    if (rsn_element_parse(own, &rsn) != EXTSTA_OK || rsn.akm_count != 1 ||
        rsn.pairwise_count != 1) {
        return EXTSTA_E_MALFORMED;
    }
    h->start_diagnosis = EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
    if (!port->msm->security.has_pmk) {
        return EXTSTA_E_POLICY;
    }
    struct supplicant_config config = {
        .crypto = crypto_of(os->ctx),
        .own = os->address,
        .peer = port->peer,
        .pmk = span(port->msm->security.pmk, sizeof port->msm->security.pmk),
        .akm = rsn.akm[0],
        .pairwise = rsn.pairwise[0],
        .group = rsn.group,
        .own_rsne = own,
        .peer_rsne = peer,
        .peer_rsnxe = peer_rsnxe,
    };
    if (!config.crypto) {
        h->start_diagnosis = EXTSTA_DIAGNOSIS_NO_MEMORY;
        return EXTSTA_E_NO_MEMORY;
    }
    return supplicant_start(h->supplicant, &config);
}

struct msm_handshake *msm_handshake_new(struct msm_port *port,
                                        const struct msm_completion *completion)
{
    struct pool *pool = &port->msm->os->ctx->pool;
    struct msm_handshake *h = pool_zalloc(pool, sizeof *h);
    struct supplicant *s = pool_zalloc(pool, sizeof *s);
    if (!h || !s) {
        pool_release(pool, h, sizeof *h);
        pool_release(pool, s, sizeof *s);
        return NULL;
    }
    h->supplicant = s;
    h->failed_to_start = start(port, h, completion) != EXTSTA_OK;
    return h;
}

static void drop_pending(struct extsta_context *ctx, struct msm_handshake *h)
{
    if (h->pending) {
        wipe(h->pending, sizeof *h->pending);
        pool_release(&ctx->pool, h->pending, sizeof *h->pending);
        h->pending = NULL;
    }
}

void msm_handshake_free(struct extsta_context *ctx, struct msm_handshake *h)
{
    if (h) {
        drop_pending(ctx, h);
        release(ctx, h);
        wipe(h, sizeof *h);
        pool_release(&ctx->pool, h, sizeof *h);
    }
}

/* --- keys --- */

static DOT11_CIPHER_ALGORITHM cipher_number(uint32_t suite)
{
    return suite & 0xff; /* 00-0F-AC:n and DOT11_CIPHER_ALGO_n agree for CCMP, GCMP, TKIP */
}

static uint32_t request(struct msm_port *port, uint32_t oid, const struct writer *w)
{
    return w->failed ? 0
                     : requester_push(&port->msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET,
                                      oid, span(w->start, writer_len(w)), 0);
}

/* The key as OID_DOT11_CIPHER_... wants it: behind the description its material. */
static struct extsta_span material(struct writer *w, const struct supplicant_key *key)
{
    payload_write(w,
                  PAYLOAD(KEY_MATERIAL, .material = {.counter = key->rsc,
                                                     .key_len = (uint32_t)key->len,
                                                     .keys.bytes = span(key->key, key->len)}));
    return writer_span_of(w);
}

/* the pairwise key is a key-mapping key, for both directions. */
static uint32_t install_pairwise(struct msm_port *port, const struct supplicant_key *key)
{
    uint8_t octets[64], entry[96], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), e = writer_of(entry, sizeof entry);
    struct writer w = writer_of(buffer, sizeof buffer);
    payload_write(
        &e, PAYLOAD(KEY_MAPPING_KEY, .key = {.peer = port->peer,
                                             .algorithm = cipher_number(
                                                 port->handshake->supplicant->config.pairwise),
                                             .direction = DOT11_DIR_BOTH,
                                             .key.bytes = material(&m, key)}));
    payload_write_list(&w, EXTSTA_FORM_KEY_MAPPING_KEYS, (uint32_t)writer_len(&e),
                       writer_span_of(&e));
    uint32_t id = request(port, OID_DOT11_CIPHER_KEY_MAPPING_KEY, &w);
    wipe(octets, sizeof octets);
    wipe(entry, sizeof entry);
    wipe(buffer, sizeof buffer);
    return id;
}

/* KEY-02, KEY-10: the group key at its own index, with the address of the AP. */
static uint32_t install_group(struct msm_port *port, const struct supplicant_key *key)
{
    uint8_t octets[64], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), w = writer_of(buffer, sizeof buffer);
    payload_write(&w,
                  PAYLOAD(DEFAULT_KEY, .key = {.peer = port->peer,
                                               .index = key->key_id,
                                               .algorithm = cipher_number(
                                                   port->handshake->supplicant->config.group),
                                               .key.bytes = material(&m, key)}));
    uint32_t id = request(port, OID_DOT11_CIPHER_DEFAULT_KEY, &w);
    wipe(octets, sizeof octets);
    wipe(buffer, sizeof buffer);
    return id;
}

static void key_cause(const struct msm_port *port, extsta_time now, struct extsta_cause *cause)
{
    *cause = (struct extsta_cause){.time = now,
                                   .subject = EXTSTA_SUBJECT_KEY,
                                   .origin = EXTSTA_ORIGIN_STATION,
                                   .stage = EXTSTA_STAGE_FOUR_WAY,
                                   .diagnosis = EXTSTA_DIAGNOSIS_NONE,
                                   .confidence = 100,
                                   .peer = port->peer,
                                   .rule = "ATH-13"};
}

static void keys_refused(struct msm_port *port, extsta_time now, bool no_memory)
{
    struct extsta_cause cause;
    key_cause(port, now, &cause);
    if (no_memory) {
        cause.space = EXTSTA_CODE_DIAGNOSIS;
        cause.diagnosis = EXTSTA_DIAGNOSIS_NO_MEMORY;
        cause.code = EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    report_cause(port->msm->os->out, &cause);
    if (port->state == PORT_AWAIT_KEYS || port->state == PORT_AUTHORIZED) {
        port_step(port, PORT_EVENT_REFUSED, &(struct port_input){.now = now, .cause = &cause});
    }
}

static void install(struct msm_port *port, extsta_time now,
                    const struct supplicant_key *pairwise, const struct supplicant_key *group)
{
    struct msm_handshake *h = port->handshake;
    bool failed = false;
    if (pairwise->install) {
        h->awaited[0] = install_pairwise(port, pairwise);
        failed = h->awaited[0] == 0;
    }
    if (group->install) {
        h->awaited[1] = install_group(port, group);
        failed = failed || h->awaited[1] == 0;
    }
    if (failed) {
        h->awaited[0] = h->awaited[1] = 0;
        keys_refused(port, now, true);
    }
}

void msm_handshake_key_done(struct msm_port *port, extsta_time now, uint32_t done,
                            uint32_t status)
{
    struct msm_handshake *h = port->handshake;
    if (!h || (h->awaited[0] != done && h->awaited[1] != done)) {
        return;
    }
    if (status != NDIS_STATUS_SUCCESS) {
        h->awaited[0] = h->awaited[1] = 0;
        keys_refused(port, now, false);
        return;
    }
    h->awaited[h->awaited[0] == done ? 0 : 1] = 0;
    if (h->awaited[0] != 0 || h->awaited[1] != 0) {
        return;
    }
    if (port->state == PORT_AWAIT_KEYS) {
        port_step(port, PORT_EVENT_AUTHENTICATED, &(struct port_input){.now = now});
    }
    if (msm_port_is_open(port) && !h->pending) {
        lie_down(port->msm->os->ctx, h);
    }
}

/* --- keys that wait for message 4 --- */

/* Keys a message gave, and the packet that answered it. Without memory to keep them they are
 * installed at once: that costs no more than the retransmission. */
static void keep(struct msm_port *port, extsta_time now, const struct supplicant_step *step,
                 uint32_t packet)
{
    struct msm_handshake *h = port->handshake;
    if (!h->pending) {
        h->pending = pool_zalloc(&port->msm->os->ctx->pool, sizeof *h->pending);
    }
    struct msm_pending_keys *p = h->pending;
    if (!p) {
        install(port, now, &step->pairwise, &step->group);
        return;
    }
    if (step->pairwise.install) {
        p->pairwise = step->pairwise;
    }
    if (step->group.install) {
        p->group = step->group;
    }
    if (step->message == 3 && step->send_len > 0) {
        p->message = packet;
        p->deadline = now + (packet ? MESSAGE_4_TIME : MESSAGE_3_TIME);
    }
}

static void install_pending(struct msm_port *port, extsta_time now)
{
    struct msm_handshake *h = port->handshake;
    struct extsta_context *ctx = port->msm->os->ctx;
    bool wanted = port->state == PORT_AWAIT_KEYS || port->state == PORT_AUTHORIZED;
    if (wanted && !awake(ctx, h)) {
        keys_refused(port, now, true);
    } else if (wanted) {
        install(port, now, &h->pending->pairwise, &h->pending->group);
    }
    drop_pending(ctx, h);
}

void msm_handshake_sent(struct msm_port *port, extsta_time now, uint32_t packet,
                        uint32_t status)
{
    struct msm_pending_keys *p = port->handshake ? port->handshake->pending : NULL;
    if (!p || p->message != packet) {
        return;
    }
    if (status == NDIS_STATUS_SUCCESS) {
        install_pending(port, now);
        return;
    }
    p->message = 0;
    p->deadline = now + MESSAGE_3_TIME;
}

extsta_time msm_handshake_deadline(const struct msm_port *port)
{
    const struct msm_handshake *h = port->handshake;
    return h && h->pending ? h->pending->deadline : EXTSTA_NEVER;
}

void msm_handshake_expire(struct msm_port *port, extsta_time now)
{
    if (msm_handshake_deadline(port) <= now) {
        install_pending(port, now);
    }
}

/* --- the handshake --- */

/* The number of the packet; 0: no memory. */
static uint32_t send(struct msm_port *port, const struct supplicant_step *step)
{
    struct os *os = port->msm->os;
    enum extsta_drop drop;
    struct nwifi_link link = msm_port_link(port->msm, port);
    struct pbuf *msdu =
        nwifi_pdu_to_80211(&os->ctx->pool, &link, port->peer, os->address, ETHERTYPE_EAPOL,
                           span(step->send, step->send_len), &drop);
    if (!msdu) {
        os_drop(os, drop);
        return 0;
    }
    struct extsta_send_context context = {
        .exemption = step->send_protected ? DOT11_EXEMPT_NO_EXEMPTION : DOT11_EXEMPT_ALWAYS,
        .priority = EAPOL_PRIORITY,
        .phy_id = DOT11_PHY_ID_ANY,
    };
    return requester_send(&os->requester, REQUEST_MSM, msdu, &context);
}

static void rejected(struct msm_port *port, extsta_time now, const struct supplicant_step *step)
{
    struct extsta_cause cause = {.time = now,
                                 .subject = EXTSTA_SUBJECT_PORT,
                                 .origin = EXTSTA_ORIGIN_STATION,
                                 .stage = EXTSTA_STAGE_FOUR_WAY,
                                 .space = EXTSTA_CODE_OWN_REASON,
                                 .code = step->reason,
                                 .diagnosis = step->diagnosis,
                                 .confidence = 100,
                                 .peer = port->peer,
                                 .rule = "PRT-11"};
    report_cause(port->msm->os->out, &cause);
    port_step(port, PORT_EVENT_REFUSED, &(struct port_input){.now = now, .cause = &cause});
}

void msm_eapol(struct msm *msm, extsta_time now, struct msm_port *port, struct extsta_span pdu,
               bool was_protected)
{
    struct msm_handshake *h = port->handshake;
    struct supplicant_step step;
    uint8_t nonce[32];
    uint32_t packet = 0;
    if (!h || h->failed_to_start) {
        os_drop(msm->os, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return;
    }
    if (!awake(msm->os->ctx, h)) {
        os_drop(msm->os, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    context_random(msm->os->ctx, msm->os->id, nonce, sizeof nonce);
    supplicant_rx(h->supplicant, pdu, nonce, was_protected, &step);
    if (step.dropped) {
        os_drop(msm->os, step.drop);
    }
    if (step.send_len > 0) {
        packet = send(port, &step); /* message 4 leaves before the key is there */
    }
    if (step.verdict == SUPPLICANT_AUTHORIZED && !msm_port_is_open(port)) {
        port_step(port, PORT_EVENT_HANDSHAKE, &(struct port_input){.now = now});
    }
    if (step.pairwise.install || h->pending) {
        keep(port, now, &step, packet);
    } else {
        install(port, now, &step.pairwise, &step.group);
    }
    if (step.verdict == SUPPLICANT_REJECTED) {
        drop_pending(msm->os->ctx, h);
        rejected(port, now, &step);
    } else if (msm_port_is_open(port) && !h->pending) {
        lie_down(msm->os->ctx, h);
    }
    supplicant_step_clear(&step);
    wipe(nonce, sizeof nonce);
}

/* --- diagnosis --- */

static uint8_t wrong_passphrase_confidence(const struct supplicant *s, bool peer_says_timeout)
{
    /* each message 1 that comes again says once more that our message 2 was not liked */
    unsigned confidence =
        50u + 15u * (s->m1_count > 1 ? s->m1_count - 1u : 0u) + (peer_says_timeout ? 25u : 0u);
    return (uint8_t)(confidence > 95 ? 95 : confidence);
}

void msm_handshake_cause(const struct msm_port *port, uint32_t status,
                         struct extsta_cause *cause)
{
    const struct msm_handshake *h = port->handshake;
    const struct supplicant *s = h ? h->supplicant : NULL; /* awake until the port is open */
    *cause = (struct extsta_cause){.subject = EXTSTA_SUBJECT_PORT,
                                   .origin = EXTSTA_ORIGIN_TIMER,
                                   .stage = EXTSTA_STAGE_FOUR_WAY,
                                   .confidence = 100,
                                   .peer = port->peer,
                                   .rule = "X-45"};
    if (status != 0) {
        report_assoc_status(cause, status);
    }
    if (!s) {
        cause->diagnosis = h ? EXTSTA_DIAGNOSIS_NONE : EXTSTA_DIAGNOSIS_NO_MEMORY;
        return;
    }
    bool peer_says_timeout =
        cause->space == EXTSTA_CODE_PEER_REASON &&
        (cause->code == REASON_4WAY_TIMEOUT || cause->code == REASON_INVALID_AUTH);
    enum extsta_diagnosis d = h->failed_to_start ? h->start_diagnosis : supplicant_timeout(s);
    bool peer_went = status != 0 && !peer_says_timeout;
    if (d == EXTSTA_DIAGNOSIS_M3_NEVER_CAME && (s->m1_count > 1 || peer_says_timeout) &&
        !peer_went) {
        d = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE;
    }
    if (d == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE) {
        cause->confidence = wrong_passphrase_confidence(s, peer_says_timeout);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE) {
        cause->diagnosis = d;
    }
    if (cause->space == EXTSTA_CODE_NONE) {
        cause->space = EXTSTA_CODE_DIAGNOSIS;
        cause->code = (uint32_t)cause->diagnosis;
    }
}
