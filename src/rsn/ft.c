/* The station's side of a fast BSS transition (ft.h): it writes two requests and judges their
 * answers. Used by the authentication method of the MLME (mlme/auth_ft.c), which carries the
 * frames, and by the request over the DS. */
#include "rsn/ft_private.h"
#include "rsn/handshake.h"

/* A frame that has passed every check. */
enum ft_event { FT_RESPONSE_CAME, FT_PROVEN, FT_EVENTS };
struct ft_input {
    const struct ft_elements *elements;
    struct supplicant_step *step;
};
FSM_TYPES(ft_station, struct ft_station, struct ft_input)

enum extsta_error ft_station_start(struct ft_station *f, const struct ft_station_config *config,
                                   const uint8_t snonce[32])
{
    struct rsn_element beacon;
    memset(f, 0, sizeof *f);
    if (!config->crypto || config->mpmk.len == 0 || config->mpmk.len > PMK_MAX ||
        config->rsn.akm_count != 1 || config->rsn.pairwise_count != 1) {
        return EXTSTA_E_USAGE;
    }
    f->akm = akm_find_sized(config->rsn.akm[0], config->mpmk.len);
    if (!f->akm || !f->akm->ft || !cipher_suite_find(config->rsn.pairwise[0])) {
        return EXTSTA_E_UNSUPPORTED;
    }
    if (rsn_element_parse(config->peer_rsne, &beacon) != EXTSTA_OK) {
        return EXTSTA_E_MALFORMED;
    }
    f->group_mgmt = handshake_group_mgmt(&config->rsn, &beacon);
    f->oci.used = handshake_agrees(&config->rsn, &beacon, RSN_CAP_OCVC);
    f->ext_key_id = handshake_agrees(&config->rsn, &beacon, RSN_CAP_EXT_KEY_ID);
    f->config = *config;
    if (!handshake_copy(f->peer_rsne, sizeof f->peer_rsne, &f->config.peer_rsne) ||
        !handshake_copy(f->peer_rsnxe, sizeof f->peer_rsnxe, &f->config.peer_rsnxe)) {
        return EXTSTA_E_TOO_SMALL;
    }
    f->domain = *config->domain;
    f->config.domain = &f->domain;
    f->config.mpmk = span(NULL, 0);
    memcpy(f->snonce, snonce, sizeof f->snonce);
    return ft_derive_r0(config->crypto, f->akm, config->mpmk, &f->domain, config->own, &f->r0);
}

static void write_rsne(const struct ft_station *f, struct writer *w, const uint8_t name[16])
{
    struct rsn_element rsn = f->config.rsn;
    rsn.pmkid_count = 1;
    memcpy(rsn.pmkid[0], name, sizeof rsn.pmkid[0]);
    rsn_element_write(w, &rsn);
}

void ft_station_write_request(const struct ft_station *f, struct writer *w)
{
    const struct fte fte = {.control = ft_mic_control(f->akm),
                            .snonce = f->snonce,
                            .r0kh_id = span(f->domain.r0kh_id, f->domain.r0kh_len)};
    write_rsne(f, w, f->r0.name);
    mde_write(w, f->domain.mdid, f->config.mde_capabilities);
    fte_write(w, &fte, f->akm->mic_len);
}

void ft_station_rsn(const struct ft_station *f, struct rsn_element *rsn)
{
    *rsn = f->config.rsn;
    rsn->pmkid_count = 1;
    memcpy(rsn->pmkid[0], f->r1.name, sizeof rsn->pmkid[0]);
}

/* --- the answer to the first frame --- */

static bool drop_as(struct ft_station *f, enum extsta_diagnosis seen, enum extsta_drop *drop)
{
    f->seen = (uint8_t)seen;
    *drop = EXTSTA_DROP_FT_MISMATCH;
    return false;
}

