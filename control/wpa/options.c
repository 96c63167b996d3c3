/* From the variables of a network block to a profile (options.h). The kind of a network follows
 * from key_mgmt, and where that says nothing from the secrets: one way of getting keys, or WPA3
 * with WPA2 beside it. What a profile cannot say is refused with the variable's name; the last
 * word is extsta_profile_check's. */
#include "options_private.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool options_refuse(struct making *m, const char *what)
{
    if (!m->refused) {
        snprintf(m->why, m->size, "%s", what);
    }
    m->refused = true;
    return false;
}

const char *options_said(const struct making *m, const char *name)
{
    return wpa_variables_said(m->network, name);
}

bool options_has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; at && *at; at += *at == ' ') {
        size_t this = strcspn(at, " ");
        if (this == len && memcmp(at, word, len) == 0) {
            return true;
        }
        at += this;
    }
    return false;
}

char *options_keep(struct making *m, size_t size)
{
    struct wpa_options *o = m->out;
    char *text = o->count < WPA_OPTIONS_TEXTS ? host_calloc(1, size) : NULL;
    if (!text) {
        m->no_memory = true;
        options_refuse(m, "no memory");
        return NULL;
    }
    o->texts[o->count] = text;
    o->sizes[o->count++] = size;
    return text;
}

/* --- which kind of network --- */

static enum kind kind_of_word(const char *word, size_t len)
{
    static const struct {
        const char *word;
        enum kind kind;
    } kinds[] = {{"NONE", KIND_OPEN},
                 {"WPA-PSK", KIND_PSK},
                 {"WPA-PSK-SHA256", KIND_PSK},
                 {"FT-PSK", KIND_PSK},
                 {"SAE", KIND_SAE},
                 {"FT-SAE", KIND_SAE},
                 {"OWE", KIND_OWE},
                 {"WPA-EAP", KIND_EAP},
                 {"WPA-EAP-SHA256", KIND_EAP},
                 {"FT-EAP", KIND_EAP},
                 {"WPA-EAP-SUITE-B-192", KIND_EAP_192},
                 {"FT-EAP-SHA384", KIND_EAP_192}};
    size_t i = 0;
    while (i + 1 < sizeof kinds / sizeof *kinds &&
           (strlen(kinds[i].word) != len || memcmp(kinds[i].word, word, len) != 0)) {
        i++;
    }
    return kinds[i].kind;
}

/* A set of kinds, as bits. */
static unsigned kinds_said(const struct making *m)
{
    const char *at = options_said(m, "key_mgmt");
    unsigned set = 0;
    for (size_t len; at && *at; at += len + (at[len] == ' ')) {
        len = strcspn(at, " ");
        set |= 1u << kind_of_word(at, len);
    }
    return set;
}

/* The default, WPA-PSK WPA-EAP, and sets that name both: the secret decides. */
static bool choose_kind(struct making *m)
{
    unsigned set = kinds_said(m), psk = 1u << KIND_PSK, eap = 1u << KIND_EAP;
    bool by_psk = options_said(m, "psk"), by_eap = options_said(m, "eap");
    set = set ? set : psk | eap;
    if ((set & psk) && (set & eap) && by_psk != by_eap) {
        set &= by_psk ? ~eap : ~psk;
    } else if ((set & psk) && (set & eap)) {
        return options_refuse(
            m, by_psk ? "psk and eap: a network has one way of getting keys here; "
                        "key_mgmt says which"
                      : "the network has neither psk nor eap; one without keys "
                        "says key_mgmt=NONE");
    }
    m->with_psk = set == (psk | 1u << KIND_SAE);
    set &= m->with_psk ? ~psk : ~0u;
    for (unsigned k = 0; k < KINDS; k++) {
        if (set == 1u << k) {
            m->kind = (enum kind)k;
            return true;
        }
    }
    return options_refuse(m, "key_mgmt: these do not go together in one network here: make one "
                             "network of each");
}

/* Only WPA, the vendor's protocol before the standard; with both the standard's is used. */
static bool take_proto(struct making *m)
{
    const char *proto = options_said(m, "proto");
    m->before_standard = proto && !options_has_word(proto, "RSN");
    if (m->before_standard && m->kind != KIND_PSK && m->kind != KIND_EAP) {
        return options_refuse(m, "proto: this key_mgmt goes with RSN");
    }
    return true;
}

/* --- ciphers --- */

