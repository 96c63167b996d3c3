/* Methods of an access point that steers (script_ap_steer.c), registered by script_ap.c. */
#ifndef SCRIPT_AP_STEER_H
#define SCRIPT_AP_STEER_H

#include <lua.h>

/* btm{to=, candidates=, abridged=, imminent=, ends=, network_ends=, timer=} */
int script_ap_btm(lua_State *lua);
/* beacon_request{to=, mode=, channel=, duration=, bssid=, ssid=} */
int script_ap_beacon_request(lua_State *lua);
/* answers() -> what the clients have answered since the last call: a list of {what=, station=,
 * code=, ap=, signal=} */
int script_ap_answers(lua_State *lua);

#endif