/* 13.8.3: the domain, both names and our own nonce come back. */
static bool response_fits(const struct ft_station *f, const struct ft_elements *e)
{
    return ft_names(&e->rsn, f->r0.name) && memcmp(e->mde.data + 2, f->domain.mdid, 2) == 0 &&
           memcmp(e->names.snonce, f->snonce, FTE_NONCE) == 0 &&
           ft_is(e->names.r0kh_id, f->domain.r0kh_id, f->domain.r0kh_len) &&
           e->names.r1kh_id.data;
}

static void keep_response(struct ft_station *f, const struct ft_input *in)
{
    memcpy(f->anonce, in->elements->names.anonce, FTE_NONCE);
}

static enum extsta_error derive(struct ft_station *f, const struct ft_elements *e)
{
    const struct ft_station_config *c = &f->config;
    memcpy(f->r1kh_id.b, e->names.r1kh_id.data, 6);
    enum extsta_error error =
        ft_derive_r1(c->crypto, f->akm, &f->r0, f->r1kh_id, c->own, &f->r1);
    return error ? error
                 : ptk_derive(c->crypto, f->akm, span(f->r1.key, f->r1.len), c->peer, c->own,
                              e->names.anonce, f->snonce,
                              cipher_suite_find(c->rsn.pairwise[0])->key_len, &f->ptk);
}

static void hand_out(struct ft_station *f, const struct ft_input *in);

static const char *const station_states[] = {
    [FT_AWAIT_RESPONSE] = "AWAIT_RESPONSE",
    [FT_AWAIT_REASSOC] = "AWAIT_REASSOC",
    [FT_DONE] = "DONE",
    [FT_FAILED] = "FAILED",
};
static const char *const station_events[] = {
    [FT_RESPONSE_CAME] = "RESPONSE",
    [FT_PROVEN] = "PROVEN",
};
static const struct ft_station_row station_rows[] = {
    FSM_ROW(FT_AWAIT_RESPONSE, FT_RESPONSE_CAME, FT_AWAIT_REASSOC, keep_response, IEEE_13_8_3),
    FSM_ROW(FT_AWAIT_REASSOC, FT_PROVEN, FT_DONE, hand_out, IEEE_13_8_5),
};
/* a peer may send anything at any time: dropped, counted */
const struct fsm_table ft_station_table = FSM_TABLE(
    "ft-station", station_states, station_events, station_rows, .ignores_others = true);

bool ft_station_response(struct ft_station *f, struct extsta_span elements,
                         enum extsta_drop *drop)
{
    struct ft_elements e;
    const struct ft_input in = {.elements = &e};
    if (f->state != FT_AWAIT_RESPONSE) {
        *drop = EXTSTA_DROP_UNEXPECTED_STATE;
        return false;
    }
    if (!ft_elements_parse(elements, f->akm->mic_len, &e) || !response_fits(f, &e)) {
        return drop_as(f, EXTSTA_DIAGNOSIS_FT_INVALID, drop);
    }
    if (derive(f, &e) != EXTSTA_OK) {
        *drop = EXTSTA_DROP_NO_MEMORY;
        return false;
    }
    return ft_station_fsm_step(&ft_station_table, &f->state, FT_RESPONSE_CAME, f, &in, NULL);
}

/* --- the reassociation --- */

void ft_station_write_reassoc(struct ft_station *f, uint16_t freq, struct writer *w)
{
    uint8_t oci[OCI_LEN];
    f->oci.freq = freq;
    const struct fte fte = {.control = ft_mic_control(f->akm),
                            .anonce = f->anonce,
                            .snonce = f->snonce,
                            .r1kh_id = span(f->r1kh_id.b, 6),
                            .r0kh_id = span(f->domain.r0kh_id, f->domain.r0kh_len),
                            .oci = oci_field(&f->oci, oci)};
    fte_write(w, &fte, f->akm->mic_len);
}