/* The weakest one that is named; TKIP only where it stands alone. */
static bool take_pairwise(struct making *m)
{
    static const struct {
        const char *word;
        uint32_t number;
    } weakest_first[] = {{"CCMP", DOT11_CIPHER_ALGO_CCMP},
                         {"GCMP", DOT11_CIPHER_ALGO_GCMP},
                         {"CCMP-256", DOT11_CIPHER_ALGO_CCMP_256},
                         {"GCMP-256", DOT11_CIPHER_ALGO_GCMP_256},
                         {"TKIP", DOT11_CIPHER_ALGO_TKIP}};
    const char *said = options_said(m, "pairwise");
    struct extsta_profile *p = m->profile;
    p->unicast_cipher = m->before_standard        ? DOT11_CIPHER_ALGO_TKIP
                        : m->kind == KIND_EAP_192 ? DOT11_CIPHER_ALGO_GCMP_256
                                                  : DOT11_CIPHER_ALGO_CCMP;
    for (size_t i = 0; said && i < sizeof weakest_first / sizeof *weakest_first; i++) {
        if (options_has_word(said, weakest_first[i].word)) {
            p->unicast_cipher = weakest_first[i].number;
            return true;
        }
    }
    return true;
}

static bool take_group(struct making *m)
{
    const char *said = options_said(m, "group"), *management = options_said(m, "group_mgmt");
    if (said && !said[0]) {
        return options_refuse(m, "group: keys of WEP do not go with WPA here");
    }
    m->profile->strict_group = said && !options_has_word(said, "TKIP");
    /* with 192 bits it is one of 256 bits in any case */
    if (management &&
        (m->kind != KIND_EAP_192 || options_has_word(management, "AES-128-CMAC") ||
         options_has_word(management, "BIP-GMAC-128"))) {
        return options_refuse(
            m, "group_mgmt: which cipher protects management frames to all is the "
               "access point's to say");
    }
    return true;
}

/* Not said: where the access point has it, which nothing speaks against. */
static void take_pmf(struct making *m)
{
    static const enum extsta_pmf values[] = {EXTSTA_PMF_OFF, EXTSTA_PMF_CAPABLE,
                                             EXTSTA_PMF_REQUIRED};
    bool needed = m->kind == KIND_SAE || m->kind == KIND_OWE || m->kind == KIND_EAP_192;
    long said =
        options_said(m, "ieee80211w") ? wpa_variables_number(m->network, "ieee80211w") : -1;
    long usual =
        wpa_variables_said(m->interface, "pmf") ? wpa_variables_number(m->interface, "pmf") : 1;
    bool ocv = wpa_variables_number(m->network, "ocv") != 0;
    long value = said >= 0 ? said : usual >= 0 && usual <= 2 ? usual : 1;
    value = value == 0 && (ocv || (said < 0 && needed)) ? 1 : value;
    value = m->before_standard && said < 0 ? 1 : value;
    m->profile->pmf = values[value];
    m->profile->ocv = ocv;
    m->profile->ext_key_id =
        wpa_variables_number(m->interface, "extended_key_id") != 0 && !m->before_standard;
}

static bool take_ciphers(struct making *m)
{
    take_pmf(m);
    const char *key_mgmt = options_said(m, "key_mgmt");
    const char *const ft[] = {"FT-PSK", "FT-SAE", "FT-EAP", "FT-EAP-SHA384"};
    for (size_t i = 0; i < sizeof ft / sizeof *ft; i++) {
        m->profile->ft = options_has_word(key_mgmt, ft[i]) ? EXTSTA_FT_AIR : m->profile->ft;
    }
    return take_pairwise(m) && take_group(m);
}

/* --- secrets --- */

/* A string variable as text of the profile; false: it does not fit. */
static bool take_text(struct making *m, const char *name, char *out, size_t size)
{
    char what[96];
    uint8_t octets[WPA_VALUE_MAX];
    size_t len = wpa_variables_octets(m->network, name, octets, sizeof octets);
    bool fits = len < size && memchr(octets, 0, len) == NULL;
    if (fits) {
        memcpy(out, octets, len);
        out[len] = 0;
    } else {
        snprintf(what, sizeof what, "%s: has at most %zu octets here, and none of zero", name,
                 size - 1);
        options_refuse(m, what);
    }
    explicit_bzero(octets, sizeof octets);
    return fits;
}

