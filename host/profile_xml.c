/* WLAN profiles. They hold keys: what the parser makes of one is wiped before it is freed. They
 * come from anywhere, so nothing outside the file is read for them (no network, no entities),
 * and texts longer than their field are refused, not cut. The first thing that is wrong is what
 * is told. */
#include "profile_xml.h"
#include "address.h"
#include "profile_xml_words.h"
#include "providers.h"
#include <errno.h>
#include <extsta/windot11.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE (1 << 20) /* octets; a profile has a few thousand */

/* A file that is being read, and where to say what is wrong with it. */
struct reading {
    const char *path;
    char *why;
    size_t size;
    bool failed;
};

/* The first failure keeps its text, with file and line. */
static void fail(struct reading *r, const xmlNode *at, const char *what)
{
    if (!r->failed) {
        if (at) {
            snprintf(r->why, r->size, "%s:%ld: %s", r->path, xmlGetLineNo((xmlNode *)at), what);
        } else {
            snprintf(r->why, r->size, "%s: %s", r->path, what);
        }
    }
    r->failed = true;
}

/* The first child element of this name, or NULL; a parent of NULL has none. Namespaces are not
 * looked at. */
static xmlNode *child(const xmlNode *parent, const char *name)
{
    for (xmlNode *n = parent ? parent->children : NULL; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0) {
            return n;
        }
    }
    return NULL;
}

/* xml:space="preserve": blanks around a text belong to it (a passphrase may begin with one). */
static bool keeps_blanks(const xmlNode *n)
{
    return n && xmlNodeGetSpacePreserve(n) == 1;
}

/* What stands between the blanks around it, or all of it. */
static const char *trimmed(const xmlNode *n, const char *text, size_t *len)
{
    bool all = keeps_blanks(n);
    text += all ? 0 : strspn(text, " \t\r\n");
    *len = strlen(text);
    while (*len && !all && strchr(" \t\r\n", text[*len - 1])) {
        --*len;
    }
    return text;
}

/* Text of an element, trimmed; an empty string when it is absent. Never longer than
 * size - 1: longer text fails. */
static void text_of(struct reading *r, const xmlNode *n, char *out, size_t size)
{
    out[0] = 0;
    if (!n) {
        return;
    }
    xmlChar *content = xmlNodeGetContent(n);
    size_t len;
    const char *s = trimmed(n, content ? (const char *)content : "", &len);
    if (len >= size) {
        char what[96];
        snprintf(what, sizeof what, "<%s> is longer than %zu characters", (const char *)n->name,
                 size - 1);
        fail(r, n, what);
    } else {
        memcpy(out, s, len);
        out[len] = 0;
    }
    xmlFree(content);
}

/* Pairs of digits, at most `max`; strtoul alone would take signs and blanks too. */
static bool from_hex(const char *hex, uint8_t *out, size_t max, size_t *len)
{
    size_t n = strlen(hex);
    if (n % 2 || n / 2 > max) {
        return false;
    }
    for (size_t i = 0; i < n / 2; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
        char *end;
        unsigned long v = strtoul(pair, &end, 16);
        if (*end || pair[0] == '-' || pair[0] == '+' || pair[0] == ' ') {
            return false;
        }
        out[i] = (uint8_t)v;
    }
    *len = n / 2;
    return true;
}

