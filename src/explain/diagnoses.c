/* What is known about each diagnosis. */
#include "base/names.h"
#include <extsta/cause.h>

/* Symbol, meaning, usual causes, next check, remedy. The meaning follows a colon. */
static const struct extsta_explanation explanations[] = {
    [EXTSTA_DIAGNOSIS_NONE] = {"no cause is known",
                               "the record holds only what the other fields say",
                               "look at the frames and indications just before it",
                               EXTSTA_REMEDY_RETRY},
    [EXTSTA_DIAGNOSIS_NO_CANDIDATE] =
        {"no BSS qualifies",
         "all BSSs of the network were tried, are too weak or do not match the profile",
         "list the BSSs of the scan with the reason each was passed over",
         EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_SSID_NOT_FOUND] =
        {"no beacon or probe response of this SSID was heard",
         "out of range, the AP is off, another spelling of the SSID, a hidden network that "
         "the profile does not mark as hidden, or a channel that is not scanned",
         "scan for the SSID, letter by letter, on all bands", EXTSTA_REMEDY_ENVIRONMENT},
    [EXTSTA_DIAGNOSIS_SECURITY_MISMATCH] =
        {"the BSS does not offer the security of the profile",
         "the profile asks for another key management or cipher than the AP has, or "
         "protected management frames are required on one side only",
         "compare the RSN element of the beacon with the profile", EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE] =
        {"the RSN element of the BSS cannot be satisfied by any station",
         "a misconfigured or malicious AP: no suite in common with itself, or a malformed "
         "element",
         "decode the RSN element of the beacon and correct the AP", EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER] =
        {"the AP did not answer authentication",
         "the AP hears the station badly, filters its address, or is overloaded",
         "check the signal at the AP and its access list", EXTSTA_REMEDY_ENVIRONMENT},
    [EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER] =
        {"the AP did not answer the association request",
         "the AP hears the station badly, or is overloaded",
         "check whether the request was acknowledged: if not, the signal; if so, the AP",
         EXTSTA_REMEDY_ENVIRONMENT},
    [EXTSTA_DIAGNOSIS_REFUSED] = {"the AP refused",
                                  "an access list, a full AP, or a capability it requires",
                                  "read the status code of its answer, then the AP's log",
                                  EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_M1_NEVER_CAME] =
        {"message 1 of the four-way handshake never came",
         "the AP waits for its authentication server, holds the station for authorized, or "
         "the frame was lost",
         "see in the AP's log whether it started the handshake", EXTSTA_REMEDY_RETRY},
    [EXTSTA_DIAGNOSIS_M3_NEVER_CAME] =
        {"message 3 of the four-way handshake never came",
         "the AP could not verify message 2, usually for a wrong passphrase; or message 2 "
         "or 3 was lost",
         "check the passphrase; a message 1 that came again means that the AP rejected or "
         "did not receive message 2",
         EXTSTA_REMEDY_CREDENTIAL},
    [EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE] =
        {"the passphrase is wrong", "a mistyped passphrase, or one that was changed at the AP",
         "compare the passphrase with that of the AP, capitals and spaces too",
         EXTSTA_REMEDY_CREDENTIAL},
    [EXTSTA_DIAGNOSIS_M3_MIC] =
        {"the MIC of message 3 does not verify",
         "the AP has another PMK (wrong passphrase at one side, a stale PMK cache), or "
         "somebody forges message 3",
         "check the passphrase, drop the cached PMK and look for a second transmitter with "
         "the AP's address",
         EXTSTA_REMEDY_CREDENTIAL},
    [EXTSTA_DIAGNOSIS_RSNE_MISMATCH] =
        {"the RSN element of message 3 is not the one of the beacon",
         "an attempt to downgrade the security, or an AP whose beacon and handshake are "
         "configured apart",
         "compare the two RSN elements; look for a second transmitter with the AP's address",
         EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_PEER_SILENT] =
        {"nothing was heard of the AP any more",
         "out of range, the AP lost power or changed channel, or strong interference",
         "check the signal before the silence, and scan for the BSS on other channels",
         EXTSTA_REMEDY_ENVIRONMENT},
    [EXTSTA_DIAGNOSIS_BETTER_AP] =
        {"a better AP of the network was found", "the station moves and the signal changes",
         "nothing, unless it goes back and forth: then compare the two signals",
         EXTSTA_REMEDY_NONE},
    [EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST] = {"disconnection was requested",
                                             "the user, or a change of profile",
                                             "nothing: it was asked for", EXTSTA_REMEDY_NONE},
    [EXTSTA_DIAGNOSIS_RESET_REQUEST] = {"a reset was requested",
                                        "a new connection attempt, or the end of the host",
                                        "nothing: it was asked for", EXTSTA_REMEDY_NONE},
    [EXTSTA_DIAGNOSIS_RADIO_OFF] =
        {"the radio is off", "a hardware switch, the user, or the end of the radio's process",
         "check the hardware and software state of the PHY", EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_EXCLUDED] = {"the address of the AP is on the excluded list",
                                   "the OS excluded it after failures, or the user did",
                                   "look at the list of excluded MAC addresses",
                                   EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_TEN_SECONDS] =
        {"no association within ten seconds",
         "candidates that answer slowly or not at all, one after the other",
         "see in the log which candidate took the time", EXTSTA_REMEDY_ENVIRONMENT},
    [EXTSTA_DIAGNOSIS_REPLACED] = {"another association took its place",
                                   "a roam, or a new association with the same AP",
                                   "nothing: the new association goes on", EXTSTA_REMEDY_NONE},
    [EXTSTA_DIAGNOSIS_IHV_FAILED] =
        {"the IHV extension failed",
         "its own security protocol failed, or it did not answer in time",
         "read the extension's own log", EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_NO_MEMORY] = {"out of memory", "too many stations for the memory given",
                                    "give the context more memory", EXTSTA_REMEDY_RETRY},
    [EXTSTA_DIAGNOSIS_PMF_REQUIRED] =
        {"the AP requires protected management frames, which this station does not offer",
         "an AP set up for WPA3 only, or for WPA2 with protected management frames required",
         "set protected management frames (802.11w) at the AP to optional",
         EXTSTA_REMEDY_POLICY},
    [EXTSTA_DIAGNOSIS_BAD_RESPONSE] =
        {"the AP accepted the association in a way that no station can use",
         "an association id that is not from 1 to 2007, or no rates: a faulty AP, or somebody "
         "who answers in its place",
         "look at the association response, and whether another one follows it",
         EXTSTA_REMEDY_POLICY},
};

_Static_assert(COUNT(explanations) == EXTSTA_DIAGNOSIS_COUNT, "a diagnosis is not explained");

const struct extsta_explanation *extsta_diagnosis_explanation(enum extsta_diagnosis diagnosis)
{
    return &explanations[(unsigned)diagnosis < COUNT(explanations) ? diagnosis
                                                                   : EXTSTA_DIAGNOSIS_NONE];
}
