/* Interned profiles and derived PMKs of a context (store.h). Both are found by content; what
 * nobody refers to any more is cleared and freed, but a PMK is remembered for the next time:
 * deriving it is the dearest thing a connect does (annex J.4: 4096 iterations). */
#include "acm/store.h"
#include "acm/eap.h"
#include "acm/form.h"
#include "base/bytes.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/primitives.h"
#include "crypto/suites.h"

/* Networks whose PMK is remembered; then the oldest is forgotten. */
#define MAX_SECRETS 64u

/* What a PMK was derived from, and the PMK; the SSID and the passphrase are filled up with
 * zeros. */
struct secret {
    bool used;
    uint8_t ssid[32];
    uint8_t ssid_len;
    char passphrase[64];
    uint8_t pmk[32];
};

struct store {
    struct context_store base;
    uint32_t serial; /* of the profile made last */
    struct acm_profile *profiles;
    struct secret *secrets; /* MAX_SECRETS, made with the first */
    uint32_t next_secret;   /* the next place to overwrite, modulo MAX_SECRETS */
};

/* Its address is the key; its value means nothing. */
static const char store_key;

/* With the context: its stations, and with them all profiles, are gone by then. */
static void store_destroy(struct extsta_context *ctx, struct context_store *base)
{
    struct store *store = (struct store *)base;
    if (store->secrets) {
        wipe(store->secrets, MAX_SECRETS * sizeof *store->secrets);
        pool_release(&ctx->pool, store->secrets, MAX_SECRETS * sizeof *store->secrets);
    }
    pool_release(&ctx->pool, store, sizeof *store);
}

static struct store *store_of(struct extsta_context *ctx)
{
    struct store *store = (struct store *)context_store_find(ctx, &store_key);
    if (!store) {
        store = pool_zalloc(&ctx->pool, sizeof *store);
        if (store) {
            store->base.key = &store_key;
            store->base.destroy = store_destroy;
            context_store_add(ctx, &store->base);
        }
    }
    return store;
}

/* The passphrase in constant time, over all its octets. */
static bool secret_is(const struct secret *s, const struct extsta_profile *p)
{
    return s->used && s->ssid_len == p->ssid_len &&
           memcmp(s->ssid, p->ssid, p->ssid_len) == 0 &&
           equal_ct(s->passphrase, p->passphrase, sizeof s->passphrase);
}

/* The PMK of (SSID, passphrase), derived at most once per network (annex J.4). */
static bool pmk_of(struct extsta_context *ctx, struct store *store,
                   const struct extsta_profile *p, uint8_t pmk[32])
{
    struct crypto *crypto = crypto_of(ctx);
    if (!store->secrets) {
        store->secrets = pool_zalloc(&ctx->pool, MAX_SECRETS * sizeof *store->secrets);
    }
    if (!store->secrets || !crypto) {
        return false;
    }
    for (size_t i = 0; i < MAX_SECRETS; i++) {
        if (secret_is(&store->secrets[i], p)) {
            memcpy(pmk, store->secrets[i].pmk, 32);
            return true;
        }
    }
    if (crypto_psk(crypto, span(p->passphrase, strlen(p->passphrase)),
                   span(p->ssid, p->ssid_len), pmk) != EXTSTA_OK) {
        return false;
    }
    struct secret *s = &store->secrets[store->next_secret++ % MAX_SECRETS];
    s->used = true;
    s->ssid_len = p->ssid_len;
    memcpy(s->ssid, p->ssid, sizeof s->ssid);
    memcpy(s->passphrase, p->passphrase, sizeof s->passphrase);
    memcpy(s->pmk, pmk, sizeof s->pmk);
    return true;
}

static bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A copy whose unused bytes are zero, so that profiles can be compared as memory. The text
 * pointers are left out. */
