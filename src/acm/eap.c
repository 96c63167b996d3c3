/* 802.1X of a profile (eap.h). What is nonsense together is refused with a sentence, before
 * anything of it reaches a server. */
#include "acm/eap.h"
#include "base/bytes.h"
#include "base/wipe.h"
#include "crypto/suites.h"
#include <extsta/windot11.h>

#define IDENTITY_MAX 253u /* RFC 7542 2.3 */

static enum extsta_error refuse(const char **why, enum extsta_error error, const char *text)
{
    if (why) {
        *why = text;
    }
    return error;
}

bool acm_eap_is_used(const struct extsta_profile *p)
{
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (akm->auth != 0 && akm->auth == p->auth) {
            return akm->pmk == AKM_PMK_EAP;
        }
    }
    return p->auth == DOT11_AUTH_ALGO_WPA3_ENT;
}

static bool has_method(const struct extsta_eap *eap, uint8_t method)
{
    return memchr(eap->methods, method, sizeof eap->methods) != NULL;
}

static bool is_known(uint8_t method)
{
    return method == EXTSTA_EAP_TLS || method == EXTSTA_EAP_TTLS || method == EXTSTA_EAP_PEAP ||
           method == EXTSTA_EAP_MSCHAPV2;
}

static enum extsta_error check_methods(const struct extsta_eap *eap, const char **why)
{
    size_t count = 0;
    while (count < EXTSTA_EAP_METHODS && eap->methods[count] != 0) {
        if (!is_known(eap->methods[count])) {
            return refuse(why, EXTSTA_E_UNSUPPORTED,
                          "the methods of EAP are tls, ttls, peap and mschapv2 here");
        }
        count++;
    }
    return count > 0 ? EXTSTA_OK : refuse(why, EXTSTA_E_USAGE, "802.1X needs a method of EAP");
}

/* Who the station says it is, and how it proves that. */
static enum extsta_error check_credential(const struct extsta_eap *eap, const char **why)
{
    bool by_password = has_method(eap, EXTSTA_EAP_TTLS) || has_method(eap, EXTSTA_EAP_PEAP) ||
                       has_method(eap, EXTSTA_EAP_MSCHAPV2);
    if (eap->identity.len == 0 || eap->identity.len > IDENTITY_MAX ||
        eap->anonymous.len > IDENTITY_MAX) {
        return refuse(why, EXTSTA_E_USAGE, "802.1X needs an identity, of 253 octets at most");
    }
    if (by_password && eap->password.len == 0) {
        return refuse(why, EXTSTA_E_USAGE, "this method of EAP needs a password");
    }
    if (has_method(eap, EXTSTA_EAP_TLS) && (eap->certificate.len == 0 || eap->key.len == 0)) {
        return refuse(why, EXTSTA_E_USAGE, "EAP-TLS needs a certificate and its key");
    }
    if (eap->password_is_hash &&
        (eap->password.len != 16 ||
         (has_method(eap, EXTSTA_EAP_TTLS) && eap->inner == EXTSTA_EAP_INNER_PAP))) {
        return refuse(why, EXTSTA_E_USAGE,
                      "the hash of a password has 16 octets, and PAP shows the password itself");
    }
    return EXTSTA_OK;
}

/* Whom the station trusts: nobody without a CA, unless that is said. */
static enum extsta_error check_trust(const struct extsta_eap *eap, const char **why)
{
    bool by_tls = has_method(eap, EXTSTA_EAP_TLS) || has_method(eap, EXTSTA_EAP_TTLS) ||
                  has_method(eap, EXTSTA_EAP_PEAP);
    if (by_tls && eap->ca.len == 0 && !eap->verify_off) {
        return refuse(why, EXTSTA_E_USAGE,
                      "no CA says which servers are trusted: name one, or switch the "
                      "verification off and trust anybody");
    }
    if (eap->verify_off && (eap->ca.len > 0 || eap->domain.len > 0)) {
        return refuse(why, EXTSTA_E_USAGE,
                      "a CA or a domain, and the verification is switched off");
    }
    if ((eap->tls_min && eap->tls_min != 12 && eap->tls_min != 13) ||
        (eap->tls_max && eap->tls_max != 12 && eap->tls_max != 13) ||
        (eap->tls_max && eap->tls_min > eap->tls_max)) {
        return refuse(why, EXTSTA_E_USAGE, "the versions of TLS are 12 and 13, in this order");
    }
    return EXTSTA_OK;
}

/* WPA3-Enterprise with 192 bits is EAP-TLS alone. */
static enum extsta_error check_192(const struct extsta_eap *eap, const char **why)
{
    for (size_t i = 0; i < EXTSTA_EAP_METHODS; i++) {
        if (eap->methods[i] != 0 && eap->methods[i] != EXTSTA_EAP_TLS) {
            return refuse(why, EXTSTA_E_USAGE, "with 192 bits there is EAP-TLS alone");
        }
    }
    if (!eap->strong) {
        return refuse(why, EXTSTA_E_USAGE, "with 192 bits TLS has 192 bits, too");
    }
    return eap->verify_off ? refuse(why, EXTSTA_E_USAGE, "with 192 bits the server is verified")
                           : EXTSTA_OK;
}

/* An extension that brings a method of its own needs none of it; one that leaves 802.1X to us
 * does (IHV-32). */
static bool is_within(unsigned value, unsigned low, unsigned high)
{
    return value == 0 || (value >= low && value <= high);
}

