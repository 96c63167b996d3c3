/* The extensions' own part of a profile: a security fragment such as
 *
 *   <WPA2PSK xmlns="urn:extsta:wpa2psk:1"><passphrase>...</passphrase></WPA2PSK>
 *
 * Nobody has checked it before (IHV-39): whatever it holds is hostile. */
#ifndef EXTENSIONS_COMMON_SETTINGS_H
#define EXTENSIONS_COMMON_SETTINGS_H

#include <extsta/wlanihv.h>
#include <stdbool.h>

/* The passphrase of 8 to 63 printable characters, terminated; false: the fragment has none, and
 * `passphrase` is zero. It is the caller's to wipe. */
bool settings_passphrase(const WCHAR *fragment, char passphrase[64]);
/* What a handler is given of a profile: one SSID and such a fragment. An error with its reason
 * (IHV-14), and `passphrase` is zero. */
DWORD settings_check(const DOT11EXT_IHV_PROFILE_PARAMS *params,
                     const DOT11EXT_IHV_SECURITY_PROFILE *security, char passphrase[64],
                     PDWORD reason);

#endif