bool ft_station_seal(const struct ft_station *f, uint8_t *elements, size_t len)
{
    struct ft_elements e;
    if (!ft_elements_parse(span(elements, len), f->akm->mic_len, &e)) {
        return false;
    }
    const struct ft_mic_input in = {.sta = f->config.own,
                                    .ap = f->config.peer,
                                    .transaction = 5,
                                    .rsne = e.rsne,
                                    .mde = e.mde,
                                    .fte = e.fte,
                                    .rsnxe = e.rsnxe};
    uint8_t *fte = elements + (e.fte.data - elements);
    uint8_t mic[MIC_MAX];
    fte[3] = ft_mic_count(&in); /* behind id, length, and the first octet of MIC Control */
    bool ok = ft_mic(f->config.crypto, f->akm, span(f->ptk.kck, f->ptk.kck_len), &in, mic) ==
              EXTSTA_OK;
    if (ok) {
        memcpy(fte + 4, mic, f->akm->mic_len);
    }
    return ok;
}

/* Layout of the subelements of group keys (figures 9-410 to 9-413): key id, of a GTK length and
 * counter, of the others counter and length; then the key under the KEK. */
struct sub_key {
    unsigned id;
    uint8_t len;
    uint64_t pn;
    struct extsta_span wrapped;
};

static bool sub_parse(enum group_kind kind, struct extsta_span value, struct sub_key *out)
{
    struct reader r = reader_of(value);
    out->id = reader_le16(&r);
    if (kind == GROUP_GTK) {
        out->id &= 3;
        out->len = reader_u8(&r);
        out->pn = reader_le64(&r) & 0xffffffffffffull;
    } else {
        out->pn = reader_le32(&r);
        out->pn |= (uint64_t)reader_le16(&r) << 32;
        out->len = reader_u8(&r);
    }
    out->wrapped = reader_rest(&r);
    return !r.failed && out->id >= group_first_id(kind) &&
           out->id < group_first_id(kind) + group_id_count(kind) && out->wrapped.len >= 24 &&
           out->wrapped.len <= TK_MAX + 8 && out->wrapped.len % 8 == 0 &&
           out->len <= out->wrapped.len - 8;
}

/* The key of one subelement into the step. True also where there is none and none is due. */
static bool take_group(const struct ft_station *f, enum group_kind kind,
                       struct extsta_span value, struct supplicant_step *step,
                       enum extsta_error *error)
{
    const struct cipher_suite *cipher = kind == GROUP_GTK
                                            ? cipher_suite_find(f->config.rsn.group)
                                            : suites_cipher(f->group_mgmt);
    struct supplicant_key *out = supplicant_step_group(step, kind);
    struct sub_key sub;
    uint8_t plain[TK_MAX];
    if (!cipher || (value.len == 0 && kind != GROUP_GTK)) {
        return true;
    }
    if (!sub_parse(kind, value, &sub) || sub.len != cipher->key_len) {
        return false;
    }
    *error = crypto_key_unwrap(f->config.crypto, span(f->ptk.kek, f->ptk.kek_len), sub.wrapped,
                               plain);
    if (!*error) {
        *out = (struct supplicant_key){.install = true,
                                       .key_id = (uint8_t)sub.id,
                                       .len = sub.len,
                                       .cipher = cipher->selector,
                                       .rsc = sub.pn};
        memcpy(out->key, plain, sub.len);
    }
    wipe(plain, sizeof plain);
    return !*error;
}

/* The MIC says the AP is the one that has the PMK-R1; then all it repeats must be what was said
 * before, and its RSNE and RSNXE those of its Beacon (13.8.5). */
