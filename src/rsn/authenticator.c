/* The authenticator: message sending, its table and the checks of what comes back. Plays the AP
 * in air/apsim and in tests of the supplicant; a station never runs it. What it shares with the
 * supplicant is in handshake.c and keys.c: a mistake there the two would not notice between
 * them, published vectors and captures do.
 *
 * Each transmission has a replay counter of its own; an answer to any transmission of the
 * message under way counts (12.7.6.6), so that one that was merely slow is not thrown away. */
#include "rsn/handshake.h"

#define DEFAULT_RETRY EXTSTA_SECOND /* as hostapd repeats */
#define DEFAULT_TRIES 4u            /* hostapd's too */

/* What the actions get. */
struct authenticator_input {
    extsta_time now;
    const struct eapol_key *key;
    struct supplicant_step *step;
};
FSM_TYPES(authenticator, struct authenticator, struct authenticator_input)

/* How long an answer to the transmission made last is awaited. */
static extsta_time patience(const struct authenticator *a)
{
    extsta_time first =
        a->state == AUTHENTICATOR_AWAIT_GROUP2 ? a->config.first_group : a->config.first;
    return first && a->tries_left + 1 == a->config.tries ? first : a->config.retry;
}

/* One try of the message under way is used up, whether or not it could be made and sent: what
 * cannot be made now is tried again, and given up like one that nobody answers. */
static void arm(struct authenticator *a, extsta_time now)
{
    a->tries_left--;
    a->deadline = now + patience(a);
}

/* Replay counters from here on are of this message. */
static void begin_message(struct authenticator *a)
{
    a->tries_left = a->config.tries;
    a->replay_first = a->replay + 1;
}

/* Sends `key` as the next transmission of the message under way. */
static void transmit(struct authenticator *a, const struct authenticator_input *in,
                     struct eapol_key *key, bool with_mic)
{
    key->version = 2;
    key->descriptor = handshake_descriptor(a->akm);
    key->info =
        (uint16_t)(key->info | KEY_INFO_ACK | akm_key_version(a->akm, a->config.pairwise));
    key->replay = ++a->replay;
    in->step->send_protected = a->has_ptk;
    if (handshake_send(a->config.crypto, a->akm,
                       with_mic ? span(a->ptk.kck, a->ptk.kck_len) : span(NULL, 0), key,
                       in->step) != EXTSTA_OK) {
        handshake_drop(in->step, EXTSTA_DROP_NO_MEMORY);
    }
    arm(a, in->now);
}

/* Octets of the pairwise key; authenticator_start has seen to it that the suite is known. */
static uint16_t tk_len(const struct authenticator *a)
{
    return cipher_suite_find(a->config.pairwise)->key_len;
}

/* 12.7.6.2: in the clear and without a MIC; Secure tells a rekey. Whoever has several PMKs learns
 * by the PMKID which one this is: wpa_supplicant takes one that it remembers for no other. */
static void send_m1(struct authenticator *a, const struct authenticator_input *in)
{
    uint8_t name[6 + sizeof a->config.pmkid];
    struct writer w = writer_of(name, sizeof name);
    if (a->config.has_pmkid) {
        kde_write(&w, KDE_PMKID, span(a->config.pmkid, sizeof a->config.pmkid));
    }
    struct eapol_key key = {
        .data = span(name, writer_len(&w)),
        .info = (uint16_t)(KEY_INFO_PAIRWISE | (a->has_ptk ? KEY_INFO_SECURE : 0)),
        .key_length = tk_len(a),
    };
    memcpy(key.nonce, a->anonce, 32);
    transmit(a, in, &key, false);
}

/* Key data as the version of the frame wants them (12.7.2). RC4 of version 1 is its own
 * inverse; no IV comes twice, since no replay counter does. */