/* The ranges of the elements of a WLAN profile. */
static enum extsta_error check_times(const struct extsta_profile *p, const char **why)
{
    const struct extsta_onex *o = &p->onex;
    const struct extsta_pmk_cache *c = &p->pmk_cache;
    if ((unsigned)o->mode > EXTSTA_ONEX_INHIBIT || !is_within(o->held, 1, 3600) ||
        !is_within(o->auth, 1, 3600) || !is_within(o->start, 1, 3600) ||
        o->max_start > 100 || o->max_auth_failures > 100) {
        return refuse(why, EXTSTA_E_USAGE,
                      "the times of 802.1X are 1 to 3600 seconds, its limits 1 to 100");
    }
    if (!is_within(c->minutes, 5, 1440) || c->preauth_throttle > 16) {
        return refuse(why, EXTSTA_E_USAGE,
                      "a PMK is kept for 5 to 1440 minutes, and made ahead at 1 to 16 APs");
    }
    if (c->preauth && c->off) {
        return refuse(why, EXTSTA_E_USAGE,
                      "what preauthentication makes ahead has to be kept: switch the PMK cache on");
    }
    return EXTSTA_OK;
}

enum extsta_error acm_eap_check(const struct extsta_profile *p, const char **why)
{
    const struct extsta_eap *eap = &p->eap;
    enum extsta_error e;
    if (p->bss_type != dot11_BSS_type_infrastructure) {
        return refuse(why, EXTSTA_E_USAGE, "802.1X is of networks with an access point");
    }
    if (p->passphrase[0] != 0 || p->has_pmk || p->wep_key_len > 0) {
        return refuse(why, EXTSTA_E_USAGE, "802.1X takes no passphrase, no PMK and no WEP key");
    }
    if (p->manager == EXTSTA_MANAGER_IHV && eap->methods[0] == 0) {
        return EXTSTA_OK;
    }
    if (p->manager == EXTSTA_MANAGER_NONE || p->manager == EXTSTA_MANAGER_MINIPORT) {
        return refuse(why, EXTSTA_E_UNSUPPORTED,
                      "802.1X is done by the OS half or an extension here");
    }
    if (p->ft != EXTSTA_FT_OFF && has_method(eap, EXTSTA_EAP_MSCHAPV2)) { /* 12.7.1.6.3 */
        return refuse(
            why, EXTSTA_E_USAGE,
            "fast transitions need 512 bits of key, and EAP-MSCHAPv2 alone gives 256: "
            "have it in PEAP or TTLS");
    }
    e = check_methods(eap, why);
    e = e == EXTSTA_OK ? check_credential(eap, why) : e;
    e = e == EXTSTA_OK ? check_trust(eap, why) : e;
    e = e == EXTSTA_OK ? check_times(p, why) : e;
    return e == EXTSTA_OK && p->auth == DOT11_AUTH_ALGO_WPA3_ENT_192 ? check_192(eap, why) : e;
}

/* --- copies --- */

/* All texts of it, so that none is forgotten. */
#define TEXTS 8u
static void texts_of(const struct extsta_eap *eap, struct extsta_span out[TEXTS])
{
    const struct extsta_span all[TEXTS] = {
        eap->identity,    eap->anonymous, eap->password,       eap->ca,
        eap->certificate, eap->key,       eap->key_passphrase, eap->domain};
    memcpy(out, all, sizeof all);
}

static void set_texts(struct extsta_eap *eap, const struct extsta_span in[TEXTS])
{
    struct extsta_span *all[TEXTS] = {
        &eap->identity,    &eap->anonymous, &eap->password,       &eap->ca,
        &eap->certificate, &eap->key,       &eap->key_passphrase, &eap->domain};
    for (size_t i = 0; i < TEXTS; i++) {
        *all[i] = in[i];
    }
}

static void text_free(struct extsta_context *ctx, struct extsta_span text)
{
    if (text.data) {
        uint8_t *octets;
        memcpy(&octets, &text.data, sizeof octets);
        wipe(octets, text.len);
        pool_release(&ctx->pool, octets, text.len);
    }
}

void acm_eap_free(struct extsta_context *ctx, struct extsta_eap *copy)
{
    struct extsta_span texts[TEXTS];
    texts_of(copy, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        text_free(ctx, texts[i]);
    }
    memset(copy, 0, sizeof *copy);
}

bool acm_eap_copy(struct extsta_context *ctx, struct extsta_eap *out,
                  const struct extsta_eap *from)
{
    struct extsta_span texts[TEXTS];
    bool ok = true;
    texts_of(from, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        uint8_t *copy = ok && texts[i].len > 0 ? pool_alloc(&ctx->pool, texts[i].len) : NULL;
        ok = ok && (copy || texts[i].len == 0);
        if (copy) {
            memcpy(copy, texts[i].data, texts[i].len);
        }
        texts[i] = span(copy, copy ? texts[i].len : 0);
    }
    *out = *from;
    set_texts(out, texts);
    if (!ok) {
        acm_eap_free(ctx, out);
    }
    return ok;
}

bool acm_eap_equal(const struct extsta_eap *a, const struct extsta_eap *b)
{
    struct extsta_span ours[TEXTS], theirs[TEXTS];
    bool same = memcmp(a->methods, b->methods, sizeof a->methods) == 0 &&
                a->inner == b->inner && a->verify_off == b->verify_off &&
                a->tls_min == b->tls_min && a->tls_max == b->tls_max && a->strong == b->strong &&
                a->password_is_hash == b->password_is_hash && a->domain_exact == b->domain_exact;
    texts_of(a, ours);
    texts_of(b, theirs);
    for (size_t i = 0; i < TEXTS && same; i++) {
        same = ours[i].len == theirs[i].len &&
               (ours[i].len == 0 || equal_ct(ours[i].data, theirs[i].data, ours[i].len));
    }
    return same;
}
