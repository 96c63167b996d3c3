/* The supplicant's table, start and entry (supplicant.h). Each message has its own file,
 * with its check and its action: supplicant_m1.c, _m3.c, _group.c; what an FT suite adds is in
 * four_way_ft.c, the rest form in supplicant_rest.c.
 *
 * A frame is judged before the machine hears of it: an event is a frame that has passed
 * every check of its message, so the table knows no invalid ones. */
#include "rsn/handshake.h"

static const char *const state_names[] = {
    [SUPPLICANT_AWAIT_M1] = "AWAIT_M1",
    [SUPPLICANT_AWAIT_M3] = "AWAIT_M3",
    [SUPPLICANT_DONE] = "DONE",
    [SUPPLICANT_FAILED] = "FAILED",
};
static const char *const event_names[] = {
    [SUPPLICANT_M1] = "M1",
    [SUPPLICANT_M3] = "M3",
    [SUPPLICANT_M3_AGAIN] = "M3_AGAIN",
    [SUPPLICANT_M3_MISMATCH] = "M3_MISMATCH",
    [SUPPLICANT_GROUP1] = "GROUP1",
    [SUPPLICANT_OTHER_CHANNEL] = "OTHER_CHANNEL",
};
static const struct supplicant_row rows[] = {
    FSM_ROW(SUPPLICANT_AWAIT_M1, SUPPLICANT_M1, SUPPLICANT_AWAIT_M3, supplicant_answer_m1,
            IEEE_12_7_6_3),
    FSM_ROW(SUPPLICANT_AWAIT_M3, SUPPLICANT_M1, SUPPLICANT_AWAIT_M3, supplicant_answer_m1,
            IEEE_12_7_6_3),
    FSM_ROW(SUPPLICANT_AWAIT_M3, SUPPLICANT_M3, SUPPLICANT_DONE, supplicant_accept_m3,
            IEEE_12_7_6_5),
    FSM_ROW(SUPPLICANT_AWAIT_M3, SUPPLICANT_M3_MISMATCH, SUPPLICANT_FAILED,
            supplicant_reject_m3, IEEE_12_7_6_4),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_M1, SUPPLICANT_DONE, supplicant_answer_m1,
            IEEE_12_7_6_3),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_M3, SUPPLICANT_DONE, supplicant_accept_m3,
            IEEE_12_7_6_5),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_M3_AGAIN, SUPPLICANT_DONE, supplicant_answer_m3,
            IEEE_12_7_6_5),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_M3_MISMATCH, SUPPLICANT_FAILED, supplicant_reject_m3,
            IEEE_12_7_6_4),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_GROUP1, SUPPLICANT_DONE, supplicant_accept_group1,
            IEEE_12_7_7_3),
    FSM_ROW(SUPPLICANT_AWAIT_M3, SUPPLICANT_OTHER_CHANNEL, SUPPLICANT_FAILED,
            supplicant_reject_channel, IEEE_12_2_9),
    FSM_ROW(SUPPLICANT_DONE, SUPPLICANT_OTHER_CHANNEL, SUPPLICANT_FAILED,
            supplicant_reject_channel, IEEE_12_2_9),
};
/* a peer may send anything at any time: dropped, counted */
const struct fsm_table supplicant_table =
    FSM_TABLE("supplicant", state_names, event_names, rows, .ignores_others = true);

static bool served(const struct supplicant_config *c)
{
    const struct akm_suite *akm = akm_find(c->akm);
    return akm && cipher_suite_find(c->pairwise) &&
           (c->group == CIPHER_NO_GROUP || cipher_suite_find(c->group)) &&
           (c->group_mgmt == 0 || cipher_bip_mmie_len(c->group_mgmt) > 0);
}

/* The PMK is there; with an FT suite it is the MPMK, and the PMK-R1 takes its place. */
static enum extsta_error take_root(struct supplicant *s, const struct ft_start *ft)
{
    enum extsta_error e = s->akm->ft ? handshake_start_ft(s->config.crypto, s->akm, ft, &s->ft,
                                                          s->pmk, &s->pmk_len)
                                     : EXTSTA_OK;
    s->config.pmk = span(s->pmk, s->pmk_len);
    return e;
}