static enum extsta_error seal(const struct authenticator *a, struct eapol_key *key,
                              struct extsta_span data, uint8_t *out, size_t *len)
{
    struct extsta_span kek = span(a->ptk.kek, a->ptk.kek_len);
    if (akm_key_version(a->akm, a->config.pairwise) != 1) {
        return eapol_key_data_seal(a->config.crypto, a->akm, kek, data, out, len);
    }
    put_be32(key->iv + 8, (uint32_t)((a->replay + 1) >> 32));
    put_be32(key->iv + 12, (uint32_t)(a->replay + 1));
    struct eapol_key clear = *key;
    clear.info = 1;
    clear.data = data;
    return eapol_key_data_open(a->config.crypto, a->akm, kek, &clear, out, len);
}

/* Messages with key data: 3, and 1 of the group handshake. WPA says of neither that its data
 * are enciphered. */
static void send_sealed(struct authenticator *a, const struct authenticator_input *in,
                        struct eapol_key *key, struct extsta_span data)
{
    uint8_t sealed[KEY_DATA_MAX];
    size_t len = sizeof sealed;
    if (seal(a, key, data, sealed, &len) != EXTSTA_OK) {
        handshake_drop(in->step, EXTSTA_DROP_NO_MEMORY);
        arm(a, in->now);
        return;
    }
    key->info = (uint16_t)(key->info | KEY_INFO_SECURE | KEY_INFO_MIC |
                           (handshake_is_wpa(a->akm) ? 0 : KEY_INFO_ENCRYPTED));
    key->rsc = a->config.gtk_rsc;
    key->data = span(sealed, len);
    transmit(a, in, key, true);
}

/* Group keys, as message 3 and message 1 of the group handshake have them. */
static void write_group(const struct authenticator *a, struct writer *w)
{
    if (a->config.gtk_len > 0) {
        key_data_write_gtk(w, a->config.gtk_id, a->config.gtk, a->config.gtk_len);
    }
    key_data_write_management(w, GROUP_IGTK, &a->config.igtk);
    key_data_write_management(w, GROUP_BIGTK, &a->config.bigtk);
}

