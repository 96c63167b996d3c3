/* WLAN profiles written (profile_xml.h). The elements stand in the order of the schema, so that
 * Windows takes the file, too; what it has no word for is ours, in a namespace of our own. The
 * text is made in one block of sufficient size: none of it is left behind in blocks that were
 * too small. */
#include "profile_xml.h"
#include "profile_xml_words.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <libxml/parser.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXED  8192u /* octets of all elements without the texts in them */
#define LONGER 6u    /* an octet becomes "&quot;" at most */

struct writing {
    char *text;
    size_t len, room;
    unsigned depth;
    bool secrets;
    const char *why; /* NULL: nothing has failed */
};

static void raw(struct writing *w, const char *text, size_t len)
{
    if (w->len + len >= w->room) {
        w->why = w->why ? w->why : "the profile is too long";
        return;
    }
    memcpy(w->text + w->len, text, len);
    w->len += len;
    w->text[w->len] = 0;
}

__attribute__((format(printf, 2, 3))) static void line(struct writing *w, const char *format,
                                                       ...)
{
    char text[6 * EXTSTA_PROFILE_FREQS + 256]; /* a list of channels, with what is around it */
    va_list list;
    va_start(list, format);
    int len = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    for (unsigned i = 0; i < w->depth; i++) {
        raw(w, "  ", 2);
    }
    raw(w, text, (size_t)len);
    explicit_bzero(text, sizeof text);
}

static void open_element(struct writing *w, const char *name, const char *space)
{
    line(w, space ? "<%s xmlns=\"%s\">\n" : "<%s>\n", name, space);
    w->depth++;
}

static void close_element(struct writing *w, const char *name)
{
    w->depth--;
    line(w, "</%s>\n", name);
}

