/* The rest form (supplicant.h): a machine with nothing under way, without what only a
 * handshake needs. Octets in a fixed order, parts of variable length behind their length;
 * read back by the same build only, so there is no version. */
#include "rsn/handshake.h"

/* At most 255 octets: no key or element kept here is longer. */
static void write_part(struct writer *w, const void *data, size_t len)
{
    writer_u8(w, (uint8_t)len);
    writer_bytes(w, data, len);
}

/* A part of at most `room` octets; its length. */
static uint8_t read_part(struct reader *r, uint8_t *out, size_t room)
{
    uint8_t len = reader_u8(r);
    if (len > room) {
        r->failed = true;
        return 0;
    }
    reader_copy(r, out, len);
    return len;
}

/* An element into the machine, and the span to it. */
static void read_element(struct reader *r, uint8_t *out, size_t room,
                         struct extsta_span *element)
{
    *element = span(out, read_part(r, out, room));
}

size_t supplicant_rest(const struct supplicant *s, uint8_t out[SUPPLICANT_REST_MAX])
{
    const struct supplicant_config *c = &s->config;
    struct writer w = writer_of(out, SUPPLICANT_REST_MAX);
    /* A handshake under way needs nonces and the fresh PTK: not while that is so. */
    if (s->state != SUPPLICANT_DONE || !s->has_ptk || s->has_fresh) {
        return 0;
    }
    writer_mac(&w, c->own);
    writer_mac(&w, c->peer);
    writer_le32(&w, c->akm);
    writer_le32(&w, c->pairwise);
    writer_le32(&w, c->group);
    writer_le32(&w, c->group_mgmt);
    writer_u8(&w, c->eapol_version);
    writer_u8(&w, c->ext_key_id);
    writer_u8(&w, c->oci.used);
    writer_le16(&w, c->oci.freq);
    write_part(&w, s->pmk, s->pmk_len);
    write_part(&w, c->own_rsne.data, c->own_rsne.len);
    write_part(&w, c->peer_rsne.data, c->peer_rsne.len);
    write_part(&w, c->peer_rsnxe.data, c->peer_rsnxe.len);
    write_part(&w, c->own_rsnxe.data, c->own_rsnxe.len);
    writer_bytes(&w, s->ptk_anonce, sizeof s->ptk_anonce);
    write_part(&w, s->ptk.kck, s->ptk.kck_len);
    write_part(&w, s->ptk.kek, s->ptk.kek_len);
    write_part(&w, s->ptk.tk, s->ptk.tk_len);
    writer_u8(&w, s->has_replay);
    writer_le64(&w, s->replay);
    writer_u8(&w, s->m1.count);
    writer_u8(&w, s->m3.count);
    for (size_t i = 0; i < GROUP_KINDS; i++) {
        write_part(&w, s->in_use[i].key, s->in_use[i].len);
        writer_u8(&w, s->in_use[i].id);
    }
    writer_le16(&w, s->ft.fte_len);
    if (s->ft.fte_len > 0) {
        writer_bytes(&w, s->ft.fte, s->ft.fte_len);
        writer_bytes(&w, s->ft.mde, sizeof s->ft.mde);
        writer_bytes(&w, s->ft.r1_name, sizeof s->ft.r1_name);
        write_part(&w, s->ft.ssid, s->ft.ssid_len);
    }
    return w.failed ? 0 : writer_len(&w);
}

bool supplicant_wake(struct supplicant *s, struct crypto *crypto, struct extsta_span rest)
{
    struct reader r = reader_of(rest);
    memset(s, 0, sizeof *s);
    s->config.crypto = crypto;
    s->config.own = reader_mac(&r);
    s->config.peer = reader_mac(&r);
    s->config.akm = reader_le32(&r);
    s->config.pairwise = reader_le32(&r);
    s->config.group = reader_le32(&r);
    s->config.group_mgmt = reader_le32(&r);
    s->config.eapol_version = reader_u8(&r);
    s->config.ext_key_id = reader_u8(&r) != 0;
    s->config.oci.used = reader_u8(&r) != 0;
    s->config.oci.freq = reader_le16(&r);
    s->pmk_len = read_part(&r, s->pmk, sizeof s->pmk);
    s->config.pmk = span(s->pmk, s->pmk_len);
    read_element(&r, s->own_rsne, sizeof s->own_rsne, &s->config.own_rsne);
    read_element(&r, s->peer_rsne, sizeof s->peer_rsne, &s->config.peer_rsne);
    read_element(&r, s->peer_rsnxe, sizeof s->peer_rsnxe, &s->config.peer_rsnxe);
    read_element(&r, s->own_rsnxe, sizeof s->own_rsnxe, &s->config.own_rsnxe);
    reader_copy(&r, s->ptk_anonce, sizeof s->ptk_anonce);
    s->ptk.kck_len = read_part(&r, s->ptk.kck, sizeof s->ptk.kck);
    s->ptk.kek_len = read_part(&r, s->ptk.kek, sizeof s->ptk.kek);
    s->ptk.tk_len = read_part(&r, s->ptk.tk, sizeof s->ptk.tk);
    s->has_ptk = true;
    s->has_replay = reader_u8(&r) != 0;
    s->replay = reader_le64(&r);
    s->m1.count = reader_u8(&r);
    s->m3.count = reader_u8(&r);
    for (size_t i = 0; i < GROUP_KINDS; i++) {
        s->in_use[i].len = read_part(&r, s->in_use[i].key, sizeof s->in_use[i].key);
        s->in_use[i].id = reader_u8(&r);
    }
    s->ft.fte_len = reader_le16(&r);
    if (s->ft.fte_len > sizeof s->ft.fte) {
        r.failed = true;
    } else if (s->ft.fte_len > 0) {
        reader_copy(&r, s->ft.fte, s->ft.fte_len);
        reader_copy(&r, s->ft.mde, sizeof s->ft.mde);
        reader_copy(&r, s->ft.r1_name, sizeof s->ft.r1_name);
        s->ft.ssid_len = read_part(&r, s->ft.ssid, sizeof s->ft.ssid);
    }
    s->akm = akm_find_sized(s->config.akm, s->pmk_len);
    s->state = SUPPLICANT_DONE;
    return !r.failed && s->akm;
}