static void canonical(struct extsta_profile *out, const struct extsta_profile *p)
{
    memset(out, 0, sizeof *out);
    memcpy(out->name, p->name, strlen(p->name)); /* checked to end */
    memcpy(out->ssid, p->ssid, p->ssid_len);
    out->ssid_len = p->ssid_len;
    out->hidden = p->hidden;
    out->bss_type = p->bss_type;
    out->join_only = p->join_only;
    out->auth = p->auth;
    out->fallback_auth = p->fallback_auth;
    out->sae_pwe = p->sae_pwe;
    memcpy(out->sae_groups, p->sae_groups, sizeof out->sae_groups);
    memcpy(out->sae_identifier, p->sae_identifier, strlen(p->sae_identifier));
    out->unicast_cipher = p->unicast_cipher;
    out->multicast_cipher = p->multicast_cipher;
    memcpy(out->passphrase, p->passphrase, strlen(p->passphrase));
    out->has_pmk = p->has_pmk;
    if (p->has_pmk) {
        memcpy(out->pmk, p->pmk, sizeof out->pmk);
    }
    out->strict_group = p->strict_group;
    out->pmf = p->pmf;
    out->ocv = p->ocv;
    out->ext_key_id = p->ext_key_id;
    out->onex.mode = p->onex.mode; /* by member, as `roam` below */
    out->onex.held = p->onex.held;
    out->onex.auth = p->onex.auth;
    out->onex.start = p->onex.start;
    out->onex.max_start = p->onex.max_start;
    out->onex.max_auth_failures = p->onex.max_auth_failures;
    out->pmk_cache.off = p->pmk_cache.off;
    out->pmk_cache.minutes = p->pmk_cache.minutes;
    out->pmk_cache.size = p->pmk_cache.size;
    out->pmk_cache.no_opportunistic = p->pmk_cache.no_opportunistic;
    out->pmk_cache.preauth = p->pmk_cache.preauth;
    out->pmk_cache.preauth_throttle = p->pmk_cache.preauth_throttle;
    memcpy(out->wep_key, p->wep_key, p->wep_key_len);
    out->wep_key_len = p->wep_key_len;
    out->wep_key_index = p->wep_key_index;
    out->manager = p->manager;
    out->auto_connect = p->auto_connect;
    out->bssid = p->bssid;
    for (size_t i = 0; i < EXTSTA_MORE_BSSIDS && !mac_is_zero(p->more_bssids[i]); i++) {
        out->more_bssids[i] = p->more_bssids[i];
    }
    for (size_t i = 0; i < EXTSTA_LEFT_OUT_MAX && !mac_is_zero(p->left_out[i]); i++) {
        out->left_out[i] = p->left_out[i];
    }
    for (size_t i = 0; i < EXTSTA_PROFILE_FREQS && p->freqs[i]; i++) {
        out->freqs[i] = p->freqs[i];
    }
    out->freqs_alone = p->freqs_alone && p->freqs[0];
    out->ft = p->ft;
    if (p->has_roam) { /* by member: what lies between them is not the caller's */
        const struct extsta_roam_policy *r = &p->roam;
        out->has_roam = true;
        out->roam.sticky = r->sticky;
        out->roam.low = r->low;
        out->roam.good = r->good;
        out->roam.hysteresis = r->hysteresis;
        out->roam.prefer_5ghz = r->prefer_5ghz;
        out->roam.settle = r->settle;
        out->roam.fresh = r->fresh;
        out->roam.scan = r->scan;
        out->roam.scan_max = r->scan_max;
        out->roam.transition = r->transition;
    }
}

bool extsta_profile_equal(const struct extsta_profile *a, const struct extsta_profile *b)
{
    struct extsta_profile one, two;
    canonical(&one, a);
    canonical(&two, b);
    memset(one.name, 0, sizeof one.name);
    memset(two.name, 0, sizeof two.name);
    bool same = equal_ct(&one, &two, sizeof one);
    wipe(&one, sizeof one);
    wipe(&two, sizeof two);
    return same && acm_eap_equal(&a->eap, &b->eap) &&
           text_equal(a->ihv_connectivity, b->ihv_connectivity) &&
           text_equal(a->ihv_security, b->ihv_security);
}

