/* Message 3 of the four-way handshake. IEEE Std 802.11-2020 12.7.6.4, 12.7.6.5: where the AP
 * proves that it knows the PMK and hands out the group keys. Checks in the order in which they can
 * be believed: replay, MIC, nonce, protection, flags, key data, elements. */
#include "rsn/handshake.h"

/* Whether the MIC is of this PTK. *refused: so set when that could not be found out. */
static bool confirms(const struct supplicant *s, const struct supplicant_input *in,
                     const struct ptk *ptk, bool *refused)
{
    enum extsta_error e =
        eapol_key_verify(s->config.crypto, s->akm, span(ptk->kck, ptk->kck_len), in->key);
    *refused = *refused || e == EXTSTA_E_CRYPTO;
    return e == EXTSTA_OK;
}

/* Whether message 3 confirms the PTK of another message 1 of this handshake than the
 * last: a forged message 1 came after the true one. Our SNonce and the MIC show that
 * it is fresh and that the sender knows the PMK. */
static bool confirms_other_anonce(struct supplicant *s, const struct supplicant_input *in,
                                  bool *refused)
{
    const struct supplicant_config *c = &s->config;
    struct ptk other;
    if (memcmp(s->anonce, in->key->nonce, 32) == 0 ||
        ptk_derive(c->crypto, s->akm, c->pmk, c->peer, c->own, in->key->nonce, s->snonce,
                   cipher_suite_find(c->pairwise)->key_len, &other) != EXTSTA_OK) {
        return false;
    }
    bool ok = confirms(s, in, &other, refused);
    if (ok) {
        memcpy(s->anonce, in->key->nonce, 32);
        s->fresh = other;
    }
    ptk_clear(&other);
    return ok;
}

/* Which PTK the MIC belongs to: SUPPLICANT_M3 for the fresh one, SUPPLICANT_M3_AGAIN
 * for the one in use. */
static enum supplicant_event authenticate(struct supplicant *s, struct supplicant_input *in)
{
    const uint8_t *anonce = s->anonce;
    enum supplicant_event event = SUPPLICANT_EVENT_COUNT;
    bool refused = false;
    if (s->has_fresh &&
        (confirms(s, in, &s->fresh, &refused) || confirms_other_anonce(s, in, &refused))) {
        event = SUPPLICANT_M3;
    } else if (s->has_ptk && confirms(s, in, &s->ptk, &refused)) {
        event = SUPPLICANT_M3_AGAIN;
        anonce = s->ptk_anonce;
    } else {
        handshake_drop(in->step, refused ? EXTSTA_DROP_NO_MEMORY : EXTSTA_DROP_EAPOL_MIC);
        return SUPPLICANT_EVENT_COUNT;
    }
    /* Only behind a valid MIC, and then whatever else is wrong with the frame. */
    s->replay = in->key->replay;
    s->has_replay = true;
    if (memcmp(anonce, in->key->nonce, 32) != 0) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_NONCE);
        return SUPPLICANT_EVENT_COUNT;
    }
    return event;
}

/* Of WPA: message 3 has the element alone, for everybody to read; message 1 of the group
 * handshake has the enciphered GTK alone, and its key id in Key Information. */
static bool open_wpa(struct supplicant *s, struct supplicant_input *in, const struct ptk *ptk,
                     uint8_t plain[KEY_DATA_MAX])
{
    size_t len = KEY_DATA_MAX;
    if (in->key->info & KEY_INFO_PAIRWISE) {
        bool ok = key_data_parse(in->key->data, &in->data) &&
                  in->data.group[GROUP_GTK].key.len == 0;
        if (!ok) {
            handshake_drop(in->step, EXTSTA_DROP_EAPOL_KEY_DATA);
        }
        return ok;
    }
    enum extsta_error e = eapol_key_data_open(
        s->config.crypto, s->akm, span(ptk->kek, ptk->kek_len), in->key, plain, &len);
    struct key_data_group gtk = {.key = span(plain, len),
                                 .id = (in->key->info & KEY_INFO_INDEX) >> 4};
    in->data = (struct key_data){.group[GROUP_GTK] = gtk};
    if (e || !cipher_suite_find(s->config.group) || gtk.id == 0 ||
        !supplicant_group_fits(s, &in->data)) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_KEY_DATA);
        return false;
    }
    return true;
}

bool supplicant_open_key_data(struct supplicant *s, struct supplicant_input *in,
                              const struct ptk *ptk, uint8_t plain[KEY_DATA_MAX])
{
    size_t len = KEY_DATA_MAX;
    if (handshake_is_wpa(s->akm)) {
        return open_wpa(s, in, ptk, plain);
    }
    enum extsta_error e =
        in->key->info & KEY_INFO_ENCRYPTED
            ? eapol_key_data_open(s->config.crypto, s->akm, span(ptk->kek, ptk->kek_len),
                                  in->key, plain, &len)
            : EXTSTA_E_POLICY; /* readable for everybody; nobody honest sends keys so */
    if (e || !key_data_parse(span(plain, len), &in->data) ||
        !supplicant_group_fits(s, &in->data)) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_KEY_DATA);
        return false;
    }
    return true;
}

/* 12.7.6.4: beacons are forged easily; here the MIC says what the AP truly offers, and, with an
 * FT suite, which domain and key holders it named. A difference is a downgrade attack. */