enum extsta_error supplicant_start(struct supplicant *s, const struct supplicant_config *config)
{
    memset(s, 0, sizeof *s);
    if (!config->crypto || config->pmk.len == 0 || config->pmk.len > PMK_MAX ||
        config->own_rsne.len == 0 || config->peer_rsne.len == 0) {
        return EXTSTA_E_USAGE;
    }
    if (!served(config)) {
        return EXTSTA_E_UNSUPPORTED;
    }
    s->config = *config;
    if (!handshake_copy(s->own_rsne, sizeof s->own_rsne, &s->config.own_rsne) ||
        !handshake_copy(s->peer_rsne, sizeof s->peer_rsne, &s->config.peer_rsne) ||
        !handshake_copy(s->peer_rsnxe, sizeof s->peer_rsnxe, &s->config.peer_rsnxe) ||
        !handshake_copy(s->own_rsnxe, sizeof s->own_rsnxe, &s->config.own_rsnxe)) {
        return EXTSTA_E_TOO_SMALL;
    }
    memcpy(s->pmk, config->pmk.data, config->pmk.len);
    s->pmk_len = (uint8_t)config->pmk.len;
    s->config.pmk = span(s->pmk, s->pmk_len);
    s->config.ssid = s->config.mde = s->config.fte = span(NULL, 0); /* lent for the call */
    s->akm = akm_find_sized(config->akm, config->pmk.len);
    s->state = SUPPLICANT_AWAIT_M1;
    const struct ft_start ft = {config->own, config->ssid, config->mde, config->fte};
    return take_root(s, &ft);
}

bool supplicant_is_replay(const struct supplicant *s, const struct eapol_key *key)
{
    return s->has_replay && key->replay <= s->replay;
}

void supplicant_count(const struct supplicant_step *step, struct supplicant_tally *tally)
{
    if (step->dropped && step->drop == EXTSTA_DROP_NO_MEMORY) {
        tally->refused = true;
    } else if (tally->count < UINT8_MAX) {
        tally->count++;
    }
}

/* 12.7.2, 12.5.2.4.2: Request and Error, and Key Type says which of the keys it was. */
void supplicant_request(struct supplicant *s, uint64_t replay, bool error, bool pairwise,
                        struct supplicant_step *step)
{
    memset(step, 0, sizeof *step);
    if (!s->has_ptk) {
        return;
    }
    struct eapol_key key = {
        .version = s->config.eapol_version ? s->config.eapol_version : 1,
        .descriptor = handshake_descriptor(s->akm),
        .info = (uint16_t)(akm_key_version(s->akm, s->config.pairwise) | KEY_INFO_MIC |
                           KEY_INFO_SECURE | KEY_INFO_REQUEST | (error ? KEY_INFO_ERROR : 0) |
                           (pairwise ? KEY_INFO_PAIRWISE : 0)),
        .replay = replay,
    };
    step->send_protected = true;
    if (handshake_send(s->config.crypto, s->akm, span(s->ptk.kck, s->ptk.kck_len), &key,
                       step) != EXTSTA_OK) {
        handshake_drop(step, EXTSTA_DROP_NO_MEMORY); /* only the backend can fail here */
    }
}

void supplicant_moved(struct supplicant *s, uint16_t freq)
{
    s->config.oci.freq = freq;
}

/* Message 2 is the only one of which it matters here: what waits for message 4 is the keyed
 * port. */
void supplicant_sent(struct supplicant *s, bool acked)
{
    if (s->state == SUPPLICANT_AWAIT_M3 && acked && s->m2_acked < UINT8_MAX) {
        s->m2_acked++;
    }
}

void supplicant_answer(struct supplicant *s, const struct supplicant_input *in,
                       const struct ptk *ptk, struct eapol_key *reply)
{
    reply->version = s->config.eapol_version ? s->config.eapol_version : in->key->version;
    reply->descriptor = handshake_descriptor(s->akm);
    reply->info = (uint16_t)(reply->info | (in->key->info & KEY_INFO_VERSION) | KEY_INFO_MIC);
    reply->replay = in->key->replay;
    in->step->send_protected = in->was_protected;
    if (handshake_send(s->config.crypto, s->akm, span(ptk->kck, ptk->kck_len), reply,
                       in->step) != EXTSTA_OK) {
        handshake_drop(in->step, EXTSTA_DROP_NO_MEMORY); /* only the backend can fail here */
    }
}

/* Whether it is a frame of this association at all. 12.7.2: a version that does not fit AKM
 * and cipher is dropped, so that nobody can choose the weaker MIC. */
