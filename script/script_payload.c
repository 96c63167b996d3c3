/* The buffers of the miniport boundary as tables of Lua: encode(name, value) and decode(name,
 * hex), for scripts that are the host themselves (docs/scenarios.md). Names are those of
 * windot11.h.
 *
 * Any form is known here by its members (extsta/payload.h), none by a line of its own:
 *   a plain value        a number, true or false, an address "02:...", octets in hexadecimal
 *   a structure          a table of its fields; "A.b" is the field b of a table A
 *   trailing data        entries or octets under the name of its place, as uIEs of uIEsOffset;
 * where it has no place of its own, entries are the list part of the table, octets the field
 * `data` */
#include "script_payload.h"
#include "script.h"
#include <string.h>

#define DEPTH_LIMIT 6 /* structures within structures; no form needs more than three */

static void push_span(lua_State *lua, struct extsta_span s)
{
    lua_pushlstring(lua, s.len ? (const char *)s.data : "", s.len);
}

/* --- reading --- */

static void push_address(lua_State *lua, const uint8_t *b)
{
    char text[24];
    snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4],
             b[5]);
    lua_pushstring(lua, text);
}

static void push_entries(lua_State *lua, const struct extsta_part *part);

static void push_member(lua_State *lua, const struct extsta_member *m)
{
    switch (m->kind) {
    case EXTSTA_MEMBER_FLAG:
        lua_pushboolean(lua, m->number != 0);
        break;
    case EXTSTA_MEMBER_NUMBER:
    case EXTSTA_MEMBER_SIGNED:
        lua_pushinteger(lua, (lua_Integer)m->number);
        break;
    case EXTSTA_MEMBER_OCTETS:
        if (m->size == 6) { /* addresses are all there is of this size */
            push_address(lua, m->octets.data);
        } else {
            script_push_hex(lua, m->octets);
        }
        break;
    case EXTSTA_MEMBER_COUNTERS:
        lua_newtable(lua);
        for (size_t i = 0; i < m->octets.len / 8; i++) {
            uint64_t v;
            memcpy(&v, m->octets.data + 8 * i, sizeof v);
            lua_pushinteger(lua, (lua_Integer)v);
            lua_seti(lua, -2, (lua_Integer)i + 1);
        }
        break;
    case EXTSTA_MEMBER_PART:
        if (m->part.form == EXTSTA_FORM_BYTES) {
            script_push_hex(lua, m->part.bytes);
        } else {
            lua_newtable(lua);
            push_entries(lua, &m->part);
        }
        break;
    }
}

/* The value on top of the stack becomes field `name` of the table below: of a table in it where
 * the name has a dot. */
static void set_named(lua_State *lua, struct extsta_span name)
{
    const uint8_t *dot = memchr(name.data, '.', name.len);
    if (!dot) {
        push_span(lua, name);
        lua_insert(lua, -2);
        lua_rawset(lua, -3);
        return;
    }
    size_t outer = (size_t)(dot - name.data);
    push_span(lua, (struct extsta_span){name.data, outer});
    if (lua_rawget(lua, -3) != LUA_TTABLE) {
        lua_pop(lua, 1);
        lua_newtable(lua);
        push_span(lua, (struct extsta_span){name.data, outer});
        lua_pushvalue(lua, -2);
        lua_rawset(lua, -5);
    }
    lua_insert(lua, -2);
    push_span(lua, (struct extsta_span){dot + 1, name.len - outer - 1});
    lua_insert(lua, -2);
    lua_rawset(lua, -3);
    lua_pop(lua, 1);
}

