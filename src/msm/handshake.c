/* The OS half as manager of a port: carries the values of the keyed port (rsn/keyed_port.h)
 * to packets and OID requests, and its end to the port machine (port.c). Contract ATH-12 ...
 * ATH-15, SEQ-04; the miniport's twin is miniport/mlme/port_auth.c.
 *
 * Order is what this file is about. Message 4 goes out before the keys go in, so that the
 * driver sends it in the clear; a port is open only when all its keys are in (ATH-13), so
 * that no data go out without them. */
#include "msm/handshake.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "boundary/private_command.h"
#include "msm/pmksa.h"
#include "wire/element.h"
#include "wire/rsn_element.h"
#include <extsta/windot11.h>

#define PRIVATE_ROOM   16u /* octets of room for the answer to a private command */
#define TKIP_KEY_LEN   16u /* octets in front of the two MIC keys */
#define EAPOL_PRIORITY 7u  /* network control: never behind user data */

/* --- keys --- */

/* One that was refused, or whose time was up, gets no more. */
static bool takes_keys(const struct msm_port *port)
{
    return port->state == PORT_AWAIT_KEYS || port->state == PORT_AUTHORIZED;
}

/* Of a suite selector. */
static DOT11_CIPHER_ALGORITHM cipher_number(uint32_t suite)
{
    const struct cipher_suite *cipher = suites_cipher(suite);
    return cipher ? cipher->number : DOT11_CIPHER_ALGO_NONE;
}

/* A SET request with what the writer holds; its number, 0: no memory. */
static uint32_t request(struct msm_port *port, uint32_t oid, const struct writer *w)
{
    return w->failed ? 0
                     : requester_push(&port->msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET,
                                      oid, span(w->start, writer_len(w)), 0);
}

/* The key as OID_DOT11_CIPHER_... wants it: behind the description its material. */
static struct extsta_span material(struct writer *w, const struct supplicant_key *key)
{
    struct extsta_span keys = span(key->key, key->len);
    if (key->cipher == CIPHER_TKIP) { /* CIP-06: 16 octets, and behind them the MIC keys */
        payload_write(w, PAYLOAD(TKIP_KEY_MATERIAL,
                                 .material = {.counter = key->rsc,
                                              .key_len = TKIP_KEY_LEN,
                                              .mic_len = (uint32_t)key->len - TKIP_KEY_LEN,
                                              .keys.bytes = keys}));
    } else {
        payload_write(w, PAYLOAD(KEY_MATERIAL, .material = {.counter = key->rsc,
                                                            .key_len = (uint32_t)key->len,
                                                            .keys.bytes = keys}));
    }
    return writer_span_of(w);
}

/* A private command with these parameters, which are wiped; its number, 0: no memory. */
static uint32_t request_private(struct msm_port *port, uint32_t command,
                                const struct writer *parameters)
{
    uint8_t buffer[128];
    struct writer w = writer_of(buffer, sizeof buffer);
    private_command_write(&w, command, writer_span_of(parameters));
    uint32_t id = w.failed ? 0
                           : requester_push(&port->msm->os->requester, REQUEST_MSM,
                                            EXTSTA_OID_METHOD, OID_DOT11_NIC_SPECIFIC_EXTENSION,
                                            writer_span_of(&w), PRIVATE_ROOM);
    wipe(buffer, sizeof buffer);
    wipe(parameters->start, writer_len(parameters));
    return id;
}

/* Native 802.11 has no index for the key of Beacons (extsta/private_oid.h). */
static uint32_t install_beacon(struct msm_port *port, const struct supplicant_key *key)
{
    uint8_t octets[EXTSTA_PRIVATE_BEACON_KEY_FIXED + TK_MAX];
    struct writer m = writer_of(octets, sizeof octets);
    writer_u8(&m, key->key_id);
    writer_zero(&m, 3);
    writer_le32(&m, cipher_number(key->cipher));
    writer_le64(&m, key->rsc);
    writer_bytes(&m, key->key, key->len);
    return request_private(port, EXTSTA_PRIVATE_SET_BEACON_KEY, &m);
}

/* A key-mapping key has no id; with Extended Key ID there are two (extsta/private_oid.h). The
 * driver takes requests in their order: the answer to this one is not waited for. */
static void name_pairwise(struct msm_port *port, uint8_t id)
{
    struct writer m = writer_of(&id, 1);
    writer_u8(&m, id);
    (void)request_private(port, EXTSTA_PRIVATE_SET_PAIRWISE_ID, &m);
}