/* xs:boolean */
static bool is_true(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

/* Of an element that may be absent: then false. */
static bool truth_of(struct reading *r, const xmlNode *n)
{
    char text[8];
    text_of(r, n, text, sizeof text);
    if (n && !is_true(text) && strcmp(text, "false") != 0 && strcmp(text, "0") != 0) {
        fail(r, n, "a truth value is none of true, false, 1, 0");
    }
    return is_true(text);
}

static void read_ssid(struct reading *r, const xmlNode *root, struct extsta_profile *p)
{
    const xmlNode *config = child(root, "SSIDConfig"), *ssid = child(config, "SSID");
    if (!ssid) {
        fail(r, root, "the profile has no <SSIDConfig><SSID>");
        return;
    }
    char hex[65], name[33], flag[8];
    size_t len = 0;
    text_of(r, child(ssid, "hex"), hex, sizeof hex);
    text_of(r, child(ssid, "name"), name, sizeof name);
    if (hex[0]) { /* hex decides when both are given */
        if (!from_hex(hex, p->ssid, 32, &len)) {
            fail(r, child(ssid, "hex"), "<hex> is not 1 to 32 octets in hexadecimal");
        }
    } else {
        len = strlen(name);
        memcpy(p->ssid, name, len);
    }
    if (len == 0) {
        fail(r, ssid, "the SSID is empty");
    }
    p->ssid_len = (uint8_t)len;
    text_of(r, child(config, "nonBroadcast"), flag, sizeof flag);
    p->hidden = is_true(flag);
}

/* The value of the element's text, which is one of the words; else that is the failure. */
static unsigned word_of(struct reading *r, const xmlNode *n, const struct profile_word *words)
{
    char text[32], what[300];
    unsigned value = 0;
    text_of(r, n, text, sizeof text);
    if (!profile_word_find(words, text, &value)) {
        int len = snprintf(what, sizeof what, "<%s> is not ", (const char *)n->name);
        profile_words_list(words, what + len, sizeof what - (size_t)len);
        fail(r, n, what);
    }
    return value;
}

static void take_network_key(struct reading *r, const xmlNode *key, const char *material,
                             struct extsta_profile *p)
{
    size_t len;
    p->has_pmk = from_hex(material, p->pmk, sizeof p->pmk, &len) && len == sizeof p->pmk;
    if (!p->has_pmk) {
        fail(r, key, "a network key must have 64 hexadecimal digits");
    }
}

/* 5 or 13 characters, or as many octets in hexadecimal; <keyIndex> stands beside <sharedKey>.
 */
static void take_wep_key(struct reading *r, const xmlNode *security, const char *material,
                         struct extsta_profile *p)
{
    char index[8];
    size_t len = strlen(material);
    bool ok = len == 5 || len == 13;
    if (ok) {
        memcpy(p->wep_key, material, len);
    } else {
        ok = from_hex(material, p->wep_key, sizeof p->wep_key, &len) && (len == 5 || len == 13);
    }
    p->wep_key_len = (uint8_t)(ok ? len : 0);
    if (!ok) {
        fail(r, child(security, "sharedKey"),
             "a WEP key has 5 or 13 characters, or 10 or 26 hexadecimal digits");
    }
    text_of(r, child(security, "keyIndex"), index, sizeof index);
    if (index[0] != 0 && (strlen(index) != 1 || index[0] < '0' || index[0] > '3')) {
        fail(r, child(security, "keyIndex"), "<keyIndex> is none of 0, 1, 2, 3");
    }
    p->wep_key_index = index[0] ? (uint8_t)(index[0] - '0') : 0;
}

static void read_key(struct reading *r, const xmlNode *security, struct extsta_profile *p)
{
    const xmlNode *key = child(security, "sharedKey");
    char type[16], flag[8], material[65];
    if (!key) {
        return;
    }
    text_of(r, child(key, "keyType"), type, sizeof type);
    text_of(r, child(key, "protected"), flag, sizeof flag);
    text_of(r, child(key, "keyMaterial"), material, sizeof material);
    if (r->failed) {
        /* too long */
    } else if (is_true(flag)) {
        fail(r, key,
             "the key is encrypted for the machine it was exported on: export the profile "
             "with key=clear");
    } else if (strcmp(type, "networkKey") == 0 && p->unicast_cipher == XML_CIPHER_WEP) {
        take_wep_key(r, security, material, p);
    } else if (strcmp(type, "networkKey") == 0) {
        take_network_key(r, key, material, p);
    } else if (strcmp(type, "passPhrase") != 0) {
        fail(r, key, "<keyType> is neither passPhrase nor networkKey");
    } else if (strlen(material) < sizeof p->passphrase) {
        strcpy(p->passphrase, material);
        /* ours: the schema has no word for the identifier of a password */
        text_of(r, child(key, "passwordIdentifier"), p->sae_identifier,
                sizeof p->sae_identifier);
    } else {
        fail(r, key, "a passphrase has 8 to 63 characters");
    }
    explicit_bzero(material, sizeof material);
}

/* Version 4: with an AP that cannot do WPA3 yet, WPA2. */
static void read_transition(struct reading *r, const xmlNode *ae, struct extsta_profile *p)
{
    const xmlNode *mode = child(ae, "transitionMode");
    char flag[8];
    text_of(r, mode, flag, sizeof flag);
    if (mode && is_true(flag)) {
        if (p->auth != DOT11_AUTH_ALGO_WPA3_SAE) {
            fail(r, mode, "<transitionMode> goes with WPA3SAE here");
        }
        p->fallback_auth = DOT11_AUTH_ALGO_RSNA_PSK;
    }
}

/* --- 802.1X --- */

/* A copy of an element's text, trimmed, that lives as long as the profile; absent: empty. */
static struct extsta_span keep_text(struct profile_xml *out, size_t place, const xmlNode *n)
{
    struct extsta_span text = {NULL, 0};
    xmlChar *content = n ? xmlNodeGetContent(n) : NULL;
    if (content) {
        size_t len;
        const char *s = trimmed(n, (const char *)content, &len);
        char *copy = host_malloc(len + 1);
        if (copy) {
            memcpy(copy, s, len);
            copy[len] = 0;
            out->eap_texts[place] = copy;
            text = (struct extsta_span){(const uint8_t *)copy, len};
        }
        xmlFree(content);
    }
    return text;
}

/* A number of the schema; 0: the element is not there. */
static unsigned number_of(struct reading *r, const xmlNode *n, unsigned low, unsigned high)
{
    char text[16], what[80], *end;
    text_of(r, n, text, sizeof text);
    if (!n) {
        return 0;
    }
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != 0 || value < low || value > high) {
        snprintf(what, sizeof what, "<%s> is none of %u to %u", (const char *)n->name, low, high);
        fail(r, n, what);
        return 0;
    }
    return (unsigned)value;
}