/* 12.7.6.4: the elements of the beacon again, where the MIC protects them, and the GTK. */
static void send_m3(struct authenticator *a, const struct authenticator_input *in)
{
    uint8_t data[KEY_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    struct eapol_key key = {.info = KEY_INFO_PAIRWISE | KEY_INFO_INSTALL,
                            .key_length = tk_len(a)};
    memcpy(key.nonce, a->anonce, 32);
    if (handshake_is_wpa(a->akm)) { /* the element alone, in clear */
        key.info |= KEY_INFO_MIC;
        key.data = a->config.own_rsne;
        transmit(a, in, &key, true);
        return;
    }
    if (a->akm->ft) {
        ft_write_message(&w, &a->ft, a->config.own_rsne);
    } else {
        writer_span(&w, a->config.own_rsne);
    }
    writer_span(&w, a->config.own_rsnxe);
    write_group(a, &w);
    if (a->config.ext_key_id) {
        const uint8_t id[2] = {a->key_id, 0};
        kde_write(&w, KDE_KEY_ID, span(id, sizeof id));
    }
    if (a->config.transition_disable) {
        kde_write(&w, KDE_TRANSITION_DISABLE, span(&a->config.transition_disable, 1));
    }
    oci_write_kde(&w, &a->config.oci);
    send_sealed(a, in, &key, span(data, writer_len(&w)));
    wipe(data, sizeof data);
}

static void give_pairwise(const struct authenticator *a, struct supplicant_key *out)
{
    out->install = true;
    out->by_id = a->config.ext_key_id;
    out->key_id = a->key_id;
    out->len = a->ptk.tk_len;
    memcpy(out->key, a->ptk.tk, a->ptk.tk_len);
}

/* 12.7.6.4: with Extended Key ID a new key is received under before message 3 says that it is
 * there. */
static void start_m3(struct authenticator *a, const struct authenticator_input *in)
{
    if (a->has_ptk && a->config.ext_key_id) {
        give_pairwise(a, &in->step->pairwise);
        in->step->pairwise.receive_only = true;
    }
    begin_message(a);
    send_m3(a, in);
}

/* 12.7.7.2. */
static void send_group1(struct authenticator *a, const struct authenticator_input *in)
{
    uint8_t data[KEY_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    struct eapol_key key = {0};
    if (handshake_is_wpa(a->akm)) {
        key.info = (uint16_t)(a->config.gtk_id << 4);
        key.key_length = a->config.gtk_len;
        writer_bytes(&w, a->config.gtk, a->config.gtk_len);
    } else {
        write_group(a, &w);
        oci_write_kde(&w, &a->config.oci);
    }
    send_sealed(a, in, &key, span(data, writer_len(&w)));
    wipe(data, sizeof data);
}

static void start_m1(struct authenticator *a, const struct authenticator_input *in)
{
    begin_message(a);
    send_m1(a, in);
}

static void start_group1(struct authenticator *a, const struct authenticator_input *in)
{
    begin_message(a);
    send_group1(a, in);
}

static void give_management(const struct authenticator *a, const struct management_key *key,
                            struct supplicant_key *out)
{
    out->install = key->len > 0;
    out->key_id = key->id;
    out->len = key->len;
    out->cipher = a->config.group_mgmt;
    out->rsc = key->pn;
    memcpy(out->key, key->key, sizeof out->key);
}

/* The AP installs its group keys as it hands them out. */
static void give_group(const struct authenticator *a, struct supplicant_step *step)
{
    give_management(a, &a->config.igtk, &step->igtk);
    give_management(a, &a->config.bigtk, &step->bigtk);
    step->group.install = a->config.gtk_len > 0;
    step->group.key_id = a->config.gtk_id;
    step->group.len = a->config.gtk_len;
    step->group.rsc = a->config.gtk_rsc;
    memcpy(step->group.key, a->config.gtk, sizeof step->group.key);
}

/* Message 4 came: only now the AP may use the PTK (12.7.6.5). */
static void authorize(struct authenticator *a, const struct authenticator_input *in)
{
    give_pairwise(a, &in->step->pairwise);
    give_group(a, in->step);
    in->step->verdict = a->has_ptk ? SUPPLICANT_REKEYED : SUPPLICANT_AUTHORIZED;
    a->has_ptk = true;
    a->deadline = EXTSTA_NEVER;
}

static void finish_group(struct authenticator *a, const struct authenticator_input *in)
{
    give_group(a, in->step);
    in->step->verdict = SUPPLICANT_REKEYED;
    a->deadline = EXTSTA_NEVER;
}

/* Nothing more is sent; keys that were being made are forgotten. */
static void reject(struct authenticator *a, const struct authenticator_input *in,
                   enum extsta_diagnosis diagnosis, uint16_t reason)
{
    in->step->verdict = SUPPLICANT_REJECTED;
    in->step->diagnosis = diagnosis;
    in->step->reason = reason;
    a->deadline = EXTSTA_NEVER;
    ptk_clear(&a->ptk);
}

static void reject_rsne(struct authenticator *a, const struct authenticator_input *in)
{
    reject(a, in, EXTSTA_DIAGNOSIS_RSNE_MISMATCH, REASON_RSNE_MISMATCH);
}

static void reject_channel(struct authenticator *a, const struct authenticator_input *in)
{
    reject(a, in, EXTSTA_DIAGNOSIS_OTHER_CHANNEL, REASON_INVALID_AUTH);
}

static void four_way_timeout(struct authenticator *a, const struct authenticator_input *in)
{
    /* Answers came, and none with a valid MIC: the two ends have different PMKs. */
    reject(a, in,
           a->bad_mics > 0 && a->akm->pmk == AKM_PMK_PASSPHRASE
               ? EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE
               : EXTSTA_DIAGNOSIS_PEER_SILENT,
           REASON_FOUR_WAY_TIMEOUT);
}

static void group_timeout(struct authenticator *a, const struct authenticator_input *in)
{
    reject(a, in, EXTSTA_DIAGNOSIS_PEER_SILENT, REASON_GROUP_TIMEOUT);
}

static const char *const state_names[] = {
    [AUTHENTICATOR_AWAIT_M2] = "AWAIT_M2", [AUTHENTICATOR_AWAIT_M4] = "AWAIT_M4",
    [AUTHENTICATOR_DONE] = "DONE",         [AUTHENTICATOR_AWAIT_GROUP2] = "AWAIT_GROUP2",
    [AUTHENTICATOR_FAILED] = "FAILED",
};
static const char *const event_names[] = {
    [AUTHENTICATOR_M2] = "M2",
    [AUTHENTICATOR_M2_MISMATCH] = "M2_MISMATCH",
    [AUTHENTICATOR_OTHER_CHANNEL] = "OTHER_CHANNEL",
    [AUTHENTICATOR_M4] = "M4",
    [AUTHENTICATOR_GROUP2] = "GROUP2",
    [AUTHENTICATOR_RETRY] = "RETRY",
    [AUTHENTICATOR_GIVE_UP] = "GIVE_UP",
    [AUTHENTICATOR_REKEY] = "REKEY",
    [AUTHENTICATOR_GROUP] = "GROUP",
};
#define STATE(name) AUTHENTICATOR_##name
static const struct authenticator_row rows[] = {
    FSM_ROW(STATE(AWAIT_M2), AUTHENTICATOR_M2, STATE(AWAIT_M4), start_m3, IEEE_12_7_6_4),
    FSM_ROW(STATE(AWAIT_M2), AUTHENTICATOR_M2_MISMATCH, STATE(FAILED), reject_rsne,
            IEEE_12_7_6_3),
    FSM_ROW(STATE(AWAIT_M2), AUTHENTICATOR_OTHER_CHANNEL, STATE(FAILED), reject_channel,
            IEEE_12_2_9),
    FSM_ROW(STATE(AWAIT_GROUP2), AUTHENTICATOR_OTHER_CHANNEL, STATE(FAILED), reject_channel,
            IEEE_12_2_9),
    FSM_ROW(STATE(AWAIT_M2), AUTHENTICATOR_RETRY, STATE(AWAIT_M2), send_m1, IEEE_12_7_6_6),
    FSM_ROW(STATE(AWAIT_M2), AUTHENTICATOR_GIVE_UP, STATE(FAILED), four_way_timeout,
            IEEE_12_7_6_6),
    FSM_ROW(STATE(AWAIT_M4), AUTHENTICATOR_M4, STATE(DONE), authorize, IEEE_12_7_6_5),
    FSM_ROW(STATE(AWAIT_M4), AUTHENTICATOR_RETRY, STATE(AWAIT_M4), send_m3, IEEE_12_7_6_6),
    FSM_ROW(STATE(AWAIT_M4), AUTHENTICATOR_GIVE_UP, STATE(FAILED), four_way_timeout,
            IEEE_12_7_6_6),
    FSM_ROW(STATE(DONE), AUTHENTICATOR_REKEY, STATE(AWAIT_M2), start_m1, IEEE_12_7_6_2),
    FSM_ROW(STATE(DONE), AUTHENTICATOR_GROUP, STATE(AWAIT_GROUP2), start_group1, IEEE_12_7_7_2),
    FSM_ROW(STATE(AWAIT_GROUP2), AUTHENTICATOR_GROUP, STATE(AWAIT_GROUP2), start_group1,
            IEEE_12_7_7_2),
    FSM_ROW(STATE(AWAIT_GROUP2), AUTHENTICATOR_GROUP2, STATE(DONE), finish_group,
            IEEE_12_7_7_3),
    FSM_ROW(STATE(AWAIT_GROUP2), AUTHENTICATOR_RETRY, STATE(AWAIT_GROUP2), send_group1,
            IEEE_12_7_7_4),
    FSM_ROW(STATE(AWAIT_GROUP2), AUTHENTICATOR_GIVE_UP, STATE(FAILED), group_timeout,
            IEEE_12_7_7_4),
};
/* a peer may send anything at any time: dropped, counted */
const struct fsm_table authenticator_table =
    FSM_TABLE("authenticator", state_names, event_names, rows, .ignores_others = true);

/* The MIC of an answer under this PTK. */
static enum extsta_error verify(const struct authenticator *a, const struct ptk *ptk,
                                const struct eapol_key *key)
{
    return eapol_key_verify(a->config.crypto, a->akm, span(ptk->kck, ptk->kck_len), key);
}

/* The MIC comes first: only who knows the PMK may say anything of elements. A mismatch of
 * the RSNE behind a valid MIC is a downgrade of the association request (12.7.6.3). */
static enum authenticator_event check_m2(struct authenticator *a,
                                         const struct authenticator_input *in)
{
    const struct authenticator_config *c = &a->config;
    struct key_data data;
    struct ptk ptk;
    if (a->state != AUTHENTICATOR_AWAIT_M2) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return AUTHENTICATOR_EVENT_COUNT;
    }
    enum extsta_error e = ptk_derive(c->crypto, a->akm, c->pmk, c->own, c->peer, a->anonce,
                                     in->key->nonce, tk_len(a), &ptk);
    e = e ? e : verify(a, &ptk, in->key);
    if (e) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_MIC);
        a->bad_mics += in->step->drop == EXTSTA_DROP_EAPOL_MIC;
        ptk_clear(&ptk);
        return AUTHENTICATOR_EVENT_COUNT;
    }
    a->ptk = ptk;
    ptk_clear(&ptk);
    if (!key_data_parse(in->key->data, &data)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_KEY_DATA);
        return AUTHENTICATOR_EVENT_COUNT;
    }
    bool fits = a->akm->ft ? ft_message_fits(&a->ft, &data, c->peer_rsne)
                           : span_equal(handshake_element(a->akm, &data), c->peer_rsne);
    if (!fits || !span_equal(data.rsnxe, c->peer_rsnxe)) {
        return AUTHENTICATOR_M2_MISMATCH;
    }
    return c->ocv_blind || oci_agrees(&c->oci, data.oci) ? AUTHENTICATOR_M2
                                                         : AUTHENTICATOR_OTHER_CHANNEL;
}