/* XML 1.0 has no way to say most control characters, and a text must be UTF-8. */
static bool can_be_said(const uint8_t *text, size_t len)
{
    char *copy = host_malloc(len + 1);
    bool said = copy != NULL;
    if (!copy) {
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = 0;
    for (size_t i = 0; said && i < len; i++) {
        uint8_t c = text[i];
        said = c >= 0x20 || c == '\n' || c == '\t' || c == '\r';
    }
    said = said && xmlCheckUTF8((const unsigned char *)copy);
    explicit_bzero(copy, len + 1);
    free(copy);
    return said;
}

static void escaped(struct writing *w, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char *is = text[i] == '<'    ? "&lt;"
                         : text[i] == '>'  ? "&gt;"
                         : text[i] == '&'  ? "&amp;"
                         : text[i] == '\r' ? "&#13;"
                                           : NULL;
        raw(w, is ? is : text + i, is ? strlen(is) : 1);
    }
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* One element with any text; blanks around it belong to it. */
static void element(struct writing *w, const char *name, const void *text, size_t len)
{
    const uint8_t *octets = text;
    bool blanks = len && (is_blank(octets[0]) || is_blank(octets[len - 1]));
    if (!can_be_said(octets, len)) {
        w->why = w->why ? w->why : "a text of the profile cannot be said in XML";
        return;
    }
    line(w, blanks ? "<%s xml:space=\"preserve\">" : "<%s>", name);
    escaped(w, text, len);
    raw(w, "</", 2);
    raw(w, name, strlen(name));
    raw(w, ">\n", 2);
}

static void word(struct writing *w, const char *name, const char *text)
{
    if (text) {
        line(w, "<%s>%s</%s>\n", name, text, name);
    } else {
        w->why = w->why ? w->why : "a value of the profile has no word";
    }
}

static void number(struct writing *w, const char *name, long value)
{
    line(w, "<%s>%ld</%s>\n", name, value, name);
}

/* Of which 0 stands for the usual. */
static void number_if(struct writing *w, const char *name, unsigned value)
{
    if (value != 0) {
        number(w, name, (long)value);
    }
}

static void truth_if(struct writing *w, const char *name, bool value)
{
    if (value) {
        word(w, name, "true");
    }
}

static void span_if(struct writing *w, const char *name, struct extsta_span text)
{
    if (text.len) {
        element(w, name, text.data, text.len);
    }
}

static void hex(struct writing *w, const char *name, const uint8_t *octets, size_t len)
{
    char text[65] = "";
    for (size_t i = 0; i < len && i < 32; i++) {
        snprintf(text + 2 * i, 3, "%02X", octets[i]);
    }
    word(w, name, text);
    explicit_bzero(text, sizeof text);
}

/* --- the parts --- */

static void write_ssid(struct writing *w, const struct extsta_profile *p)
{
    open_element(w, "SSIDConfig", NULL);
    open_element(w, "SSID", NULL);
    hex(w, "hex", p->ssid, p->ssid_len);
    if (can_be_said(p->ssid, p->ssid_len)) { /* for people; hex decides */
        element(w, "name", p->ssid, p->ssid_len);
    }
    close_element(w, "SSID");
    truth_if(w, "nonBroadcast", p->hidden);
    close_element(w, "SSIDConfig");
}

/* The nearest word of the schema; <extsta> has the exact one. */
static const char *encryption_of(uint32_t cipher)
{
    const char *exact = xml_word_for(xml_encryption, cipher);
    bool wep = cipher == 1 || cipher == 5;
    return exact ? exact : wep ? "WEP" : cipher == 10 ? "GCMP256" : "AES";
}

static void write_algorithms(struct writing *w, const struct extsta_profile *p)
{
    const char *auth = xml_word_for(xml_authentication, p->auth);
    bool enterprise =
        p->auth == DOT11_AUTH_ALGO_WPA3_ENT || p->auth == DOT11_AUTH_ALGO_WPA3_ENT_192;
    open_element(w, "authEncryption", NULL);
    word(w, "authentication", auth ? auth : "open");
    word(w, "encryption", encryption_of(p->unicast_cipher));
    word(w, "useOneX", p->eap.methods[0] ? "true" : "false");
    if (p->fallback_auth != 0) {
        line(w, "<transitionMode xmlns=\"http://www.microsoft.com/networking/WLAN/profile/v4\">"
                "true</transitionMode>\n");
    }
    if (p->strict_group) {
        word(w, "groupEncryption", "AES");
    }
    if (p->ft != EXTSTA_FT_OFF) {
        word(w, "fastTransition", xml_word_for(profile_ft_words, p->ft));
    }
    if (p->pmf != (enterprise ? EXTSTA_PMF_REQUIRED : EXTSTA_PMF_CAPABLE)) {
        word(w, "managementFrameProtection", xml_word_for(profile_pmf_words, p->pmf));
    }
    truth_if(w, "operatingChannelValidation", p->ocv);
    truth_if(w, "extendedKeyId", p->ext_key_id);
    close_element(w, "authEncryption");
}

static void write_key(struct writing *w, const struct extsta_profile *p)
{
    bool passphrase = p->passphrase[0] != 0;
    if (!passphrase && !p->has_pmk && p->wep_key_len == 0) {
        return;
    }
    if (!w->secrets) {
        line(w, "<!-- the key is withheld -->\n");
        return;
    }
    open_element(w, "sharedKey", NULL);
    word(w, "keyType", passphrase ? "passPhrase" : "networkKey");
    word(w, "protected", "false");
    if (passphrase) {
        element(w, "keyMaterial", p->passphrase, strlen(p->passphrase));
    } else if (p->has_pmk) {
        hex(w, "keyMaterial", p->pmk, sizeof p->pmk);
    } else {
        hex(w, "keyMaterial", p->wep_key, p->wep_key_len);
    }
    if (p->sae_identifier[0]) {
        element(w, "passwordIdentifier", p->sae_identifier, strlen(p->sae_identifier));
    }
    close_element(w, "sharedKey");
    if (p->wep_key_len) {
        number(w, "keyIndex", p->wep_key_index);
    }
}

static void write_pmk_cache(struct writing *w, const struct extsta_pmk_cache *c)
{
    if (c->off) {
        word(w, "PMKCacheMode", "disabled");
    }
    number_if(w, "PMKCacheTTL", c->minutes);
    number_if(w, "PMKCacheSize", c->size);
    if (c->no_opportunistic) {
        word(w, "opportunisticKeyCaching", "disabled");
    }
    if (c->preauth) {
        word(w, "preAuthMode", "enabled");
    }
    number_if(w, "preAuthThrottle", c->preauth_throttle);
}

static void write_method(struct writing *w, const struct extsta_eap *e)
{
    static const char common[] = "http://www.microsoft.com/provisioning/EapCommon";
    open_element(w, "EAPConfig", NULL);
    open_element(w, "EapHostConfig", "http://www.microsoft.com/provisioning/EapHostConfig");
    open_element(w, "EapMethod", NULL);
    line(w, "<Type xmlns=\"%s\">%u</Type>\n", common, e->methods[0]);
    line(w, "<VendorId xmlns=\"%s\">0</VendorId>\n", common);
    line(w, "<VendorType xmlns=\"%s\">0</VendorType>\n", common);
    line(w, "<AuthorId xmlns=\"%s\">0</AuthorId>\n", common);
    close_element(w, "EapMethod");
    close_element(w, "EapHostConfig");
    close_element(w, "EAPConfig");
}

static void write_onex(struct writing *w, const struct extsta_profile *p)
{
    const struct extsta_eap *e = &p->eap;
    const struct extsta_onex *o = &p->onex;
    if (e->methods[0] == 0) {
        return;
    }
    open_element(w, "OneX", "http://www.microsoft.com/networking/OneX/v1");
    number_if(w, "heldPeriod", o->held);
    number_if(w, "authPeriod", o->auth);
    number_if(w, "startPeriod", o->start);
    number_if(w, "maxStart", o->max_start);
    number_if(w, "maxAuthFailures", o->max_auth_failures);
    if (o->mode != EXTSTA_ONEX_LEARN) {
        word(w, "supplicantMode", xml_word_for(xml_supplicant_mode, o->mode));
    }
    write_method(w, e);
    open_element(w, "eap", PROFILE_OWN_NAMESPACE);
    if (e->inner != EXTSTA_EAP_INNER_EAP_MSCHAPV2) {
        word(w, "inner", xml_word_for(profile_inner_words, e->inner));
    }
    span_if(w, "identity", e->identity);
    span_if(w, "anonymous", e->anonymous);
    span_if(w, "ca", e->ca);
    span_if(w, "certificate", e->certificate);
    span_if(w, "domain", e->domain);
    if (w->secrets) {
        span_if(w, "password", e->password);
        span_if(w, "key", e->key);
        span_if(w, "keyPassphrase", e->key_passphrase);
    } else if (e->password.len || e->key.len) {
        line(w, "<!-- password and key are withheld -->\n");
    }
    if (e->verify_off) {
        word(w, "verify", "false");
    }
    close_element(w, "eap");
    close_element(w, "OneX");
}

static void write_security(struct writing *w, const struct extsta_profile *p)
{
    open_element(w, "MSM", NULL);
    open_element(w, "security", NULL);
    write_algorithms(w, p);
    write_key(w, p);
    if (p->eap.methods[0]) {
        write_pmk_cache(w, &p->pmk_cache);
        write_onex(w, p);
    }
    close_element(w, "security");
    close_element(w, "MSM");
}

/* An extension's part is an element already, and not ours to change; that it is one is seen
 * when the whole is read back. */
static void write_part(struct writing *w, const char *part)
{
    if (part) {
        raw(w, part, strlen(part));
        raw(w, "\n", 1);
    }
}

static void write_ihv(struct writing *w, const struct extsta_profile *p)
{
    if (!p->ihv_connectivity && !p->ihv_security) {
        return;
    }
    open_element(w, "IHV", NULL);
    write_part(w, p->ihv_connectivity);
    if (p->ihv_security && !w->secrets) {
        line(w, "<!-- the security part is withheld -->\n");
    } else {
        write_part(w, p->ihv_security);
    }
    close_element(w, "IHV");
}

static void numbers(struct writing *w, const char *name, const uint16_t *list, size_t count)
{
    char text[6 * EXTSTA_PROFILE_FREQS] = "";
    size_t len = 0;
    for (size_t i = 0; i < count && list[i]; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, i ? " %u" : "%u", list[i]);
    }
    if (len) {
        word(w, name, text);
    }
}

