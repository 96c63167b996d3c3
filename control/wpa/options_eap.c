/* 802.1X of a network block (options.h): methods, identities, what the tunnel holds, whose
 * certificates are trusted. Certificates and keys are files here, of PEM; they are read now, so
 * that a station that has given up its privilege can connect again. */
#include "options_private.h"
#include "providers.h"
#include "secret_file.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A string variable; it lives as long as the options. */
static bool take_span(struct making *m, const char *name, struct extsta_span *out)
{
    uint8_t octets[WPA_VALUE_MAX];
    if (!options_said(m, name)) {
        return true;
    }
    size_t len = wpa_variables_octets(m->network, name, octets, sizeof octets);
    char *text = options_keep(m, len + 1);
    if (text) {
        memcpy(text, octets, len);
        *out = (struct extsta_span){(const uint8_t *)text, len};
    }
    explicit_bzero(octets, sizeof octets);
    return text != NULL;
}

/* The file that a variable names. */
static bool take_file(struct making *m, const char *name, bool secret, struct extsta_span *out)
{
    static const char *const elsewhere[] = {"blob://", "hash://", "probe://", "keystore://",
                                            "pkcs11:"};
    char path[1024] = {0}, what[WPA_WHY], reason[WPA_WHY - 32];
    if (!options_said(m, name)) {
        return true;
    }
    wpa_variables_octets(m->network, name, (uint8_t *)path, sizeof path - 1);
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        if (strncmp(path, elsewhere[i], strlen(elsewhere[i])) == 0) {
            snprintf(what, sizeof what, "%s: is the name of a file here, not %s", name,
                     elsewhere[i]);
            return options_refuse(m, what);
        }
    }
    struct secret_file file;
    if (!secret_file_read(&file, path, WPA_FILE_MAX, reason, sizeof reason)) {
        secret_file_free(&file);
    } else if (m->out->count == WPA_OPTIONS_TEXTS) {
        secret_file_free(&file);
        return options_refuse(m, "no memory");
    }
    char *bytes = file.bytes; /* the options' from here on */
    size_t len = file.len;
    bool open_to_all = bytes && (file.about.st_mode & S_IROTH) != 0;
    if (bytes) {
        m->out->texts[m->out->count] = bytes;
        m->out->sizes[m->out->count++] = len;
        snprintf(reason, sizeof reason,
                 secret && open_to_all ? "everybody may read %.80s: chmod o-r"
                                       : "%.80s is not in PEM",
                 path);
    }
    if (!bytes || (secret && open_to_all) || !memmem(bytes, len, "-----BEGIN ", 11)) {
        snprintf(what, sizeof what, "%s: %s", name, reason);
        return options_refuse(m, what);
    }
    *out = (struct extsta_span){(const uint8_t *)bytes, len};
    return true;
}

static bool take_methods(struct making *m, struct extsta_eap *eap)
{
    static const struct {
        const char *word;
        uint8_t type;
    } methods[] = {{"TLS", EXTSTA_EAP_TLS},
                   {"TTLS", EXTSTA_EAP_TTLS},
                   {"PEAP", EXTSTA_EAP_PEAP},
                   {"MSCHAPV2", EXTSTA_EAP_MSCHAPV2}};
    size_t count = 0;
    const char *at = options_said(m, "eap");
    if (!at) {
        return options_refuse(m, "eap: which methods there are to be is not said");
    }
    while (*at && count < EXTSTA_EAP_METHODS) {
        size_t len = strcspn(at, " ");
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
            if (strlen(methods[i].word) == len && memcmp(methods[i].word, at, len) == 0) {
                eap->methods[count++] = methods[i].type;
            }
        }
        at += len;
        at += *at == ' ';
    }
    return true;
}

static bool has_method(const struct extsta_eap *eap, uint8_t method)
{
    return memchr(eap->methods, method, sizeof eap->methods) != NULL;
}

/* --- phase1 and phase2: words of name=value --- */

struct phase_word {
    const char *word; /* with its value */
    const char *refused;
    void (*take)(struct extsta_eap *eap); /* NULL: it is so in any case */
};

static void tls_not_12(struct extsta_eap *eap)
{
    eap->tls_min = 13;
}

static void tls_not_13(struct extsta_eap *eap)
{
    eap->tls_max = 12;
}

static void tls_strong(struct extsta_eap *eap)
{
    eap->strong = true;
}

static void inner_pap(struct extsta_eap *eap)
{
    eap->inner = EXTSTA_EAP_INNER_PAP;
}

static void inner_mschapv2(struct extsta_eap *eap)
{
    eap->inner = EXTSTA_EAP_INNER_MSCHAPV2;
}

static void inner_eap(struct extsta_eap *eap)
{
    eap->inner = EXTSTA_EAP_INNER_EAP_MSCHAPV2;
}

#define OLD_TLS "TLS before 1.2 is broken, and is not done here"
static const struct phase_word phase1_words[] = {
    {"peapver=0"},
    {"peapver=1", .refused = "PEAP has version 0 here"},
    {"peaplabel=0"},
    {"peaplabel=1", .refused = "PEAP's keys are derived under the label of version 0 here"},
    {"include_tls_length=0"},
    {"include_tls_length=1",
     .refused = "the length of a message stands in its first fragment alone"},
    {"tls_disable_tlsv1_0=1"},
    {"tls_disable_tlsv1_0=0", .refused = OLD_TLS},
    {"tls_disable_tlsv1_1=1"},
    {"tls_disable_tlsv1_1=0", .refused = OLD_TLS},
    {"tls_disable_tlsv1_2=0"},
    {"tls_disable_tlsv1_2=1", .take = tls_not_12},
    {"tls_disable_tlsv1_3=0"},
    {"tls_disable_tlsv1_3=1", .take = tls_not_13},
    {"tls_disable_time_checks=0"},
    {"tls_disable_time_checks=1",
     .refused = "certificates that are over are not believed here"},
    {"tls_suiteb=0"},
    {"tls_suiteb=1", .take = tls_strong},
    {"tls_allow_md5=0"},
    {"tls_allow_md5=1",
     .refused = "signatures by MD5 can be forged, and are not believed here"},
    {NULL}};