/* Messages whose only content is that they arrived; and, of the group handshake, from where. */
static enum authenticator_event check_answer(struct authenticator *a,
                                             const struct authenticator_input *in,
                                             enum authenticator_event event, uint8_t state)
{
    if (a->state != state) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return AUTHENTICATOR_EVENT_COUNT;
    }
    enum extsta_error e = verify(a, &a->ptk, in->key);
    if (e) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_MIC);
        return AUTHENTICATOR_EVENT_COUNT;
    }
    if (event == AUTHENTICATOR_GROUP2 && a->config.oci.used && !a->config.ocv_blind) {
        struct key_data data;
        key_data_parse(in->key->data, &data); /* what is malformed has no OCI */
        return oci_agrees(&a->config.oci, data.oci) ? event : AUTHENTICATOR_OTHER_CHANNEL;
    }
    return event;
}

/* 12.5.2.4.2: a Michael MIC Failure Report. Requests count by themselves. */
static void take_report(struct authenticator *a, const struct authenticator_input *in)
{
    enum extsta_error e =
        a->has_ptk ? verify(a, &a->ptk, in->key) : (enum extsta_error)EXTSTA_E_INTEGRITY;
    if (e) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_MIC);
    } else if (in->key->replay <= a->requested) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_REPLAY);
    } else {
        a->requested = in->key->replay;
        in->step->mic_failure = true;
        in->step->mic_failure_pairwise = (in->key->info & KEY_INFO_PAIRWISE) != 0;
    }
}