static bool take_psk(struct making *m)
{
    struct extsta_profile *p = m->profile;
    const char *psk = options_said(m, "psk");
    p->auth = m->before_standard ? DOT11_AUTH_ALGO_WPA_PSK : DOT11_AUTH_ALGO_RSNA_PSK;
    p->manager = EXTSTA_MANAGER_OS;
    if (!psk) {
        return options_refuse(m, "the network has no psk");
    }
    if (psk[0] == '"') {
        return take_text(m, "psk", p->passphrase, sizeof p->passphrase);
    }
    p->has_pmk = wpa_value_octets(psk, p->pmk, sizeof p->pmk) == (long)sizeof p->pmk;
    return true;
}

static bool take_sae_groups(struct making *m)
{
    const char *at = wpa_variables_said(m->interface, "sae_groups");
    for (size_t i = 0; at && *at; i++, at += strspn(at, " ")) {
        if (i == 3) {
            return options_refuse(m, "sae_groups: there are the groups 19, 20 and 21 here");
        }
        m->profile->sae_groups[i] = (uint16_t)strtol(at, NULL, 10);
        at += strcspn(at, " ");
    }
    return true;
}

static bool take_sae_way(struct making *m)
{
    static const enum extsta_sae_pwe ways[] = {EXTSTA_SAE_HUNT, EXTSTA_SAE_H2E, EXTSTA_SAE_ANY,
                                               EXTSTA_SAE_HUNT};
    struct extsta_profile *p = m->profile;
    if (wpa_variables_said(m->interface, "sae_pwe")) {
        p->sae_pwe = ways[wpa_variables_number(m->interface, "sae_pwe") & 3];
    }
    if (options_said(m, "sae_password_id")) { /* goes with hash to element alone */
        p->sae_pwe = p->sae_pwe == EXTSTA_SAE_HUNT ? EXTSTA_SAE_ANY : p->sae_pwe;
        if (!take_text(m, "sae_password_id", p->sae_identifier, sizeof p->sae_identifier)) {
            return false;
        }
    }
    return take_sae_groups(m);
}

static bool take_sae(struct making *m)
{
    struct extsta_profile *p = m->profile;
    const char *password = options_said(m, "sae_password"), *psk = options_said(m, "psk");
    bool disabled = (wpa_variables_number(m->network, "transition_disable") & 1) != 0;
    p->auth = DOT11_AUTH_ALGO_WPA3_SAE;
    p->manager = EXTSTA_MANAGER_OS;
    if (!password && (!psk || psk[0] != '"')) {
        return options_refuse(m, "SAE needs sae_password, or psk in quotes");
    }
    if (!take_text(m, password ? "sae_password" : "psk", p->passphrase, sizeof p->passphrase)) {
        return false;
    }
    if (m->with_psk && !disabled && psk) {
        p->fallback_auth = DOT11_AUTH_ALGO_RSNA_PSK;
        char passphrase[sizeof p->passphrase] = {0};
        bool same = psk[0] == '"' && take_text(m, "psk", passphrase, sizeof passphrase) &&
                    strcmp(passphrase, p->passphrase) == 0;
        explicit_bzero(passphrase, sizeof passphrase);
        if (!same) {
            return options_refuse(m, "psk and sae_password differ: make one network of each");
        }
    }
    return take_sae_way(m);
}

static bool take_wep(struct making *m, const char *said)
{
    struct extsta_profile *p = m->profile;
    char name[] = "wep_key0";
    long index = wpa_variables_number(m->network, "wep_tx_keyidx");
    if (index < 0 || index > 3) {
        return options_refuse(m, "wep_tx_keyidx: is 0 to 3");
    }
    for (int i = 0; i < 4; i++) {
        name[7] = (char)('0' + i);
        if ((options_said(m, name) != NULL) != (i == index)) {
            return options_refuse(
                m, "wep_key0 to 3: there is one key here, that of wep_tx_keyidx");
        }
    }
    name[7] = (char)('0' + index);
    p->wep_key_index = (uint8_t)index;
    p->wep_key_len =
        (uint8_t)wpa_variables_octets(m->network, name, p->wep_key, sizeof p->wep_key);
    p->unicast_cipher = DOT11_CIPHER_ALGO_WEP;
    p->auth = said && !options_has_word(said, "OPEN") ? DOT11_AUTH_ALGO_80211_SHARED_KEY
                                                      : DOT11_AUTH_ALGO_80211_OPEN;
    return true;
}

