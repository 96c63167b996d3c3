/* Message 1 of the four-way handshake. IEEE Std 802.11-2020 12.7.6.2, 12.7.6.3. It has no
 * MIC: anybody can forge it. So it may cost work and an answer, but changes neither the keys
 * in use nor the replay counter. */
#include "rsn/handshake.h"

enum supplicant_event supplicant_check_m1(struct supplicant *s, struct supplicant_input *in)
{
    struct key_data data;
    /* Once there are keys a rekey comes under them. */
    if (s->has_ptk && !in->was_protected) {
        handshake_drop(in->step, EXTSTA_DROP_UNENCRYPTED);
    } else if (supplicant_is_replay(s, in->key)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_REPLAY);
    } else if (!(in->key->info & KEY_INFO_ENCRYPTED) && !key_data_parse(in->key->data, &data)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_KEY_DATA);
    } else {
        return SUPPLICANT_M1;
    }
    return SUPPLICANT_EVENT_COUNT;
}

/* A PTK for this ANonce. The SNonce stays the same through one handshake, so that the
 * PTK of any of its messages 1 can be derived again when a message 3 confirms it. */
static bool derive(struct supplicant *s, const struct supplicant_input *in)
{
    const struct supplicant_config *c = &s->config;
    /* The same ANonce again: a retransmission, whose PTK is there. */
    if (s->has_fresh && memcmp(s->anonce, in->key->nonce, 32) == 0) {
        return true;
    }
    /* The first message 1 of a handshake: the SNonce that all of it will use. */
    if (!s->has_fresh) {
        memcpy(s->snonce, in->nonce, 32);
    }
    memcpy(s->anonce, in->key->nonce, 32);
    s->has_fresh = ptk_derive(c->crypto, s->akm, c->pmk, c->peer, c->own, s->anonce, s->snonce,
                              cipher_suite_find(c->pairwise)->key_len, &s->fresh) == EXTSTA_OK;
    return s->has_fresh;
}

/* 12.7.6.3: the elements of the association request again, where the MIC protects them. */
static struct extsta_span elements(const struct supplicant *s, uint8_t *out, size_t room)
{
    struct writer w = writer_of(out, room);
    if (s->akm->ft) {
        ft_write_message(&w, &s->ft, s->config.own_rsne);
    } else {
        writer_span(&w, s->config.own_rsne);
    }
    writer_span(&w, s->config.own_rsnxe);
    oci_write_kde(&w, &s->config.oci);
    return span(out, writer_len(&w));
}

void supplicant_answer_m1(struct supplicant *s, const struct supplicant_input *in)
{
    uint8_t data[KEY_DATA_MAX];
    /* Secure as in message 1: set when the PTK is renewed (12.7.6.3). */
    struct eapol_key reply = {
        .info = (uint16_t)(KEY_INFO_PAIRWISE | (in->key->info & KEY_INFO_SECURE)),
        .data = elements(s, data, sizeof data),
    };
    if (s->m2_acked > s->doubted) { /* it had a message 2 since the last of these */
        s->doubted++;
    }
    if (derive(s, in)) {
        memcpy(reply.nonce, s->snonce, 32);
        supplicant_answer(s, in, &s->fresh, &reply);
    } else {
        handshake_drop(in->step, EXTSTA_DROP_NO_MEMORY);
    }
    supplicant_count(in->step, &s->m1);
}
