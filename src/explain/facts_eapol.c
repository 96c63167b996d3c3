/* The facts of EAPOL PDUs: EAP packets, Start, Logoff, and EAPOL-Key (IEEE 802.1X-2010 11,
 * 802.11-2020 12.7.2). One event each; explain.c calls for those in clear, decrypt.c for those
 * that a key opened. An EAPOL-Key frame goes by pairing.c first: the event comes with what is
 * known of its MIC. */
#include "explain/keyring.h"

#include "wire/eapol.h"

/* Of IEEE 802.1X-2004: keys of dynamic WEP. */
#define KEY_DESCRIPTOR_RC4 1u
/* Octets of an EAPOL-Key body besides MIC and key data (12.7.2). */
#define KEY_FIXED 79u

#define EAP_REQUEST  1u
#define EAP_RESPONSE 2u

/* The whole packet goes along (story_handshake.c looks for TLS alerts). False: cut off. */
static bool take_eap(struct extsta_frame_event *e, struct extsta_span body)
{
    struct reader r = reader_of(body);
    e->kind = EXTSTA_EVENT_EAP;
    e->eap_code = reader_u8(&r);
    e->eap_id = reader_u8(&r);
    size_t len = reader_be16(&r);
    if (r.failed) {
        return false;
    }
    e->eap = body;
    if ((e->eap_code == EAP_REQUEST || e->eap_code == EAP_RESPONSE) && len > 4 &&
        reader_left(&r) > 0) {
        e->eap_type = reader_u8(&r);
    }
    return true;
}

/* The MIC field has 16 octets with most AKMs, 24 or none with some; an association that
 * was not captured does not say which. The one with which the lengths come out even. */
static bool parse_key(const struct eapol *pdu, struct eapol_key *key)
{
    static const uint8_t mic_lens[] = {16, 24, 0, 32};
    for (size_t i = 0; i < sizeof mic_lens; i++) {
        if (eapol_key_parse(pdu, mic_lens[i], key) &&
            pdu->body.len == KEY_FIXED + mic_lens[i] + key->data.len) {
            return true;
        }
    }
    if (!eapol_key_parse(pdu, 16, key) || !(key->info & KEY_INFO_MIC)) {
        /* Encrypted without a MIC: an AEAD cipher protects it. */
        struct eapol_key aead;
        if (eapol_key_parse(pdu, 0, &aead) && (aead.info & KEY_INFO_ENCRYPTED) &&
            !(aead.info & KEY_INFO_MIC)) {
            *key = aead;
            return true;
        }
    }
    return eapol_key_parse(pdu, 16, key);
}

/* Of message 2: what the station repeats of its association request. */
static void take_element(struct extsta_frame_event *e, const struct kde *k)
{
    bool wpa = k->whole.len >= 6 && k->whole.data[0] == ELEMENT_VENDOR &&
               get_be32(k->whole.data + 2) == SUITE_WPA(1);
    if (((!k->is_kde && k->type == ELEMENT_RSN) || wpa) && !e->rsne.len) {
        e->rsne = k->whole;
    } else if (!k->is_kde && k->type == ELEMENT_RSNX && !e->rsnxe.len) {
        e->rsnxe = k->whole;
    }
}

/* Key data in clear: the PMKID that message 1 may carry. Data of WPA's group handshake is
 * enciphered without a bit that says so. False: malformed. */
static bool take_key_data(struct extsta_frame_event *e, const struct eapol_key *key)
{
    struct reader r = reader_of(key->data);
    struct kde k;
    bool wpa_group = key->descriptor == KEY_DESCRIPTOR_WPA && e->message > 4;
    if ((key->info & KEY_INFO_ENCRYPTED) || wpa_group || e->message == 0) {
        return true;
    }
    while (kde_next(&r, &k)) {
        if (k.is_kde && k.type == KDE_PMKID && k.value.len == 16 && !e->pmkid.len) {
            e->pmkid = k.value;
        } else if (e->message == 2) {
            take_element(e, &k);
        }
    }
    return !r.failed;
}

/* False: malformed; the event is told with what could be read. */
static bool take_key(struct extsta_frame_event *e, const struct eapol *pdu,
                     struct eapol_key *key)
{
    e->kind = EXTSTA_EVENT_EAPOL_KEY;
    struct reader r = reader_of(pdu->body);
    e->descriptor = reader_u8(&r);
    if (e->descriptor == KEY_DESCRIPTOR_RC4) { /* 802.1X-2004 7.6: dynamic WEP */
        (void)reader_be16(&r);                 /* key length */
        e->replay = reader_be64(&r);
        return !r.failed;
    }
    if (!parse_key(pdu, key)) {
        return false;
    }
    e->key_info = key->info;
    e->message = eapol_key_message(key);
    e->replay = key->replay;
    e->nonce = span(key->nonce, sizeof key->nonce);
    e->mic = key->mic;
    e->proof = key->mic.len ? facts_digest(key->mic) : 0;
    e->key_data_len = (uint32_t)key->data.len;
    /* What is behind the key data belongs to nothing. */
    bool even = pdu->body.len == KEY_FIXED + key->mic.len + key->data.len;
    return take_key_data(e, key) && even;
}

void facts_eapol(struct extsta_explain *x, struct seen *s, struct conversation *c,
                 const struct frame *f, struct extsta_span pdu, bool decrypted)
{
    struct extsta_frame_event e = explain_event_of(s, c, f, decrypted);
    struct eapol p;
    struct eapol_key key;
    if (!eapol_parse(pdu, &p)) {
        explain_find(x, e.number, EXTSTA_DROP_BAD_EAPOL);
        return;
    }
    bool whole = true;
    switch (p.type) {
    case EAPOL_EAP_PACKET:
        whole = take_eap(&e, p.body);
        break;
    case EAPOL_START:
        e.kind = EXTSTA_EVENT_EAPOL_START;
        break;
    case EAPOL_LOGOFF:
        e.kind = EXTSTA_EVENT_EAPOL_LOGOFF;
        break;
    case EAPOL_KEY:
        whole = take_key(&e, &p, &key);
        break;
    default: /* a number from the frame: announcements, MKA */
        return;
    }
    if (!whole) {
        explain_find(x, e.number, EXTSTA_DROP_BAD_EAPOL);
        e.malformed = true;
    }
    enum story_mic mic = STORY_MIC_UNKNOWN;
    if (whole && e.message == 2 && !x->again) {
        links_on_message_2(x, c, &key);
    }
    if (x->keyring && e.kind == EXTSTA_EVENT_EAPOL_KEY && e.nonce.len) {
        mic = pairing_on_key(x, c, &key);
    }
    explain_event(x, c, &e, mic);
}