void authenticator_rx(struct authenticator *a, extsta_time now, struct extsta_span pdu,
                      struct supplicant_step *step)
{
    struct eapol eapol;
    struct eapol_key key;
    const uint16_t reports = KEY_INFO_REQUEST | KEY_INFO_ERROR | KEY_INFO_MIC;
    enum authenticator_event event = AUTHENTICATOR_EVENT_COUNT;
    memset(step, 0, sizeof *step);
    if (!eapol_parse(pdu, &eapol) || eapol.type != EAPOL_KEY ||
        !eapol_key_parse(&eapol, a->akm->mic_len, &key)) {
        handshake_drop(step, EXTSTA_DROP_BAD_EAPOL);
        return;
    }
    struct authenticator_input in = {.now = now, .key = &key, .step = step};
    step->message = eapol_key_message(&key);
    if (key.descriptor != handshake_descriptor(a->akm) ||
        (key.info & KEY_INFO_VERSION) != akm_key_version(a->akm, a->config.pairwise)) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    } else if ((key.info & reports) == reports) {
        take_report(a, &in);
    } else if (key.replay < a->replay_first || key.replay > a->replay) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_REPLAY);
    } else if (step->message == 2) {
        event = check_m2(a, &in);
    } else if (step->message == 4) {
        event = check_answer(a, &in, AUTHENTICATOR_M4, AUTHENTICATOR_AWAIT_M4);
    } else if (step->message == 6) {
        event = check_answer(a, &in, AUTHENTICATOR_GROUP2, AUTHENTICATOR_AWAIT_GROUP2);
    } else {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    }
    if (event != AUTHENTICATOR_EVENT_COUNT &&
        !authenticator_fsm_step(&authenticator_table, &a->state, (uint8_t)event, a, &in,
                                NULL)) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    }
}

