/* Fast transitions of the scripted access point (IEEE Std 802.11-2020 13): it names its
 * mobility domain, and the APs of one DS know each other's PMK-R0s, as if each could ask the
 * key holder of the first association in no time. The exchange itself is rsn/ft.h's; its frames
 * come from apsim_mgmt.c, over the air and over the DS. */
#include "ap.h"
#include "base/mac.h"
#include "base/wipe.h"

/* The root of a station's keys, of its first association in the domain. */
struct ft_root {
    struct list link; /* in apsim_ds.ft_roots */
    struct extsta_mac station;
    uint16_t domain;
    struct ft_key r0;
};

bool ft_offered(const struct apsim *ap)
{
    bool suite = false;
    for (size_t i = 0; i < APSIM_AKMS && ap->akms[i]; i++) {
        suite = suite || suites_akm(ap->akms[i])->ft;
    }
    return suite && ap->config.mobility_domain != 0;
}

static uint8_t capabilities(const struct apsim *ap)
{
    return ap->config.ft_over_ds ? MDE_OVER_DS : 0;
}

static void put_mdid(const struct apsim *ap, uint8_t mdid[2])
{
    put_be16(mdid, ap->config.mobility_domain);
}

void ft_write_mde(const struct apsim *ap, struct writer *w)
{
    uint8_t mdid[2];
    if (ft_offered(ap)) {
        put_mdid(ap, mdid);
        mde_write(w, mdid, capabilities(ap));
    }
}

/* What the domain is called for a station whose first association is here. */
static struct ft_domain domain_of(const struct apsim *ap)
{
    static const char digits[] = "0123456789abcdef";
    struct ft_domain d = {.ssid_len = ap->config.ssid_len, .r0kh_id = "apsim-", .r0kh_len = 18};
    memcpy(d.ssid, ap->config.ssid, ap->config.ssid_len);
    put_mdid(ap, d.mdid);
    for (size_t i = 0; i < 6; i++) {
        d.r0kh_id[6 + 2 * i] = (uint8_t)digits[ap->config.bssid.b[i] >> 4];
        d.r0kh_id[7 + 2 * i] = (uint8_t)digits[ap->config.bssid.b[i] & 15];
    }
    return d;
}

/* MDE and FTE with these names, the second without nonces and MIC. */
static struct ft_names_of_ap write_names(const struct apsim *ap, const struct akm_suite *akm,
                                         struct extsta_span r0kh, uint8_t out[FT_NAMES_ROOM])
{
    struct writer w = writer_of(out, FT_NAMES_ROOM);
    const struct fte fte = {.control = ft_mic_control(akm),
                            .r1kh_id = span(ap->config.bssid.b, 6),
                            .r0kh_id = r0kh};
    uint8_t mdid[2];
    put_mdid(ap, mdid);
    mde_write(&w, mdid, capabilities(ap));
    fte_write(&w, &fte, akm->mic_len);
    return (struct ft_names_of_ap){span(out, MDE_LEN),
                                   span(out + MDE_LEN, writer_len(&w) - MDE_LEN)};
}

struct ft_names_of_ap ft_first_names(const struct client *c, uint8_t out[FT_NAMES_ROOM])
{
    struct ft_domain d = domain_of(c->ap);
    return write_names(c->ap, akm_find_sized(c->info.akm, security_pmk(c).len),
                       span(d.r0kh_id, d.r0kh_len), out);
}

/* --- the roots of the DS --- */

static void root_free(struct apsim_ds *ds, struct ft_root *root)
{
    list_remove(&root->link);
    wipe(root, sizeof *root);
    pool_release(ds->air->pool, root, sizeof *root);
}

void ft_drop_roots(struct apsim_ds *ds)
{
    list_for_each_safe(it, &ds->ft_roots)
    {
        root_free(ds, list_entry(it, struct ft_root, link));
    }
}

void apsim_forget_ft(struct apsim *ap)
{
    if (ap->config.ds) {
        ft_drop_roots(ap->config.ds);
    }
}