/* Without keys, or with those of WEP. A secret besides is of no use, as in wpa_supplicant. */
static bool take_open(struct making *m)
{
    const char *said = options_said(m, "auth_alg");
    bool wep = false;
    char name[] = "wep_key0";
    for (int i = 0; i < 4; i++) {
        name[7] = (char)('0' + i);
        wep = wep || options_said(m, name);
    }
    if (wep) {
        return take_wep(m, said);
    }
    if (wpa_variables_number(m->network, "ieee80211w") == 2) {
        return options_refuse(m, "ieee80211w: an open network protects no management frames");
    }
    return !said || options_has_word(said, "OPEN") ||
           options_refuse(m, "auth_alg: SHARED goes with keys of WEP");
}

static bool take_kind(struct making *m)
{
    bool ciphers = m->kind == KIND_OPEN || take_ciphers(m);
    if (!ciphers) {
        return false;
    }
    switch (m->kind) {
    case KIND_OPEN:
        return take_open(m);
    case KIND_PSK:
        return take_psk(m);
    case KIND_SAE:
        return take_sae(m);
    case KIND_OWE: {
        uint32_t cipher = m->profile->unicast_cipher;
        extsta_profile_owe(m->profile);
        m->profile->unicast_cipher = cipher;
        return true;
    }
    case KIND_EAP:
    case KIND_EAP_192:
        return options_take_eap(m);
    case KINDS:
        break;
    }
    return false;
}

/* --- which access points, and when another one --- */

/* The addresses of a list; false: one has a mask, or they are too many. */
static bool read_addresses(const char *list, struct extsta_mac *out, size_t max, size_t *count)
{
    for (*count = 0; *list; list += 17 + (list[17] == ' ')) {
        if (*count == max || list[17] == '/') {
            return false;
        }
        for (size_t i = 0; i < sizeof out->b; i++) {
            out[*count].b[i] = (uint8_t)strtoul(list + 3 * i, NULL, 16);
        }
        (*count)++;
    }
    return true;
}

static bool take_bssid(struct making *m)
{
    const char *one = options_said(m, "bssid"), *accepted = options_said(m, "bssid_accept");
    const char *ignored = options_said(m, "bssid_ignore");
    size_t left_out;
    if (ignored &&
        !read_addresses(ignored, m->profile->left_out, EXTSTA_LEFT_OUT_MAX, &left_out)) {
        return options_refuse(m, "bssid_ignore: has 4 addresses at most here, without a mask");
    }
    struct extsta_mac list[1 + EXTSTA_MORE_BSSIDS] = {0};
    size_t count = 0;
    if (accepted && !read_addresses(accepted, list, 1 + EXTSTA_MORE_BSSIDS, &count)) {
        return options_refuse(m, "bssid_accept: has 8 addresses at most here, without a mask");
    }
    if (one && accepted && !strstr(accepted, one)) {
        return options_refuse(m, "bssid: is none of bssid_accept");
    }
    if (one) {
        read_addresses(one, list, 1, &count);
    }
    m->profile->bssid = list[0];
    memcpy(m->profile->more_bssids, list + 1, (count > 1 ? count - 1 : 0) * sizeof list[0]);
    return true;
}

/* "simple:SHORT:DBM:LONG": below so many dBm a look each SHORT seconds, then less often. */
static bool take_bgscan(struct making *m)
{
    struct extsta_roam_policy *r = &m->profile->roam;
    char text[64] = {0};
    int shorter = 0, dbm = 0, longer = 0, used = 0;
    const char *of = options_said(m, "bgscan") ? "bgscan" : NULL;
    const struct wpa_variables *from = of ? m->network : m->interface;
    const char *said = wpa_variables_said(from, "bgscan");
    *r = extsta_roam_default;
    if (wpa_variables_number(m->interface, "disable_btm") != 0) {
        r->transition = EXTSTA_TRANSITION_IGNORE;
        m->profile->has_roam = true;
    }
    if (!said) {
        return true;
    }
    m->profile->has_roam = true;
    if (wpa_variables_octets(from, "bgscan", (uint8_t *)text, sizeof text - 1) == 0) {
        r->sticky = true;
        return true;
    }
    if (sscanf(text, "simple:%d:%d:%d%n", &shorter, &dbm, &longer, &used) != 3 ||
        (text[used] != 0 && text[used] != ':') || shorter < 1 || longer > 3600 || dbm < -120 ||
        dbm > -5) {
        return options_refuse(
            m, "bgscan: is \"simple:SECONDS:DBM:SECONDS\" here, or \"\" for none");
    }
    r->low = (int8_t)dbm;
    r->good = (int8_t)(dbm + 4);
    r->scan = (uint16_t)shorter;
    r->scan_max = (uint16_t)(longer > shorter ? longer : shorter);
    return true;
}