/* the pairwise key is a key-mapping key, for both directions. */
static uint32_t install_pairwise(struct msm_port *port, const struct supplicant_key *key)
{
    uint32_t direction = key->receive_only ? DOT11_DIR_INBOUND : DOT11_DIR_BOTH;
    if (key->by_id) {
        name_pairwise(port, key->key_id);
    }
    uint8_t octets[64], entry[96], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), e = writer_of(entry, sizeof entry);
    struct writer w = writer_of(buffer, sizeof buffer);
    payload_write(&e, PAYLOAD(KEY_MAPPING_KEY, .key = {.peer = port->peer,
                                                       .algorithm = cipher_number(key->cipher),
                                                       .direction = direction,
                                                       .key.bytes = material(&m, key)}));
    payload_write_list(&w, EXTSTA_FORM_KEY_MAPPING_KEYS, (uint32_t)writer_len(&e),
                       writer_span_of(&e));
    uint32_t id = request(port, OID_DOT11_CIPHER_KEY_MAPPING_KEY, &w);
    wipe(octets, sizeof octets);
    wipe(entry, sizeof entry);
    wipe(buffer, sizeof buffer);
    return id;
}

/* KEY-02, KEY-10: the group key, or the IGTK, at its own index, with the address of the AP. */
static uint32_t install_group(struct msm_port *port, const struct supplicant_key *key)
{
    uint8_t octets[64], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), w = writer_of(buffer, sizeof buffer);
    payload_write(&w, PAYLOAD(DEFAULT_KEY, .key = {.peer = port->peer,
                                                   .index = key->key_id,
                                                   .algorithm = cipher_number(key->cipher),
                                                   .key.bytes = material(&m, key)}));
    uint32_t id = request(port, OID_DOT11_CIPHER_DEFAULT_KEY, &w);
    wipe(octets, sizeof octets);
    wipe(buffer, sizeof buffer);
    return id;
}

/* The driver did not take a key, or there was no memory to ask: the association cannot be
 * protected, the port stays closed. */
static void keys_refused(struct msm_port *port, extsta_time now, bool no_memory)
{
    struct extsta_cause cause =
        report_diagnosis(now, EXTSTA_SUBJECT_KEY, EXTSTA_STAGE_FOUR_WAY,
                         no_memory ? EXTSTA_DIAGNOSIS_NO_MEMORY : EXTSTA_DIAGNOSIS_NONE,
                         port->peer, RULE(ATH_13));
    port->msm->ops->judge(port->msm->user, now, &cause);
    report_cause(port->msm->os->out, &cause);
    keyed_port_installed(&port->handshake->keyed, false);
    if (takes_keys(port)) {
        port_step(port, PORT_EVENT_REFUSED, &(struct port_input){.now = now, .cause = &cause});
    }
}

/* Requests for the keys of a step. All are awaited: whichever answer comes last opens the
 * port. */
static void install(struct msm_port *port, extsta_time now, const struct supplicant_step *step)
{
    static uint32_t (*const ask[MSM_KEYS])(struct msm_port * port,
                                           const struct supplicant_key *key) = {
        install_pairwise, install_group, install_group, install_beacon};
    const struct supplicant_key *const keys[MSM_KEYS] = {&step->pairwise, &step->group,
                                                         &step->igtk, &step->bigtk};
    struct msm_handshake *h = port->handshake;
    bool failed = false;
    for (size_t i = 0; i < MSM_KEYS; i++) {
        if (keys[i]->install) {
            h->awaited[i] = ask[i](port, keys[i]);
            failed = failed || h->awaited[i] == 0;
        }
    }
    h->has_pairwise = h->has_pairwise || step->pairwise.install;
    h->has_group = h->has_group || step->group.install;
    h->awaits_group = h->awaits_group && !step->group.install;
    if (failed) {
        memset(h->awaited, 0, sizeof h->awaited);
        keys_refused(port, now, true);
    }
}

/* Which of the keys that are awaited has this request; MSM_KEYS: none. */
static size_t awaited_key(const struct msm_handshake *h, uint32_t request)
{
    size_t i = 0;
    while (i < MSM_KEYS && (request == 0 || h->awaited[i] != request)) {
        i++;
    }
    return i;
}

