/* See gaps.h: one row for each gap. */
#include "gaps.h"
#include <linux/nl80211.h>

#define CCMP_128 0x000fac04u
#define CMAC_128 0x000fac06u

static bool no_way(const struct nl80211_wiphy *w)
{
    return nl80211_wiphy_way(w) == NL80211_WAY_NONE;
}

static bool no_channels(const struct nl80211_wiphy *w)
{
    static struct nl80211_caps caps;
    return !nl80211_wiphy_caps(w, NULL, 0, &caps);
}

static bool no_rsn(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_cipher(w, CCMP_128);
}

static bool no_pmf(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_cipher(w, CMAC_128);
}

static bool no_sae(const struct nl80211_wiphy *w)
{
    return nl80211_wiphy_sae(w) == NL80211_KEYS_NONE;
}

static bool no_steps(const struct nl80211_wiphy *w)
{
    return nl80211_wiphy_way(w) == NL80211_WAY_CONNECT;
}

static bool own_handshakes(const struct nl80211_wiphy *w)
{
    return nl80211_wiphy_psk(w) == NL80211_KEYS_OFFLOAD ||
           nl80211_wiphy_8021x(w) == NL80211_KEYS_OFFLOAD;
}

static bool roams(const struct nl80211_wiphy *w)
{
    return w->roams;
}

static bool no_frames(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_command(w, NL80211_CMD_FRAME);
}

static bool no_control_port(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211);
}

static bool no_status(const struct nl80211_wiphy *w)
{
    return !no_control_port(w) &&
           !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS);
}

static bool no_ptk_rekey(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_CAN_REPLACE_PTK0);
}

static bool no_key_id(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_EXT_KEY_ID);
}

static bool no_beacon_protection(const struct nl80211_wiphy *w)
{
    return !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_BEACON_PROTECTION) &&
           !nl80211_wiphy_feature(w, NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT);
}

static bool no_hidden(const struct nl80211_wiphy *w)
{
    return w->max_scan_ssids == 0;
}

static bool has_6ghz(const struct nl80211_wiphy *w)
{
    return w->bands[NL80211_6GHZ].channel_count > 0;
}

static const struct {
    bool (*has)(const struct nl80211_wiphy *w);
    struct nl80211_gap gap;
} rows[] = {
    {no_way, {"no-station", "it has neither AUTHENTICATE nor CONNECT: it cannot be a station"}},
    {no_channels, {"no-channels", "no channel at 2.4 or 5 GHz may be used: see 'iw reg get'"}},
    {no_rsn, {"no-ccmp", "no CCMP: open networks and WEP alone, WPA2 and WPA3 not"}},
    {no_pmf, {"no-pmf", "no BIP: no protected management frames, hence neither WPA3 nor OWE"}},
    {no_sae, {"no-sae", "no SAE: WPA3-Personal will not work"}},
    {no_steps,
     {"no-steps",
      "authentication and association are the card's: their frames are known only as "
      "far as it tells them, and fast transitions (FT) are its own"}},
    {own_handshakes,
     {"own-handshakes",
      "it wants to do the four-way handshake itself: it is given the PMK, and "
      "keys stay in it"}},
    {roams, {"own-roaming", "it roams when it wants to: the station is told afterwards"}},
    {no_frames,
     {"no-frames", "it sends no management frames for us: no SA Query of ours, by which forged "
                   "farewells are told from true ones"}},
    {no_control_port,
     {"no-control-port",
      "EAPOL is not told by nl80211: the handshake's frames would have to be "
      "taken from the interface"}},
    {no_status,
     {"no-eapol-status",
      "whether an EAPOL frame was acknowledged is not told: taken for sent when "
      "the card has it"}},
    {no_ptk_rekey,
     {"no-ptk-rekey", "a pairwise key in use cannot be replaced without loss: when the access "
                      "point renews it, frames may be lost"}},
    {no_key_id, {"no-key-id", "no Extended Key ID: --extended-key-id changes nothing"}},
    {no_beacon_protection,
     {"no-beacon-protection", "protected Beacons are not checked: forged ones are believed"}},
    {no_hidden,
     {"no-hidden", "it probes for no names: hidden networks are not found by a scan"}},
    {has_6ghz, {"no-6ghz", "its 6 GHz channels are not used: the station knows 2.4 and 5 GHz"}},
};

const struct nl80211_gap *nl80211_gap_next(const struct nl80211_wiphy *w, size_t *state)
{
    while (*state < sizeof rows / sizeof *rows) {
        size_t i = (*state)++;
        if (rows[i].has(w)) {
            return &rows[i].gap;
        }
    }
    return NULL;
}

enum nl80211_monitor nl80211_wiphy_monitor(const struct nl80211_wiphy *w)
{
    return !(w->interface_types & 1u << NL80211_IFTYPE_MONITOR) ? NL80211_MONITOR_NONE
           : w->features & NL80211_FEATURE_ACTIVE_MONITOR       ? NL80211_MONITOR_ACTIVE
                                                                : NL80211_MONITOR_PASSIVE;
}
