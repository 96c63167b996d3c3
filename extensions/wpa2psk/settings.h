/* The extension's own part of a profile: a security fragment such as
 *
 *   <WPA2PSK xmlns="urn:extsta:wpa2psk:1"><passphrase>...</passphrase></WPA2PSK>
 *
 * Nobody has checked it before (IHV-39): whatever it holds is hostile. */
#ifndef WPA2PSK_SETTINGS_H
#define WPA2PSK_SETTINGS_H

#include <extsta/wlanihv.h>
#include <stdbool.h>

/* The passphrase of 8 to 63 printable characters, terminated; false: the fragment has none, and
 * `passphrase` is zero. It is the caller's to wipe. */
bool settings_passphrase(const WCHAR *fragment, char passphrase[64]);

#endif