/* A payload as a value on top of the stack. */
static void push_payload(lua_State *lua, const struct extsta_payload *p)
{
    struct extsta_member m;
    luaL_checkstack(lua, 12, "payload");
    if (extsta_payload_member(p, 0, &m) && m.name.len == 0 && m.kind != EXTSTA_MEMBER_PART) {
        push_member(lua, &m);
        return;
    }
    if (p->form == EXTSTA_FORM_BYTES) {
        script_push_hex(lua, m.part.bytes);
        return;
    }
    lua_newtable(lua);
    if (p->header.size) {
        lua_newtable(lua);
        script_set_integer(lua, "Type", p->header.type);
        script_set_integer(lua, "Revision", p->header.revision);
        script_set_integer(lua, "Size", p->header.size);
        lua_setfield(lua, -2, "Header");
    }
    for (size_t i = 0; extsta_payload_member(p, i, &m); i++) {
        if (m.name.len == 0 && m.part.form != EXTSTA_FORM_BYTES) {
            push_entries(lua, &m.part);
            continue;
        }
        push_member(lua, &m);
        set_named(lua, m.name.len ? m.name : (struct extsta_span){(const uint8_t *)"data", 4});
    }
}

/* Into the list part of the table on top of the stack. */
static void push_entries(lua_State *lua, const struct extsta_part *part)
{
    struct extsta_part rest = *part;
    struct extsta_payload entry;
    for (lua_Integer n = 1; extsta_payload_next(&rest, &entry); n++) {
        push_payload(lua, &entry);
        lua_seti(lua, -2, n);
    }
}

bool script_push_payload(lua_State *lua, enum extsta_form form, struct extsta_span buffer)
{
    struct extsta_payload p;
    bool whole = extsta_payload_read(form, buffer, &p);
    push_payload(lua, &p);
    return whole;
}

/* --- writing --- */

static void push_encoded(lua_State *lua, enum extsta_form form, int depth);

/* Octets of the hexadecimal text on top of the stack, in its place. */
static void octets_of_hex(lua_State *lua, const char *field)
{
    size_t len, n = 0;
    const char *text = lua_tolstring(lua, -1, &len);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(lua, &b, len / 2 + 1);
    if (!script_octets(text, len, (uint8_t *)out, &n)) {
        luaL_error(lua, "'%s' must be octets in hexadecimal", field);
    }
    luaL_pushresultsize(&b, n);
    lua_remove(lua, -2);
}

/* What is on top of the stack becomes a string of octets for a member: an address, or
 * hexadecimal. */
static void octets_of(lua_State *lua, const struct extsta_member *m, const char *field)
{
    struct extsta_mac mac;
    if (lua_type(lua, -1) != LUA_TSTRING) {
        luaL_error(lua, "'%s' must be a string: an address, or octets in hexadecimal", field);
    }
    if (m->size == 6) {
        script_mac_of(lua, lua_tostring(lua, -1), field, &mac);
        lua_pushlstring(lua, (const char *)mac.b, sizeof mac.b);
        lua_remove(lua, -2);
    } else {
        octets_of_hex(lua, field);
    }
}

/* The list on top of the stack becomes a string of its entries. */
static void entries_of(lua_State *lua, enum extsta_form form, const char *field, int depth)
{
    if (lua_type(lua, -1) != LUA_TTABLE) {
        luaL_error(lua, "'%s' must be a list", field);
    }
    lua_Integer count = (lua_Integer)lua_rawlen(lua, -1);
    luaL_checkstack(lua, 12, "payload");
    lua_pushliteral(lua, "");
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(lua, -2, i);
        push_encoded(lua, form, depth + 1);
        lua_concat(lua, 2);
    }
    lua_remove(lua, -2);
}

static void counters_of(lua_State *lua, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lua_geti(lua, -1, (lua_Integer)i + 1);
        out[i] = (uint64_t)luaL_optinteger(lua, -1, 0);
        lua_pop(lua, 1);
    }
}

/* Sets one member by the value on top of the stack, which stays there as long as the payload
 * needs it (its octets may lie in it). */
