/* The EAP server of an access point (extsta/apsim.h), as ap{security="eap", eap={...}} has it.
 */
#include "script.h"
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    uint8_t type; /* IANA's */
} methods[] = {{"tls", 13}, {"ttls", 21}, {"peap", 25}};
#define METHODS (sizeof methods / sizeof *methods)

/* methods={"peap", "tls"}: the first is proposed. */
static void take_methods(lua_State *lua, struct apsim_eap *eap)
{
    if (lua_getfield(lua, 1, "methods") == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    size_t n = lua_istable(lua, -1) ? (size_t)luaL_len(lua, -1) : 0;
    luaL_argcheck(lua, n > 0 && n <= METHODS, 1,
                  "methods= is a list of \"peap\", \"ttls\", \"tls\"");
    for (size_t i = 0; i < n; i++) {
        lua_geti(lua, -1, (lua_Integer)i + 1);
        const char *name = lua_tostring(lua, -1);
        size_t k = 0;
        while (k < METHODS && (!name || strcasecmp(name, methods[k].name) != 0)) {
            k++;
        }
        if (k == METHODS) {
            luaL_error(lua, "there is no EAP method '%s'; there are: peap, ttls, tls",
                       name ? name : "?");
        }
        eap->methods[i] = methods[k].type;
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static void take_text(lua_State *lua, const char *field, const char *fallback, char out[64])
{
    const char *text = script_string(lua, field, fallback);
    if (strlen(text) >= 64) {
        luaL_error(lua, "%s= has at most 63 octets", field);
    }
    strcpy(out, text);
}

static void take(lua_State *lua, struct apsim_eap *eap)
{
    static const char *const fields[] = {"methods", "identity", "password", "certificate",
                                         "tls",     "binding",  "cache",    "fault",
                                         "after",   "okc",      "preauth",  NULL};
    static const char *const certificates[] = {[APSIM_CERTIFICATE_GOOD] = "good",
                                               [APSIM_CERTIFICATE_EXPIRED] = "expired",
                                               [APSIM_CERTIFICATE_FUTURE] = "future",
                                               [APSIM_CERTIFICATE_REVOKED] = "revoked",
                                               [APSIM_CERTIFICATE_STRANGE] = "strange",
                                               [APSIM_CERTIFICATE_SELF_SIGNED] = "self-signed",
                                               [APSIM_CERTIFICATE_CLIENTS] = "client's",
                                               [APSIM_CERTIFICATE_RSA] = "rsa",
                                               [APSIM_CERTIFICATE_WEAK] = "weak",
                                               NULL};
    static const char *const faults[] = {[APSIM_EAP_RIGHT] = "none",
                                         [APSIM_EAP_SILENT] = "silent",
                                         [APSIM_EAP_FAILURE] = "failure",
                                         [APSIM_EAP_ALERT] = "alert",
                                         [APSIM_EAP_WRONG_PROOF] = "wrong proof",
                                         [APSIM_EAP_SKIPS_INNER] = "skips inner",
                                         [APSIM_EAP_WRONG_BINDING] = "wrong binding",
                                         [APSIM_EAP_NO_END] = "no end",
                                         NULL};
    script_check_fields(lua, fields);
    take_methods(lua, eap);
    take_text(lua, "identity", "", eap->identity);
    take_text(lua, "password", "", eap->password);
    eap->certificate =
        (enum apsim_certificate)script_choice(lua, "certificate", certificates, 0);
    eap->tls_max = (uint8_t)script_whole(lua, "tls", 13, 12, 13);
    eap->no_binding = !script_flag_or(lua, "binding", true);
    eap->no_cache = !script_flag_or(lua, "cache", true);
    eap->no_okc = !script_flag_or(lua, "okc", true);
    eap->preauth = script_flag(lua, "preauth");
    eap->fault = (enum apsim_eap_fault)script_choice(lua, "fault", faults, 0);
    eap->fault_after = (uint8_t)script_whole(lua, "after", 0, 0, 255);
}

void script_ap_eap(lua_State *lua, struct apsim_eap *eap)
{
    int type = lua_getfield(lua, 1, "eap");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    if (type != LUA_TTABLE) {
        luaL_error(lua, "field 'eap' must be a table: {methods={\"peap\"}, identity=\"...\", "
                        "password=\"...\"}");
    }
    lua_insert(lua, 1); /* where fields are looked for */
    take(lua, eap);
    lua_remove(lua, 1);
}
