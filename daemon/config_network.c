/* A network of a configuration (config.h): its keys become a profile, what contradicts itself
 * is told where the network begins. */
#include "config_private.h"
#include <extsta/windot11.h>
#include <string.h>

const char *const config_file_names[CONFIG_FILES] = {
    "profile", "passphrase-file", "password-file", "ca", "certificate", "key"};

/* What a network's mapping is read into; texts are NULL where they are not given. */
struct network_read {
    char *name, *ssid, *passphrase;
    const struct profile_security *security;
    unsigned pmf, ft, sae_pwe, manager, type;
    char identifier[64];
    uint8_t pmk[32];
    bool hidden, ocv, extended_key_id, join_only, automatic, verify;
    struct extsta_mac bssid;
    int64_t priority;
    const char *files[CONFIG_FILES];
    struct extsta_eap eap;
    uint64_t eap_given;
    char *identity, *anonymous, *password, *domain, *key_passphrase;
    unsigned inner;
    bool has_eap, has_ssid_hex;
    const char *hex;
    uint8_t ssid_octets[32];
    uint8_t ssid_len;
};

static void take_ssid_hex(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct network_read *n = target;
    const char *text = yaml_read_text(r, node, 2, 64);
    size_t len = text ? strlen(text) : 0;
    const struct yaml_field octets = {
        "ssid-hex", YAML_HEX, offsetof(struct network_read, ssid_octets), 0, (int64_t)(len / 2),
        NULL,       NULL};
    n->has_ssid_hex = true;
    n->hex = text ? r->keep(r->user, text, len) : NULL;
    n->ssid_len = (uint8_t)(len / 2);
    if (text) {
        yaml_read_value(r, node, &octets, n);
    }
}

static void take_security(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct network_read *n = target;
    const char *text = yaml_read_text(r, node, 0, 100);
    n->security = text ? profile_security_find(text) : NULL;
    if (text && !n->security) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "'security' is open, owe, wpa2, wpa3, 'wpa2 wpa3', eap, 'wpa eap', "
                          "'wpa3 eap' or 'wpa3 eap 192'");
    }
}

/* One method, or a list with the wanted one first. */
static void take_method(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct network_read *n = target;
    bool is_list = node->type == YAML_SEQUENCE_NODE;
    size_t count = is_list ? yaml_read_list(r, node, "methods") : 1;
    if (count == 0 || count > EXTSTA_EAP_METHODS) {
        yaml_read_mistake(r, yaml_read_place(node),
                          "'method' is one method, or a list of up to "
                          "four");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        unsigned method = 0;
        const struct yaml_field word = {"method", YAML_WORD, 0, 0, 0, profile_method_words,
                                        NULL};
        yaml_read_value(r, is_list ? yaml_read_item(r, node, i) : node, &word, &method);
        n->eap.methods[i] = (uint8_t)method;
    }
}

#define NETWORK(member) offsetof(struct network_read, member)
#define FILE_OF(which)  offsetof(struct network_read, files[which])

enum { EAP_METHOD, EAP_VERIFY };
static const struct yaml_field eap_fields[] = {
    {"method", YAML_OTHER, 0, 0, 0, NULL, take_method},
    {"verify", YAML_SWITCH, NETWORK(verify), 0, 0, NULL, NULL},
    {"inner", YAML_WORD, NETWORK(inner), 0, 0, profile_inner_words, NULL},
    {"identity", YAML_TEXT, NETWORK(identity), 1, 1000, NULL, NULL},
    {"anonymous", YAML_TEXT, NETWORK(anonymous), 1, 1000, NULL, NULL},
    {"password", YAML_TEXT, NETWORK(password), 1, 1000, NULL, NULL},
    {"password-file", YAML_TEXT, FILE_OF(CONFIG_FILE_PASSWORD), CONFIG_PATH, NULL, NULL},
    {"ca", YAML_TEXT, FILE_OF(CONFIG_FILE_CA), CONFIG_PATH, NULL, NULL},
    {"certificate", YAML_TEXT, FILE_OF(CONFIG_FILE_CERTIFICATE), CONFIG_PATH, NULL, NULL},
    {"key", YAML_TEXT, FILE_OF(CONFIG_FILE_KEY), CONFIG_PATH, NULL, NULL},
    {"key-passphrase", YAML_TEXT, NETWORK(key_passphrase), 1, 1000, NULL, NULL},
    {"domain", YAML_TEXT, NETWORK(domain), 1, 1000, NULL, NULL},
};

