#include "explain/networks.h"

#include "base/hash.h"
#include "base/text.h"
#include "crypto/suites.h"
#include "wire/rsn_element.h"

static void names(struct text *t, const uint32_t *suites, size_t count,
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

static void rsn_text(struct text *t, const struct rsn_element *rsn)
{
    text_string(t, "RSN(");
    names(t, rsn->akm, rsn->akm_count, suites_akm_name);
    text_string(t, ";pairwise=");
    names(t, rsn->pairwise, rsn->pairwise_count, suites_cipher_name);
    text_string(t, ";group=");
    names(t, &rsn->group, 1, suites_cipher_name);
    text_string(t, ";mfp=");
    text_string(t, rsn->capabilities & RSN_CAP_MFPR   ? "required"
                   : rsn->capabilities & RSN_CAP_MFPC ? "capable"
                                                      : "no");
    text_char(t, ')');
}

static void separate(struct text *t)
{
    if (t->wanted) {
        text_char(t, ' ');
    }
}

/* The same few elements come again and again. */
static uint64_t key_of(const struct elements *e, uint16_t capability)
{
    uint64_t h = (uint64_t)(capability & CAPABILITY_PRIVACY) |
                 (uint64_t)(e->mobility_domain.data != NULL);
    h = hash_bytes(h + 2, e->rsn.data, e->rsn.data ? e->rsn.len : 0);
    return hash_bytes(h, e->wpa.data, e->wpa.data ? e->wpa.len : 0);
}

const char *security_recall(struct security_cache *cache, const struct elements *e,
                            uint16_t capability)
{
    uint64_t key = key_of(e, capability);
    struct security_entry *entry = &cache->entries[key % SECURITY_CACHE];
    if (entry->key != key || !entry->text[0]) {
        security_text(e, capability, entry->text, sizeof entry->text);
        entry->key = key;
    }
    return entry->text;
}

size_t security_text(const struct elements *e, uint16_t capability, char *out, size_t size)
{
    struct text t;
    struct rsn_element rsn;
    text_start(&t, out, size);
    if (e->rsn.data && rsn_element_parse(e->rsn, &rsn) == EXTSTA_OK) {
        rsn_text(&t, &rsn);
    }
    if (e->wpa.data && rsn_element_parse(e->wpa, &rsn) == EXTSTA_OK) {
        separate(&t);
        text_string(&t, "WPA(;pairwise=");
        names(&t, rsn.pairwise, rsn.pairwise_count, suites_cipher_name);
        text_char(&t, ')');
    }
    if (t.wanted == 0) {
        text_string(&t, capability & CAPABILITY_PRIVACY
                            ? "WEP-or-dynamic(privacy bit, no RSN/WPA)"
                            : "open");
    }
    if (e->mobility_domain.data) {
        text_string(&t, " mobility-domain");
    }
    return text_end(&t);
}
