/* The AP's side of a fast BSS transition (ft.h): for the scripted AP (air/apsim_ft.c) and tests
 * of the station's side. What the two share is in ft_keys.c; published frames say that it is
 * right. */
#include "rsn/ft_private.h"
#include "rsn/handshake.h"

uint16_t ft_ap_request(struct ft_ap *f, const struct ft_ap_config *config,
                       struct extsta_span elements)
{
    struct elements e;
    struct rsn_element beacon;
    struct fte fte;
    memset(f, 0, sizeof *f);
    f->config = *config;
    elements_parse(elements, &e);
    if (e.mobility_domain.len != 3 || memcmp(e.mobility_domain.data, config->mdid, 2) != 0) {
        return FT_STATUS_INVALID_MDE;
    }
    if (!e.rsn.data || rsn_element_parse(e.rsn, &f->rsn) != EXTSTA_OK ||
        rsn_element_parse(config->own_rsne, &beacon) != EXTSTA_OK || f->rsn.akm_count != 1 ||
        f->rsn.pairwise_count != 1 || f->rsn.group != beacon.group ||
        !rsn_has_akm(&beacon, f->rsn.akm[0]) ||
        !rsn_has_pairwise(&beacon, f->rsn.pairwise[0])) {
        return FT_STATUS_INVALID_RSNE;
    }
    f->oci = (struct oci){handshake_agrees(&f->rsn, &beacon, RSN_CAP_OCVC), config->freq};
    f->ext_key_id = handshake_agrees(&f->rsn, &beacon, RSN_CAP_EXT_KEY_ID);
    f->akm = akm_find(f->rsn.akm[0]);
    if (!f->akm || !f->akm->ft || f->rsn.pmkid_count != 1) {
        return FT_STATUS_INVALID_PMKID;
    }
    /* Where the hash goes by a PMK that is not known yet, the FTE says how long its MIC is. */
    if (e.fast_bss_transition.len > 0) {
        f->akm =
            akm_find_sized(f->rsn.akm[0], 32u + 16u * (e.fast_bss_transition.data[0] >> 1 & 7));
    }
    if (!fte_parse(e.fast_bss_transition, f->akm->mic_len, &fte) || !fte.r0kh_id.data) {
        return FT_STATUS_INVALID_FTE;
    }
    memcpy(f->r0_name, f->rsn.pmkid[0], sizeof f->r0_name);
    memcpy(f->names.r0kh_id, fte.r0kh_id.data, fte.r0kh_id.len);
    f->names.r0kh_len = (uint8_t)fte.r0kh_id.len;
    memcpy(f->snonce, fte.snonce, sizeof f->snonce);
    return FT_STATUS_OK;
}

/* The RSNE of the Beacon with a key's name. */
static void write_rsne(const struct ft_ap *f, struct writer *w, const uint8_t name[16])
{
    struct rsn_element rsn;
    rsn_element_parse(f->config.own_rsne, &rsn);
    rsn.pmkid_count = 1;
    memcpy(rsn.pmkid[0], name, sizeof rsn.pmkid[0]);
    rsn_element_write(w, &rsn);
}

uint16_t ft_ap_answer(struct ft_ap *f, const struct ft_key *r1, const uint8_t anonce[32],
                      struct writer *w)
{
    const struct ft_ap_config *c = &f->config;
    const struct fte fte = {.control = ft_mic_control(f->akm),
                            .anonce = f->anonce,
                            .snonce = f->snonce,
                            .r1kh_id = span(c->r1kh_id.b, 6),
                            .r0kh_id = span(f->names.r0kh_id, f->names.r0kh_len)};
    if (!r1 || r1->len != crypto_hash_len(f->akm->hash)) {
        return FT_STATUS_INVALID_PMKID;
    }
    f->r1 = *r1;
    memcpy(f->anonce, anonce, sizeof f->anonce);
    if (ptk_derive(c->crypto, f->akm, span(r1->key, r1->len), c->own, c->peer, f->anonce,
                   f->snonce, cipher_suite_find(f->rsn.pairwise[0])->key_len,
                   &f->ptk) != EXTSTA_OK) {
        return FT_STATUS_UNSPECIFIED;
    }
    write_rsne(f, w, f->r0_name);
    mde_write(w, c->mdid, c->mde_capabilities);
    fte_write(w, &fte, f->akm->mic_len);
    f->state = FT_AWAIT_REASSOC;
    return FT_STATUS_OK;
}

/* Whether the request repeats what was said, and its MIC is of our PTK. */
static bool proves(const struct ft_ap *f, const struct ft_elements *e)
{
    const struct ft_mic_input in = {.sta = f->config.peer,
                                    .ap = f->config.own,
                                    .transaction = 5,
                                    .rsne = e->rsne,
                                    .mde = e->mde,
                                    .fte = e->fte,
                                    .rsnxe = e->rsnxe};
    uint8_t mic[MIC_MAX];
    return memcmp(e->names.anonce, f->anonce, FTE_NONCE) == 0 &&
           memcmp(e->names.snonce, f->snonce, FTE_NONCE) == 0 &&
           ft_is(e->names.r1kh_id, f->config.r1kh_id.b, 6) &&
           ft_is(e->names.r0kh_id, f->names.r0kh_id, f->names.r0kh_len) &&
           oci_agrees(&f->oci, e->names.oci) && e->names.count == ft_mic_count(&in) &&
           ft_mic(f->config.crypto, f->akm, span(f->ptk.kck, f->ptk.kck_len), &in, mic) ==
               EXTSTA_OK &&
           equal_ct(mic, e->names.mic.data, f->akm->mic_len);
}

