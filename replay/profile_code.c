/* A connection profile in a recording (entry.h), secrets and all. One description, read in both
 * directions; tests/unit/replay/profile.c turns each octet of the structure, and fails where
 * one is forgotten. */
#include "entry.h"
#include <string.h>

static void code_eap(struct coder *c, struct extsta_eap *eap)
{
    code_fixed(c, eap->methods, sizeof eap->methods);
    eap->inner = (enum extsta_eap_inner)code_enum(c, eap->inner, UINT32_MAX);
    struct extsta_span *const texts[] = {
        &eap->identity,    &eap->anonymous, &eap->password,       &eap->ca,
        &eap->certificate, &eap->key,       &eap->key_passphrase, &eap->domain};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        code_octets(c, texts[i]);
    }
    code_bool(c, &eap->password_is_hash);
    code_bool(c, &eap->domain_exact);
    code_bool(c, &eap->verify_off);
    code_u8(c, &eap->tls_min);
    code_u8(c, &eap->tls_max);
    code_bool(c, &eap->strong);
}

static void code_onex(struct coder *c, struct extsta_onex *onex, struct extsta_pmk_cache *cache)
{
    onex->mode = (enum extsta_onex_mode)code_enum(c, onex->mode, UINT32_MAX);
    code_u16(c, &onex->held);
    code_u16(c, &onex->auth);
    code_u16(c, &onex->start);
    code_u8(c, &onex->max_start);
    code_u8(c, &onex->max_auth_failures);
    code_bool(c, &cache->off);
    code_u16(c, &cache->minutes);
    code_u8(c, &cache->size);
    code_bool(c, &cache->no_opportunistic);
    code_bool(c, &cache->preauth);
    code_u8(c, &cache->preauth_throttle);
}

static void code_roam(struct coder *c, struct extsta_roam_policy *roam)
{
    code_bool(c, &roam->sticky);
    code_i8(c, &roam->low);
    code_i8(c, &roam->good);
    code_u8(c, &roam->hysteresis);
    code_i8(c, &roam->prefer_5ghz);
    code_u16(c, &roam->settle);
    code_u16(c, &roam->fresh);
    code_u16(c, &roam->scan);
    code_u16(c, &roam->scan_max);
    code_u8(c, &roam->transition);
}

/* An array that ends with 0, wherever it comes from. */
static void code_array_text(struct coder *c, char *text, size_t size)
{
    code_fixed(c, text, size);
    if (c->reading && !memchr(text, 0, size)) {
        c->failed = true;
    }
}

void entry_code_profile(struct coder *c, struct extsta_profile *p)
{
    code_array_text(c, p->name, sizeof p->name);
    code_fixed(c, p->ssid, sizeof p->ssid);
    code_u8(c, &p->ssid_len);
    code_bool(c, &p->hidden);
    code_u32(c, &p->bss_type);
    code_bool(c, &p->join_only);
    code_u32(c, &p->auth);
    code_u32(c, &p->fallback_auth);
    code_u32(c, &p->unicast_cipher);
    code_u32(c, &p->multicast_cipher);
    p->pmf = (enum extsta_pmf)code_enum(c, p->pmf, UINT32_MAX);
    code_bool(c, &p->ocv);
    code_bool(c, &p->ext_key_id);
    code_bool(c, &p->strict_group);
    p->sae_pwe = (enum extsta_sae_pwe)code_enum(c, p->sae_pwe, UINT32_MAX);
    for (size_t i = 0; i < 3; i++) {
        code_u16(c, &p->sae_groups[i]);
    }
    code_array_text(c, p->sae_identifier, sizeof p->sae_identifier);
    code_array_text(c, p->passphrase, sizeof p->passphrase);
    code_bool(c, &p->has_pmk);
    code_fixed(c, p->pmk, sizeof p->pmk);
    code_eap(c, &p->eap);
    code_onex(c, &p->onex, &p->pmk_cache);
    code_fixed(c, p->wep_key, sizeof p->wep_key);
    code_u8(c, &p->wep_key_len);
    code_u8(c, &p->wep_key_index);
    p->manager = (enum extsta_port_manager)code_enum(c, p->manager, UINT32_MAX);
    code_bool(c, &p->auto_connect);
    code_fixed(c, p->bssid.b, 6);
    code_fixed(c, p->more_bssids, sizeof p->more_bssids);
    code_fixed(c, p->left_out, sizeof p->left_out);
    for (size_t i = 0; i < EXTSTA_PROFILE_FREQS; i++) {
        code_u16(c, &p->freqs[i]);
    }
    code_bool(c, &p->freqs_alone);
    code_bool(c, &p->has_roam);
    code_roam(c, &p->roam);
    p->ft = (enum extsta_ft)code_enum(c, p->ft, UINT32_MAX);
    code_text(c, &p->ihv_connectivity);
    code_text(c, &p->ihv_security);
}