static bool mode_of(struct reading *r, const xmlNode *n, bool usual)
{
    return n ? word_of(r, n, xml_mode) != 0 : usual;
}

static void read_pmk_cache(struct reading *r, const xmlNode *security,
                           struct extsta_pmk_cache *c)
{
    c->off = !mode_of(r, child(security, "PMKCacheMode"), true);
    c->minutes = (uint16_t)number_of(r, child(security, "PMKCacheTTL"), 5, 1440);
    c->size = (uint8_t)number_of(r, child(security, "PMKCacheSize"), 1, 255);
    /* ours */
    c->no_opportunistic = !mode_of(r, child(security, "opportunisticKeyCaching"), true);
    c->preauth = mode_of(r, child(security, "preAuthMode"), false);
    c->preauth_throttle = (uint8_t)number_of(r, child(security, "preAuthThrottle"), 1, 16);
}

static void read_times(struct reading *r, const xmlNode *onex, struct extsta_onex *o)
{
    const xmlNode *mode = child(onex, "supplicantMode");
    o->held = (uint16_t)number_of(r, child(onex, "heldPeriod"), 1, 3600);
    o->auth = (uint16_t)number_of(r, child(onex, "authPeriod"), 1, 3600);
    o->start = (uint16_t)number_of(r, child(onex, "startPeriod"), 1, 3600);
    o->max_start = (uint8_t)number_of(r, child(onex, "maxStart"), 1, 100);
    o->max_auth_failures = (uint8_t)number_of(r, child(onex, "maxAuthFailures"), 1, 100);
    if (mode) {
        o->mode = (enum extsta_onex_mode)word_of(r, mode, xml_supplicant_mode);
    }
}

/* The method is Windows' own element. Who one is and whom one trusts Windows keeps elsewhere, in
 * its stores of credentials and certificates: here it stands in <eap>, beside <EAPConfig>. */
static void read_onex(struct reading *r, const xmlNode *security, struct profile_xml *out)
{
    const xmlNode *onex = child(security, "OneX"), *eap = child(onex, "eap");
    const xmlNode *type = child(
        child(child(child(onex, "EAPConfig"), "EapHostConfig"), "EapMethod"), "Type");
    struct extsta_eap *e = &out->profile.eap;
    char text[16];
    if (!onex) {
        return;
    }
    text_of(r, type, text, sizeof text);
    long number = strtol(text, NULL, 10);
    if (number < 1 || number > 255) {
        fail(r, onex, "<OneX> needs <EAPConfig><EapHostConfig><EapMethod><Type>, a number");
        return;
    }
    e->methods[0] = (uint8_t)number;
    read_times(r, onex, &out->profile.onex);
    read_pmk_cache(r, security, &out->profile.pmk_cache);
    if (child(eap, "inner")) {
        e->inner = (enum extsta_eap_inner)word_of(r, child(eap, "inner"), profile_inner_words);
    }
    e->identity = keep_text(out, 0, child(eap, "identity"));
    e->anonymous = keep_text(out, 1, child(eap, "anonymous"));
    e->password = keep_text(out, 2, child(eap, "password"));
    e->ca = keep_text(out, 3, child(eap, "ca"));
    e->certificate = keep_text(out, 4, child(eap, "certificate"));
    e->key = keep_text(out, 5, child(eap, "key"));
    e->key_passphrase = keep_text(out, 6, child(eap, "keyPassphrase"));
    e->domain = keep_text(out, 7, child(eap, "domain"));
    text_of(r, child(eap, "verify"), text, sizeof text);
    e->verify_off = text[0] != 0 && !is_true(text);
    e->strong = out->profile.auth == DOT11_AUTH_ALGO_WPA3_ENT_192;
}

