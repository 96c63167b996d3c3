/* What a card lacks of what a station asks for, and what that means for whoever uses it: from
 * its capabilities (wiphy.h), for `extsta radios`. docs/nl80211.md has the same names. */
#ifndef DRIVER_NL80211_GAPS_H
#define DRIVER_NL80211_GAPS_H

#include "wiphy.h"

struct nl80211_gap {
    const char *name; /* stable: "no-pmf" */
    const char *text; /* what will not work, or how it is done instead */
};

/* The gaps of a card, the gravest first; *state begins at 0 and is this function's. NULL: there
 * are no more. */
const struct nl80211_gap *nl80211_gap_next(const struct nl80211_wiphy *w, size_t *state);

/* What the card does for a radio in monitor mode. */
enum nl80211_monitor {
    NL80211_MONITOR_NONE,
    NL80211_MONITOR_PASSIVE, /* hears and sends; nobody acknowledges what is for our address */
    NL80211_MONITOR_ACTIVE,  /* acknowledges what is for its address */
};
enum nl80211_monitor nl80211_wiphy_monitor(const struct nl80211_wiphy *w);

#endif
