/* What the machines of this room are made of (form.h; base/form.h). The keyed port's table is
 * in keyed_port.c, that of the networks of SAE in sae_network.c. */
#include "rsn/form.h"
#include "crypto/crypto.h"
#include "rsn/supplicant.h"

#define T struct supplicant_group
static const struct form_row group_form_rows[] = {
    PART(key, len),
    COUNTS(len),
    NUMBER(id),
};
FORM_OWN_TABLE(group_form, "a group key in use");
#undef T

#define T struct supplicant_key
static const struct form_row supplicant_key_form_rows[] = {
    FLAG(install),  FLAG(by_id), FLAG(receive_only), NUMBER(key_id),
    PART(key, len), COUNTS(len), NUMBER(cipher),     NUMBER(rsc),
};
FORM_TABLE(supplicant_key_form, "a key to install");
#undef T

/* The copies of elements and keys lie in the machine itself: spans are made anew. */
static bool supplicant_made(struct form_in *f, void *object)
{
    struct supplicant *s = object;
    struct supplicant_config *c = &s->config;
    struct crypto *crypto = crypto_of(f->ctx);
    f->no_memory = f->no_memory || !crypto;
    c->crypto = crypto;
    c->pmk = span(s->pmk, s->pmk_len);
    c->own_rsne.data = s->own_rsne;
    c->peer_rsne.data = s->peer_rsne;
    c->peer_rsnxe.data = s->peer_rsnxe;
    c->own_rsnxe.data = s->own_rsnxe;
    s->akm = akm_find_sized(c->akm, s->pmk_len);
    return s->akm || (c->akm == 0 && s->state == SUPPLICANT_AWAIT_M1);
}

#define KEYS_OF(ptk)                                                                           \
    PART(ptk.kck, ptk.kck_len), COUNTS(ptk.kck_len), PART(ptk.kek, ptk.kek_len),               \
        COUNTS(ptk.kek_len), PART(ptk.tk, ptk.tk_len), COUNTS(ptk.tk_len)
#define COPY_OF(element)                                                                       \
    PART(element, config.element.len), COUNTS(config.element.len),                             \
        DERIVED(config.element.data, "of the copy")

#define T struct supplicant
static const struct form_row supplicant_form_rows[] = {
    DERIVED(config.crypto, "of the context"),
    OCTETS(config.own),
    OCTETS(config.peer),
    NUMBER(config.akm),
    NUMBER(config.pairwise),
    NUMBER(config.group),
    NUMBER(config.group_mgmt),
    FLAG(config.ext_key_id),
    FLAG(config.oci.used),
    NUMBER(config.oci.freq),
    NUMBER(config.eapol_version),
    DERIVED(config.pmk, "of the copy"),
    DERIVED(config.ssid, "lent for the start"),
    DERIVED(config.mde, "lent for the start"),
    DERIVED(config.fte, "lent for the start"),
    COPY_OF(own_rsne),
    COPY_OF(peer_rsne),
    COPY_OF(peer_rsnxe),
    COPY_OF(own_rsnxe),
    DERIVED(akm, "of config.akm and the length of the PMK"),
    LIMITED(state, SUPPLICANT_FAILED),
    PART(pmk, pmk_len),
    COUNTS(pmk_len),
    OCTETS(anonce),
    OCTETS(snonce),
    OCTETS(ptk_anonce),
    KEYS_OF(ptk),
    KEYS_OF(fresh),
    FLAG(has_ptk),
    FLAG(has_fresh),
    FLAG(has_replay),
    NUMBER(replay),
    NUMBER(m1.count),
    FLAG(m1.refused),
    NUMBER(m3.count),
    FLAG(m3.refused),
    NUMBER(m2_acked),
    NUMBER(doubted),
    EVERY_ONE(in_use, group_form),
    PART(ft.fte, ft.fte_len),
    COUNTS(ft.fte_len),
    OCTETS(ft.mde),
    OCTETS(ft.r1_name),
    PART(ft.ssid, ft.ssid_len),
    COUNTS(ft.ssid_len),
};
FORM_TABLE(supplicant_form, "supplicant", .made = supplicant_made);
#undef T