static void take_eap(struct yaml_read *r, const yaml_node_t *node, void *target)
{
    struct network_read *n = target;
    n->has_eap = true;
    n->verify = true;
    n->eap_given = yaml_read_mapping(r, node, eap_fields, COUNT(eap_fields), n, "'eap'");
}

enum { PROFILE, NAME, PRIORITY, AUTOCONNECT, SSID, SSID_HEX, PASSPHRASE, PASSPHRASE_FILE, PMK };
static const struct yaml_field fields[] = {
    {"profile", YAML_TEXT, FILE_OF(CONFIG_FILE_PROFILE), CONFIG_PATH, NULL, NULL},
    {"name", YAML_TEXT, NETWORK(name), 1, 63, NULL, NULL},
    {"priority", YAML_NUMBER, NETWORK(priority), -1000000, 1000000, NULL, NULL},
    {"autoconnect", YAML_SWITCH, NETWORK(automatic), 0, 0, NULL, NULL},
    {"ssid", YAML_TEXT, NETWORK(ssid), 1, 32, NULL, NULL},
    {"ssid-hex", YAML_OTHER, 0, 0, 0, NULL, take_ssid_hex},
    {"passphrase", YAML_TEXT, NETWORK(passphrase), 1, 63, NULL, NULL},
    {"passphrase-file", YAML_TEXT, FILE_OF(CONFIG_FILE_PASSPHRASE), CONFIG_PATH, NULL, NULL},
    {"pmk", YAML_HEX, NETWORK(pmk), 0, 32, NULL, NULL},
    {"security", YAML_OTHER, 0, 0, 0, NULL, take_security},
    {"eap", YAML_OTHER, 0, 0, 0, NULL, take_eap},
    {"password-id", YAML_CHARS, NETWORK(identifier), 1, 63, NULL, NULL},
    {"sae-pwe", YAML_WORD, NETWORK(sae_pwe), 0, 0, profile_sae_pwe_words, NULL},
    {"pmf", YAML_WORD, NETWORK(pmf), 0, 0, profile_pmf_words, NULL},
    {"ft", YAML_WORD, NETWORK(ft), 0, 0, profile_ft_words, NULL},
    {"ocv", YAML_SWITCH, NETWORK(ocv), 0, 0, NULL, NULL},
    {"extended-key-id", YAML_SWITCH, NETWORK(extended_key_id), 0, 0, NULL, NULL},
    {"hidden", YAML_SWITCH, NETWORK(hidden), 0, 0, NULL, NULL},
    {"bssid", YAML_MAC, NETWORK(bssid), 0, 0, NULL, NULL},
    {"type", YAML_WORD, NETWORK(type), 0, 0, profile_type_words, NULL},
    {"join-only", YAML_SWITCH, NETWORK(join_only), 0, 0, NULL, NULL},
    {"manager", YAML_WORD, NETWORK(manager), 0, 0, profile_manager_words, NULL},
};

static struct extsta_span span_of(const char *text)
{
    return (struct extsta_span){(const uint8_t *)text, text ? strlen(text) : 0};
}

