/* Elements in the words of this interface: see elements.h. */
#include "elements.h"
#include <string.h>

static uint16_t le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Takes the first element off; false: none is whole any more. */
static bool element_next(struct extsta_span *rest, uint8_t *id, struct extsta_span *body)
{
    if (rest->len < 2 || rest->len - 2 < rest->data[1]) {
        return false;
    }
    *id = rest->data[0];
    *body = (struct extsta_span){rest->data + 2, rest->data[1]};
    rest->data += 2 + body->len;
    rest->len -= 2 + body->len;
    return true;
}

bool wpa_element(struct extsta_span elements, uint8_t id, struct extsta_span *body)
{
    uint8_t found;
    while (element_next(&elements, &found, body)) {
        if (found == id) {
            return true;
        }
    }
    return false;
}

bool wpa_element_extended(struct extsta_span elements, uint8_t id, struct extsta_span *body)
{
    uint8_t found;
    while (element_next(&elements, &found, body)) {
        if (found == WPA_ELEMENT_EXTENDED && body->len && body->data[0] == id) {
            body->data++;
            body->len--;
            return true;
        }
    }
    return false;
}

bool wpa_element_vendor(struct extsta_span elements, uint32_t vendor, struct extsta_span *body)
{
    uint8_t found;
    while (element_next(&elements, &found, body)) {
        if (found == 221 && body->len >= 4 && be32(body->data) == vendor) {
            body->data += 4;
            body->len -= 4;
            return true;
        }
    }
    return false;
}

/* A selector of WPA in the numbers of an RSN element. */
static uint32_t selector_of(uint32_t on_air, bool wpa)
{
    return wpa && on_air >> 8 == 0x0050f2 ? WPA_CIPHER(on_air & 0xff) : on_air;
}

static bool suites_read(struct extsta_span *rest, bool wpa, uint32_t *list, size_t *count)
{
    if (rest->len < 2) {
        return rest->len == 0;
    }
    size_t n = le16(rest->data);
    if (n == 0 || n > (rest->len - 2) / 4) {
        return false;
    }
    *count = 0;
    for (size_t i = 0; i < n && *count < WPA_SUITES; i++) {
        list[(*count)++] = selector_of(be32(rest->data + 2 + 4 * i), wpa);
    }
    rest->data += 2 + 4 * n;
    rest->len -= 2 + 4 * n;
    return true;
}

/* What stands behind the suites: capabilities, PMKIDs, the cipher of management frames. */
static void tail_read(struct extsta_span rest, struct wpa_security *out)
{
    if (rest.len < 2) {
        return;
    }
    out->capabilities = le16(rest.data);
    if (!out->wpa && out->capabilities & WPA_RSN_MFPC) {
        out->mgmt = WPA_CIPHER_BIP;
    }
    rest.data += 2;
    rest.len -= 2;
    if (rest.len < 2 || (rest.len - 2) / 16 < le16(rest.data)) {
        return;
    }
    size_t pmkids = 2 + 16u * le16(rest.data);
    if (!out->wpa && rest.len - pmkids >= 4) {
        out->mgmt = be32(rest.data + pmkids);
    }
}

void wpa_security_read(struct extsta_span body, bool wpa, struct wpa_security *out)
{
    /* IEEE 802.11-2020 9.4.2.24: what is left out is CCMP, 802.1X; with WPA it is TKIP */
    uint32_t usual = wpa ? WPA_CIPHER_TKIP : WPA_CIPHER_CCMP;
    *out = (struct wpa_security){.wpa = wpa,
                                 .group = usual,
                                 .pairwise = {usual},
                                 .akms = {WPA_AKM(1u)},
                                 .pairwise_count = 1,
                                 .akm_count = 1};
    if (body.len < 2 || le16(body.data) != 1) {
        return;
    }
    struct extsta_span rest = {body.data + 2, body.len - 2};
    if (rest.len >= 4) {
        out->group = selector_of(be32(rest.data), wpa);
        rest.data += 4;
        rest.len -= 4;
    } else if (rest.len) {
        return;
    }
    if (!suites_read(&rest, wpa, out->pairwise, &out->pairwise_count) ||
        !suites_read(&rest, wpa, out->akms, &out->akm_count)) {
        return;
    }
    out->valid = true;
    tail_read(rest, out);
}