static bool reassoc_fits(const struct ft_station *f, const struct ft_elements *e)
{
    struct rsn_element beacon, got = e->rsn;
    uint8_t a[128], b[128];
    struct writer wa = writer_of(a, sizeof a), wb = writer_of(b, sizeof b);
    if (rsn_element_parse(f->config.peer_rsne, &beacon) != EXTSTA_OK) {
        return false;
    }
    got.pmkid_count = beacon.pmkid_count = 0;
    rsn_element_write(&wa, &got);
    rsn_element_write(&wb, &beacon);
    return !wa.failed && !wb.failed && ft_names(&e->rsn, f->r1.name) &&
           span_equal(span(a, writer_len(&wa)), span(b, writer_len(&wb))) &&
           span_equal(e->rsnxe, f->config.peer_rsnxe) &&
           memcmp(e->mde.data + 2, f->domain.mdid, 2) == 0 &&
           memcmp(e->names.anonce, f->anonce, FTE_NONCE) == 0 &&
           memcmp(e->names.snonce, f->snonce, FTE_NONCE) == 0 &&
           ft_is(e->names.r0kh_id, f->domain.r0kh_id, f->domain.r0kh_len) &&
           ft_is(e->names.r1kh_id, f->r1kh_id.b, 6);
}

static enum extsta_error verify(const struct ft_station *f, const struct ft_elements *e)
{
    const struct ft_mic_input in = {.sta = f->config.own,
                                    .ap = f->config.peer,
                                    .transaction = 6,
                                    .rsne = e->rsne,
                                    .mde = e->mde,
                                    .fte = e->fte,
                                    .rsnxe = e->rsnxe};
    uint8_t mic[MIC_MAX];
    enum extsta_error error =
        ft_mic(f->config.crypto, f->akm, span(f->ptk.kck, f->ptk.kck_len), &in, mic);
    if (error) {
        return error;
    }
    return e->names.count == ft_mic_count(&in) &&
                   equal_ct(mic, e->names.mic.data, f->akm->mic_len)
               ? EXTSTA_OK
               : EXTSTA_E_INTEGRITY;
}

static void hand_out(struct ft_station *f, const struct ft_input *in)
{
    struct supplicant_key *out = &in->step->pairwise;
    out->install = true;
    out->by_id = f->ext_key_id;
    out->cipher = f->config.rsn.pairwise[0];
    out->len = f->ptk.tk_len;
    memcpy(out->key, f->ptk.tk, f->ptk.tk_len);
    in->step->verdict = SUPPLICANT_AUTHORIZED;
}

bool ft_station_reassoc(struct ft_station *f, struct extsta_span elements,
                        struct supplicant_step *step)
{
    struct ft_elements e;
    const struct ft_input in = {.elements = &e, .step = step};
    enum extsta_error error = EXTSTA_OK;
    memset(step, 0, sizeof *step);
    step->dropped = true;
    if (f->state != FT_AWAIT_REASSOC) {
        step->drop = EXTSTA_DROP_UNEXPECTED_STATE;
        return false;
    }
    if (!ft_elements_parse(elements, f->akm->mic_len, &e)) {
        return drop_as(f, EXTSTA_DIAGNOSIS_FT_INVALID, &step->drop);
    }
    error = verify(f, &e);
    bool fits = !error && reassoc_fits(f, &e) &&
                take_group(f, GROUP_GTK, e.names.gtk, step, &error) &&
                take_group(f, GROUP_IGTK, e.names.igtk, step, &error) &&
                take_group(f, GROUP_BIGTK, e.names.bigtk, step, &error);
    if (!fits) {
        supplicant_step_clear(step);
        step->dropped = true;
        if (error == EXTSTA_E_CRYPTO) {
            step->drop = EXTSTA_DROP_NO_MEMORY;
            return false;
        }
        return drop_as(f,
                       error == EXTSTA_E_INTEGRITY ? EXTSTA_DIAGNOSIS_FT_MIC
                                                   : EXTSTA_DIAGNOSIS_FT_INVALID,
                       &step->drop);
    }
    if (!oci_agrees(&f->oci, e.names.oci)) {
        supplicant_step_clear(step);
        step->dropped = true;
        return drop_as(f, EXTSTA_DIAGNOSIS_OTHER_CHANNEL, &step->drop);
    }
    memcpy(f->mde, e.mde.data, sizeof f->mde);
    memcpy(f->fte, e.fte.data, e.fte.len);
    f->fte_len = (uint16_t)e.fte.len;
    step->dropped = false;
    return ft_station_fsm_step(&ft_station_table, &f->state, FT_PROVEN, f, &in, NULL);
}