void ft_keep_root(struct client *c)
{
    struct apsim *ap = c->ap;
    struct apsim_ds *ds = ap->config.ds;
    struct extsta_span mpmk = security_pmk(c);
    const struct akm_suite *akm = akm_find_sized(c->info.akm, mpmk.len);
    struct ft_domain d = domain_of(ap);
    if (!ds || !akm || !akm->ft || c->ft) {
        return;
    }
    list_for_each_safe(it, &ds->ft_roots)
    {
        struct ft_root *old = list_entry(it, struct ft_root, link);
        if (mac_equal(old->station, c->info.address)) {
            root_free(ds, old);
        }
    }
    struct ft_root *root = pool_zalloc(ap->pool, sizeof *root);
    if (!root ||
        ft_derive_r0(ap->crypto, akm, mpmk, &d, c->info.address, &root->r0) != EXTSTA_OK) {
        ap->air->stats.no_memory++;
        pool_release(ap->pool, root, sizeof *root);
        return;
    }
    root->station = c->info.address;
    root->domain = ap->config.mobility_domain;
    list_push_back(&ds->ft_roots, &root->link);
}

/* The PMK-R1 of this AP under the root of this name. False: nobody has it. */
static bool find_r1(const struct client *c, struct ft_key *r1)
{
    const struct apsim *ap = c->ap;
    if (!ap->config.ds) {
        return false;
    }
    list_for_each(it, &ap->config.ds->ft_roots)
    {
        const struct ft_root *root = list_entry(it, struct ft_root, link);
        if (root->domain == ap->config.mobility_domain &&
            memcmp(root->r0.name, c->ft->r0_name, sizeof root->r0.name) == 0) {
            return ft_derive_r1(ap->crypto, c->ft->akm, &root->r0, ap->config.bssid,
                                c->info.address, r1) == EXTSTA_OK;
        }
    }
    return false;
}

/* --- a transition --- */

void ft_forget(struct client *c)
{
    if (c->ft) {
        ft_ap_clear(c->ft);
        pool_release(c->ap->pool, c->ft, sizeof *c->ft);
        c->ft = NULL;
    }
    c->transition = false;
}

uint16_t ft_request(struct client *c, struct extsta_span elements, struct writer *w)
{
    struct apsim *ap = c->ap;
    struct ft_ap_config config = {.crypto = ap->crypto,
                                  .own = ap->config.bssid,
                                  .peer = c->info.address,
                                  .mde_capabilities = capabilities(ap),
                                  .r1kh_id = ap->config.bssid,
                                  .own_rsne = span(ap->rsne, ap->rsne_len),
                                  .own_rsnxe = span(ap->rsnxe, ap->rsnxe_len),
                                  .freq = ap->config.freq};
    struct ft_key r1 = {0};
    uint8_t anonce[32];
    ft_forget(c);
    c->ft = pool_zalloc(ap->pool, sizeof *c->ft);
    if (!c->ft) {
        ap->air->stats.no_memory++;
        return FT_STATUS_UNSPECIFIED;
    }
    put_mdid(ap, config.mdid);
    ap_random(ap, anonce, sizeof anonce);
    uint16_t status = ft_ap_request(c->ft, &config, elements);
    if (status == FT_STATUS_OK) {
        status = ft_ap_answer(c->ft, find_r1(c, &r1) ? &r1 : NULL, anonce, w);
    }
    ft_key_clear(&r1);
    if (status != FT_STATUS_OK) {
        ft_forget(c);
    }
    return status;
}

/* One that names no key of a transition is a full association by whoever had begun one. */
uint16_t ft_reassociate(struct client *c, struct extsta_span elements)
{
    struct elements e;
    struct rsn_element rsn;
    elements_parse(elements, &e);
    if (!e.rsn.data || rsn_element_parse(e.rsn, &rsn) != EXTSTA_OK || rsn.pmkid_count == 0 ||
        !e.fast_bss_transition.data) {
        ft_forget(c);
        return FT_STATUS_OK;
    }
    uint16_t status = ft_ap_reassoc(c->ft, elements);
    c->transition = status == FT_STATUS_OK;
    return status;
}