/* Without <authEncryption> the network is open. The group cipher is any that goes with the
 * algorithm and cannot be broken. */
static void read_security(struct reading *r, const xmlNode *root, struct extsta_profile *p)
{
    const xmlNode *security = child(child(root, "MSM"), "security");
    const xmlNode *ae = child(security, "authEncryption");
    p->auth = 1;
    p->multicast_cipher = 0xffffffffu;
    if (!ae) {
        return;
    }
    if (!child(ae, "authentication") || !child(ae, "encryption")) {
        fail(r, ae, "<authEncryption> needs <authentication> and <encryption>");
        return;
    }
    p->auth = word_of(r, child(ae, "authentication"), xml_authentication);
    p->unicast_cipher = word_of(r, child(ae, "encryption"), xml_encryption);
    read_transition(r, ae, p);
    /* ours: the schema has no word for an AP in mixed mode */
    if (child(ae, "groupEncryption")) {
        p->strict_group =
            word_of(r, child(ae, "groupEncryption"), xml_group_encryption) != 0;
    }
    if (p->auth == DOT11_AUTH_ALGO_WPA3_ENT || p->auth == DOT11_AUTH_ALGO_WPA3_ENT_192) {
        p->pmf = EXTSTA_PMF_REQUIRED; /* as extsta_profile_enterprise */
    }
    /* ours as well: Windows decides itself about fast transitions */
    if (child(ae, "fastTransition")) {
        p->ft = (enum extsta_ft)word_of(r, child(ae, "fastTransition"), profile_ft_words);
    }
    if (child(ae, "managementFrameProtection")) {
        p->pmf = word_of(r, child(ae, "managementFrameProtection"), profile_pmf_words);
    }
    /* ours */
    p->ocv = truth_of(r, child(ae, "operatingChannelValidation"));
    p->ext_key_id = truth_of(r, child(ae, "extendedKeyId"));
    read_key(r, security, p);
}

/* --- what WLAN profiles have no word for: <extsta> below the root --- */

static struct extsta_mac bssid_of(struct reading *r, const xmlNode *n)
{
    struct extsta_mac bssid = {{0}};
    char text[20];
    text_of(r, n, text, sizeof text);
    if (!address_read(text, &bssid)) {
        fail(r, n, "<bssid>, <leftOut>: an address is 02:00:00:00:00:01");
        bssid = (struct extsta_mac){{0}};
    }
    return bssid;
}

/* One of them, or several that do as well. */
static void read_bssids(struct reading *r, const xmlNode *own, struct extsta_profile *p)
{
    size_t count = 0;
    for (xmlNode *n = own ? own->children : NULL; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE || strcmp((const char *)n->name, "bssid") != 0) {
            continue;
        }
        if (count > EXTSTA_MORE_BSSIDS) {
            fail(r, n, "too many <bssid>");
            return;
        }
        *(count ? &p->more_bssids[count - 1] : &p->bssid) = bssid_of(r, n);
        count++;
    }
}

static void read_left_out(struct reading *r, const xmlNode *own, struct extsta_profile *p)
{
    size_t count = 0;
    for (xmlNode *n = own ? own->children : NULL; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE || strcmp((const char *)n->name, "leftOut") != 0) {
            continue;
        }
        if (count == EXTSTA_LEFT_OUT_MAX) {
            fail(r, n, "too many <leftOut>");
            return;
        }
        p->left_out[count++] = bssid_of(r, n);
    }
}