/* --- afterwards --- */

/* What a renewal of the PTK repeats: both elements of the response, as they came (12.7.6.3). */
static void write_elements(const struct ft_station *f, struct supplicant_ft *out)
{
    memcpy(out->mde, f->mde, sizeof out->mde);
    memcpy(out->fte, f->fte, f->fte_len);
    out->fte_len = f->fte_len;
    memcpy(out->r1_name, f->r1.name, sizeof out->r1_name);
}

bool ft_station_supplicant(const struct ft_station *f, const struct supplicant_step *step,
                           struct extsta_span own_rsne, struct extsta_span own_rsnxe,
                           struct supplicant *s)
{
    const struct ft_station_config *c = &f->config;
    if (f->state != FT_DONE) {
        return false;
    }
    memset(s, 0, sizeof *s);
    s->config = (struct supplicant_config){.crypto = c->crypto,
                                           .own = c->own,
                                           .peer = c->peer,
                                           .akm = f->akm->selector,
                                           .pairwise = c->rsn.pairwise[0],
                                           .group = c->rsn.group,
                                           .group_mgmt = f->group_mgmt,
                                           .oci = f->oci,
                                           .ext_key_id = f->ext_key_id,
                                           .own_rsne = own_rsne,
                                           .own_rsnxe = own_rsnxe,
                                           .peer_rsne = c->peer_rsne,
                                           .peer_rsnxe = c->peer_rsnxe};
    if (!handshake_copy(s->own_rsne, sizeof s->own_rsne, &s->config.own_rsne) ||
        !handshake_copy(s->own_rsnxe, sizeof s->own_rsnxe, &s->config.own_rsnxe)) {
        return false;
    }
    handshake_copy(s->peer_rsne, sizeof s->peer_rsne, &s->config.peer_rsne);
    handshake_copy(s->peer_rsnxe, sizeof s->peer_rsnxe, &s->config.peer_rsnxe);
    memcpy(s->pmk, f->r1.key, f->r1.len);
    s->pmk_len = f->r1.len;
    s->config.pmk = span(s->pmk, s->pmk_len);
    s->akm = f->akm;
    s->ptk = f->ptk;
    s->has_ptk = true;
    memcpy(s->ptk_anonce, f->anonce, sizeof s->ptk_anonce);
    for (unsigned kind = 0; kind < GROUP_KINDS; kind++) {
        const struct supplicant_key *key =
            supplicant_step_group((struct supplicant_step *)step, (enum group_kind)kind);
        s->in_use[kind].len = key->len;
        s->in_use[kind].id = key->key_id;
        memcpy(s->in_use[kind].key, key->key, key->len);
    }
    write_elements(f, &s->ft);
    s->state = SUPPLICANT_DONE;
    return true;
}

enum extsta_diagnosis ft_station_cause(const struct ft_station *f)
{
    return (enum extsta_diagnosis)f->seen;
}

enum extsta_diagnosis ft_diagnosis(uint16_t status)
{
    switch (status) {
    case FT_STATUS_R0KH_UNREACHABLE:
    case FT_STATUS_INVALID_PMKID:
        return EXTSTA_DIAGNOSIS_FT_UNKNOWN_KEY;
    case FT_STATUS_INVALID_ACTION_COUNT:
    case FT_STATUS_INVALID_MDE:
    case FT_STATUS_INVALID_FTE:
        return EXTSTA_DIAGNOSIS_FT_INVALID;
    }
    return EXTSTA_DIAGNOSIS_REFUSED;
}

void ft_station_clear(struct ft_station *f)
{
    wipe(f, sizeof *f);
}
