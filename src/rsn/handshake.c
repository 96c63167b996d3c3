/* What supplicant and authenticator share: key data read and written, frames with their MIC,
 * elements copied. IEEE Std 802.11-2020 12.7.2. */
#include "rsn/handshake.h"

/* The group key that a KDE carries, GROUP_KINDS: none. 12.7.2, figures of the GTK KDE: key id
 * and Tx, reserved, key; of the IGTK and BIGTK KDE: key id in two octets, packet number in
 * six, key. A second one of a kind, or one under an id that is not of the kind, is refused:
 * nobody honest sends it, and it would decide which key goes where. */
static bool take_group(const struct kde *kde, struct key_data *out)
{
    bool is_gtk = kde->type == KDE_GTK;
    enum group_kind kind = is_gtk ? GROUP_GTK : kde->type == KDE_IGTK ? GROUP_IGTK : GROUP_BIGTK;
    struct key_data_group *g = &out->group[kind];
    struct reader r = reader_of(kde->value);
    unsigned id = reader_le16(&r);
    if (is_gtk) {
        id &= 3; /* Tx and what is reserved */
    } else {
        g->pn = reader_le32(&r);
        g->pn |= (uint64_t)reader_le16(&r) << 32;
    }
    if (g->key.len > 0 || reader_left(&r) == 0 || id < group_first_id(kind) ||
        id >= group_first_id(kind) + group_id_count(kind)) {
        return false;
    }
    g->id = (uint8_t)id;
    g->key = reader_rest(&r);
    return true;
}

/* The elements that message 3, or 2, repeats. A second one would name another pairwise suite;
 * the first one counts. */
static void take_element(const struct kde *kde, struct key_data *out)
{
    static const uint8_t wpa[] = {0x00, 0x50, 0xf2, 1};
    bool is_wpa = kde->type == ELEMENT_VENDOR && kde->value.len >= sizeof wpa &&
                  memcmp(kde->value.data, wpa, sizeof wpa) == 0;
    if (kde->type == ELEMENT_RSN && out->rsne.len == 0) {
        out->rsne = kde->whole;
    } else if (is_wpa && out->wpa.len == 0) {
        out->wpa = kde->whole;
    } else if (kde->type == ELEMENT_RSNX && out->rsnxe.len == 0) {
        out->rsnxe = kde->whole;
    } else if (kde->type == ELEMENT_MOBILITY_DOMAIN && out->mde.len == 0) {
        out->mde = kde->whole;
    } else if (kde->type == ELEMENT_FAST_BSS_TRANSITION && out->fte.len == 0) {
        out->fte = kde->whole;
    }
}

/* KDEs that nobody asks for are skipped: an AP may send what later standards add. False: it
 * cannot be. */
static bool take_kde(const struct kde *kde, struct key_data *out)
{
    struct extsta_span v = kde->value;
    switch (kde->type) {
    case KDE_GTK:
    case KDE_IGTK:
    case KDE_BIGTK:
        return take_group(kde, out);
    case KDE_OCI:
        out->oci = v;
        return true;
    case KDE_KEY_ID: /* figure 12-42: key id in the first two bits, reserved */
        out->key_id = v.len == 2 ? (int8_t)(v.data[0] & 3) : -1;
        return v.len == 2 && out->key_id <= 1; /* 2 and 3 are group keys' */
    case KDE_TRANSITION_DISABLE:
        out->transition_disable = v.len > 0 ? v.data[0] : 0;
        return true;
    }
    return true;
}

bool key_data_parse(struct extsta_span data, struct key_data *out)
{
    struct reader r = reader_of(data);
    struct kde kde;
    *out = (struct key_data){.key_id = -1};
    while (kde_next(&r, &kde)) {
        if (kde.is_kde) {
            if (!take_kde(&kde, out)) {
                return false;
            }
        } else {
            take_element(&kde, out);
        }
    }
    return !r.failed;
}

bool handshake_is_wpa(const struct akm_suite *akm)
{
    return akm->selector >> 8 == SUITE_WPA(0) >> 8;
}