static void set_member(lua_State *lua, struct extsta_payload *p, size_t index,
                       struct extsta_member *m, const char *field, int depth)
{
    uint64_t counters[EXTSTA_PHY_COUNTERS] = {0};
    size_t len;
    switch (m->kind) {
    case EXTSTA_MEMBER_NUMBER:
    case EXTSTA_MEMBER_SIGNED:
        if (!lua_isinteger(lua, -1)) {
            luaL_error(lua, "'%s' must be a whole number", field);
        }
        m->number = (uint64_t)lua_tointeger(lua, -1);
        break;
    case EXTSTA_MEMBER_FLAG:
        if (!lua_isboolean(lua, -1)) {
            luaL_error(lua, "'%s' must be true or false", field);
        }
        m->number = lua_toboolean(lua, -1) != 0;
        break;
    case EXTSTA_MEMBER_OCTETS:
        octets_of(lua, m, field);
        m->octets.data = (const uint8_t *)lua_tolstring(lua, -1, &len);
        m->octets.len = len;
        break;
    case EXTSTA_MEMBER_COUNTERS:
        luaL_checktype(lua, -1, LUA_TTABLE);
        counters_of(lua, counters, m->size / 8u);
        m->octets = (struct extsta_span){(const uint8_t *)counters, m->size};
        break;
    case EXTSTA_MEMBER_PART:
        if (m->part.form == EXTSTA_FORM_BYTES) {
            octets_of(lua, m, field);
        } else {
            entries_of(lua, m->part.form, field, depth);
        }
        m->part.bytes.data = (const uint8_t *)lua_tolstring(lua, -1, &len);
        m->part.bytes.len = len;
        break;
    }
    if (!extsta_payload_set(p, index, m)) {
        luaL_error(lua, "'%s' has more octets than there is room for", field);
    }
}

/* Pushes the value that the table at `table` has for a member; false, and nothing: it has none.
 */
static bool push_field(lua_State *lua, int table, const struct extsta_member *m, char *field,
                       size_t size)
{
    const uint8_t *dot = m->name.len ? memchr(m->name.data, '.', m->name.len) : NULL;
    size_t outer = dot ? (size_t)(dot - m->name.data) : m->name.len;
    snprintf(field, size, "%.*s", (int)m->name.len, (const char *)m->name.data);
    if (m->name.len == 0 && m->part.form != EXTSTA_FORM_BYTES) {
        snprintf(field, size, "the list");
        lua_pushvalue(lua, table);
        return true;
    }
    if (m->name.len == 0) {
        snprintf(field, size, "data");
        lua_getfield(lua, table, "data");
    } else {
        push_span(lua, (struct extsta_span){m->name.data, outer});
        lua_gettable(lua, table);
        if (dot && lua_istable(lua, -1)) {
            push_span(lua, (struct extsta_span){dot + 1, m->name.len - outer - 1});
            lua_gettable(lua, -2);
            lua_remove(lua, -2);
        }
    }
    if (lua_isnil(lua, -1)) {
        lua_pop(lua, 1);
        return false;
    }
    return true;
}

/* Whether `key` is a field of this form, or a table that has some. */
static bool is_field(const struct extsta_payload *p, const char *key)
{
    struct extsta_member m;
    size_t len = strlen(key);
    if (strcmp(key, "Header") == 0) {
        return true; /* of a value that was read; the writer makes it anew */
    }
    for (size_t i = 0; extsta_payload_member(p, i, &m); i++) {
        if (m.name.len == 0 ? strcmp(key, "data") == 0
                            : m.name.len >= len && memcmp(m.name.data, key, len) == 0 &&
                                  (m.name.len == len || m.name.data[len] == '.')) {
            return true;
        }
    }
    return false;
}

static void check_keys(lua_State *lua, int table, const struct extsta_payload *p)
{
    const char *first = NULL; /* of the unknown ones, by name: tables have no order */
    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING && !is_field(p, lua_tostring(lua, -1))) {
            const char *key = lua_tostring(lua, -1);
            first = !first || strcmp(key, first) < 0 ? key : first;
        }
    }
    if (first) {
        const char *name = extsta_form_name(p->form);
        luaL_error(lua, "%s has no field '%s'", name ? name : "it", first);
    }
}

/* The payload's octets take the place of the value at index `value`. */
static void finish(lua_State *lua, const struct extsta_payload *p, int value)
{
    size_t size = extsta_payload_write(p, NULL, 0);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(lua, &b, size + 1);
    (void)extsta_payload_write(p, out, size);
    luaL_pushresultsize(&b, size);
    lua_replace(lua, value);
    lua_settop(lua, value);
}

