/* What acm is made of (form.h; base/form.h), and a profile as its user gave it: where a form
 * stands alone its profiles are in it, and checked when they are read as those of any user. */
#include "acm/form.h"
#include "acm/acm.h"
#include "boundary/form.h"

/* --- a profile --- */

static bool is_no_text(const void *member)
{
    return form_pointer(member) == NULL;
}

static void put_text(struct form_out *f, const void *member)
{
    const char *text = form_pointer(member);
    form_put_span(f, span(text, strlen(text)));
}

#define TEXT_MOST 0x100000u /* octets */

static void get_text(struct form_in *f, void *member)
{
    struct extsta_span octets = form_get_span(f, TEXT_MOST);
    f->failed = f->failed || (octets.len && memchr(octets.data, 0, octets.len));
    char *text = form_alloc(f, octets.len + 1);
    if (text && octets.len) {
        memcpy(text, octets.data, octets.len);
    }
    form_set_pointer(member, text);
}

static void drop_text(struct extsta_context *ctx, void *member, bool keep_shared)
{
    char *text = form_pointer(member);
    if (text) {
        pool_release(&ctx->pool, text, strlen(text) + 1);
        form_set_pointer(member, NULL);
    }
}

static const struct form_special text_special = {
    .is_usual = is_no_text, .put = put_text, .get = get_text, .drop = drop_text};

#define TEXT_OF_EAP(m) BLOCK(m.data, m.len, TEXT_MOST), COUNTS(m.len)

#define T struct extsta_eap
static const struct form_row eap_form_rows[] = {
    OCTETS(methods),       NUMBER(inner),
    TEXT_OF_EAP(identity), TEXT_OF_EAP(anonymous),
    TEXT_OF_EAP(password), FLAG(password_is_hash),
    TEXT_OF_EAP(ca),       TEXT_OF_EAP(certificate),
    TEXT_OF_EAP(key),      TEXT_OF_EAP(key_passphrase),
    TEXT_OF_EAP(domain),   FLAG(domain_exact),
    FLAG(verify_off),      NUMBER(tls_min),
    NUMBER(tls_max),       FLAG(strong),
};
FORM_OWN_TABLE(eap_form, "802.1X of a profile");
#undef T

#define T struct extsta_profile
static const struct form_row acm_profile_form_rows[] = {
    OCTETS(name),
    PART(ssid, ssid_len),
    COUNTS(ssid_len),
    FLAG(hidden),
    NUMBER(bss_type),
    FLAG(join_only),
    NUMBER(auth),
    NUMBER(fallback_auth),
    NUMBER(unicast_cipher),
    NUMBER(multicast_cipher),
    NUMBER(pmf),
    FLAG(ocv),
    FLAG(ext_key_id),
    FLAG(strict_group),
    NUMBER(sae_pwe),
    NUMBERS(sae_groups),
    OCTETS(sae_identifier),
    OCTETS(passphrase),
    FLAG(has_pmk),
    OCTETS(pmk),
    INSIDE(eap, eap_form),
    NUMBER(onex.mode),
    NUMBER(onex.held),
    NUMBER(onex.auth),
    NUMBER(onex.start),
    NUMBER(onex.max_start),
    NUMBER(onex.max_auth_failures),
    FLAG(pmk_cache.off),
    NUMBER(pmk_cache.minutes),
    NUMBER(pmk_cache.size),
    FLAG(pmk_cache.no_opportunistic),
    FLAG(pmk_cache.preauth),
    NUMBER(pmk_cache.preauth_throttle),
    PART(wep_key, wep_key_len),
    COUNTS(wep_key_len),
    NUMBER(wep_key_index),
    NUMBER(manager),
    FLAG(auto_connect),
    OCTETS(bssid),
    OCTETS(more_bssids),
    OCTETS(left_out),
    NUMBERS(freqs),
    FLAG(freqs_alone),
    FLAG(has_roam),
    INSIDE(roam, roam_policy_form),
    NUMBER(ft),
    SPECIAL(ihv_connectivity, text_special),
    SPECIAL(ihv_security, text_special),
};
FORM_TABLE(acm_profile_form, "profile");
#undef T

/* --- what is wanted --- */

