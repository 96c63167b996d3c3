/* Security in words, "RSN(PSK;pairwise=CCMP;group=CCMP;mfp=no)": for BSS lists, requests and
 * reports. The form is stable: docs/event-log.md shows it and programs compare it. */
#include <extsta/explain.h>

#include "base/text.h"
#include "crypto/suites.h"
#include "wire/rsn_element.h"

/* Names joined by '+', in the order of the element. */
static void put_names(struct text *t, const uint32_t *suites, size_t count,
                      const char *(*name_of)(uint32_t))
{
    for (size_t i = 0; i < count; i++) {
        const char *name = name_of(suites[i]);
        if (i) {
            text_char(t, '+');
        }
        if (name) {
            text_string(t, name);
        } else { /* a vendor's: its number */
            text_string(t, "0x");
            text_hex(t, suites[i], 8);
        }
    }
}

static void put_rsn(struct text *t, const struct extsta_suites *rsn)
{
    static const char *const mfp[] = {"no", "capable", "required"};
    text_string(t, "RSN(");
    put_names(t, rsn->akm, rsn->akm_count, suites_akm_name);
    text_string(t, ";pairwise=");
    put_names(t, rsn->pairwise, rsn->pairwise_count, suites_cipher_name);
    text_string(t, ";group=");
    put_names(t, &rsn->group, 1, suites_cipher_name);
    text_string(t, ";mfp=");
    text_string(t, rsn->mfp <= EXTSTA_MFP_REQUIRED ? mfp[rsn->mfp] : "?");
    text_char(t, ')');
}

size_t extsta_security_text(const struct extsta_security *security, char *out, size_t size)
{
    const struct extsta_suites *rsn = &security->rsn, *wpa = &security->wpa;
    struct text t;
    text_start(&t, out, size);
    if (rsn->present) {
        put_rsn(&t, rsn);
    }
    if (wpa->present) {
        /* The AKM of WPA is left empty: security_bits does not look at it either. */
        text_string(&t, rsn->present ? " WPA(;pairwise=" : "WPA(;pairwise=");
        put_names(&t, wpa->pairwise, wpa->pairwise_count, suites_cipher_name);
        text_char(&t, ')');
    }
    if (!rsn->present && !wpa->present) {
        /* The bit alone does not tell WEP from dynamic keys of IEEE 802.1X. */
        text_string(&t, security->privacy ? "WEP-or-dynamic(privacy bit, no RSN/WPA)" : "open");
    }
    if (security->mobility_domain) {
        text_string(&t, " mobility-domain");
    }
    return text_end(&t);
}