static char *text_copy(struct extsta_context *ctx, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = pool_alloc(&ctx->pool, size);
    if (copy) {
        memcpy(copy, text, size);
    }
    return copy;
}

static void text_free(struct extsta_context *ctx, const char *text)
{
    if (text) {
        size_t size = strlen(text) + 1;
        char *mutable_text;
        memcpy(&mutable_text, &text, sizeof mutable_text);
        wipe(mutable_text, size); /* the security part holds secrets */
        pool_release(&ctx->pool, mutable_text, size);
    }
}

static void profile_free(struct extsta_context *ctx, struct acm_profile *p)
{
    form_book_forget(ctx, &p->form_place);
    text_free(ctx, p->profile.ihv_connectivity);
    text_free(ctx, p->profile.ihv_security);
    sae_network_release(ctx, p->sae);
    acm_eap_free(ctx, &p->profile.eap);
    wipe(p, sizeof *p);
    pool_release(&ctx->pool, p, sizeof *p);
}

/* Whether one of the algorithms of the profile gets its PMK this way. */
static bool uses(const struct extsta_profile *p, enum akm_pmk pmk)
{
    const struct akm_suite *akm;
    for (size_t i = 0; (akm = suites_akm_at(i)); i++) {
        if (akm->pmk == pmk && akm->auth != 0 &&
            (akm->auth == p->auth || akm->auth == p->fallback_auth)) {
            return true;
        }
    }
    return false;
}

/* Of all groups at once: one that the AP asks for must not stop the station. */
static bool take_sae(struct extsta_context *ctx, struct acm_profile *new)
{
    static const uint16_t all[SAE_GROUPS] = {19, 20, 21};
    const struct extsta_profile *p = &new->profile;
    struct sae_pt pts[SAE_GROUPS];
    size_t count = 0;
    const uint16_t *groups = p->sae_groups[0] ? p->sae_groups : all;
    while (count < SAE_GROUPS && groups[count]) {
        count++;
    }
    new->sae = sae_network_take(
        ctx,
        &(struct sae_secret){.ssid = span(p->ssid, p->ssid_len),
                             .password = span(p->passphrase, strlen(p->passphrase)),
                             .identifier = span(p->sae_identifier, strlen(p->sae_identifier))});
    bool ok = new->sae && (p->sae_pwe == EXTSTA_SAE_HUNT ||
                           sae_network_pts(ctx, new->sae, groups, count, pts));
    wipe(pts, sizeof pts);
    return ok;
}

/* `plain` is the canonical copy, `p` what the texts are taken from. */
static struct acm_profile *profile_new(struct extsta_context *ctx, struct store *store,
                                       const struct extsta_profile *plain,
                                       const struct extsta_profile *p)
{
    struct acm_profile *new = pool_zalloc(&ctx->pool, sizeof *new);
    if (!new) {
        return NULL;
    }
    new->refs = 1;
    memcpy(&new->profile, plain, sizeof new->profile); /* padding too: compared as memory */
    bool ok = true;
    if (p->ihv_connectivity) {
        new->profile.ihv_connectivity = text_copy(ctx, p->ihv_connectivity);
        ok = new->profile.ihv_connectivity != NULL;
    }
    if (ok && p->ihv_security) {
        new->profile.ihv_security = text_copy(ctx, p->ihv_security);
        ok = new->profile.ihv_security != NULL;
    }
    ok = ok && acm_eap_copy(ctx, &new->profile.eap, &p->eap);
    new->serial = ++store->serial;
    if (ok && plain->has_pmk) {
        memcpy(new->pmk, plain->pmk, sizeof new->pmk);
        new->has_pmk = true;
    } else if (ok && plain->passphrase[0] != 0 && uses(plain, AKM_PMK_PASSPHRASE)) {
        ok = new->has_pmk = pmk_of(ctx, store, plain, new->pmk);
    }
    if (ok && plain->passphrase[0] != 0 && uses(plain, AKM_PMK_SAE)) {
        ok = take_sae(ctx, new);
    }
    if (!ok) {
        profile_free(ctx, new);
        return NULL;
    }
    new->next = store->profiles;
    store->profiles = new;
    return new;
}

