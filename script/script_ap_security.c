/* The security of ap{...} (script_ap.c): a key, what kind of network it makes, AKMs and ciphers
 * by lists, or WEP. Names of suites are those of the library (extsta/apsim.h), in any case of
 * letters. */
#include "script.h"
#include <string.h>
#include <strings.h>

/* What security= may be. */
static const struct kind {
    const char *name;
    enum apsim_security security;
    bool has_key; /* made by a passphrase or a PMK */
} kinds[] = {
    {"wpa2", APSIM_WPA2_PSK, true},
    {"wpa", APSIM_WPA_PSK, true},
    {"wpa wpa2", APSIM_WPA_WPA2, true},
    {"wpa3", APSIM_SAE, true},
    {"wpa2 wpa3", APSIM_WPA2_SAE, true},
    {"sesame", APSIM_SESAME, true},
    {"eap", APSIM_EAP, false},
    {"owe", APSIM_OWE, false},
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* --- lists of suites --- */

static const char *akm_at(size_t i)
{
    return apsim_akm_at(i, NULL);
}

static const char *group_mgmt_at(size_t i)
{
    return apsim_group_mgmt_at(i, NULL);
}

/* The index of a name among those that `at` gives; an error that says what there is. */
static size_t find_suite(lua_State *lua, const char *what, const char *name,
                         const char *(*at)(size_t i))
{
    size_t i = 0;
    while (at(i) && strcasecmp(at(i), name) != 0) {
        i++;
    }
    if (at(i)) {
        return i;
    }
    luaL_Buffer b;
    luaL_buffinit(lua, &b);
    for (i = 0; at(i); i++) {
        luaL_addstring(&b, i ? ", " : "");
        luaL_addstring(&b, at(i));
    }
    luaL_pushresult(&b);
    luaL_error(lua, "an access point cannot offer the %s '%s'; there are: %s", what, name,
               lua_tostring(lua, -1));
    return 0;
}

/* The field's list of names as indices, in its order; returns their number, 0: no such field.
 */
static size_t suites(lua_State *lua, const char *field, const char *what,
                     const char *(*at)(size_t i), size_t *out, size_t max)
{
    if (lua_getfield(lua, 1, field) == LUA_TNIL) {
        lua_pop(lua, 1);
        return 0;
    }
    size_t n = lua_istable(lua, -1) ? (size_t)luaL_len(lua, -1) : 0;
    if (n == 0 || n > max) {
        luaL_error(lua, "field '%s' must be a list of 1 to %d names: {\"%s\"}", field, (int)max,
                   at(0));
    }
    for (size_t i = 0; i < n; i++) {
        if (lua_geti(lua, -1, (lua_Integer)i + 1) != LUA_TSTRING) {
            luaL_error(lua, "field '%s' must be a list of names: {\"%s\"}", field, at(0));
        }
        out[i] = find_suite(lua, what, lua_tostring(lua, -1), at);
        for (size_t k = 0; k < i; k++) {
            if (out[k] == out[i]) {
                luaL_error(lua, "field '%s' names '%s' twice", field, at(out[i]));
            }
        }
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return n;
}

/* akms={"psk", "psk-sha256"}, in the order of the element */
static void akms(lua_State *lua, struct apsim_config *c)
{
    size_t found[APSIM_AKMS];
    size_t n = suites(lua, "akms", "AKM", akm_at, found, APSIM_AKMS);
    for (size_t i = 0; i < n; i++) {
        apsim_akm_at(found[i], &c->akms[i]);
    }
}

/* ciphers={"ccmp", "tkip"}, group="tkip" */
static void ciphers(lua_State *lua, struct apsim_config *c)
{
    size_t found[8];
    size_t n = suites(lua, "ciphers", "cipher", apsim_cipher_at, found, 8);
    for (size_t i = 0; i < n; i++) {
        c->pairwise = (uint8_t)(c->pairwise | 1u << found[i]);
    }
    const char *group = script_string(lua, "group", NULL);
    if (group) {
        c->group = (uint8_t)(1u << find_suite(lua, "group cipher", group, apsim_cipher_at));
    }
}

/* pmf="off", "capable", "required"; group_mgmt="bip", ...; beacon_protection=true */
static void management(lua_State *lua, struct apsim_config *c)
{
    static const char *const pmfs[] = {"off", "capable", "required", NULL};
    c->pmf = (enum apsim_pmf)script_choice(lua, "pmf", pmfs, APSIM_PMF_OFF);
    const char *cipher = script_string(lua, "group_mgmt", NULL);
    if (cipher) {
        size_t i = find_suite(lua, "management cipher", cipher, group_mgmt_at);
        apsim_group_mgmt_at(i, &c->group_mgmt);
    }
    c->beacon_protection = script_flag(lua, "beacon_protection");
    c->ocv = script_flag(lua, "ocv");
    c->ocv_blind = script_flag(lua, "ocv_blind");
    script_check_goes(lua, "ocv_blind", c->ocv, "ocv=true");
    c->ext_key_id = script_flag(lua, "ext_key_id");
}

/* --- keys --- */

static bool printable(const char *text)
{
    while (*text >= 32 && *text < 127) {
        text++;
    }
    return *text == '\0';
}

/* passphrase= or pmk=; false: neither. */
static bool key(lua_State *lua, struct apsim_config *c)
{
    const char *passphrase = script_string(lua, "passphrase", NULL);
    script_check_apart(lua, "passphrase", "pmk");
    if (passphrase &&
        (strlen(passphrase) < 8 || strlen(passphrase) > 63 || !printable(passphrase))) {
        luaL_error(lua, "a passphrase has 8 to 63 printable characters");
    }
    if (passphrase) {
        strcpy(c->passphrase, passphrase);
    }
    c->has_pmk = script_key(lua, "pmk", c->pmk);
    return passphrase || c->has_pmk;
}

/* wep="0102030405", 5 or 13 octets; wep_index=, shared= */
static void wep(lua_State *lua, struct apsim_config *c)
{
    c->wep_key_len = (uint8_t)script_hex(lua, "wep", c->wep_key, sizeof c->wep_key);
    luaL_argcheck(lua, c->wep_key_len == 5 || c->wep_key_len == 13, 1,
                  "a wep key has 5 or 13 octets");
    c->security = APSIM_WEP;
    c->wep_key_index = (uint8_t)script_whole(lua, "wep_index", 0, 0, 3);
    c->shared_key = script_flag(lua, "shared");
}

/* security=; without it WPA2 where there is a key, else NULL: open. */
static const struct kind *kind_of(lua_State *lua, bool has_key)
{
    const char *names[KINDS + 1] = {NULL};
    for (size_t i = 0; i < KINDS; i++) {
        names[i] = kinds[i].name;
    }
    if (!script_has(lua, "security")) {
        return has_key ? &kinds[0] : NULL;
    }
    const struct kind *k = &kinds[script_choice(lua, "security", names, 0)];
    script_check_goes(lua, "security", has_key || !k->has_key,
                      "a key: passphrase=\"...\" or pmk=\"...\"");
    if (has_key && !k->has_key) {
        luaL_error(lua, "security=\"%s\" takes neither passphrase= nor pmk=", k->name);
    }
    return k;
}

static bool offers_sae(const struct apsim_config *c)
{
    for (size_t i = 0; i < APSIM_AKMS && c->akms[i]; i++) {
        if (apsim_akm_is_sae(c->akms[i])) {
            return true;
        }
    }
    return !c->akms[0] && (c->security == APSIM_SAE || c->security == APSIM_WPA2_SAE);
}

/* mobility_domain=0x1234, ft_ds=true: fast transitions, of an FT suite among the AKMs */
static void transitions(lua_State *lua, struct apsim_config *c)
{
    bool suite = false;
    for (size_t i = 0; i < APSIM_AKMS && c->akms[i]; i++) {
        suite = suite || apsim_akm_is_ft(c->akms[i]);
    }
    script_check_goes(lua, "mobility_domain", suite, "an FT suite: akms={\"ft-psk\"}");
    script_check_goes(lua, "ft_ds", suite, "an FT suite: akms={\"ft-psk\"}");
    /* one ESS is one domain unless somebody says otherwise */
    c->mobility_domain =
        suite ? (uint16_t)script_whole(lua, "mobility_domain", 0x1234, 1, 65535) : 0;
    c->ft_over_ds = script_flag(lua, "ft_ds");
}

void script_ap_security(lua_State *lua, struct apsim_config *c)
{
    static const char *const keyed[] = {"akms",  "ciphers",         "group",
                                        "rekey", "handshake_tries", "sae",
                                        "pmf",   "group_mgmt",      "beacon_protection",
                                        "ocv",   "ocv_blind",       "ext_key_id"};
    bool has_key = key(lua, c);
    const struct kind *k = kind_of(lua, has_key);
    script_check_apart(lua, "passphrase", "wep");
    script_check_apart(lua, "pmk", "wep");
    for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++) {
        script_check_goes(lua, keyed[i], k != NULL, "a key: passphrase=\"...\" or pmk=\"...\"");
    }
    script_check_goes(lua, "wep_index", script_has(lua, "wep"), "a WEP key: wep=\"...\"");
    script_check_goes(lua, "shared", script_has(lua, "wep"), "a WEP key: wep=\"...\"");
    script_check_goes(lua, "eap", k && k->security == APSIM_EAP, "security=\"eap\"");
    if (k) {
        c->security = k->security;
        script_ap_eap(lua, &c->eap);
        akms(lua, c);
        transitions(lua, c);
        ciphers(lua, c);
        script_sae_ap(lua, c, offers_sae(c));
        management(lua, c);
        const char *why = apsim_suites_check(c);
        if (why) {
            luaL_error(lua, "%s", why);
        }
    } else if (script_has(lua, "wep")) {
        wep(lua, c);
    }
    script_owe_ap(lua, c);
}
