/* Authentication and cipher algorithms, privacy exemptions. What is supported is algorithm.c's
 * word; what is enabled decides which BSS is a candidate (mlme/candidate.c), the exemptions
 * what the data path takes in the clear (datapath/deliver.c). */
#include "miniport/algorithm.h"
#include "miniport/oid/oid.h"

/* For the desired BSS type. */
static uint32_t offers(const struct miniport *mp)
{
    return algorithm_offers(mp->radio, mp->mib->desired_bss_type);
}

/* A list of one to MP_MAX_ALGORITHMS numbers. */
static uint32_t read_numbers(struct oid_call *c, uint32_t numbers[MP_MAX_ALGORITHMS],
                             size_t *count)
{
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = oid_input_list(c, MP_MAX_ALGORITHMS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        numbers[i] = e.number;
    }
    *count = entries.size;
    return *count ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_DATA;
}

uint32_t oid_set_auth(struct oid_call *c)
{
    uint32_t auth[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    uint32_t status = read_numbers(c, auth, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (!algorithm_auth_supported(offers(c->mp), auth[i])) {
            return NDIS_STATUS_INVALID_DATA; /* ATH-05, X-55: only pairs there are */
        }
    }
    status = oid_set_list(c, auth, sizeof auth, count);
    mib_default_ciphers(c->draft, c->mp->radio); /* ATH-07: the ciphers follow */
    return status;
}

/* CIP-01: each cipher supported, and one at least usable with what is enabled. */
static bool ciphers_valid(const struct miniport *mp, enum algorithm_use use,
                          const uint32_t *ciphers, size_t count)
{
    const struct mp_mib *mib = mp->mib;
    bool usable = false;
    for (size_t i = 0; i < count; i++) {
        if (!algorithm_cipher_supported(offers(mp), use, ciphers[i])) {
            return false;
        }
        for (size_t a = 0; a < mib->auth_count; a++) {
            usable |= algorithm_pair_supported(offers(mp), use, mib->auth[a], ciphers[i]);
        }
    }
    return usable;
}

uint32_t oid_set_ciphers(struct oid_call *c)
{
    uint32_t ciphers[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    uint32_t status = read_numbers(c, ciphers, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (!ciphers_valid(c->mp, (enum algorithm_use)c->row->of, ciphers, count)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    return oid_set_list(c, ciphers, sizeof ciphers, count);
}

static void write_pair(struct oid_call *c, size_t i, struct writer *w)
{
    struct algorithm_pair pair = {0};
    algorithm_pair_at(offers(c->mp), (enum algorithm_use)c->row->of, i, &pair);
    payload_write(w, PAYLOAD(AUTH_CIPHER_PAIR, .pair = {pair.auth, pair.cipher}));
}

/* ATH-10: for the desired BSS type. */
uint32_t oid_query_pairs(struct oid_call *c)
{
    enum algorithm_use use = (enum algorithm_use)c->row->of;
    return oid_reply_list(c, algorithm_pair_count(offers(c->mp), use), write_pair);
}

/* --- privacy exemptions --- */

static void write_exemption(struct oid_call *c, size_t i, struct writer *w)
{
    const struct mp_exemption *e = &c->mp->mib->exemptions[i];
    payload_write(w, PAYLOAD(EXEMPTION, .exemption = {e->ethertype, e->action, e->kind}));
}

uint32_t oid_query_exemptions(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->mib->exemption_count, write_exemption);
}

uint32_t oid_set_exemptions(struct oid_call *c)
{
    struct mp_exemption exemptions[MP_MAX_EXEMPTIONS] = {0};
    struct extsta_part entries;
    struct extsta_payload from;
    uint32_t status = oid_input_list(c, MP_MAX_EXEMPTIONS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status; /* DEC-09: a list that is too long */
    }
    for (size_t i = 0; extsta_payload_next(&entries, &from); i++) {
        struct mp_exemption *e = &exemptions[i];
        *e = (struct mp_exemption){from.exemption.ethertype, from.exemption.action,
                                   from.exemption.kind};
        /* "none" exists in the send context only */
        if (e->action < DOT11_EXEMPT_ALWAYS ||
            e->action > DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE ||
            e->kind < DOT11_EXEMPT_UNICAST || e->kind > DOT11_EXEMPT_BOTH) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    return oid_set_list(c, exemptions, sizeof exemptions, entries.size);
}