/* Numbers with blanks between, at most `count`, each at most `most`. */
static void numbers_of(struct reading *r, const xmlNode *n, unsigned *out, size_t count,
                       unsigned most)
{
    char text[6 * EXTSTA_PROFILE_FREQS], *at = text, *end;
    text_of(r, n, text, sizeof text);
    for (size_t i = 0; i <= count; i++) {
        at += strspn(at, " ");
        unsigned long value = strtoul(at, &end, 10);
        if (*at == 0) {
            return;
        }
        if (i == count || *at < '0' || *at > '9' || value > most) {
            fail(r, n, "not the numbers that can stand here");
            return;
        }
        out[i] = (unsigned)value;
        at = end;
    }
}

static int signed_of(struct reading *r, const xmlNode *n)
{
    char text[8], *end;
    text_of(r, n, text, sizeof text);
    long value = strtol(text, &end, 10);
    if (text[0] == 0 || *end != 0 || value < -128 || value > 127) {
        fail(r, n, "not a number of -128 to 127");
        return 0;
    }
    return (int)value;
}

static void read_roam(struct reading *r, const xmlNode *roam, struct extsta_profile *p)
{
    struct extsta_roam_policy *o = &p->roam;
    unsigned seconds[4] = {extsta_roam_default.settle, extsta_roam_default.fresh,
                           extsta_roam_default.scan, extsta_roam_default.scan_max};
    static const char *const times[] = {"settle", "fresh", "scan", "scanMax"};
    *o = extsta_roam_default;
    p->has_roam = true;
    o->sticky = truth_of(r, child(roam, "sticky"));
    if (child(roam, "low")) {
        o->low = (int8_t)signed_of(r, child(roam, "low"));
    }
    if (child(roam, "good")) {
        o->good = (int8_t)signed_of(r, child(roam, "good"));
    }
    if (child(roam, "hysteresis")) {
        o->hysteresis = (uint8_t)signed_of(r, child(roam, "hysteresis"));
    }
    if (child(roam, "prefer5GHz")) {
        o->prefer_5ghz = (int8_t)signed_of(r, child(roam, "prefer5GHz"));
    }
    for (size_t i = 0; i < 4; i++) {
        if (child(roam, times[i])) {
            numbers_of(r, child(roam, times[i]), &seconds[i], 1, UINT16_MAX);
        }
    }
    o->settle = (uint16_t)seconds[0];
    o->fresh = (uint16_t)seconds[1];
    o->scan = (uint16_t)seconds[2];
    o->scan_max = (uint16_t)seconds[3];
    if (child(roam, "transition")) {
        o->transition = (uint8_t)word_of(r, child(roam, "transition"), xml_roam_transition);
    }
}

static void read_own_eap(struct reading *r, const xmlNode *own, struct extsta_eap *e)
{
    unsigned methods[EXTSTA_EAP_METHODS] = {0}, versions[2] = {e->tls_min, e->tls_max};
    if (child(own, "methods")) {
        numbers_of(r, child(own, "methods"), methods, EXTSTA_EAP_METHODS, 255);
        for (size_t i = 0; i < EXTSTA_EAP_METHODS; i++) {
            e->methods[i] = (uint8_t)methods[i];
        }
    }
    if (child(own, "tls")) {
        numbers_of(r, child(own, "tls"), versions, 2, 13);
    }
    e->tls_min = (uint8_t)versions[0];
    e->tls_max = (uint8_t)versions[1];
    e->strong = e->strong || truth_of(r, child(own, "strong"));
}

static void read_channels(struct reading *r, const xmlNode *own, struct extsta_profile *p)
{
    unsigned freqs[EXTSTA_PROFILE_FREQS] = {0};
    if (child(own, "channels")) {
        numbers_of(r, child(own, "channels"), freqs, EXTSTA_PROFILE_FREQS, UINT16_MAX);
        for (size_t i = 0; i < EXTSTA_PROFILE_FREQS; i++) {
            p->freqs[i] = (uint16_t)freqs[i];
        }
        p->freqs_alone = truth_of(r, child(own, "channelsAlone"));
    }
}

