/* Reason codes (IEEE 802.11-2020 table 9-49).
 *
 * The same number says different things here and in the table of status codes (12: BSS
 * transition management here, a denial there; 18: the group cipher here, the basic rates
 * there), hence two tables and no common lookup. */
#include "explain/codes.h"

static const char *const texts[] = {
    [1] = "unspecified reason",
    [2] = "previous authentication no longer valid",
    [3] = "deauthenticated: the sender is leaving or has left the BSS",
    [4] = "disassociated for inactivity",
    [5] = "disassociated: the AP cannot handle all associated stations",
    [6] = "class 2 frame from a station that is not authenticated",
    [7] = "class 3 frame from a station that is not associated",
    [8] = "disassociated: the sender is leaving or has left the BSS",
    [9] = "(re)association requested without authentication",
    [10] = "Power Capability element unacceptable",
    [11] = "Supported Channels element unacceptable",
    [12] = "disassociated by BSS transition management",
    [13] = "invalid element",
    [14] = "message integrity code (MIC) failure",
    [15] = "four-way handshake timeout",
    [16] = "group key handshake timeout",
    [17] = "element in the four-way handshake differs from (re)association request, probe "
           "response or beacon",
    [18] = "invalid group cipher",
    [19] = "invalid pairwise cipher",
    [20] = "invalid AKMP",
    [21] = "unsupported RSNE version",
    [22] = "invalid RSNE capabilities",
    [23] = "IEEE 802.1X authentication failed",
    [24] = "cipher suite rejected by the security policy",
    [25] = "TDLS teardown: peer unreachable over the direct link",
    [26] = "TDLS teardown, unspecified",
    [27] = "session terminated by the service provider (SSP)",
    [28] = "no roaming agreement with the service provider (SSP)",
    [29] = "service rejected: cipher suite or AKM requirement of the service provider (SSP)",
    [30] = "service not authorized in this location",
    [31] = "traffic stream deleted: a change of the BSS leaves too little bandwidth",
    [32] = "disassociated for an unspecified QoS reason",
    [33] = "disassociated: QoS AP lacks bandwidth for this station",
    [34] = "disassociated: too many frames not acknowledged",
    [35] = "disassociated: station transmits outside its TXOPs",
    [36] = "peer requested it: it is leaving the BSS or resetting",
    [37] = "stream or session no longer used by the requester",
    [38] = "frames received of a mechanism that was not set up",
    [39] = "peer requested it after a timeout",
    [45] = "peer does not support the requested cipher suite",
    [46] = "disassociated: authorized access limit reached",
    [47] = "disassociated: external service requirements",
    [48] = "invalid FT Action frame count",
    [49] = "invalid PMKID",
    [50] = "invalid Mobility Domain element",
    [51] = "invalid Fast BSS Transition element",
    [52] = "mesh peering cancelled",
    [53] = "mesh station has its maximum number of peers",
    [54] = "mesh configuration policy violated",
    [55] = "mesh peering close received",
    [56] = "mesh peering: maximum retries reached",
    [57] = "mesh peering: confirm timeout",
    [58] = "mesh: GTK cannot be unwrapped or does not match",
    [59] = "mesh: inconsistent parameters",
    [60] = "mesh: authenticated peering found no common cipher",
    [61] = "mesh path error: no proxy information",
    [62] = "mesh path error: no forwarding information",
    [63] = "mesh path error: destination unreachable",
    [64] = "MAC address already exists in the mesh BSS",
    [65] = "mesh channel switch for regulatory reasons",
    [66] = "mesh channel switch, unspecified",
    [67] = "transmission link in the alternative channel not established",
    [68] = "alternative channel occupied",
    [71] = "disassociated: poor RSSI",
};

static const char class_usual[] =
    "the AP restarted, timed the station out, or the frame that ended the association was lost";
static const char class_check[] =
    "look for an earlier deauthentication or a restart of the AP that the station missed";