uint16_t ft_ap_reassoc(struct ft_ap *f, struct extsta_span elements)
{
    struct ft_elements e;
    if (f->state != FT_AWAIT_REASSOC && f->state != FT_DONE) {
        return FT_STATUS_UNSPECIFIED;
    }
    if (!ft_elements_parse(elements, f->akm->mic_len, &e)) {
        return FT_STATUS_INVALID_FTE;
    }
    if (!ft_names(&e.rsn, f->r1.name)) {
        return FT_STATUS_INVALID_PMKID;
    }
    if (memcmp(e.mde.data + 2, f->config.mdid, 2) != 0) {
        return FT_STATUS_INVALID_MDE;
    }
    if (!proves(f, &e)) {
        return FT_STATUS_INVALID_FTE;
    }
    f->state = FT_DONE;
    return FT_STATUS_OK;
}

/* Writes the value of a group key's subelement; empty where there is no key, or it cannot be
 * wrapped. */
static struct extsta_span sub_key(const struct ft_ap *f, enum group_kind kind,
                                  const struct management_key *key,
                                  uint8_t out[11 + TK_MAX + 8])
{
    struct writer w = writer_of(out, 11 + TK_MAX + 8);
    if (key->len < 16 || key->len > TK_MAX || key->len % 8 != 0) {
        return span(NULL, 0);
    }
    writer_le16(&w, key->id);
    if (kind == GROUP_GTK) {
        writer_u8(&w, key->len);
        writer_le64(&w, key->pn);
    } else {
        writer_le32(&w, (uint32_t)key->pn);
        writer_le16(&w, (uint16_t)(key->pn >> 32));
        writer_u8(&w, key->len);
    }
    uint8_t *wrapped = writer_room(&w, key->len + 8u);
    return wrapped && crypto_key_wrap(f->config.crypto, span(f->ptk.kek, f->ptk.kek_len),
                                      span(key->key, key->len), wrapped) == EXTSTA_OK
               ? span(out, writer_len(&w))
               : span(NULL, 0);
}

static void install(const struct management_key *key, uint32_t cipher,
                    struct supplicant_key *out)
{
    out->install = key->len > 0;
    out->key_id = key->id;
    out->len = key->len;
    out->cipher = cipher;
    out->rsc = key->pn;
    memcpy(out->key, key->key, sizeof out->key);
}

/* Once: a repeated request must not set the packet number back (CVE-2017-13082). */
static void hand_out(struct ft_ap *f, const struct authenticator_config *keys,
                     const struct management_key *gtk, struct supplicant_step *step)
{
    memset(step, 0, sizeof *step);
    if (f->installed) {
        return;
    }
    f->installed = true;
    step->pairwise.install = true;
    step->pairwise.by_id = f->ext_key_id;
    step->pairwise.cipher = f->rsn.pairwise[0];
    step->pairwise.len = f->ptk.tk_len;
    memcpy(step->pairwise.key, f->ptk.tk, f->ptk.tk_len);
    install(gtk, keys->group, &step->group);
    install(&keys->igtk, keys->group_mgmt, &step->igtk);
    install(&keys->bigtk, keys->group_mgmt, &step->bigtk);
    step->verdict = SUPPLICANT_AUTHORIZED;
}

void ft_ap_write_reassoc(struct ft_ap *f, const struct authenticator_config *keys,
                         struct writer *w, struct supplicant_step *step)
{
    const struct ft_ap_config *c = &f->config;
    uint8_t subs[GROUP_KINDS][11 + TK_MAX + 8], oci[OCI_LEN];
    struct management_key gtk = {.len = keys->gtk_len, .id = keys->gtk_id, .pn = keys->gtk_rsc};
    memcpy(gtk.key, keys->gtk, sizeof gtk.key);
    struct ft_mic_input in = {
        .sta = c->peer, .ap = c->own, .transaction = 6, .rsnxe = c->own_rsnxe};
    const struct fte fte = {.control = ft_mic_control(f->akm),
                            .count = ft_mic_count(&in),
                            .anonce = f->anonce,
                            .snonce = f->snonce,
                            .r1kh_id = span(c->r1kh_id.b, 6),
                            .r0kh_id = span(f->names.r0kh_id, f->names.r0kh_len),
                            .gtk = sub_key(f, GROUP_GTK, &gtk, subs[GROUP_GTK]),
                            .igtk = sub_key(f, GROUP_IGTK, &keys->igtk, subs[GROUP_IGTK]),
                            .bigtk = sub_key(f, GROUP_BIGTK, &keys->bigtk, subs[GROUP_BIGTK]),
                            .oci = oci_field(&f->oci, oci)};
    uint8_t *at[3];
    at[0] = w->p;
    write_rsne(f, w, f->r1.name);
    at[1] = w->p;
    mde_write(w, c->mdid, c->mde_capabilities);
    at[2] = w->p;
    size_t mic_at = fte_write(w, &fte, f->akm->mic_len);
    if (!w->failed) {
        in.rsne = span(at[0], (size_t)(at[1] - at[0]));
        in.mde = span(at[1], (size_t)(at[2] - at[1]));
        in.fte = span(at[2], (size_t)(w->p - at[2]));
        w->failed = ft_mic(c->crypto, f->akm, span(f->ptk.kck, f->ptk.kck_len), &in,
                           w->start + mic_at) != EXTSTA_OK;
    }
    hand_out(f, keys, &gtk, step);
    wipe(&gtk, sizeof gtk);
}

void ft_ap_clear(struct ft_ap *f)
{
    wipe(f, sizeof *f);
}