static void write_roam(struct writing *w, const struct extsta_roam_policy *r)
{
    open_element(w, "roam", NULL);
    truth_if(w, "sticky", r->sticky);
    number(w, "low", r->low);
    number(w, "good", r->good);
    number(w, "hysteresis", r->hysteresis);
    number(w, "prefer5GHz", r->prefer_5ghz);
    number(w, "settle", r->settle);
    number(w, "fresh", r->fresh);
    number(w, "scan", r->scan);
    number(w, "scanMax", r->scan_max);
    word(w, "transition", xml_word_for(xml_roam_transition, r->transition));
    close_element(w, "roam");
}

static void write_own_eap(struct writing *w, const struct extsta_profile *p)
{
    const struct extsta_eap *e = &p->eap;
    uint16_t methods[EXTSTA_EAP_METHODS];
    for (size_t i = 0; i < EXTSTA_EAP_METHODS; i++) {
        methods[i] = e->methods[i];
    }
    if (methods[0] && methods[1]) {
        numbers(w, "methods", methods, EXTSTA_EAP_METHODS);
    }
    if (e->tls_min || e->tls_max) {
        line(w, "<tls>%u %u</tls>\n", e->tls_min, e->tls_max);
    }
    truth_if(w, "strong", e->strong && p->auth != DOT11_AUTH_ALGO_WPA3_ENT_192);
}

/* What follows from the rest is left out: see read_profile. */
static enum extsta_port_manager usual_manager(const struct extsta_profile *p, bool secrets)
{
    return p->ihv_security && secrets ? EXTSTA_MANAGER_IHV
           : p->auth <= 2             ? EXTSTA_MANAGER_NONE
                                      : EXTSTA_MANAGER_OS;
}