static const struct phase_word phase2_words[] = {{"auth=PAP", .take = inner_pap},
                                                 {"auth=MSCHAPV2", .take = inner_mschapv2},
                                                 {"autheap=MSCHAPV2", .take = inner_eap},
                                                 {"mschapv2_retry=0"},
                                                 {NULL}};

static bool take_phase(struct making *m, const char *name, const struct phase_word *words,
                       struct extsta_eap *eap)
{
    char text[512] = {0}, what[WPA_WHY];
    if (!options_said(m, name)) {
        return true;
    }
    if (wpa_variables_octets(m->network, name, (uint8_t *)text, sizeof text) == sizeof text) {
        return options_refuse(m, "phase1 and phase2 have less than 512 octets here");
    }
    for (char *rest = NULL, *word = strtok_r(text, " \t", &rest); word;
         word = strtok_r(NULL, " \t", &rest)) {
        const struct phase_word *w = words;
        while (w->word && strcmp(w->word, word) != 0) {
            w++;
        }
        if (!w->word || w->refused) {
            snprintf(what, sizeof what, "%s: %.60s%s%s", name, word,
                     w->word ? ": " : " means nothing here", w->word ? w->refused : "");
            return options_refuse(m, what);
        }
        if (w->take) {
            w->take(eap);
        }
    }
    return true;
}

/* --- whose certificate --- */

/* "DNS:a.example;DNS:b.example" without the names of the kinds. */
static bool take_alternatives(struct making *m, struct extsta_span *out)
{
    char text[1024] = {0};
    size_t used = 0;
    wpa_variables_octets(m->network, "altsubject_match", (uint8_t *)text, sizeof text - 1);
    char *kept = options_keep(m, sizeof text);
    for (char *rest = NULL, *part = strtok_r(text, ";", &rest); kept && part;
         part = strtok_r(NULL, ";", &rest)) {
        if (strncmp(part, "DNS:", 4) != 0) {
            return options_refuse(m, "altsubject_match: only names of DNS are compared here");
        }
        used += (size_t)snprintf(kept + used, sizeof text - used, "%s%s", used ? ";" : "",
                                 part + 4);
    }
    *out = (struct extsta_span){(const uint8_t *)kept, used};
    return kept != NULL;
}

static bool take_domain(struct making *m, struct extsta_eap *eap)
{
    bool exact = options_said(m, "domain_match"),
         below = options_said(m, "domain_suffix_match");
    bool alternatives = options_said(m, "altsubject_match");
    if (exact + below + alternatives > 1) {
        return options_refuse(m,
                              "domain_match, domain_suffix_match and altsubject_match: one of "
                              "them says whose certificate it must be here");
    }
    eap->domain_exact = exact || alternatives;
    return alternatives ? take_alternatives(m, &eap->domain)
           : exact      ? take_span(m, "domain_match", &eap->domain)
                        : take_span(m, "domain_suffix_match", &eap->domain);
}

/* Without ca_cert wpa_supplicant believes any server, and so is it here. */
static bool take_trust(struct making *m, struct extsta_eap *eap)
{
    if (!take_file(m, "ca_cert", false, &eap->ca) || !take_domain(m, eap)) {
        return false;
    }
    bool by_tls = has_method(eap, EXTSTA_EAP_TLS) || has_method(eap, EXTSTA_EAP_TTLS) ||
                  has_method(eap, EXTSTA_EAP_PEAP);
    eap->verify_off = by_tls && eap->ca.len == 0;
    return !(eap->verify_off && eap->domain.len > 0) ||
           options_refuse(m, "ca_cert: without it a server's name proves nothing");
}

static bool take_password(struct making *m, struct extsta_eap *eap)
{
    const char *said = options_said(m, "password");
    if (!said || strncmp(said, "hash:", 5) != 0) {
        return take_span(m, "password", &eap->password);
    }
    char *hash = options_keep(m, 16);
    if (!hash || wpa_value_octets(said + 5, (uint8_t *)hash, 16) != 16) {
        return false;
    }
    eap->password = (struct extsta_span){(const uint8_t *)hash, 16};
    eap->password_is_hash = true;
    return true;
}

bool options_take_eap(struct making *m)
{
    struct extsta_eap eap = {0};
    uint32_t cipher = m->profile->unicast_cipher;
    enum extsta_pmf pmf = m->profile->pmf;
    uint32_t auth = m->kind == KIND_EAP_192 ? DOT11_AUTH_ALGO_WPA3_ENT_192
                    : m->before_standard    ? DOT11_AUTH_ALGO_WPA
                                            : DOT11_AUTH_ALGO_RSNA;
    if (!take_methods(m, &eap) || !take_span(m, "identity", &eap.identity) ||
        !take_span(m, "anonymous_identity", &eap.anonymous) || !take_password(m, &eap) ||
        !take_phase(m, "phase1", phase1_words, &eap) ||
        !take_phase(m, "phase2", phase2_words, &eap) || !take_trust(m, &eap) ||
        !take_file(m, "client_cert", false, &eap.certificate) ||
        !take_file(m, "private_key", true, &eap.key) ||
        !take_span(m, "private_key_passwd", &eap.key_passphrase)) {
        return false;
    }
    extsta_profile_enterprise(m->profile, auth, &eap);
    m->profile->unicast_cipher = cipher;
    m->profile->pmf = pmf;
    return true;
}