static void read_own(struct reading *r, const xmlNode *own, struct extsta_profile *p)
{
    unsigned groups[3] = {0};
    if (child(own, "algorithm")) {
        char text[16], *end;
        text_of(r, child(own, "algorithm"), text, sizeof text);
        p->auth = (uint32_t)strtoul(text, &end, 10);
        if (text[0] == 0 || *end != 0) {
            fail(r, child(own, "algorithm"), "<algorithm> is no number");
        }
    }
    if (child(own, "cipher")) {
        p->unicast_cipher = word_of(r, child(own, "cipher"), xml_cipher);
    }
    if (child(own, "groupCipher")) {
        p->multicast_cipher = word_of(r, child(own, "groupCipher"), xml_cipher);
    }
    if (child(own, "passwordElement")) {
        p->sae_pwe = (enum extsta_sae_pwe)word_of(r, child(own, "passwordElement"), profile_sae_pwe_words);
    }
    if (child(own, "groups")) {
        numbers_of(r, child(own, "groups"), groups, 3, UINT16_MAX);
        for (size_t i = 0; i < 3; i++) {
            p->sae_groups[i] = (uint16_t)groups[i];
        }
    }
    if (child(own, "portManager")) {
        p->manager =
            (enum extsta_port_manager)word_of(r, child(own, "portManager"), xml_manager);
    }
    read_bssids(r, own, p);
    read_left_out(r, own, p);
    read_channels(r, own, p);
    p->join_only = truth_of(r, child(own, "joinOnly"));
    if (child(own, "roam")) {
        read_roam(r, child(own, "roam"), p);
    }
    read_own_eap(r, own, &p->eap);
}

/* The element as XML again, for the extension; NULL: absent, or no memory (which
 * host_memory_refused tells). */
static char *fragment(const xmlNode *n)
{
    if (!n) {
        return NULL;
    }
    xmlBuffer *b = xmlBufferCreate();
    char *copy = NULL;
    if (b && xmlNodeDump(b, n->doc, (xmlNode *)n, 0, 0) >= 0) {
        const char *text = (const char *)xmlBufferContent(b);
        size_t size = strlen(text) + 1;
        copy = host_malloc(size);
        if (copy) {
            memcpy(copy, text, size);
        }
    }
    xmlBufferFree(b);
    return copy;
}

/* Who authenticates the port (PRT-28: exactly one manager per port) follows from the profile:
 * the extension if the profile has a part for it, nobody without a key, else the OS. */
static void read_profile(struct reading *r, const xmlNode *root, struct profile_xml *out)
{
    struct extsta_profile *p = &out->profile;
    char text[16];
    if (!root || strcmp((const char *)root->name, "WLANProfile") != 0) {
        fail(r, root, "not a WLAN profile: the root element is not <WLANProfile>");
        return;
    }
    text_of(r, child(root, "name"), p->name, sizeof p->name);
    read_ssid(r, root, p);
    const xmlNode *type = child(root, "connectionType");
    p->bss_type =
        type ? word_of(r, type, xml_connection_type) : dot11_BSS_type_infrastructure;
    text_of(r, child(root, "connectionMode"), text, sizeof text);
    p->auto_connect = strcmp(text, "manual") != 0; /* auto, as where it is left out */
    read_security(r, root, p);
    read_onex(r, child(child(root, "MSM"), "security"), out);
    const xmlNode *ihv = child(root, "IHV");
    if (ihv) {
        out->ihv_connectivity = fragment(child(ihv, "connectivity"));
        out->ihv_security = fragment(child(ihv, "security"));
        p->ihv_connectivity = out->ihv_connectivity;
        p->ihv_security = out->ihv_security;
    }
    p->manager = p->ihv_security ? EXTSTA_MANAGER_IHV
                 : p->auth <= 2  ? EXTSTA_MANAGER_NONE
                                 : EXTSTA_MANAGER_OS;
    read_own(r, child(root, "extsta"), p);
    const char *why = NULL;
    if (!r->failed && extsta_profile_check(p, &why) != EXTSTA_OK) {
        fail(r, root, why ? why : "the profile contradicts itself");
    }
}

/* --- memory that is wiped --- */

/* A tree, its buffers that have grown, copies of text: libxml2 has a passphrase in many places.
 */
static void wiping_free(void *block)
{
    if (block) {
        explicit_bzero(block, malloc_usable_size(block));
    }
    free(block);
}

/* realloc would leave the old block behind unwiped. */
static void *wiping_realloc(void *block, size_t size)
{
    size_t old = block ? malloc_usable_size(block) : 0;
    void *bigger = host_malloc(size);
    if (bigger && block) {
        memcpy(bigger, block, old < size ? old : size);
        wiping_free(block);
    }
    return bigger;
}

