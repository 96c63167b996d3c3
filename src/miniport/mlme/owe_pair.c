/* The two halves of an OWE transition pair (owe_pair.h): asked by candidate.c which network a
 * hidden BSS is of, and by scan.c what to ask for. The elements are looked at only where the host
 * wants OWE. */
#include "miniport/mlme/owe_pair.h"
#include "miniport/miniport.h"
#include "wire/owe_element.h"

static bool wants_owe(const struct miniport *mp)
{
    for (size_t i = 0; i < mp->mib->auth_count; i++) {
        if (mp->mib->auth[i] == DOT11_AUTH_ALGO_OWE) {
            return true;
        }
    }
    return false;
}

static bool other_half(const struct bss_info *info, struct owe_transition *t)
{
    struct elements e;
    elements_parse(bss_elements(info), &e);
    return e.owe_transition.data && owe_transition_parse(e.owe_transition, t);
}

static void take(struct mp_ssid *out, struct extsta_span ssid)
{
    *out = (struct mp_ssid){.len = (uint8_t)ssid.len};
    memcpy(out->ssid, ssid.data, ssid.len);
}

bool owe_pair_name(const struct miniport *mp, const struct bss_info *info, struct mp_ssid *name)
{
    struct owe_transition t;
    if (!info->rsn_ok || !rsn_has_akm(&info->rsn, AKM_OWE) || !wants_owe(mp) ||
        !other_half(info, &t)) {
        return false;
    }
    take(name, t.ssid);
    return true;
}

bool owe_pair_hidden(const struct miniport *mp, const struct bss_info *info,
                     struct mp_ssid *hidden)
{
    struct owe_transition t;
    bool desired = false;
    for (size_t i = 0; i < mp->mib->ssid_count && !desired; i++) {
        const struct mp_ssid *s = &mp->mib->ssids[i];
        desired = s->len == info->ssid_len && memcmp(s->ssid, info->ssid, s->len) == 0;
    }
    if (!desired || info->rsn_ok || !wants_owe(mp) || !other_half(info, &t)) {
        return false;
    }
    take(hidden, t.ssid);
    return true;
}