struct extsta_span handshake_element(const struct akm_suite *akm, const struct key_data *data)
{
    return handshake_is_wpa(akm) ? data->wpa : data->rsne;
}

uint8_t handshake_descriptor(const struct akm_suite *akm)
{
    return handshake_is_wpa(akm) ? KEY_DESCRIPTOR_WPA : KEY_DESCRIPTOR_RSN;
}

void key_data_write_gtk(struct writer *w, uint8_t key_id, const uint8_t *gtk, size_t len)
{
    /* Tx is clear: the station does not send under the GTK. */
    uint8_t value[2 + TK_MAX] = {key_id & 3, 0};
    memcpy(value + 2, gtk, len < TK_MAX ? len : TK_MAX);
    kde_write(w, KDE_GTK, span(value, 2 + (len < TK_MAX ? len : TK_MAX)));
    wipe(value, sizeof value);
}

void key_data_write_management(struct writer *w, enum group_kind kind,
                               const struct management_key *key)
{
    uint8_t value[8 + TK_MAX];
    size_t len = key->len < TK_MAX ? key->len : TK_MAX;
    if (len == 0) {
        return;
    }
    put_le16(value, key->id);
    put_le32(value + 2, (uint32_t)key->pn);
    put_le16(value + 6, (uint16_t)(key->pn >> 32));
    memcpy(value + 8, key->key, len);
    kde_write(w, kind == GROUP_IGTK ? KDE_IGTK : KDE_BIGTK, span(value, 8 + len));
    wipe(value, sizeof value);
}

uint32_t handshake_group_mgmt(const struct rsn_element *own, const struct rsn_element *peer)
{
    if (!(own->capabilities & peer->capabilities & RSN_CAP_MFPC) ||
        own->group_mgmt == CIPHER_NO_GROUP) {
        return 0;
    }
    return own->group_mgmt ? own->group_mgmt : CIPHER_BIP;
}

bool handshake_agrees(const struct rsn_element *own, const struct rsn_element *peer,
                      uint16_t capability)
{
    return !own->is_wpa && !peer->is_wpa &&
           (own->capabilities & peer->capabilities & capability) != 0;
}

bool handshake_copy(uint8_t *to, size_t room, struct extsta_span *element)
{
    if (element->len > room) {
        return false;
    }
    if (element->len > 0) {
        memcpy(to, element->data, element->len);
    }
    element->data = to;
    return true;
}

enum extsta_error handshake_send(struct crypto *crypto, const struct akm_suite *akm,
                                 struct extsta_span kck, const struct eapol_key *key,
                                 struct supplicant_step *step)
{
    struct writer w = writer_of(step->send, sizeof step->send);
    size_t mic_at = eapol_key_write(&w, key, akm->mic_len);
    if (w.failed) {
        return EXTSTA_E_TOO_SMALL;
    }
    /* Over the finished frame, its MIC field zero. */
    if (kck.len > 0) {
        enum extsta_error e =
            eapol_key_mic(crypto, akm, key->info & KEY_INFO_VERSION, kck,
                          span(step->send, writer_len(&w)), mic_at, step->send + mic_at);
        if (e) {
            return e;
        }
    }
    step->send_len = writer_len(&w);
    return EXTSTA_OK;
}

void handshake_drop(struct supplicant_step *step, enum extsta_drop drop)
{
    step->dropped = true;
    step->drop = drop;
}

/* A backend that fails says nothing of the peer. */
void handshake_drop_for(struct supplicant_step *step, enum extsta_error error,
                        enum extsta_drop wrong)
{
    handshake_drop(step, error == EXTSTA_E_CRYPTO ? EXTSTA_DROP_NO_MEMORY : wrong);
}

struct supplicant_key *supplicant_step_group(struct supplicant_step *step, enum group_kind kind)
{
    struct supplicant_key *const keys[GROUP_KINDS] = {&step->group, &step->igtk, &step->bigtk};
    return keys[kind];
}

void supplicant_step_clear(struct supplicant_step *step)
{
    wipe(step, sizeof *step);
}