/* Keys that say the same thing in two ways: one of them would be passed over. */
static bool check_apart(struct yaml_read *r, struct yaml_place at, const struct network_read *n,
                        uint64_t given)
{
    const struct {
        bool one, other;
        const char *names;
    } pairs[] = {
        {given >> PASSPHRASE & 1, given >> PASSPHRASE_FILE & 1,
         "'passphrase' and "
         "'passphrase-file'"},
        {given >> PASSPHRASE & 1, given >> PMK & 1, "'passphrase' and 'pmk'"},
        {given >> PASSPHRASE_FILE & 1, given >> PMK & 1, "'passphrase-file' and 'pmk'"},
        {n->ssid, n->has_ssid_hex, "'ssid' and 'ssid-hex'"},
        {n->password, n->files[CONFIG_FILE_PASSWORD], "'password' and 'password-file'"},
        {given >> PASSPHRASE & 1, n->has_eap, "'passphrase' and 'eap'"},
        {given >> PASSPHRASE_FILE & 1, n->has_eap, "'passphrase-file' and 'eap'"},
        {given >> PMK & 1, n->has_eap, "'pmk' and 'eap'"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (pairs[i].one && pairs[i].other) {
            yaml_read_mistake(r, at, "%s contradict each other: give one of them",
                              pairs[i].names);
            return false;
        }
    }
    return true;
}

/* The security that the secrets go with, where none is named. */
static const struct profile_security *security_of(const struct network_read *n, bool has_secret)
{
    return n->security ? n->security
                       : profile_security_find(n->has_eap   ? "eap"
                                               : has_secret ? "wpa2"
                                                            : "open");
}

static bool check_secret(struct yaml_read *r, struct yaml_place at,
                         const struct network_read *n, const struct profile_security *kind,
                         bool has_secret)
{
    bool needs = kind->needs == PROFILE_NEEDS_SECRET;
    if (needs != has_secret) {
        yaml_read_mistake(r, at,
                          needs
                              ? "security '%s' needs a 'passphrase', a 'passphrase-file' or a "
                                "'pmk'"
                              : "security '%s' takes neither passphrase nor pmk",
                          kind->name);
        return false;
    }
    if ((kind->needs == PROFILE_NEEDS_EAP) != n->has_eap) {
        yaml_read_mistake(
            r, at, n->has_eap ? "security '%s' takes no 'eap'" : "security '%s' needs an 'eap'",
            kind->name);
        return false;
    }
    return true;
}

/* The profile of what was read; files are read later, and what is to come from them is left out
 * (config_files.c fills it in, and checks the whole then). */
static bool make_profile(struct yaml_read *r, struct yaml_place at, struct network_read *n,
                         uint64_t given, struct extsta_profile *p)
{
    struct extsta_span ssid =
        n->ssid ? span_of(n->ssid) : (struct extsta_span){n->ssid_octets, n->ssid_len};
    bool has_pmk = given >> PMK & 1;
    bool has_secret = n->passphrase || n->files[CONFIG_FILE_PASSPHRASE] || has_pmk;
    const struct profile_security *kind = security_of(n, has_secret);
    if (!ssid.len) {
        yaml_read_mistake(r, at, "a network needs an 'ssid' or a 'profile'");
        return false;
    }
    if (!check_apart(r, at, n, given) || !check_secret(r, at, n, kind, has_secret) ||
        extsta_profile_make(p, ssid, NULL) != EXTSTA_OK) {
        return false;
    }
    if (kind->needs == PROFILE_NEEDS_EAP) {
        n->eap.inner = (enum extsta_eap_inner)n->inner;
        n->eap.identity = span_of(n->identity);
        n->eap.anonymous = span_of(n->anonymous);
        n->eap.password = span_of(n->password);
        n->eap.key_passphrase = span_of(n->key_passphrase);
        n->eap.domain = span_of(n->domain);
        n->eap.verify_off = !n->verify;
        extsta_profile_enterprise(p, kind->auth, &n->eap);
    } else if (has_secret) {
        /* a passphrase that is long enough for both, to be replaced by the true one */
        if (extsta_profile_make(p, ssid, "12345678") != EXTSTA_OK) {
            return false;
        }
        p->passphrase[0] = 0;
        p->auth = kind->auth;
        p->fallback_auth = kind->fallback_auth;
        p->has_pmk = has_pmk;
        memcpy(p->pmk, n->pmk, sizeof p->pmk);
        memcpy(p->passphrase, n->passphrase ? n->passphrase : "",
               n->passphrase ? strlen(n->passphrase) + 1 : 1);
    } else if (kind->auth == DOT11_AUTH_ALGO_OWE) {
        extsta_profile_owe(p);
    }
    return true;
}

static void set_rest(const struct network_read *n, struct extsta_profile *p)
{
    p->pmf = (enum extsta_pmf)n->pmf;
    p->ft = (enum extsta_ft)n->ft;
    p->sae_pwe = (enum extsta_sae_pwe)n->sae_pwe;
    if (n->manager == EXTSTA_MANAGER_MINIPORT) {
        p->manager = EXTSTA_MANAGER_MINIPORT;
    }
    p->bss_type = n->type;
    p->join_only = n->join_only;
    p->hidden = n->hidden;
    p->ocv = n->ocv;
    p->ext_key_id = n->extended_key_id;
    p->bssid = n->bssid;
    memcpy(p->sae_identifier, n->identifier, sizeof p->sae_identifier);
}

/* A profile's file says the rest: what stands beside it says how it is used. */
static void check_profile_alone(struct yaml_read *r, struct yaml_place at, uint64_t given)
{
    uint64_t beside = 1u << PROFILE | 1u << NAME | 1u << PRIORITY | 1u << AUTOCONNECT;
    for (size_t i = 0; i < COUNT(fields); i++) {
        if ((given & ~beside) >> i & 1) {
            yaml_read_mistake(r, at,
                              "beside 'profile' stand name, priority and autoconnect: "
                              "'%s' is the profile's to say",
                              fields[i].name);
            return;
        }
    }
}

static bool has_files(const struct network_read *n)
{
    for (size_t i = 0; i < CONFIG_FILES; i++) {
        if (n->files[i]) {
            return true;
        }
    }
    return false;
}

/* What is to come from files is checked when it has come. */
static void check_profile(struct yaml_read *r, const struct config_network *n, bool has_files)
{
    const char *why = NULL;
    if (!has_files && extsta_profile_check(&n->options.profile, &why) != EXTSTA_OK) {
        yaml_read_mistake(r, n->at, "%s", why ? why : "the network contradicts itself");
    }
}

void config_take_network(struct yaml_read *r, const yaml_node_t *node,
                         struct config_network *out)
{
    struct network_read n = {.type = dot11_BSS_type_infrastructure,
                             .ft = EXTSTA_FT_OFF,
                             .manager = EXTSTA_MANAGER_OS,
                             .automatic = true};
    size_t mistakes = r->mistakes;
    out->at = yaml_read_place(node);
    uint64_t given = yaml_read_mapping(r, node, fields, COUNT(fields), &n, "a network");
    const char *name = n.name ? n.name : n.ssid ? n.ssid : n.hex;
    if (r->mistakes == mistakes && n.files[CONFIG_FILE_PROFILE]) {
        check_profile_alone(r, out->at, given);
        name = n.name ? n.name : n.files[CONFIG_FILE_PROFILE];
    } else if (r->mistakes == mistakes) {
        struct extsta_profile *p = &out->options.profile;
        if (make_profile(r, out->at, &n, given, p)) {
            set_rest(&n, p);
            check_profile(r, out, has_files(&n));
        }
    }
    out->name = name ? name : "";
    out->options.priority = (int32_t)n.priority;
    out->options.automatic = n.automatic;
    memcpy(out->files, n.files, sizeof out->files);
    config_of(r)->has_secrets |=
        n.passphrase || n.password || n.key_passphrase || (given >> PMK & 1) != 0;
    explicit_bzero(&n, sizeof n);
}
