/* Buffers of the miniport boundary for scripts (script_payload.c): tables of Lua from octets,
 * and octets from tables. */
#ifndef SCRIPT_SCRIPT_PAYLOAD_H
#define SCRIPT_SCRIPT_PAYLOAD_H

#include <extsta/payload.h>
#include <lua.h>

/* Pushes what a buffer of this form holds; false: it was not whole (extsta_payload_read). */
bool script_push_payload(lua_State *lua, enum extsta_form form, struct extsta_span buffer);
/* Takes the value on top of the stack off it and writes it to `out`: octets. Raises an error
 * when it is none of this form, or there is no room. */
size_t script_encode(lua_State *lua, enum extsta_form form, uint8_t *out, size_t room);
/* Adds encode() and decode() to the globals. */
void script_register_payload(lua_State *lua);

#endif