static bool awaits_keys(const struct msm_handshake *h)
{
    size_t i = 0;
    while (i < MSM_KEYS && h->awaited[i] == 0) {
        i++;
    }
    return i < MSM_KEYS;
}

/* All keys are in; of an independent network those of both handshakes. */
static void settle(struct msm_port *port, extsta_time now)
{
    struct msm_handshake *h = port->handshake;
    if (awaits_keys(h) || h->awaits_group ||
        (h->other && !(h->other->done && h->has_pairwise && h->has_group))) {
        return;
    }
    keyed_port_installed(&h->keyed, true);
    if (port->state == PORT_AWAIT_KEYS) {
        port_step(port, PORT_EVENT_AUTHENTICATED, &(struct port_input){.now = now});
    }
}

void msm_handshake_key_done(struct msm_port *port, extsta_time now, uint32_t done,
                            uint32_t status)
{
    struct msm_handshake *h = port->handshake;
    size_t key = h ? awaited_key(h, done) : MSM_KEYS;
    if (key == MSM_KEYS) {
        return;
    }
    /* A driver of others does without the protection of Beacons. */
    bool optional = key == MSM_KEY_BIGTK && status == NDIS_STATUS_NOT_SUPPORTED;
    if (status != NDIS_STATUS_SUCCESS && !optional) {
        memset(h->awaited, 0, sizeof h->awaited);
        keys_refused(port, now, false);
        return;
    }
    h->awaited[key] = 0;
    settle(port, now);
}

/* --- steps --- */

/* The number of the packet; 0: no memory. */
static uint32_t send_pdu(struct msm_port *port, const struct supplicant_step *step)
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
    /* In an independent network always in the clear: acm's exemption says the same. */
    bool is_protected = step->send_protected && !port->msm->ibss;
    struct extsta_send_context context = {
        /* Until the pairwise key is in nothing could encipher it. */
        .exemption = is_protected ? DOT11_EXEMPT_NO_EXEMPTION : DOT11_EXEMPT_ALWAYS,
        .priority = EAPOL_PRIORITY,
        .phy_id = DOT11_PHY_ID_ANY,
    };
    return requester_send(&os->requester, REQUEST_MSM, msdu, &context);
}

/* What the step leads to for the port, behind what it sends. */
static void conclude(struct msm_port *port, extsta_time now, struct supplicant_step *step)
{
    /* Before the keys: takes_keys asks for the state this leads to. */
    if (step->verdict == SUPPLICANT_AUTHORIZED && !msm_port_is_open(port) &&
        port->state != PORT_AWAIT_KEYS) {
        port_step(port, PORT_EVENT_HANDSHAKE, &(struct port_input){.now = now});
        port->handshake->awaits_group = step->awaits_group;
    }
    if (step->transition_disable & TRANSITION_WPA3_PERSONAL) {
        port->msm->ops->transition_disabled(port->msm->user);
    }
    if (takes_keys(port)) {
        install(port, now, step);
    }
    if (step->verdict == SUPPLICANT_REJECTED) {
        struct extsta_cause cause =
            report_diagnosis(now, EXTSTA_SUBJECT_PORT, EXTSTA_STAGE_FOUR_WAY, step->diagnosis,
                             port->peer, RULE(PRT_11));
        cause.space = EXTSTA_CODE_OWN_REASON;
        cause.code = step->reason;
        cause.confidence = step->confidence;
        keyed_port_tell(&port->handshake->keyed, &cause);
        port_refuse(port, &cause);
    }
    supplicant_step_clear(step);
}

/* Fast transitions are the driver's, and the root of their keys is 802.1X's, which is ours. One
 * that does not take it goes by full associations. */
static void give_root(struct msm_port *port, const struct port_pmksa *learnt)
{
    uint8_t octets[EXTSTA_PRIVATE_FT_ROOT_FIXED + PMK_MAX], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), w = writer_of(buffer, sizeof buffer);
    const struct akm_suite *akm = suites_akm(learnt->akm);
    if (akm && akm->ft) {
        writer_u8(&m, EXTSTA_PRIVATE_FT_ROOT);
        writer_mac(&m, port->peer);
        writer_span(&m, learnt->pmk);
        private_command_write(&w, EXTSTA_PRIVATE_SET_FT, writer_span_of(&m));
        requester_push(&port->msm->os->requester, REQUEST_MSM, EXTSTA_OID_METHOD,
                       OID_DOT11_NIC_SPECIFIC_EXTENSION, writer_span_of(&w), PRIVATE_ROOM);
    }
    wipe(octets, sizeof octets);
    wipe(buffer, sizeof buffer);
}