/* An event that is no frame. */
static void feed(struct authenticator *a, extsta_time now, enum authenticator_event event,
                 struct supplicant_step *step)
{
    const struct authenticator_input in = {.now = now, .step = step};
    memset(step, 0, sizeof *step);
    authenticator_fsm_step(&authenticator_table, &a->state, (uint8_t)event, a, &in, NULL);
}

/* What both ways to begin have in common: everything but keys of FT and a message. */
static enum extsta_error adopt(struct authenticator *a,
                               const struct authenticator_config *config)
{
    memset(a, 0, sizeof *a);
    a->akm = akm_find_sized(config->akm, config->pmk.len);
    if (!config->crypto || config->pmk.len == 0 || config->pmk.len > PMK_MAX ||
        config->gtk_len > TK_MAX || config->igtk.len > TK_MAX || config->bigtk.len > TK_MAX) {
        return EXTSTA_E_USAGE;
    }
    if (!a->akm || !cipher_suite_find(config->pairwise)) {
        return EXTSTA_E_UNSUPPORTED;
    }
    a->config = *config;
    if (!handshake_copy(a->own_rsne, sizeof a->own_rsne, &a->config.own_rsne) ||
        !handshake_copy(a->own_rsnxe, sizeof a->own_rsnxe, &a->config.own_rsnxe) ||
        !handshake_copy(a->peer_rsne, sizeof a->peer_rsne, &a->config.peer_rsne) ||
        !handshake_copy(a->peer_rsnxe, sizeof a->peer_rsnxe, &a->config.peer_rsnxe)) {
        return EXTSTA_E_TOO_SMALL;
    }
    memcpy(a->pmk, config->pmk.data, config->pmk.len);
    a->pmk_len = (uint8_t)config->pmk.len;
    a->config.pmk = span(a->pmk, a->pmk_len);
    a->config.ssid = a->config.mde = a->config.fte = span(NULL, 0); /* lent for the call */
    a->config.retry = config->retry ? config->retry : DEFAULT_RETRY;
    a->config.tries = config->tries ? config->tries : DEFAULT_TRIES;
    a->deadline = EXTSTA_NEVER;
    return EXTSTA_OK;
}

enum extsta_error authenticator_start(struct authenticator *a, extsta_time now,
                                      const struct authenticator_config *config,
                                      const uint8_t anonce[32], struct supplicant_step *step)
{
    enum extsta_error e = adopt(a, config);
    memset(step, 0, sizeof *step);
    if (!e && a->akm->ft) {
        const struct ft_start ft = {config->peer, config->ssid, config->mde, config->fte};
        e = handshake_start_ft(config->crypto, a->akm, &ft, &a->ft, a->pmk, &a->pmk_len);
        a->config.pmk = span(a->pmk, a->pmk_len);
    }
    if (e) {
        return e;
    }
    memcpy(a->anonce, anonce, 32);
    a->state = AUTHENTICATOR_AWAIT_M2;
    start_m1(a, &(struct authenticator_input){.now = now, .step = step});
    return EXTSTA_OK;
}