/* The value on top of the stack becomes a string of octets. */
static void push_encoded(lua_State *lua, enum extsta_form form, int depth)
{
    struct extsta_payload p = {.form = form};
    struct extsta_member m;
    char field[64] = "value";
    int value = lua_gettop(lua);
    bool total = false;
    luaL_checkstack(lua, 40, "payload");
    if (depth > DEPTH_LIMIT) {
        luaL_error(lua, "too deep");
    }
    if (extsta_payload_member(&p, 0, &m) && m.name.len == 0 &&
        (m.kind != EXTSTA_MEMBER_PART || form == EXTSTA_FORM_BYTES)) {
        lua_pushvalue(lua, value);
        set_member(lua, &p, 0, &m, field, depth);
        finish(lua, &p, value);
        return;
    }
    if (lua_type(lua, value) != LUA_TTABLE) {
        luaL_error(lua, "a table of fields is needed, not a %s", luaL_typename(lua, value));
    }
    check_keys(lua, value, &p);
    for (size_t i = 0; extsta_payload_member(&p, i, &m); i++) {
        if (push_field(lua, value, &m, field, sizeof field)) {
            total |= strncmp(field, "uTotal", 6) == 0;
            set_member(lua, &p, i, &m, field, depth);
        }
    }
    /* A list whose total is not given has as many as there are. */
    if (!total && extsta_payload_member(&p, 0, &m) && m.name.len > 6 &&
        memcmp(m.name.data, "uTotal", 6) == 0) {
        struct extsta_member list;
        (void)extsta_payload_member(&p, 1, &list);
        bool octets = memcmp(m.name.data + m.name.len - 5, "Bytes", 5) == 0; /* a count of bytes */
        m.number = octets ? list.part.bytes.len : lua_rawlen(lua, value);
        (void)extsta_payload_set(&p, 0, &m);
    }
    finish(lua, &p, value);
}

size_t script_encode(lua_State *lua, enum extsta_form form, uint8_t *out, size_t room)
{
    size_t len;
    push_encoded(lua, form, 0);
    const char *octets = lua_tolstring(lua, -1, &len);
    if (len > room) {
        luaL_error(lua, "the value has %d octets, and there is room for %d", (int)len,
                   (int)room);
    }
    memcpy(out, octets, len);
    lua_pop(lua, 1);
    return len;
}

/* --- which form is meant --- */

/* "DOT11_SSID_LIST", "ASSOCIATION_START", or the name of an OID. */
static enum extsta_form form_named(lua_State *lua, int index, bool output)
{
    const char *wanted = luaL_checkstring(lua, index);
    for (int f = 0; f < EXTSTA_FORMS; f++) {
        const char *name = extsta_form_name((enum extsta_form)f);
        if (name && strcmp(name, wanted) == 0) {
            return (enum extsta_form)f;
        }
    }
    for (uint32_t code = 0x40030000; code < 0x40030040; code++) {
        const char *name = extsta_indication_name(code);
        if (name && strcmp(label_without("NDIS_STATUS_DOT11_", name), wanted) == 0) {
            return extsta_indication_form(code);
        }
    }
    return extsta_oid_form(script_oid_number(lua, index), output);
}

/* encode(name, value) -> hexadecimal */
static int lua_encode(lua_State *lua)
{
    size_t len;
    enum extsta_form form = form_named(lua, 1, false);
    luaL_checkany(lua, 2);
    lua_settop(lua, 2);
    push_encoded(lua, form, 0);
    const char *octets = lua_tolstring(lua, -1, &len);
    script_push_hex(lua, (struct extsta_span){(const uint8_t *)octets, len});
    return 1;
}

/* decode(name, hexadecimal) -> value, whether it was whole */
static int lua_decode(lua_State *lua)
{
    size_t len;
    enum extsta_form form = form_named(lua, 1, true);
    luaL_checktype(lua, 2, LUA_TSTRING);
    lua_settop(lua, 2);
    octets_of_hex(lua, "the second argument");
    const char *octets = lua_tolstring(lua, -1, &len);
    bool whole =
        script_push_payload(lua, form, (struct extsta_span){(const uint8_t *)octets, len});
    lua_pushboolean(lua, whole);
    return 2;
}

void script_register_payload(lua_State *lua)
{
    lua_register(lua, "encode", lua_encode);
    lua_register(lua, "decode", lua_decode);
}