struct acm_profile *acm_profile_intern(struct extsta_context *ctx,
                                       const struct extsta_profile *profile)
{
    struct store *store = store_of(ctx);
    struct extsta_profile plain;
    if (!store) {
        return NULL;
    }
    canonical(&plain, profile);
    struct acm_profile *found = store->profiles;
    for (; found; found = found->next) {
        struct extsta_profile theirs;
        memcpy(&theirs, &found->profile, sizeof theirs);
        theirs.ihv_connectivity = theirs.ihv_security = NULL;
        memset(&theirs.eap, 0, sizeof theirs.eap);
        bool same = equal_ct(&theirs, &plain, sizeof plain);
        wipe(&theirs, sizeof theirs);
        if (same && acm_eap_equal(&found->profile.eap, &profile->eap) &&
            text_equal(found->profile.ihv_connectivity, profile->ihv_connectivity) &&
            text_equal(found->profile.ihv_security, profile->ihv_security)) {
            found->refs++;
            break;
        }
    }
    if (!found) {
        found = profile_new(ctx, store, &plain, profile);
    }
    wipe(&plain, sizeof plain);
    return found;
}

void acm_profile_unref(struct extsta_context *ctx, struct acm_profile *profile)
{
    if (!profile || --profile->refs > 0) {
        return;
    }
    struct store *store = store_of(ctx);
    struct acm_profile **link = &store->profiles;
    while (*link != profile) {
        link = &(*link)->next;
    }
    *link = profile->next;
    profile_free(ctx, profile);
}

enum extsta_error extsta_profile_prepare(struct extsta_context *ctx,
                                         const struct extsta_profile *profile)
{
    const char *why;
    enum extsta_error e = extsta_profile_check(profile, &why);
    if (e != EXTSTA_OK) {
        return e;
    }
    struct acm_profile *p = acm_profile_intern(ctx, profile);
    if (!p) {
        return EXTSTA_E_NO_MEMORY;
    }
    acm_profile_unref(ctx, p); /* the PMK stays with the context */
    return EXTSTA_OK;
}

/* --- as what stations share (base/form.h) --- */

static uint32_t *profile_place(void *object)
{
    return &((struct acm_profile *)object)->form_place;
}

static void profile_hold(struct extsta_context *ctx, void *object)
{
    ((struct acm_profile *)object)->refs++;
}

static void profile_release(struct extsta_context *ctx, void *object)
{
    acm_profile_unref(ctx, object);
}

static void profile_put(struct form_out *f, const void *object)
{
    form_put(f, &acm_profile_form, &((const struct acm_profile *)object)->profile);
}

/* As of a user. */
static void *profile_get(struct form_in *f)
{
    struct extsta_profile profile;
    const char *why;
    memset(&profile, 0, sizeof profile);
    form_get(f, &acm_profile_form, &profile);
    struct acm_profile *interned = NULL;
    if (form_in_ok(f) && extsta_profile_check(&profile, &why) != EXTSTA_OK) {
        f->failed = true;
    } else if (form_in_ok(f)) {
        interned = acm_profile_intern(f->ctx, &profile);
    }
    form_drop(f->ctx, &acm_profile_form, &profile, false);
    wipe(&profile, sizeof profile);
    return interned;
}

static size_t profile_known(const void *object, struct extsta_span out[FORM_KNOWN_MAX])
{
    const struct acm_profile *p = object;
    out[0] = span(p->pmk, sizeof p->pmk);
    out[1] = span(p->profile.ssid, p->profile.ssid_len);
    return 2;
}

const struct form_share acm_profile_share = {.name = "profile",
                                             .of = &acm_profile_form,
                                             .place = profile_place,
                                             .hold = profile_hold,
                                             .release = profile_release,
                                             .put = profile_put,
                                             .get = profile_get,
                                             .known = profile_known};