enum extsta_error authenticator_resume(struct authenticator *a,
                                       const struct authenticator_config *config,
                                       const struct ptk *ptk, const uint8_t r1_name[16])
{
    enum extsta_error e = adopt(a, config);
    if (e) {
        return e;
    }
    if (config->mde.len != sizeof a->ft.mde || config->fte.len > sizeof a->ft.fte) {
        return EXTSTA_E_MALFORMED;
    }
    memcpy(a->ft.mde, config->mde.data, config->mde.len);
    memcpy(a->ft.fte, config->fte.data, config->fte.len);
    a->ft.fte_len = (uint16_t)config->fte.len;
    memcpy(a->ft.r1_name, r1_name, sizeof a->ft.r1_name);
    a->ptk = *ptk;
    a->has_ptk = true;
    a->state = AUTHENTICATOR_DONE;
    return EXTSTA_OK;
}

void authenticator_rekey(struct authenticator *a, extsta_time now, const uint8_t anonce[32],
                         struct supplicant_step *step)
{
    if (a->state == AUTHENTICATOR_DONE) {
        memcpy(a->anonce, anonce, 32);
        a->key_id = a->config.ext_key_id ? 1 - a->key_id : 0;
    }
    feed(a, now, AUTHENTICATOR_REKEY, step);
}

void authenticator_expire(struct authenticator *a, extsta_time now,
                          struct supplicant_step *step)
{
    memset(step, 0, sizeof *step);
    if (a->deadline == EXTSTA_NEVER || now < a->deadline) {
        return;
    }
    feed(a, now, a->tries_left > 0 ? AUTHENTICATOR_RETRY : AUTHENTICATOR_GIVE_UP, step);
}

static bool awaits(const struct authenticator *a)
{
    return a->state == AUTHENTICATOR_AWAIT_M2 || a->state == AUTHENTICATOR_AWAIT_M4 ||
           a->state == AUTHENTICATOR_AWAIT_GROUP2;
}

void authenticator_queued(struct authenticator *a)
{
    if (awaits(a)) {
        a->deadline = EXTSTA_NEVER;
    }
}

void authenticator_sent(struct authenticator *a, extsta_time now, bool acked)
{
    if (awaits(a)) {
        bool heard = acked && a->state == AUTHENTICATOR_AWAIT_M2;
        a->deadline = now + (heard ? a->config.retry : patience(a));
    }
}

void authenticator_group(struct authenticator *a, extsta_time now, const uint8_t *gtk,
                         uint8_t gtk_len, uint8_t gtk_id, struct supplicant_step *step)
{
    if (gtk_len <= TK_MAX &&
        (a->state == AUTHENTICATOR_DONE || a->state == AUTHENTICATOR_AWAIT_GROUP2)) {
        memcpy(a->config.gtk, gtk, gtk_len);
        a->config.gtk_len = gtk_len;
        a->config.gtk_id = gtk_id;
        a->config.gtk_rsc = 0;
    }
    feed(a, now, AUTHENTICATOR_GROUP, step);
}

void authenticator_moved(struct authenticator *a, uint16_t freq)
{
    a->config.oci.freq = freq;
}

void authenticator_set_management(struct authenticator *a, const struct management_key *igtk,
                                  const struct management_key *bigtk)
{
    static const struct management_key none;
    a->config.igtk = igtk && igtk->len <= TK_MAX ? *igtk : none;
    a->config.bigtk = bigtk && bigtk->len <= TK_MAX ? *bigtk : none;
}

void authenticator_clear(struct authenticator *a)
{
    wipe(a, sizeof *a);
    a->deadline = EXTSTA_NEVER;
}