/* What an access point has switched off for good: the less secure half of a transition mode. */
static bool take_transition_disable(struct making *m)
{
    long bits = wpa_variables_number(m->network, "transition_disable");
    if (bits & 2) {
        return options_refuse(m, "transition_disable: SAE-PK is not done here");
    }
    if ((bits & 4) && m->kind == KIND_EAP) {
        m->profile->pmf = EXTSTA_PMF_REQUIRED;
    }
    return true;
}

static bool take_pmk_cache(struct making *m)
{
    struct extsta_pmk_cache *c = &m->profile->pmk_cache;
    long seconds = wpa_variables_number(m->interface, "dot11RSNAConfigPMKLifetime");
    bool said = options_said(m, "proactive_key_caching") != NULL;
    c->no_opportunistic = (said ? wpa_variables_number(m->network, "proactive_key_caching")
                                : wpa_variables_number(m->interface, "okc")) == 0;
    if (seconds != 0 && (seconds < 300 || seconds > 86400)) {
        return options_refuse(m, "dot11RSNAConfigPMKLifetime: is 300 to 86400 seconds here");
    }
    c->minutes = (uint16_t)((seconds + 59) / 60);
    return true;
}

static bool is_among(long freq, const char *list)
{
    char *end;
    for (const char *at = list; at && *at; at = end) {
        if (strtol(at, &end, 10) == freq) {
            return true;
        }
        if (end == at) {
            return false;
        }
    }
    return !list;
}

/* scan_freq: where it is looked for; freq_list: where it is entered, so nothing else is of use.
 */
static bool take_channels(struct making *m)
{
    const char *scan = options_said(m, "scan_freq"), *list = options_said(m, "freq_list");
    struct extsta_profile *p = m->profile;
    size_t count = 0;
    char *end;
    for (const char *at = scan ? scan : list; at && *at; at = end) {
        long freq = strtol(at, &end, 10);
        if (end == at) {
            break;
        }
        if (freq <= 0 || freq > UINT16_MAX || !is_among(freq, list)) {
            continue;
        }
        if (count == EXTSTA_PROFILE_FREQS) {
            return options_refuse(m,
                                  "scan_freq, freq_list: there are 48 channels at most here");
        }
        p->freqs[count++] = (uint16_t)freq;
    }
    p->freqs_alone = list && count;
    return !list || count || options_refuse(m, "scan_freq: has no channel of freq_list");
}

static bool take_network(struct making *m)
{
    uint8_t ssid[32];
    size_t len = wpa_variables_octets(m->network, "ssid", ssid, sizeof ssid);
    if (extsta_profile_make(m->profile, (struct extsta_span){ssid, len}, NULL) != EXTSTA_OK) {
        return options_refuse(m, "the network has no ssid");
    }
    if (wpa_variables_number(m->network, "mode") == 1) {
        m->profile->bss_type = dot11_BSS_type_independent;
        if (wpa_variables_number(m->network, "frequency") != 0) {
            return options_refuse(m,
                                  "frequency: the channel of an independent network is the one "
                                  "it is found on");
        }
    }
    m->profile->hidden = wpa_variables_number(m->network, "scan_ssid") != 0;
    return choose_kind(m) && take_proto(m) && take_kind(m) && take_bssid(m) && take_bgscan(m) &&
           take_transition_disable(m) && take_pmk_cache(m) && take_channels(m);
}

enum wpa_answer wpa_options_make(struct wpa_options *o, const struct wpa_variables *network,
                                 const struct wpa_variables *interface, char *why, size_t size)
{
    const char *wrong = NULL;
    memset(o, 0, sizeof *o);
    struct making m = {.out = o,
                       .profile = &o->options.profile,
                       .network = network,
                       .interface = interface,
                       .why = why,
                       .size = size};
    why[0] = 0;
    if (!take_network(&m)) {
        return m.no_memory ? WPA_NO_MEMORY : WPA_REFUSED;
    }
    if (extsta_profile_check(m.profile, &wrong) != EXTSTA_OK) {
        options_refuse(&m, wrong ? wrong : "the network contradicts itself");
        return WPA_REFUSED;
    }
    o->options.priority = (int32_t)wpa_variables_number(network, "priority");
    o->options.automatic = wpa_variables_number(network, "disabled") == 0;
    return WPA_DONE;
}

void wpa_options_free(struct wpa_options *o)
{
    for (size_t i = 0; i < o->count; i++) {
        explicit_bzero(o->texts[i], o->sizes[i]);
        free(o->texts[i]);
    }
    explicit_bzero(o, sizeof *o);
}