struct allocator {
    xmlFreeFunc free;
    xmlMallocFunc alloc;
    xmlReallocFunc realloc;
    xmlStrdupFunc strdup;
};

/* Until wiping_end the blocks are malloc's as before, so that whatever lives on can be freed
 * later. A program that has given libxml2 an allocator of its own keeps it. */
static bool wiping_begin(struct allocator *before)
{
    xmlMemGet(&before->free, &before->alloc, &before->realloc, &before->strdup);
    return before->free == free &&
           xmlMemSetup(wiping_free, host_malloc, wiping_realloc, before->strdup) == 0;
}

static void wiping_end(const struct allocator *before)
{
    xmlMemSetup(before->free, before->alloc, before->realloc, before->strdup);
}

static char *read_file(struct reading *r, size_t *len)
{
    FILE *f = fopen(r->path, "rb");
    char *text = f ? host_malloc(MAX_FILE + 1) : NULL;
    if (text) {
        setvbuf(f, NULL, _IONBF, 0); /* a buffer would be freed as it is */
        *len = fread(text, 1, MAX_FILE + 1, f);
    }
    if (!text || ferror(f)) {
        fail(r, NULL, strerror(errno));
    } else if (*len > MAX_FILE) {
        fail(r, NULL, "larger than 1 MiB: not a WLAN profile");
    }
    if (f) {
        fclose(f);
    }
    if (r->failed && text) {
        explicit_bzero(text, *len);
        free(text);
    }
    return r->failed ? NULL : text;
}

/* Errors are kept quiet and told by us. A document type definition is refused as a whole. */
static void parse(struct reading *r, const char *text, size_t len, struct profile_xml *out)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    xmlDoc *doc = parser ? xmlCtxtReadMemory(parser, text, (int)len, r->path, NULL,
                                             XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                 XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS)
                         : NULL;
    if (!doc) {
        const xmlError *e = parser ? xmlCtxtGetLastError(parser) : NULL;
        snprintf(r->why, r->size, "%s:%d: not well-formed XML: %s", r->path, e ? e->line : 0,
                 e && e->message ? e->message : "unknown error");
        r->why[strcspn(r->why, "\n")] = 0;
        r->failed = true;
    } else if (xmlGetIntSubset(doc)) {
        /* Entities could name files or grow without bound; no profile needs any. */
        fail(r, NULL, "has a document type definition: a WLAN profile has none");
    } else {
        read_profile(r, xmlDocGetRootElement(doc), out);
    }
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(parser);
}

bool profile_xml_parse(const char *name, struct extsta_span text, struct profile_xml *out,
                       char *why, size_t size)
{
    struct reading r = {name, why, size, false};
    struct allocator before;
    unsigned long refused = host_memory_refused();
    memset(out, 0, sizeof *out);
    if (text.len > MAX_FILE) {
        fail(&r, NULL, "larger than 1 MiB: not a WLAN profile");
        return false;
    }
    xmlInitParser(); /* what it keeps for ever is made before */
    bool wiping = wiping_begin(&before);
    parse(&r, (const char *)text.data, text.len, out);
    if (wiping) {
        wiping_end(&before);
    }
    if (host_memory_refused() != refused) { /* what libxml2 could not make looks absent */
        snprintf(why, size, "%s: no memory", name);
        r.failed = true;
    }
    if (r.failed) {
        profile_xml_free(out);
    }
    return !r.failed;
}

bool profile_xml_read(const char *path, struct profile_xml *out, char *why, size_t size)
{
    struct reading r = {path, why, size, false};
    size_t len = 0;
    memset(out, 0, sizeof *out);
    char *text = read_file(&r, &len);
    if (!text) {
        return false;
    }
    bool taken = profile_xml_parse(path, (struct extsta_span){(const uint8_t *)text, len}, out,
                                   why, size);
    explicit_bzero(text, len);
    free(text);
    return taken;
}

static void free_fragment(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        free(text);
    }
}

void profile_xml_free(struct profile_xml *p)
{
    free_fragment(p->ihv_connectivity);
    free_fragment(p->ihv_security);
    for (size_t i = 0; i < PROFILE_EAP_TEXTS; i++) {
        free_fragment(p->eap_texts[i]);
    }
    explicit_bzero(p, sizeof *p);
}