/* False: it is none. */
static bool address(struct writing *w, const char *name, struct extsta_mac mac)
{
    static const struct extsta_mac none;
    if (memcmp(&mac, &none, sizeof none) == 0) {
        return false;
    }
    line(w, "<%s>%02x:%02x:%02x:%02x:%02x:%02x</%s>\n", name, mac.b[0], mac.b[1], mac.b[2],
         mac.b[3], mac.b[4], mac.b[5], name);
    return true;
}

static void write_own(struct writing *w, const struct extsta_profile *p)
{
    size_t before = w->len;
    open_element(w, "extsta", PROFILE_OWN_NAMESPACE);
    size_t empty = w->len;
    if (!xml_word_for(xml_authentication, p->auth)) {
        number(w, "algorithm", (long)p->auth);
    }
    if (!xml_word_for(xml_encryption, p->unicast_cipher)) {
        word(w, "cipher", xml_word_for(xml_cipher, p->unicast_cipher));
    }
    if (p->multicast_cipher != 0xffffffffu) {
        word(w, "groupCipher", xml_word_for(xml_cipher, p->multicast_cipher));
    }
    if (p->sae_pwe != EXTSTA_SAE_ANY) {
        word(w, "passwordElement", xml_word_for(profile_sae_pwe_words, p->sae_pwe));
    }
    numbers(w, "groups", p->sae_groups, 3);
    if (p->manager != usual_manager(p, w->secrets)) {
        word(w, "portManager", xml_word_for(xml_manager, p->manager));
    }
    (void)address(w, "bssid", p->bssid);
    for (size_t i = 0; i < EXTSTA_MORE_BSSIDS && address(w, "bssid", p->more_bssids[i]); i++) {
    }
    for (size_t i = 0; i < EXTSTA_LEFT_OUT_MAX && address(w, "leftOut", p->left_out[i]); i++) {
    }
    numbers(w, "channels", p->freqs, EXTSTA_PROFILE_FREQS);
    truth_if(w, "channelsAlone", p->freqs_alone);
    truth_if(w, "joinOnly", p->join_only);
    if (p->has_roam) {
        write_roam(w, &p->roam);
    }
    write_own_eap(w, p);
    if (w->len == empty) { /* nothing of ours */
        w->len = before;
        w->depth--;
    } else {
        close_element(w, "extsta");
    }
}

static size_t texts_of(const struct extsta_profile *p)
{
    const struct extsta_eap *e = &p->eap;
    return e->identity.len + e->anonymous.len + e->password.len + e->ca.len +
           e->certificate.len + e->key.len + e->key_passphrase.len + e->domain.len +
           (p->ihv_connectivity ? strlen(p->ihv_connectivity) : 0) +
           (p->ihv_security ? strlen(p->ihv_security) : 0);
}

static void write_profile(struct writing *w, const struct extsta_profile *p)
{
    line(w, "<?xml version=\"1.0\"?>\n");
    open_element(w, "WLANProfile", "http://www.microsoft.com/networking/WLAN/profile/v1");
    element(w, "name", p->name, strlen(p->name));
    write_ssid(w, p);
    word(w, "connectionType", xml_word_for(xml_connection_type, p->bss_type));
    word(w, "connectionMode", p->auto_connect ? "auto" : "manual");
    write_security(w, p);
    write_ihv(w, p);
    write_own(w, p);
    close_element(w, "WLANProfile");
}

/* What was written is worth something only if it is what was meant. */
static void read_back(struct writing *w, const struct extsta_profile *p)
{
    struct profile_xml back;
    char why[200];
    struct extsta_span text = {(const uint8_t *)w->text, w->len};
    bool reads = profile_xml_parse("profile", text, &back, why, sizeof why);
    if (!reads || !extsta_profile_equal(&back.profile, p) ||
        strcmp(back.profile.name, p->name) != 0) {
        w->why = "the profile has what a WLAN profile cannot say";
    }
    profile_xml_free(&back);
}

char *profile_xml_write(const struct extsta_profile *p, bool secrets, char *why, size_t size)
{
    struct writing w = {.room = FIXED + LONGER * texts_of(p), .secrets = secrets};
    unsigned long refused = host_memory_refused();
    if (extsta_profile_check(p, &w.why) != EXTSTA_OK) {
        snprintf(why, size, "%s", w.why ? w.why : "the profile contradicts itself");
        return NULL;
    }
    w.why = NULL;
    w.text = host_malloc(w.room);
    if (w.text) {
        w.text[0] = 0;
        write_profile(&w, p);
        w.text[w.len] = 0;
    }
    if (w.text && secrets && !w.why) {
        read_back(&w, p);
    }
    if (!w.text || w.why || host_memory_refused() != refused) {
        snprintf(why, size, "%s", host_memory_refused() == refused ? w.why : "no memory");
        profile_xml_text_free(w.text);
        return NULL;
    }
    return w.text;
}

void profile_xml_text_free(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        free(text);
    }
}