bool wpa_security_of(struct extsta_span elements, struct wpa_security *out)
{
    struct extsta_span body;
    if (wpa_element(elements, WPA_ELEMENT_RSN, &body)) {
        wpa_security_read(body, false, out);
        return true;
    }
    if (wpa_element_vendor(elements, WPA_VENDOR_WPA, &body)) {
        wpa_security_read(body, true, out);
        return true;
    }
    return false;
}

/* A suite as STATUS has it, and as flags have it (NULL: they do not). */
struct suite_words {
    uint32_t selector;
    const char *name, *flag;
};

/* In the order of flags. */
static const struct suite_words akms[] = {
    {WPA_AKM(1u), "WPA2/IEEE 802.1X/EAP", "EAP"},
    {WPA_AKM(2u), "WPA2-PSK", "PSK"},
    {WPA_AKM(8u), "SAE", "SAE"},
    {WPA_AKM(3u), "FT-EAP", "FT/EAP"},
    {WPA_AKM(4u), "FT-PSK", "FT/PSK"},
    {WPA_AKM(9u), "FT-SAE", "FT/SAE"},
    {WPA_AKM(5u), "WPA2-EAP-SHA256", "EAP-SHA256"},
    {WPA_AKM(6u), "WPA2-PSK-SHA256", "PSK-SHA256"},
    {WPA_AKM(11u), "WPA2-EAP-SUITE-B", "EAP-SUITE-B"},
    {WPA_AKM(12u), "WPA2-EAP-SUITE-B-192", "EAP-SUITE-B-192"},
    {WPA_AKM(14u), "FILS-SHA256", "FILS-SHA256"},
    {WPA_AKM(15u), "FILS-SHA384", "FILS-SHA384"},
    {WPA_AKM(16u), "FT-FILS-SHA256", "FT-FILS-SHA256"},
    {WPA_AKM(17u), "FT-FILS-SHA384", "FT-FILS-SHA384"},
    {WPA_AKM(18u), "OWE", "OWE"},
    {0x506f9a02u, "DPP", "DPP"},
    {WPA_AKM(13u), "FT-EAP-SHA384", NULL},
    {WPA_AKM(24u), "SAE-EXT-KEY", "SAE-EXT-KEY"},
    {WPA_AKM(25u), "FT-SAE-EXT-KEY", "FT/SAE-EXT-KEY"},
};

/* In the order of flags. */
static const struct suite_words ciphers[] = {
    {WPA_CIPHER(10u), "CCMP-256", "CCMP-256"}, {WPA_CIPHER(9u), "GCMP-256", "GCMP-256"},
    {WPA_CIPHER(4u), "CCMP", "CCMP"},          {WPA_CIPHER(8u), "GCMP", "GCMP"},
    {WPA_CIPHER(2u), "TKIP", "TKIP"},          {WPA_CIPHER(0u), "NONE", "NONE"},
    {WPA_CIPHER(1u), "WEP-40", NULL},          {WPA_CIPHER(5u), "WEP-104", NULL},
    {WPA_CIPHER(7u), "GTK_NOT_USED", NULL},
};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *name_in(const struct suite_words *list, size_t count, uint32_t selector,
                           const char *otherwise)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].selector == selector) {
            return list[i].name;
        }
    }
    return otherwise;
}

const char *wpa_cipher_name(uint32_t selector)
{
    return selector ? name_in(ciphers, COUNT(ciphers), selector, "UNKNOWN") : "NONE";
}

const char *wpa_mgmt_cipher_name(uint32_t selector)
{
    switch (selector & 0xff) {
    case 6:
        return "BIP";
    case 11:
        return "BIP-GMAC-128";
    case 12:
        return "BIP-GMAC-256";
    case 13:
        return "BIP-CMAC-256";
    default:
        return "UNKNOWN";
    }
}

const char *wpa_akm_name(uint32_t selector, bool wpa)
{
    if (wpa && selector == WPA_AKM(1u)) {
        return "WPA/IEEE 802.1X/EAP";
    }
    if (wpa && selector == WPA_AKM(2u)) {
        return "WPA-PSK";
    }
    return selector ? name_in(akms, COUNT(akms), selector, "UNKNOWN") : "NONE";
}

