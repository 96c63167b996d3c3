/* Authentication and cipher algorithms, privacy exemptions. */
#include "miniport/algorithm.h"
#include "miniport/oid/oid.h"

static uint32_t reply_numbers(struct oid_call *c, const uint32_t *numbers, size_t count)
{
    struct writer w;
    if (!oid_reply_list(c, count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < count; i++) {
        payload_write(&w, PAYLOAD(NUMBER, .number = numbers[i]));
    }
    return NDIS_STATUS_SUCCESS;
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

uint32_t oid_query_auth(struct oid_call *c)
{
    return reply_numbers(c, c->mp->mib->auth, c->mp->mib->auth_count);
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
        if (!algorithm_auth_supported(c->mp->mib->desired_bss_type, auth[i])) {
            return NDIS_STATUS_INVALID_DATA; /* ATH-05, X-55 */
        }
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->auth, auth, sizeof mib->auth);
    mib->auth_count = (uint8_t)count;
    mib_default_ciphers(mib); /* ATH-07 */
    return NDIS_STATUS_SUCCESS;
}

/* CIP-01: each cipher supported, and one at least usable with what is enabled. */
static bool ciphers_valid(const struct mp_mib *mib, enum algorithm_use use,
                          const uint32_t *ciphers, size_t count)
{
    bool usable = false;
    for (size_t i = 0; i < count; i++) {
        if (!algorithm_cipher_supported(mib->desired_bss_type, use, ciphers[i])) {
            return false;
        }
        for (size_t a = 0; a < mib->auth_count; a++) {
            usable |=
                algorithm_pair_supported(mib->desired_bss_type, use, mib->auth[a], ciphers[i]);
        }
    }
    return usable;
}

static uint32_t set_ciphers(struct oid_call *c, enum algorithm_use use)
{
    uint32_t ciphers[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    uint32_t status = read_numbers(c, ciphers, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (!ciphers_valid(c->mp->mib, use, ciphers, count)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(use == ALGORITHM_UNICAST ? mib->unicast : mib->multicast, ciphers, sizeof ciphers);
    *(use == ALGORITHM_UNICAST ? &mib->unicast_count : &mib->multicast_count) = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_unicast(struct oid_call *c)
{
    return reply_numbers(c, c->mp->mib->unicast, c->mp->mib->unicast_count);
}

uint32_t oid_set_unicast(struct oid_call *c)
{
    return set_ciphers(c, ALGORITHM_UNICAST);
}

uint32_t oid_query_multicast_cipher(struct oid_call *c)
{
    return reply_numbers(c, c->mp->mib->multicast, c->mp->mib->multicast_count);
}

uint32_t oid_set_multicast_cipher(struct oid_call *c)
{
    return set_ciphers(c, ALGORITHM_MULTICAST);
}

/* ATH-10: for the desired BSS type. */
static uint32_t reply_pairs(struct oid_call *c, enum algorithm_use use)
{
    uint32_t type = c->mp->mib->desired_bss_type;
    struct writer w;
    if (!oid_reply_list(c, algorithm_pair_count(type, use), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct algorithm_pair pair;
    for (size_t i = 0; algorithm_pair_at(type, use, i, &pair); i++) {
        payload_write(&w, PAYLOAD(AUTH_CIPHER_PAIR, .pair = {pair.auth, pair.cipher}));
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_unicast_pairs(struct oid_call *c)
{
    return reply_pairs(c, ALGORITHM_UNICAST);
}

uint32_t oid_query_multicast_pairs(struct oid_call *c)
{
    return reply_pairs(c, ALGORITHM_MULTICAST);
}

/* --- privacy exemptions --- */

uint32_t oid_query_exemptions(struct oid_call *c)
{
    const struct mp_mib *mib = c->mp->mib;
    struct writer w;
    if (!oid_reply_list(c, mib->exemption_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < mib->exemption_count; i++) {
        const struct mp_exemption *e = &mib->exemptions[i];
        payload_write(&w, PAYLOAD(EXEMPTION, .exemption = {e->ethertype, e->action, e->kind}));
    }
    return NDIS_STATUS_SUCCESS;
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
    size_t count = entries.size;
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
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy(mib->exemptions, exemptions, sizeof mib->exemptions);
    mib->exemption_count = (uint8_t)count;
    return NDIS_STATUS_SUCCESS;
}
