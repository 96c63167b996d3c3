/* The RSN and WPA elements (rsn_element.h): every optional part may be missing, every count may
 * lie. */
#include "wire/rsn_element.h"

#include "wire/element.h"

#define RSN_VERSION  1u
#define WPA_SELECTOR SUITE_WPA(1)

/* Suites that protect group management frames only (table 9-150). */
static bool is_bip(uint32_t suite)
{
    /* A table of suites stands above (crypto/suites.h); this room must not see it. */
    switch (suite) {
    case CIPHER_BIP:
    case CIPHER_BIP_GMAC_128:
    case CIPHER_BIP_GMAC_256:
    case CIPHER_BIP_CMAC_256:
        return true;
    default: /* not an enum: any other selector */
        return false;
    }
}

/* 9.4.2.24.1: what an element that ends early leaves unsaid. WPA: TKIP and 802.1X. */
static void set_defaults(struct rsn_element *out, bool is_wpa)
{
    *out = (struct rsn_element){.is_wpa = is_wpa, .pairwise_count = 1, .akm_count = 1};
    out->group = is_wpa ? SUITE_WPA(2) : CIPHER_CCMP;
    out->pairwise[0] = out->group;
    out->akm[0] = is_wpa ? SUITE_WPA(1) : AKM_8021X;
}

/* A count and that many suite selectors. False when the field is cut off, or the
 * count is zero or more than the element holds. */
static bool parse_suites(struct reader *r, uint32_t *suites, size_t *kept)
{
    size_t count = reader_le16(r);
    if (r->failed || count == 0 || count > reader_left(r) / 4) {
        return false;
    }
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t suite = reader_be32(r);
        if (*kept < RSN_MAX_SUITES) {
            suites[(*kept)++] = suite;
        }
    }
    return true;
}

/* More than there is room for are counted and not kept; a count beyond the element is a lie. */
static bool parse_pmkids(struct reader *r, struct rsn_element *out)
{
    size_t count = reader_le16(r);
    if (count > reader_left(r) / 16) {
        return false;
    }
    out->pmkid_count = count;
    for (size_t i = 0; i < count; i++) {
        struct extsta_span id = reader_take(r, 16);
        if (i < RSN_MAX_PMKIDS) {
            memcpy(out->pmkid[i], id.data, 16);
        }
    }
    return true;
}

/* The fields after the version. The element may end before any of them; a field that
 * is begun must be complete, except that a remainder too short for capabilities,
 * PMKID count or group management suite is skipped as a later extension. */
static bool parse_fields(struct reader *r, struct rsn_element *out)
{
    if (reader_left(r) == 0) {
        return true;
    }
    out->group = reader_be32(r);
    /* 0 stands for "no suite" in struct rsn_element, and is none. */
    if (r->failed || out->group == 0 || is_bip(out->group)) {
        return false;
    }
    if (reader_left(r) == 0) {
        return true;
    }
    if (!parse_suites(r, out->pairwise, &out->pairwise_count)) {
        return false;
    }
    for (size_t i = 0; i < out->pairwise_count; i++) {
        if (is_bip(out->pairwise[i])) {
            return false;
        }
    }
    if (reader_left(r) == 0) {
        return true;
    }
    if (!parse_suites(r, out->akm, &out->akm_count)) {
        return false;
    }
    if (reader_left(r) < 2) {
        return true;
    }
    out->capabilities = reader_le16(r);
    if (out->is_wpa || reader_left(r) < 2) {
        return true;
    }
    if (!parse_pmkids(r, out)) {
        return false;
    }
    if (reader_left(r) < 4) {
        return true;
    }
    out->group_mgmt = reader_be32(r);
    return out->group_mgmt != 0;
}

enum extsta_error rsn_element_parse(struct extsta_span element, struct rsn_element *out)
{
    struct reader whole = reader_of(element);
    struct element e;
    set_defaults(out, false);
    if (!element_next(&whole, &e) || reader_left(&whole) != 0) {
        return EXTSTA_E_MALFORMED;
    }
    struct reader r = reader_of(e.value);
    if (e.id == ELEMENT_VENDOR && reader_be32(&r) == WPA_SELECTOR) {
        set_defaults(out, true);
    } else if (e.id != ELEMENT_RSN) {
        return EXTSTA_E_MALFORMED;
    }
    out->version = reader_le16(&r);
    if (r.failed) {
        return EXTSTA_E_MALFORMED;
    }
    if (out->version != RSN_VERSION) {
        return EXTSTA_E_UNSUPPORTED;
    }
    if (!parse_fields(&r, out)) {
        return EXTSTA_E_MALFORMED;
    }
    return EXTSTA_OK;
}

static void write_suites(struct writer *w, const uint32_t *suites, size_t count)
{
    size_t n = count < RSN_MAX_SUITES ? count : RSN_MAX_SUITES;
    writer_le16(w, (uint16_t)n);
    for (size_t i = 0; i < n; i++) {
        writer_be32(w, suites[i]);
    }
}

static void write_pmkids(struct writer *w, const struct rsn_element *rsn)
{
    size_t n = rsn->pmkid_count < RSN_MAX_PMKIDS ? rsn->pmkid_count : RSN_MAX_PMKIDS;
    writer_le16(w, (uint16_t)n);
    for (size_t i = 0; i < n; i++) {
        writer_bytes(w, rsn->pmkid[i], 16);
    }
}

/* WPA has neither PMKIDs nor a group management suite; with a suite behind them the PMKID
 * count must be there, if only 0. */
void rsn_element_write(struct writer *w, const struct rsn_element *rsn)
{
    writer_u8(w, rsn->is_wpa ? ELEMENT_VENDOR : ELEMENT_RSN);
    uint8_t *len = writer_room(w, 1);
    size_t start = writer_len(w);
    if (rsn->is_wpa) {
        writer_be32(w, WPA_SELECTOR);
    }
    writer_le16(w, RSN_VERSION);
    writer_be32(w, rsn->group);
    write_suites(w, rsn->pairwise, rsn->pairwise_count);
    write_suites(w, rsn->akm, rsn->akm_count);
    if (!rsn->is_wpa || rsn->capabilities) {
        writer_le16(w, rsn->capabilities);
    }
    if (!rsn->is_wpa && (rsn->pmkid_count || rsn->group_mgmt)) {
        write_pmkids(w, rsn);
    }
    if (!rsn->is_wpa && rsn->group_mgmt) {
        writer_be32(w, rsn->group_mgmt);
    }
    if (len) {
        *len = (uint8_t)(writer_len(w) - start);
    }
}

static bool has_suite(const uint32_t *suites, size_t count, uint32_t suite)
{
    for (size_t i = 0; i < count; i++) {
        if (suites[i] == suite) {
            return true;
        }
    }
    return false;
}

bool rsn_has_pairwise(const struct rsn_element *rsn, uint32_t suite)
{
    return has_suite(rsn->pairwise, rsn->pairwise_count, suite);
}

bool rsn_has_akm(const struct rsn_element *rsn, uint32_t suite)
{
    return has_suite(rsn->akm, rsn->akm_count, suite);
}
