/* Message 1 of the group key handshake. IEEE Std 802.11-2020 12.7.7: the AP gives new group
 * keys to a station whose PTK is in use. */
#include "rsn/handshake.h"

/* The cipher of a kind; NULL: none was negotiated. */
static const struct cipher_suite *cipher_of(const struct supplicant *s, enum group_kind kind)
{
    return kind == GROUP_GTK ? cipher_suite_find(s->config.group)
                             : suites_cipher(s->config.group_mgmt);
}

/* An AP that protects management frames and gives no IGTK is let be: its group-addressed ones
 * are then discarded for want of a key. */
bool supplicant_group_fits(const struct supplicant *s, struct key_data *data)
{
    for (unsigned kind = 0; kind < GROUP_KINDS; kind++) {
        const struct cipher_suite *cipher = cipher_of(s, kind);
        struct extsta_span *key = &data->group[kind].key;
        if (!cipher) {
            *key = span(NULL, 0);
        } else if (key->len != cipher->key_len && (key->len > 0 || kind == GROUP_GTK)) {
            return false;
        }
    }
    return true;
}

static bool take(struct supplicant *s, const struct supplicant_input *in, enum group_kind kind)
{
    const struct key_data_group *got = &in->data.group[kind];
    struct supplicant_group *have = &s->in_use[kind];
    struct supplicant_key *out = supplicant_step_group(in->step, kind);
    if (got->key.len == 0 ||
        (have->len == got->key.len && equal_ct(have->key, got->key.data, got->key.len))) {
        return false;
    }
    memcpy(have->key, got->key.data, got->key.len);
    have->len = (uint8_t)got->key.len;
    have->id = got->id;
    out->install = true;
    out->cipher = cipher_of(s, kind)->selector;
    out->key_id = got->id;
    out->len = have->len;
    memcpy(out->key, have->key, have->len);
    /* 12.7.2: six octets of the RSC's eight */
    out->rsc = kind == GROUP_GTK ? in->key->rsc & 0xffffffffffffull : got->pn;
    return true;
}

bool supplicant_take_group(struct supplicant *s, const struct supplicant_input *in)
{
    bool any = false;
    for (unsigned kind = 0; kind < GROUP_KINDS; kind++) {
        any = take(s, in, kind) || any;
    }
    return any;
}

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
            return oci_agrees(&s->config.oci, in->data.oci) ? SUPPLICANT_GROUP1
                                                            : SUPPLICANT_OTHER_CHANNEL;
        }
    }
    return SUPPLICANT_EVENT_COUNT;
}

void supplicant_accept_group1(struct supplicant *s, const struct supplicant_input *in)
{
    uint8_t oci[OCI_KDE_LEN];
    struct writer w = writer_of(oci, sizeof oci);
    oci_write_kde(&w, &s->config.oci);
    /* of WPA the key id goes back, too */
    struct eapol_key reply = {
        .info = (uint16_t)(KEY_INFO_SECURE | (in->key->info & KEY_INFO_INDEX)),
        .data = span(oci, writer_len(&w))};
    /* Answered even if the keys are in use: the AP may have missed the first answer. */
    supplicant_answer(s, in, &s->ptk, &reply);
    if (supplicant_take_group(s, in)) {
        in->step->verdict = SUPPLICANT_REKEYED;
    }
}