static const struct code_known known[] = {
    {1,
     {"the peer gave no reason", "an administrator, a controller or a restart of the AP",
      "read the AP's own log at that moment", RETRY}},
    {2,
     {"the peer no longer holds the authentication valid",
      "the AP lost its state; during the four-way handshake, a wrong passphrase",
      "see whether message 2 was repeated before: then check the passphrase, else the AP's log",
      RETRY}},
    {3,
     {"the peer left or is shutting the BSS down", "the AP is restarting or changing channel",
      "see whether the BSS comes back, and where", RETRY}},
    {4,
     {"the AP took the station for gone",
      "no frame of the station reached the AP within its inactivity limit",
      "check power save, range and the AP's inactivity limit", RETRY}},
    {5,
     {"the AP has more stations than it can handle", "load balancing or a full AP",
      "see the station count in the BSS Load element, or use another AP", RETRY}},
    {6, {"the AP does not know the station as authenticated", class_usual, class_check, RETRY}},
    {7, {"the AP does not know the station as associated", class_usual, class_check, RETRY}},
    {8,
     {"the peer left, or steers the station away", "band steering or an AP that shuts down",
      "see whether other APs of the network took the station at once", RETRY}},
    {9,
     {"the AP holds no authentication for this association",
      "the AP restarted between authentication and association", class_check, RETRY}},
    {12,
     {"the AP asked the station to move to another BSS",
      "load balancing or maintenance through BSS transition management",
      "see the BSS Transition Management Request before it and its candidate list", RETRY}},
    {13,
     {"the AP took an element of the station for malformed",
      "an element the AP's software does not parse", "decode the elements of the request",
      POLICY}},
    {14,
     {"a Michael MIC failure: TKIP countermeasures",
      "an attack on TKIP, or a defective key on one side", "move the network to CCMP", POLICY}},
    {15,
     {"the AP waited in vain for a message of the four-way handshake",
      "a wrong passphrase, or message 2 or 4 lost on the air",
      "check the passphrase, then the signal: a repeated message 1 tells them apart",
      CREDENTIAL}},
    {16,
     {"the AP waited in vain for the group key acknowledgement",
      "the station slept or was out of range while the group key changed",
      "check power save and signal at that moment", RETRY}},
    {17,
     {"the RSN element of the handshake is not that of the beacon or the request",
      "a proxy, a misconfigured AP or an attempt to downgrade",
      "compare the RSN elements of beacon, request and message 2 or 3", POLICY}},
    {18, {"the AP refuses the group cipher", RSN_USUAL, RSN_CHECK, POLICY}},
    {19, {"the AP refuses the pairwise cipher", RSN_USUAL, RSN_CHECK, POLICY}},
    {20, {"the AP refuses the key management", RSN_USUAL, RSN_CHECK, POLICY}},
    {21, {"the AP does not know the RSNE version", RSN_USUAL, RSN_CHECK, POLICY}},
    {22, {"the AP refuses the RSN capabilities", RSN_USUAL, RSN_CHECK, POLICY}},
    {23,
     {"the authentication server refused the station",
      "wrong or expired credentials, an unknown user, a certificate not trusted",
      "read the log of the authentication server for this user", CREDENTIAL}},
    {24, {"the AP's policy forbids the cipher", RSN_USUAL, RSN_CHECK, POLICY}},
    {34,
     {"too few frames came through", "range, interference or a sleeping station",
      "check signal, retries and channel load at that moment", ENVIRONMENT}},
    {46,
     {"the limit of what is authorized is reached", "quota or session time used up",
      "ask the operator of the network", POLICY}},
    {49,
     {"the AP does not know the PMKID", "the AP's PMK cache was emptied",
      "let the station connect without the cached PMK", RETRY}},
    {71,
     {"the signal is too weak for the AP", "distance or an obstacle",
      "move closer or add an AP", ENVIRONMENT}},
};

static const char own_log[] = "read the station's own log at that moment";
static const char refuses[] = "what the AP offers does not meet the station's settings";

static const struct code_known own[] = {
    {3, {"the station leaves", "", "", EXTSTA_REMEDY_NONE}},
    {8, {"the station leaves", "", "", EXTSTA_REMEDY_NONE}},
    {2,
     {"the station dropped its authentication",
      "its supplicant starts over: a reconnection, or a change of profile", own_log, RETRY}},
    {6,
     {"the station does not know the AP as authenticated",
      "the station restarted or had left, and the AP did not notice",
      "look for an earlier end of the association that the AP missed", RETRY}},
    {7,
     {"the station does not know the AP as associated",
      "the station restarted or had left, and the AP did not notice",
      "look for an earlier end of the association that the AP missed", RETRY}},
    {14,
     {"a Michael MIC failure: TKIP countermeasures",
      "an attack on TKIP, or a defective key on one side", "move the network to CCMP", POLICY}},
    {15,
     {"the station waited in vain for a message of the four-way handshake",
      "message 1 or 3 was lost on the air, or the AP holds the station for authorized",
      "see whether the AP sent message 1 and 3, and with which signal", RETRY}},
    {16,
     {"the station waited in vain for the group key", "a group key message lost on the air",
      "check signal and power save at that moment", RETRY}},
    {18, {"the station refuses the group cipher", refuses, RSN_CHECK, POLICY}},
    {19, {"the station refuses the pairwise cipher", refuses, RSN_CHECK, POLICY}},
    {20, {"the station refuses the key management", refuses, RSN_CHECK, POLICY}},
    {23,
     {"802.1X failed at the station",
      "its supplicant refused the server: a certificate, or credentials it does not have",
      "read the log of the station's 802.1X supplicant", CREDENTIAL}},
};

const struct extsta_explanation *codes_explain_own_reason(uint16_t reason)
{
    static const struct extsta_explanation decided = {
        "the station decided so", "the user, the supplicant or the driver of the station", own_log,
        RETRY};
    const struct extsta_explanation *known_own = codes_find(own, COUNT(own), reason);
    return known_own ? known_own : &decided;
}

const char *extsta_reason_text(uint16_t reason)
{
    return NAME_AT(texts, reason, "reserved");
}

const struct extsta_explanation *codes_explain_reason(uint16_t reason)
{
    return codes_find(known, COUNT(known), reason);
}