static bool parse(const struct supplicant *s, struct extsta_span pdu, struct eapol_key *key,
                  struct supplicant_step *step)
{
    struct eapol eapol;
    if (!eapol_parse(pdu, &eapol) || eapol.type != EAPOL_KEY ||
        !eapol_key_parse(&eapol, s->akm->mic_len, key)) {
        handshake_drop(step, EXTSTA_DROP_BAD_EAPOL);
        return false;
    }
    step->message = eapol_key_message(key);
    if (key->descriptor != handshake_descriptor(s->akm) ||
        (key->info & KEY_INFO_VERSION) != akm_key_version(s->akm, s->config.pairwise)) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return false;
    }
    return true;
}

void supplicant_rx(struct supplicant *s, struct extsta_span pdu, const uint8_t nonce[32],
                   bool was_protected, struct supplicant_step *step)
{
    struct eapol_key key;
    uint8_t plain[KEY_DATA_MAX];
    enum supplicant_event event = SUPPLICANT_EVENT_COUNT;
    memset(step, 0, sizeof *step);
    if (!parse(s, pdu, &key, step)) {
        return;
    }
    struct supplicant_input in = {
        .key = &key, .nonce = nonce, .was_protected = was_protected, .step = step};
    if (s->state == SUPPLICANT_FAILED) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    } else if (step->message == 1) {
        event = supplicant_check_m1(s, &in);
    } else if (step->message == 3) {
        event = supplicant_check_m3(s, &in, plain);
    } else if (step->message == 5) {
        event = supplicant_check_group1(s, &in, plain);
    } else {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    }
    if (event != SUPPLICANT_EVENT_COUNT &&
        !supplicant_fsm_step(&supplicant_table, &s->state, (uint8_t)event, s, &in, NULL)) {
        handshake_drop(step, EXTSTA_DROP_EAPOL_UNEXPECTED);
    }
    /* It held the GTK; in.data points into it. */
    wipe(plain, sizeof plain);
}

enum extsta_diagnosis supplicant_cause(const struct supplicant *s, uint16_t reason,
                                       uint8_t *confidence)
{
    /* what APs say of a message 2 or 4 that they could not use or did not get */
    bool of_handshake = reason == REASON_FOUR_WAY_TIMEOUT || reason == REASON_INVALID_AUTH;
    *confidence = 100;
    /* Complete: whatever ended it came later. */
    if (s->has_ptk) {
        return EXTSTA_DIAGNOSIS_NONE;
    }
    if (s->m3.count > 0) {
        return EXTSTA_DIAGNOSIS_M3_MIC; /* it came, but never with a valid MIC */
    }
    if (s->m3.refused || (s->m1.refused && s->m1.count == 0)) {
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    if (s->m1.count == 0) {
        return EXTSTA_DIAGNOSIS_M1_NEVER_CAME;
    }
    /* The AP never had a message 2 to judge the passphrase by. */
    if (s->m2_acked == 0) {
        return EXTSTA_DIAGNOSIS_M2_LOST;
    }
    /* 12.7.6.3: one who looks where we are refuses message 2 because of it, too. That is what
     * is left where the PMK is proven, and where the AP did not ask again. */
    if (s->config.oci.used && ((of_handshake && s->akm->pmk != AKM_PMK_PASSPHRASE) ||
                               (reason == REASON_INVALID_AUTH && s->m1.count == 1))) {
        *confidence = 70;
        return EXTSTA_DIAGNOSIS_OTHER_CHANNEL;
    }
    /* A PMK that came of EAP or SAE is right; and an AP that got message 2 and says nothing
     * may have lost message 3. */
    unsigned signs = s->doubted + (of_handshake ? 1u : 0u);
    if (s->akm->pmk != AKM_PMK_PASSPHRASE || signs == 0) {
        return EXTSTA_DIAGNOSIS_M3_NEVER_CAME;
    }
    unsigned percent = 50u + 15u * signs;
    *confidence = (uint8_t)(percent > 90 ? 90 : percent);
    return EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE;
}

enum extsta_error supplicant_new_pmk(struct supplicant *s, struct extsta_span pmk)
{
    const struct supplicant_ft names = s->ft;
    const struct ft_start ft = {s->config.own, span(names.ssid, names.ssid_len),
                                span(names.mde, sizeof names.mde),
                                span(names.fte, names.fte_len)};
    wipe(s->pmk, sizeof s->pmk);
    memcpy(s->pmk, pmk.data, pmk.len);
    s->pmk_len = (uint8_t)pmk.len;
    return take_root(s, &ft);
}

void supplicant_clear(struct supplicant *s)
{
    wipe(s, sizeof *s);
}