/* What came of 802.1X, for the next time; and what is good no more. */
static void remember(struct msm_port *port, extsta_time now, const struct supplicant_step *step)
{
    struct port_pmksa learnt;
    const struct keyed_port *keyed = &port->handshake->keyed;
    if (keyed_port_is_stale(keyed)) {
        msm_pmksa_forget(port->msm, port->peer);
    }
    if ((step->verdict == SUPPLICANT_AUTHORIZED || step->verdict == SUPPLICANT_REKEYED) &&
        keyed_port_pmksa(keyed, &learnt)) {
        bool known = msm_pmksa_find(port->msm, now, port->peer, learnt.akm,
                                    span(learnt.pmkid, sizeof learnt.pmkid)) != NULL;
        msm_pmksa_learn(port->msm, now, port->peer, &learnt);
        if (!known) {
            msm_pmksa_tell(port->msm);
        }
        give_root(port, &learnt);
    }
}

/* Carries a step of the supplicant out and clears it. */
static void carry_out(struct msm_port *port, extsta_time now, struct supplicant_step *step)
{
    struct msm_handshake *h = port->handshake;
    if (step->dropped) {
        os_drop(port->msm->os, step->drop);
    }
    /* 12.7.6.4: it is received under from before message 4 on. What it is sent under comes with
     * the same key, and is awaited. */
    if (step->pairwise.install && step->pairwise.receive_only) {
        (void)install_pairwise(port, &step->pairwise);
        step->pairwise.install = false;
    }
    if (step->send_len > 0) {
        keyed_port_sending(&h->keyed, now, step, send_pdu(port, step));
    }
    if (h->other && other_side_gives_pairwise(port)) {
        step->pairwise.install = false;
    }
    remember(port, now, step);
    conclude(port, now, step);
}

/* The same of the other side: its group key is our own, and in since it began. */
static void carry_out_other(struct msm_port *port, extsta_time now,
                            struct supplicant_step *step)
{
    struct msm_other_side *other = port->handshake->other;
    bool finished = step->verdict == SUPPLICANT_AUTHORIZED;
    if (step->dropped) {
        os_drop(port->msm->os, step->drop);
    }
    if (step->send_len > 0) {
        send_pdu(port, step);
    }
    other->done = other->done || finished;
    step->pairwise.install = step->pairwise.install && other_side_gives_pairwise(port);
    step->pairwise.cipher = CIPHER_CCMP;
    step->group.install = false;
    conclude(port, now, step);
    if (finished) {
        settle(port, now);
    }
}

/* IBS-19: the other way, too. False: no memory. */
static bool start_other(struct msm_port *port, extsta_time now, struct extsta_span elements)
{
    struct supplicant_step step;
    port->handshake->other = other_side_new(port, now, elements, &step);
    if (port->handshake->other) {
        carry_out_other(port, now, &step);
    }
    return port->handshake->other != NULL;
}

/* ATH-14: 802.1X before the keys. */
static bool is_8021x(uint32_t auth)
{
    const struct akm_suite *akm;
    size_t i = 0;
    while ((akm = suites_akm_at(i)) && akm->auth != auth) {
        i++;
    }
    return akm && akm->pmk == AKM_PMK_EAP;
}

/* The key whose name the request had. */
static void find_pmksa(const struct msm_port *port, extsta_time now, struct port_start *start)
{
    struct elements e;
    struct rsn_element rsn;
    elements_parse(start->own_elements, &e);
    if (e.rsn.len > 0 && rsn_element_parse(e.rsn, &rsn) == EXTSTA_OK && rsn.pmkid_count == 1) {
        const struct msm_pmksa *known =
            msm_pmksa_find(port->msm, now, port->peer, rsn.akm_count == 1 ? rsn.akm[0] : 0,
                           span(rsn.pmkid[0], sizeof rsn.pmkid[0]));
        if (known) {
            start->pmk = span(known->pmk, known->pmk_len);
            start->pmkid = span(known->pmkid, sizeof known->pmkid);
        }
    }
}

/* Message 1 is awaited, with a PMK that is there; and in an independent network the peer's side
 * begins. */