#define T struct acm_wish
static const struct form_row wish_form_rows[] = {
    SHARED(profile, acm_profile_share),
    NUMBER(suspicions),
    NUMBER(refusals),
    NUMBER(confidence),
    FLAG(wrong),
    FLAG(worked),
    FLAG(over),
    FLAG(no_fallback),
};
FORM_OWN_TABLE(wish_form, "wish");
#undef T

/* The networks that have worked, behind a pointer. */
struct acm_worked {
    struct acm_profile *profiles[WISH_REMEMBERED];
};
#define T struct acm_worked
static const struct form_row worked_form_rows[] = {
    SHARED(profiles[0], acm_profile_share),
    SHARED(profiles[1], acm_profile_share),
    SHARED(profiles[2], acm_profile_share),
    SHARED(profiles[3], acm_profile_share),
};
FORM_OWN_TABLE(worked_form, "networks that have worked");
#undef T

/* The member of acm that points to one of its wishes. */
static void put_wish(struct form_out *f, const void *member)
{
    const struct acm *acm =
        (const struct acm *)(const void *)((const char *)member - offsetof(struct acm, wish));
    form_put_number(f, (uint64_t)(acm->wish - acm->wishes.list));
}

static void get_wish(struct form_in *f, void *member)
{
    struct acm *acm = (struct acm *)(void *)((char *)member - offsetof(struct acm, wish));
    uint64_t n = form_get_number(f, UINT16_MAX);
    f->failed = f->failed || n >= acm->wishes.count;
    acm->wish = f->failed ? NULL : &acm->wishes.list[n];
}

static const struct form_special wish_special = {
    .is_usual = is_no_text, .put = put_wish, .get = get_wish};

/* Whether there is one; it is that of `wish`. */
static void put_profile(struct form_out *f, const void *member)
{
}

static void get_profile(struct form_in *f, void *member)
{
    struct acm *acm = (struct acm *)(void *)((char *)member - offsetof(struct acm, profile));
    f->failed = f->failed || !acm->wish;
    acm->profile = f->failed ? NULL : acm->wish->profile;
}

static const struct form_special profile_special = {
    .is_usual = is_no_text, .put = put_profile, .get = get_profile};

#define CONNECT_MOST UINT16_MAX /* profiles of one connect */

/* Without a profile nothing can be under way. */
static bool acm_made(struct form_in *f, void *object)
{
    struct acm *acm = object;
    acm->os = f->hand[FORM_OS];
    acm->os->left_out = acm->profile ? acm->profile->profile.left_out : NULL;
    for (size_t i = 0; i < acm->wishes.count; i++) {
        if (!acm->wishes.list[i].profile) {
            return false;
        }
    }
    return acm->wishes.next <= acm->wishes.count &&
           (acm->profile || acm->state == ACM_DOWN || acm->state == ACM_AWAIT_BRING_UP ||
            acm->state == ACM_IDLE || acm->state == ACM_AWAIT_DISCONNECT ||
            acm->state == ACM_AWAIT_RESET);
}

#define T struct acm
static const struct form_row acm_form_rows[] = {
    DERIVED(os, "of the station"),
    DERIVED(ops, "the same for all"),
    DERIVED(user, "of the station"),
    ARRAY(wishes.list, wish_form, wishes.count, CONNECT_MOST),
    COUNTS(wishes.count),
    NUMBER(wishes.next),
    OWNED(wishes.worked, worked_form),
    SPECIAL(wish, wish_special),
    SPECIAL(profile, profile_special),
    NUMBER(round),
    LIMITED(state, ACM_STATES - 1),
    NUMBER(step),
    NUMBER(busy),
    NUMBER(authentication_failures),
    FLAG(asks_less),
    FLAG(by_user),
    FLAG(was_connected),
    FLAG(port_open),
    FLAG(cause_told),
    FLAG(radio_off),
    NUMBER(awaited),
    NUMBER(last_status),
    NUMBER(fail_status),
    OCTETS(peer),
    TIME(deadline, .usual = EXTSTA_NEVER),
    TIME(retry_at),
    TIME(comeback_at),
    TIME(held_until),
    NUMBER(loop.blamed),
    NUMBER(loop.before),
    NUMBER(loop.in_a_row),
};
FORM_TABLE(acm_form, "acm", .made = acm_made);
#undef T
