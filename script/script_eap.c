/* eap={...} of connect (script_station.c): how a network of 802.1X is entered. Its texts stay with
 * the table, which lives as long as the call. */
#include "script.h"
#include <string.h>

/* PEM, or "air": what stands for it on virtual air (extsta/apsim.h); "air 128": of a
 * certificate that is good enough for all but 192 bits. */
static struct extsta_span pem(lua_State *lua, const char *field, enum apsim_pem of_the_air)
{
    const char *text = script_string(lua, field, NULL);
    if (text && strcmp(text, "air") == 0) {
        return apsim_pem(of_the_air);
    }
    if (text && strcmp(text, "air 128") == 0) {
        return apsim_pem(of_the_air == APSIM_PEM_STRONG_CLIENT       ? APSIM_PEM_CLIENT
                         : of_the_air == APSIM_PEM_STRONG_CLIENT_KEY ? APSIM_PEM_CLIENT_KEY
                                                                     : of_the_air);
    }
    return (struct extsta_span){(const uint8_t *)text, text ? strlen(text) : 0};
}

static struct extsta_span text_of(lua_State *lua, const char *field)
{
    const char *text = script_string(lua, field, NULL);
    return (struct extsta_span){(const uint8_t *)text, text ? strlen(text) : 0};
}

static void take(lua_State *lua, struct extsta_eap *eap, bool strong)
{
    static const char *const fields[] = {"method",   "inner",      "identity", "anonymous",
                                         "password", "ca",         "cert",     "key",
                                         "domain",   "passphrase", "verify",   NULL};
    static const char *const methods[] = {"peap", "ttls", "tls", "mschapv2", NULL};
    static const uint8_t types[] = {EXTSTA_EAP_PEAP, EXTSTA_EAP_TTLS, EXTSTA_EAP_TLS,
                                    EXTSTA_EAP_MSCHAPV2};
    static const char *const inner[] = {[EXTSTA_EAP_INNER_EAP_MSCHAPV2] = "eap-mschapv2",
                                        [EXTSTA_EAP_INNER_MSCHAPV2] = "mschapv2",
                                        [EXTSTA_EAP_INNER_PAP] = "pap",
                                        NULL};
    script_check_fields(lua, fields);
    eap->methods[0] = types[script_choice(lua, "method", methods, 0)];
    eap->inner = (enum extsta_eap_inner)script_choice(lua, "inner", inner, 0);
    eap->identity = text_of(lua, "identity");
    eap->anonymous = text_of(lua, "anonymous");
    eap->password = text_of(lua, "password");
    eap->ca = pem(lua, "ca", APSIM_PEM_CA);
    eap->certificate = pem(lua, "cert", strong ? APSIM_PEM_STRONG_CLIENT : APSIM_PEM_CLIENT);
    eap->key = pem(lua, "key", strong ? APSIM_PEM_STRONG_CLIENT_KEY : APSIM_PEM_CLIENT_KEY);
    eap->key_passphrase = text_of(lua, "passphrase");
    eap->domain = text_of(lua, "domain");
    eap->verify_off = !script_flag_or(lua, "verify", true);
}

/* 0: the field is not there. */
static lua_Integer whole(lua_State *lua, const char *field, lua_Integer low, lua_Integer high)
{
    return script_has(lua, field) ? script_whole(lua, field, low, low, high) : 0;
}

static void take_onex(lua_State *lua, void *to)
{
    static const char *const fields[] = {"mode",      "held",         "auth", "start",
                                         "max_start", "max_failures", NULL};
    static const char *const modes[] = {"learn", "ask", "inhibit", NULL};
    struct extsta_onex *o = to;
    script_check_fields(lua, fields);
    o->mode = (enum extsta_onex_mode)script_choice(lua, "mode", modes, 0);
    o->held = (uint16_t)whole(lua, "held", 1, 3600);
    o->auth = (uint16_t)whole(lua, "auth", 1, 3600);
    o->start = (uint16_t)whole(lua, "start", 1, 3600);
    o->max_start = (uint8_t)whole(lua, "max_start", 1, 100);
    o->max_auth_failures = (uint8_t)whole(lua, "max_failures", 1, 100);
}

static void take_cache(lua_State *lua, void *to)
{
    static const char *const fields[] = {"off",     "minutes",  "size", "opportunistic",
                                         "preauth", "throttle", NULL};
    struct extsta_pmk_cache *c = to;
    script_check_fields(lua, fields);
    c->off = script_flag(lua, "off");
    c->minutes = (uint16_t)whole(lua, "minutes", 5, 1440);
    c->size = (uint8_t)whole(lua, "size", 1, 255);
    c->no_opportunistic = !script_flag_or(lua, "opportunistic", true);
    c->preauth = script_flag(lua, "preauth");
    c->preauth_throttle = (uint8_t)whole(lua, "throttle", 1, 16);
}

/* A table within that of the call, or nothing. */
static void take_table(lua_State *lua, const char *field,
                       void (*fill)(lua_State *lua, void *to), void *to)
{
    int type = lua_getfield(lua, 1, field);
    luaL_argcheck(lua, type == LUA_TNIL || type == LUA_TTABLE, 1,
                  "onex and pmk_cache are tables");
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return;
    }
    lua_insert(lua, 1);
    fill(lua, to);
    lua_remove(lua, 1);
}

void script_onex(lua_State *lua, struct extsta_profile *p)
{
    take_table(lua, "onex", take_onex, &p->onex);
    take_table(lua, "pmk_cache", take_cache, &p->pmk_cache);
}

bool script_eap(lua_State *lua, struct extsta_eap *eap, bool strong)
{
    int type = lua_getfield(lua, 1, "eap");
    memset(eap, 0, sizeof *eap);
    if (type == LUA_TNIL) {
        lua_pop(lua, 1);
        return false;
    }
    luaL_argcheck(lua, type == LUA_TTABLE, 1, "eap is a table: {method=\"peap\", ...}");
    lua_insert(lua, 1); /* where fields are looked for */
    take(lua, eap, strong);
    lua_remove(lua, 1);
    return true;
}
