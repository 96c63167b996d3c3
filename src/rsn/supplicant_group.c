/* Message 1 of the group key handshake. IEEE Std 802.11-2020 12.7.7: the AP gives a new GTK
 * to a station whose PTK is in use. */
#include "rsn/handshake.h"

enum supplicant_event supplicant_check_group1(struct supplicant *s, struct supplicant_input *in,
                                              uint8_t plain[KEY_DATA_MAX])
{
    const struct ptk *ptk = &s->ptk;
    enum extsta_error e;
    if (!s->has_ptk) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_UNEXPECTED);
        /* In the clear it would have to come from somebody without the PTK. */
    } else if (!in->was_protected) {
        handshake_drop(in->step, EXTSTA_DROP_UNENCRYPTED);
    } else if (supplicant_is_replay(s, in->key)) {
        handshake_drop(in->step, EXTSTA_DROP_EAPOL_REPLAY);
    } else if ((e = eapol_key_verify(s->config.crypto, s->akm, span(ptk->kck, ptk->kck_len),
                                     in->key)) != EXTSTA_OK) {
        handshake_drop_for(in->step, e, EXTSTA_DROP_EAPOL_MIC);
    } else {
        /* Only behind the MIC: a forged counter would shut the true AP out. */
        s->replay = in->key->replay;
        s->has_replay = true;
        if (supplicant_open_key_data(s, in, ptk, plain)) {
            return SUPPLICANT_GROUP1;
        }
    }
    return SUPPLICANT_EVENT_COUNT;
}

void supplicant_accept_group1(struct supplicant *s, const struct supplicant_input *in)
{
    /* of WPA the key id goes back, too */
    struct eapol_key reply = {
        .info = (uint16_t)(KEY_INFO_SECURE | (in->key->info & KEY_INFO_INDEX))};
    /* Answered even if the GTK is in use: the AP may have missed the first answer. */
    supplicant_answer(s, in, &s->ptk, &reply);
    supplicant_take_gtk(s, in);
    if (in->step->group.install) {
        in->step->verdict = SUPPLICANT_REKEYED;
    }
}