bool wpa_akm_is_8021x(uint32_t selector)
{
    switch (selector) {
    case WPA_AKM(1u):
    case WPA_AKM(3u):
    case WPA_AKM(5u):
    case WPA_AKM(11u):
    case WPA_AKM(12u):
    case WPA_AKM(13u):
        return true;
    default:
        return false;
    }
}

/* Those of the list that the element has, in the list's order. */
static bool suites_add(struct wpa_reply *reply, const struct suite_words *list, size_t count,
                       const uint32_t *has, size_t has_count)
{
    const char *between = "";
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; list[i].flag && j < has_count; j++) {
            if (has[j] == list[i].selector) {
                ok = wpa_reply_add(reply, "%s%s", between, list[i].flag) && ok;
                between = "+";
                break;
            }
        }
    }
    return ok;
}

static bool security_add(struct wpa_reply *reply, struct extsta_span body, bool wpa,
                         const char *proto)
{
    struct wpa_security is;
    wpa_security_read(body, wpa, &is);
    if (!is.valid) {
        return wpa_reply_add(reply, "[%s-?]", proto);
    }
    return wpa_reply_add(reply, "[%s-", proto) &&
           suites_add(reply, akms, COUNT(akms), is.akms, is.akm_count) &&
           wpa_reply_add(reply, "-") &&
           suites_add(reply, ciphers, COUNT(ciphers), is.pairwise, is.pairwise_count) &&
           wpa_reply_add(reply, "%s]", is.capabilities & WPA_RSN_PREAUTH ? "-preauth" : "");
}

/* SAE by hash to element, SAE-PK: what the RSN extension element says. */
static bool sae_add(struct wpa_reply *reply, struct extsta_span elements)
{
    struct extsta_span body;
    if (!wpa_element(elements, WPA_ELEMENT_RSNX, &body) || !body.len) {
        return true;
    }
    return wpa_reply_add(reply, "%s%s", body.data[0] & 0x20 ? "[SAE-H2E]" : "",
                         body.data[0] & 0x40 ? "[SAE-PK]" : "");
}

static bool is_utf8_ssid(struct extsta_span elements)
{
    struct extsta_span body;
    return wpa_element(elements, WPA_ELEMENT_EXT_CAPS, &body) && body.len > 6 &&
           body.data[6] & 0x01;
}

/* The rest, behind what says how it is protected. */
static bool kind_add(struct wpa_reply *reply, struct extsta_span elements, uint16_t capability,
                     bool rsn)
{
    struct extsta_span body;
    return wpa_reply_add(
        reply, "%s%s%s%s%s%s%s",
        wpa_element(elements, WPA_ELEMENT_MESH_ID, &body) ? "[MESH]" : "",
        capability & 0x0002 ? "[IBSS]" : "", capability & 0x0001 ? "[ESS]" : "",
        wpa_element_vendor(elements, WPA_VENDOR_P2P, &body) ? "[P2P]" : "",
        rsn && wpa_element_vendor(elements, WPA_VENDOR_HS20, &body) ? "[HS20]" : "",
        wpa_element(elements, WPA_ELEMENT_FILS, &body) ? "[FILS]" : "",
        is_utf8_ssid(elements) ? "[UTF-8]" : "");
}

bool wpa_flags_add(struct wpa_reply *reply, struct extsta_span elements, uint16_t capability)
{
    struct extsta_span body;
    bool wpa = wpa_element_vendor(elements, WPA_VENDOR_WPA, &body);
    bool ok = !wpa || security_add(reply, body, true, "WPA");
    bool mesh = wpa_element(elements, WPA_ELEMENT_MESH_ID, &body);
    bool rsn = wpa_element(elements, WPA_ELEMENT_RSN, &body);
    ok = ok && (!rsn || security_add(reply, body, false, mesh ? "RSN" : "WPA2"));
    ok = ok && sae_add(reply, elements);
    if (wpa_element_vendor(elements, WPA_VENDOR_OWE, &body)) {
        ok = ok && wpa_reply_add(reply, rsn ? "[OWE-TRANS]" : "[OWE-TRANS-OPEN]");
    }
    if (wpa_element_vendor(elements, WPA_VENDOR_WPS, &body)) {
        ok = ok && wpa_reply_add(reply, "[WPS]");
    }
    if (!wpa && !rsn && capability & 0x0010) {
        ok = ok && wpa_reply_add(reply, "[WEP]");
    }
    return ok && kind_add(reply, elements, capability, rsn);
}