static enum extsta_diagnosis begin(struct msm_port *port, extsta_time now,
                                   const struct port_start *start)
{
    struct os *os = port->msm->os;
    struct supplicant_step step;
    bool onex = is_8021x(port->auth);
    extsta_time most = onex ? port_onex_time(port->msm->security.onex) : MSM_OS_TIMEOUT;
    enum extsta_diagnosis why =
        keyed_port_start(&port->handshake->keyed, os->ctx, onex ? &port_onex : &port_four_way,
                         now, now + most, start, &step);
    if (why != EXTSTA_DIAGNOSIS_NONE) {
        return why;
    }
    carry_out(port, now, &step);
    if (port->msm->ibss && !start_other(port, now, start->peer_elements)) {
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    return why;
}

/* One that has not begun has nothing to say. */
static enum extsta_diagnosis refuse_start(struct msm_port *port, enum extsta_diagnosis why)
{
    if (!port->handshake->keyed.method) {
        msm_handshake_free(port->msm->os->ctx, port->handshake);
        port->handshake = NULL;
    }
    return why;
}

enum extsta_diagnosis msm_handshake_start(struct msm_port *port, extsta_time now,
                                          const struct msm_completion *completion)
{
    struct os *os = port->msm->os;
    const struct msm_security *security = &port->msm->security;
    struct port_start start = {
        .own = os->address,
        .peer = port->peer,
        .pmk = span(security->pmk, security->has_pmk ? sizeof security->pmk : 0),
        .own_elements = msm_completion_request_elements(completion),
        .peer_elements = msm_completion_beacon_elements(completion),
        .freq = port->freq,
        .eap = &port->msm->eap,
        .response_elements = msm_completion_response_elements(completion),
    };
    if (is_8021x(port->auth)) {
        find_pmksa(port, now, &start);
    }
    if (port->msm->ibss) { /* there is no request; one network, one RSN element */
        start.own_elements = start.peer_elements;
    }
    /* Allocated apart: only OS-managed ports have one. */
    port->handshake = pool_zalloc(&os->ctx->pool, sizeof *port->handshake);
    if (!port->handshake) {
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    enum extsta_diagnosis why = EXTSTA_DIAGNOSIS_NONE;
    if (pmk_is_of_driver(start.own_elements)) {
        port->handshake->asked = pmk_ask(port, &start);
        why = port->handshake->asked ? why : EXTSTA_DIAGNOSIS_NO_MEMORY;
    } else {
        why = begin(port, now, &start);
    }
    return why == EXTSTA_DIAGNOSIS_NONE ? why : refuse_start(port, why);
}

void msm_handshake_pmk_came(struct msm_port *port, extsta_time now, uint32_t request,
                            uint32_t status, struct extsta_span output)
{
    struct msm_handshake *h = port->handshake;
    if (!h || !h->asked || h->asked->request != request) {
        return;
    }
    struct msm_pmk_wait *wait = h->asked;
    const uint8_t *peer = wait->elements + wait->own_len, *response = peer + wait->peer_len;
    struct port_start start = {.own = port->msm->os->address,
                               .peer = port->peer,
                               .freq = port->freq,
                               .own_elements = span(wait->elements, wait->own_len),
                               .peer_elements = span(peer, wait->peer_len),
                               .response_elements = span(response, wait->response_len)};
    h->asked = NULL;
    enum extsta_diagnosis why = EXTSTA_DIAGNOSIS_NO_PMK;
    if (status == NDIS_STATUS_SUCCESS && pmk_read(output, &start.pmk)) {
        why = begin(port, now, &start);
    }
    pmk_wait_free(port->msm->os->ctx, wait);
    if (why != EXTSTA_DIAGNOSIS_NONE) {
        struct extsta_cause cause =
            report_diagnosis(now, EXTSTA_SUBJECT_PORT, EXTSTA_STAGE_FOUR_WAY,
                             refuse_start(port, why), port->peer, RULE(PRT_11));
        port_refuse(port, &cause);
    }
}

void msm_handshake_free(struct extsta_context *ctx, struct msm_handshake *h)
{
    if (h) {
        keyed_port_stop(&h->keyed);
        pmk_wait_free(ctx, h->asked);
        other_side_free(ctx, h->other);
        pool_release(&ctx->pool, h, sizeof *h);
    }
}

void msm_eapol(struct msm *msm, extsta_time now, struct msm_port *port, struct extsta_span pdu,
               const struct extsta_recv_context *recv)
{
    struct supplicant_step step;
    uint8_t nonce[32];
    if (!port->handshake || port->handshake->asked) { /* the AP says it again */
        os_drop(msm->os, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return;
    }
    if (port->handshake->other && other_side_wants(pdu)) {
        authenticator_rx(&port->handshake->other->machine, now, pdu, &step);
        carry_out_other(port, now, &step);
        return;
    }
    /* Drawn for every PDU, used for a new SNonce alone: the supplicant has no random source. */
    context_random(msm->os->ctx, msm->os->id, nonce, sizeof nonce);
    keyed_port_rx(&port->handshake->keyed, now,
                  &(struct port_pdu){.bytes = pdu,
                                     .nonce = nonce,
                                     .was_protected = recv->was_protected,
                                     .freq = (uint16_t)recv->freq},
                  &step);
    carry_out(port, now, &step);
}

void msm_handshake_request(struct msm_port *port, extsta_time now, bool error, bool pairwise)
{
    struct supplicant_step step;
    if (port->handshake && !port->handshake->asked) {
        keyed_port_request(&port->handshake->keyed, now, error, pairwise, &step);
        carry_out(port, now, &step);
    }
}

void msm_handshake_sent(struct msm_port *port, extsta_time now, uint32_t packet,
                        uint32_t status)
{
    struct supplicant_step step;
    if (port->handshake && !port->handshake->asked &&
        keyed_port_sent(&port->handshake->keyed, now, packet, status == NDIS_STATUS_SUCCESS,
                        &step)) {
        carry_out(port, now, &step);
    }
}

const struct tls *msm_handshake_tls(const struct msm_port *port)
{
    return port->handshake ? keyed_port_tls(&port->handshake->keyed) : NULL;
}

extsta_time msm_handshake_deadline(const struct msm_port *port)
{
    const struct msm_handshake *h = port->handshake;
    extsta_time keyed = h && !h->asked ? keyed_port_deadline(&h->keyed) : EXTSTA_NEVER;
    return h && h->other && h->other->machine.deadline < keyed ? h->other->machine.deadline
                                                               : keyed;
}

void msm_handshake_expire(struct msm_port *port, extsta_time now)
{
    struct supplicant_step step;
    struct extsta_cause cause;
    if (msm_handshake_deadline(port) > now) {
        return;
    }
    if (port->handshake->other && port->handshake->other->machine.deadline <= now) {
        authenticator_expire(&port->handshake->other->machine, now, &step);
        carry_out_other(port, now, &step);
    }
    if (keyed_port_deadline(&port->handshake->keyed) > now) {
        return;
    }
    keyed_port_expire(&port->handshake->keyed, now, &step);
    if (step.verdict == SUPPLICANT_REJECTED) { /* the OS's own timeout */
        msm_handshake_cause(port, 0, &cause);
        cause.time = now;
        port_refuse(port, &cause);
        return;
    }
    carry_out(port, now, &step);
}

void msm_handshake_cause(const struct msm_port *port, uint32_t status,
                         struct extsta_cause *cause)
{
    const struct msm_handshake *h = port->handshake;
    enum extsta_diagnosis diagnosis = EXTSTA_DIAGNOSIS_NO_MEMORY;
    uint8_t confidence = 100;
    *cause = (struct extsta_cause){.subject = EXTSTA_SUBJECT_PORT,
                                   .origin = EXTSTA_ORIGIN_TIMER,
                                   .stage = EXTSTA_STAGE_FOUR_WAY,
                                   .confidence = 100,
                                   .peer = port->peer,
                                   .rule = RULE(X_45)};
    if (status != 0) {
        report_assoc_status(cause, status);
    }
    /* What the peer said decides how sure the handshake is of its diagnosis. */
    if (h && !h->asked) {
        bool by_peer = cause->space == EXTSTA_CODE_PEER_REASON;
        diagnosis =
            keyed_port_cause(&h->keyed, by_peer ? (uint16_t)cause->code : 0, &confidence);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_NONE) {
        cause->diagnosis = diagnosis;
        cause->confidence = confidence;
    }
    if (h) {
        keyed_port_tell(&h->keyed, cause);
    }
    if (h && keyed_port_is_stale(&h->keyed)) {
        msm_pmksa_forget(port->msm, port->peer);
    }
    if (cause->space == EXTSTA_CODE_NONE) {
        cause->space = EXTSTA_CODE_DIAGNOSIS;
        cause->code = (uint32_t)cause->diagnosis;
    }
}