/* The authenticator that renews the keys later. response: the elements of the answer. */
static bool resume(struct client *c, const struct authenticator_config *config,
                   struct extsta_span response)
{
    struct apsim *ap = c->ap;
    struct authenticator_config with = *config;
    struct element mde = {0}, fte = {0};
    (void)element_find(response, ELEMENT_MOBILITY_DOMAIN, &mde);
    (void)element_find(response, ELEMENT_FAST_BSS_TRANSITION, &fte);
    if (!c->authenticator) {
        c->authenticator = pool_zalloc(ap->pool, sizeof *c->authenticator);
    }
    with.pmk = span(c->ft->r1.key, c->ft->r1.len);
    with.mde = mde.whole;
    with.fte = fte.whole;
    bool ok = c->authenticator && authenticator_resume(c->authenticator, &with, &c->ft->ptk,
                                                       c->ft->r1.name) == EXTSTA_OK;
    wipe(&with, sizeof with);
    return ok;
}

/* A repeated request is answered once more; its keys are in, and so is the authenticator. */
bool ft_accept(struct client *c, struct writer *w)
{
    struct authenticator_config config;
    struct supplicant_step step;
    const uint8_t *start = w->p;
    security_config(c, &config);
    ft_ap_write_reassoc(c->ft, &config, w, &step);
    writer_bytes(w, c->ap->rsnxe, c->ap->rsnxe_len);
    bool ok = !step.pairwise.install ||
              (!w->failed && resume(c, &config, span(start, (size_t)(w->p - start))) &&
               security_install(c, &step.pairwise));
    c->ap->air->stats.no_memory += !ok;
    wipe(&config, sizeof config);
    supplicant_step_clear(&step);
    return ok;
}

/* --- over the DS (13.5.3) --- */

static struct apsim *target_of(const struct apsim *ap, struct extsta_mac bssid)
{
    if (!ap->config.ds) {
        return NULL;
    }
    list_for_each(it, &ap->config.ds->aps)
    {
        struct apsim *other = list_entry(it, struct apsim, in_ds);
        if (other != ap && other->on && mac_equal(other->config.bssid, bssid) &&
            other->config.mobility_domain == ap->config.mobility_domain && ft_offered(other)) {
            return other;
        }
    }
    return NULL;
}

/* At the target, as its Authentication frame would be; nothing of it is on its air. */
static uint16_t ask_target(struct apsim *target, struct extsta_mac station,
                           struct extsta_span elements, struct writer *w)
{
    struct client *c = client_find(target, station);
    c = c ? c : client_new(target, station);
    if (!c) {
        target->air->stats.no_memory++;
        return FT_STATUS_UNSPECIFIED;
    }
    client_step(c, CLIENT_AUTHENTICATED);
    return ft_request(c, elements, w);
}

void ft_action(struct client *c, extsta_time now, struct extsta_span body)
{
    struct apsim *ap = c->ap;
    struct mgmt_ft ft;
    uint8_t frame[AP_MMPDU_MAX], answer[AP_MMPDU_MAX];
    struct writer elements = writer_of(answer, sizeof answer);
    (void)now;
    if (!client_associated(c) || !mgmt_parse_ft(body, &ft) || ft.action != FT_REQUEST ||
        !mac_equal(ft.sta, c->info.address) || !ap->config.ft_over_ds) {
        return;
    }
    struct apsim *target = target_of(ap, ft.target);
    uint16_t status = target ? ask_target(target, ft.sta, ft.elements, &elements)
                             : (uint16_t)FT_STATUS_UNSPECIFIED;
    struct writer w = mgmt_begin(ap, frame, FRAME_ACTION, c->info.address);
    ft.action = FT_RESPONSE;
    ft.status = status;
    mgmt_write_ft(&w, &ft);
    writer_bytes(&w, answer, status == FT_STATUS_OK ? writer_len(&elements) : 0);
    pmf_seal(ap, c, &w);
    mgmt_send(ap, &(struct ap_tx){.kind = SENT_AUTH, .access = EXTSTA_ACCESS_VOICE}, &w);
}
