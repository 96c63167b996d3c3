/* Authentication and cipher algorithms, privacy exemptions. */
#include "miniport/algorithm.h"
#include "miniport/oid/oid.h"

static const struct oid_list auth_list = {
    .revision = DOT11_AUTH_ALGORITHM_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_AUTH_ALGORITHM_LIST),
    .array = offsetof(DOT11_AUTH_ALGORITHM_LIST, AlgorithmIds),
    .entry = sizeof(uint32_t),
};
static const struct oid_list cipher_list = {
    .revision = DOT11_CIPHER_ALGORITHM_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_CIPHER_ALGORITHM_LIST),
    .array = offsetof(DOT11_CIPHER_ALGORITHM_LIST, AlgorithmIds),
    .entry = sizeof(uint32_t),
};
static const struct oid_list pair_list = {
    .revision = DOT11_AUTH_CIPHER_PAIR_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_AUTH_CIPHER_PAIR_LIST),
    .array = offsetof(DOT11_AUTH_CIPHER_PAIR_LIST, AuthCipherPairs),
    .entry = sizeof(DOT11_AUTH_CIPHER_PAIR),
};
static const struct oid_list exemption_list = {
    .revision = DOT11_PRIVACY_EXEMPTION_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_PRIVACY_EXEMPTION_LIST),
    .array = offsetof(DOT11_PRIVACY_EXEMPTION_LIST, PrivacyExemptionEntries),
    .entry = sizeof(DOT11_PRIVACY_EXEMPTION),
};

static uint32_t reply_numbers(struct oid_call *c, const struct oid_list *shape,
                              const uint32_t *numbers, size_t count)
{
    struct writer w;
    if (!oid_reply_list(c, shape, count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < count; i++) {
        writer_le32(&w, numbers[i]);
    }
    return NDIS_STATUS_SUCCESS;
}

/* A list of one to MP_MAX_ALGORITHMS numbers. */
static uint32_t read_numbers(struct oid_call *c, const struct oid_list *shape,
                             uint32_t numbers[MP_MAX_ALGORITHMS], size_t *count)
{
    struct reader r;
    uint32_t status = oid_input_list(c, shape, MP_MAX_ALGORITHMS, count, &r);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    for (size_t i = 0; i < *count; i++) {
        numbers[i] = reader_le32(&r);
    }
    return *count ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_DATA;
}

uint32_t oid_query_auth(struct oid_call *c)
{
    return reply_numbers(c, &auth_list, c->mp->mib->auth, c->mp->mib->auth_count);
}

uint32_t oid_set_auth(struct oid_call *c)
{
    uint32_t auth[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    uint32_t status = read_numbers(c, &auth_list, auth, &count);
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
    uint32_t status = read_numbers(c, &cipher_list, ciphers, &count);
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
    return reply_numbers(c, &cipher_list, c->mp->mib->unicast, c->mp->mib->unicast_count);
}

uint32_t oid_set_unicast(struct oid_call *c)
{
    return set_ciphers(c, ALGORITHM_UNICAST);
}

uint32_t oid_query_multicast_cipher(struct oid_call *c)
{
    return reply_numbers(c, &cipher_list, c->mp->mib->multicast, c->mp->mib->multicast_count);
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
    if (!oid_reply_list(c, &pair_list, algorithm_pair_count(type, use), &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct algorithm_pair pair;
    for (size_t i = 0; algorithm_pair_at(type, use, i, &pair); i++) {
        writer_le32(&w, pair.auth);
        writer_le32(&w, pair.cipher);
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
    if (!oid_reply_list(c, &exemption_list, mib->exemption_count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < mib->exemption_count; i++) {
        writer_be16(&w, mib->exemptions[i].ethertype); /* DEC-10: as on the air */
        writer_le16(&w, mib->exemptions[i].action);
        writer_le16(&w, mib->exemptions[i].kind);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_set_exemptions(struct oid_call *c)
{
    struct mp_exemption exemptions[MP_MAX_EXEMPTIONS] = {0};
    size_t count;
    struct reader r;
    uint32_t status = oid_input_list(c, &exemption_list, MP_MAX_EXEMPTIONS, &count, &r);
    if (status != NDIS_STATUS_SUCCESS) {
        return status; /* DEC-09 */
    }
    for (size_t i = 0; i < count; i++) {
        struct mp_exemption *e = &exemptions[i];
        e->ethertype = reader_be16(&r);
        e->action = reader_le16(&r);
        e->kind = reader_le16(&r);
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