static bool elements_fit(const struct supplicant *s, const struct key_data *data)
{
    const struct supplicant_config *c = &s->config;
    bool fits = s->akm->ft ? ft_message_fits(&s->ft, data, c->peer_rsne)
                           : span_equal(handshake_element(s->akm, data), c->peer_rsne);
    return fits && span_equal(data->rsnxe, c->peer_rsnxe);
}

/* One that is no replay. */
static enum supplicant_event judge(struct supplicant *s, struct supplicant_input *in,
                                   uint8_t plain[KEY_DATA_MAX])
{
    const struct eapol_key *key = in->key;
    enum supplicant_event event = authenticate(s, in);
    if (event == SUPPLICANT_EVENT_COUNT) {
        return event;
    }
    /* A rekey comes under the keys in use; M3_AGAIN is the one exception (supplicant.h). */
    if (event == SUPPLICANT_M3 && s->has_ptk && !in->was_protected) {
        handshake_drop(in->step, EXTSTA_DROP_UNENCRYPTED);
        return SUPPLICANT_EVENT_COUNT;
    }
    bool secure = (key->info & KEY_INFO_SECURE) != 0 || handshake_is_wpa(s->akm);
    if (!(key->info & KEY_INFO_INSTALL) || !secure ||
        key->key_length != cipher_suite_find(s->config.pairwise)->key_len) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_UNEXPECTED);
        return SUPPLICANT_EVENT_COUNT;
    }
    if (!supplicant_open_key_data(s, in, event == SUPPLICANT_M3 ? &s->fresh : &s->ptk, plain)) {
        return SUPPLICANT_EVENT_COUNT;
    }
    /* 12.7.6.4: with Extended Key ID the AP says which of the two, without it has no say. */
    if (s->config.ext_key_id != (in->data.key_id >= 0)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_KEY_DATA);
        return SUPPLICANT_EVENT_COUNT;
    }
    if (!elements_fit(s, &in->data)) {
        return SUPPLICANT_M3_MISMATCH;
    }
    return oci_agrees(&s->config.oci, in->data.oci) ? event : SUPPLICANT_OTHER_CHANNEL;
}

enum supplicant_event supplicant_check_m3(struct supplicant *s, struct supplicant_input *in,
                                          uint8_t plain[KEY_DATA_MAX])
{
    if (!s->has_fresh && !s->has_ptk) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_UNEXPECTED); /* before any message 1 */
        return SUPPLICANT_EVENT_COUNT;
    }
    if (supplicant_is_replay(s, in->key)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_REPLAY);
        return SUPPLICANT_EVENT_COUNT;
    }
    enum supplicant_event event = judge(s, in, plain);
    supplicant_count(in->step, &s->m3);
    return event;
}

/* Also the whole of the answer to a repeated message 3: the PTK is in use and stays as it
 * is, installing it again would reset its packet numbers (KRACK). */
void supplicant_answer_m3(struct supplicant *s, const struct supplicant_input *in)
{
    struct eapol_key reply = {
        .info = (uint16_t)(KEY_INFO_PAIRWISE | (in->key->info & KEY_INFO_SECURE))};
    supplicant_answer(s, in, &s->ptk, &reply);
    if (supplicant_take_group(s, in)) {
        in->step->verdict = SUPPLICANT_REKEYED;
    }
}

/* The fresh PTK becomes the one in use; message 4 is made with it, and goes out before it is
 * installed. */
void supplicant_accept_m3(struct supplicant *s, const struct supplicant_input *in)
{
    struct supplicant_key *out = &in->step->pairwise;
    bool first = !s->has_ptk;
    s->ptk = s->fresh;
    memcpy(s->ptk_anonce, s->anonce, 32);
    s->has_ptk = true;
    ptk_clear(&s->fresh);
    wipe(s->snonce, sizeof s->snonce);
    s->has_fresh = false;
    supplicant_answer_m3(s, in);
    out->install = true;
    out->cipher = s->config.pairwise;
    out->by_id = s->config.ext_key_id;
    out->key_id = in->data.key_id > 0 ? 1 : 0;
    out->len = s->ptk.tk_len;
    memcpy(out->key, s->ptk.tk, s->ptk.tk_len);
    in->step->verdict = first ? SUPPLICANT_AUTHORIZED : SUPPLICANT_REKEYED;
    in->step->transition_disable = in->data.transition_disable;
    in->step->awaits_group =
        first && !in->step->group.install && cipher_suite_find(s->config.group);
}

/* Deauthenticate. No key survives the suspicion. */
static void reject(struct supplicant *s, struct supplicant_step *step,
                   enum extsta_diagnosis diagnosis, uint16_t reason)
{
    ptk_clear(&s->fresh);
    ptk_clear(&s->ptk);
    s->has_fresh = s->has_ptk = false;
    step->verdict = SUPPLICANT_REJECTED;
    step->diagnosis = diagnosis;
    step->confidence = 100;
    step->reason = reason;
}

void supplicant_reject_m3(struct supplicant *s, const struct supplicant_input *in)
{
    reject(s, in->step, EXTSTA_DIAGNOSIS_RSNE_MISMATCH, REASON_RSNE_MISMATCH);
}

/* 12.2.9: who sits between two channels has been found out. */
void supplicant_reject_channel(struct supplicant *s, const struct supplicant_input *in)
{
    reject(s, in->step, EXTSTA_DIAGNOSIS_OTHER_CHANNEL, REASON_INVALID_AUTH);
}
