/* What is known about each kind of failure, end and finding: a table of texts. */
#include "explain/story_private.h"

static const char *const names[] = {
#define NAME(symbol, name) [EXTSTA_KIND_##symbol] = name,
    EXTSTA_STORY_KIND_LIST(NAME)
#undef NAME
};

#define AUTHENTICATION EXTSTA_STAGE_AUTHENTICATION
#define ASSOCIATION    EXTSTA_STAGE_ASSOCIATION
#define FOUR_WAY       EXTSTA_STAGE_FOUR_WAY
#define CONNECTED      EXTSTA_STAGE_CONNECTED

#define ABOUT(kind)    [EXTSTA_KIND_##kind]

/* Diagnosis, stage, meaning, usual causes, next check. */
static const struct story_kind_info infos[] = {
    ABOUT(NONE) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED, NULL, NULL, NULL},
    ABOUT(AUTH_NO_ANSWER) = {EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER, AUTHENTICATION, NULL, NULL,
                             NULL},
    ABOUT(AUTH_REFUSED) = {EXTSTA_DIAGNOSIS_REFUSED, AUTHENTICATION, NULL, NULL, NULL},
    ABOUT(SHARED_KEY) = {EXTSTA_DIAGNOSIS_REFUSED, AUTHENTICATION,
                         "the WEP key of the station is wrong",
                         "a mistyped key, or another key index",
                         "compare the WEP key and its index with those of the AP"},
    ABOUT(SAE_COMMIT_NO_ANSWER) = {EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER, AUTHENTICATION,
                                   "the AP did not answer the SAE commit",
                                   "the AP hears the station badly or is busy, or silently drops "
                                   "commits of a kind it does not support (hash-to-element)",
                                   "compare the RSNXE (H2E bit) and the SAE groups of both; check "
                                   "the signal at the AP"},
    ABOUT(SAE_COMMIT_REFUSED) = {EXTSTA_DIAGNOSIS_REFUSED, AUTHENTICATION,
                                 "the AP refused the SAE commit", NULL, NULL},
    ABOUT(SAE_CONFIRM_NO_ANSWER) = {EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, AUTHENTICATION,
                                    "the AP did not answer the SAE confirm: probably the passwords "
                                    "differ",
                                    "a wrong password: many APs drop a confirm that does not verify",
                                    "compare the password with that of the AP"},
    ABOUT(SAE_CONFIRM) = {EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, AUTHENTICATION,
                          "the SAE confirm does not verify: the passwords differ",
                          "a mistyped password, or one that was changed at one side",
                          "compare the password with that of the AP, capitals and spaces too"},
    ABOUT(SAE_GROUP) = {EXTSTA_DIAGNOSIS_REFUSED, AUTHENTICATION,
                        "the AP does not support the SAE group",
                        "the station prefers another elliptic curve; it should try the next one",
                        "nothing if it connects with another group; else allow group 19 at both"},
    ABOUT(SAE_TOKEN) = {EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER, AUTHENTICATION,
                        "the AP asked for an anti-clogging token and the exchange ended there",
                        "many stations at once, or an attack with SAE commits; a station that does "
                        "not return the token",
                        "count the commits at that time; try with fewer stations"},
    ABOUT(SAE_IDENTIFIER) = {EXTSTA_DIAGNOSIS_REFUSED, AUTHENTICATION,
                             "the AP does not know the password identifier",
                             "another identifier at the station than in the AP's list",
                             "compare the SAE password identifiers of both"},
    ABOUT(GAVE_UP) = {EXTSTA_DIAGNOSIS_NONE, ASSOCIATION,
                      "the station authenticated and then went no further",
                      "it did not hear the answer, refused what the AP offers, or found a better AP",
                      "check the signal at the station, and its own log"},
    ABOUT(ASSOC_NO_ANSWER) = {EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER, ASSOCIATION, NULL, NULL,
                              NULL},
    ABOUT(ASSOC_REFUSED) = {EXTSTA_DIAGNOSIS_REFUSED, ASSOCIATION, NULL, NULL, NULL},
    ABOUT(PMF_POLICY) = {EXTSTA_DIAGNOSIS_SECURITY_MISMATCH, ASSOCIATION,
                         "the use of protected management frames does not meet the AP's policy",
                         "the AP requires PMF and the station does not offer it, or the two disagree "
                         "on the ciphers allowed with it",
                         "set PMF to capable at both, or drop TKIP"},
    ABOUT(PMF_COMEBACK) = {EXTSTA_DIAGNOSIS_REFUSED, ASSOCIATION,
                           "the AP still holds an association of this address and asks it by SA "
                           "Query first",
                           "the station lost its state without saying so; or somebody pretends to "
                           "be the station",
                           "nothing if it is let in a moment later; else see who answers the SA "
                           "Query"},
    ABOUT(M1_NEVER_CAME) = {EXTSTA_DIAGNOSIS_M1_NEVER_CAME, FOUR_WAY, NULL, NULL, NULL},
    ABOUT(M2_NEVER_CAME) = {EXTSTA_DIAGNOSIS_NONE, FOUR_WAY,
                            "the station did not answer message 1 of the four-way handshake",
                            "message 1 does not reach the station, or its supplicant is not running "
                            "or has no key for this network",
                            "check the signal at the station and its own log"},
    ABOUT(M2_REJECTED) = {EXTSTA_DIAGNOSIS_M3_NEVER_CAME, FOUR_WAY,
                          "the AP did not accept message 2 although its MIC verifies with the given "
                          "key",
                          "an element in message 2 differs from the association request (RSNE, "
                          "RSNXE, operating channel), or the AP has another key than the one given",
                          "compare the RSNE of the association request with that of message 2; read "
                          "the AP's log"},
    ABOUT(WRONG_PASSPHRASE) = {EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE, FOUR_WAY, NULL, NULL,
                               NULL},
    ABOUT(M3_NEVER_CAME) = {EXTSTA_DIAGNOSIS_M3_NEVER_CAME, FOUR_WAY, NULL, NULL, NULL},
    ABOUT(M4_NEVER_CAME) = {EXTSTA_DIAGNOSIS_M3_MIC, FOUR_WAY,
                            "the station did not answer message 3 of the four-way handshake",
                            "message 3 does not reach the station, or the station rejects it: its "
                            "RSN element differs from the beacon's, or the MIC is wrong",
                            "compare the RSNE of the beacon with that of message 3; check the "
                            "signal at the station"},
    ABOUT(RSNE_MISMATCH) = {EXTSTA_DIAGNOSIS_RSNE_MISMATCH, FOUR_WAY, NULL, NULL, NULL},
    ABOUT(EAP_FAILURE) = {EXTSTA_DIAGNOSIS_REFUSED, EXTSTA_STAGE_IHV_SECURITY,
                          "the authentication server refused",
                          "a wrong identity, password or certificate, or an account without access",
                          "read the log of the authentication server for this identity"},
    ABOUT(EAP_METHOD) = {EXTSTA_DIAGNOSIS_SECURITY_MISMATCH, EXTSTA_STAGE_IHV_SECURITY,
                         "station and authentication server have no EAP method in common",
                         "the station is configured for another method than the server allows",
                         "compare the EAP methods configured at both"},
    ABOUT(EAP_CERTIFICATE) = {EXTSTA_DIAGNOSIS_REFUSED, EXTSTA_STAGE_IHV_SECURITY,
                              "a certificate was not accepted",
                              "a CA that the other side does not trust, an expired certificate, a "
                              "wrong name, or a wrong clock",
                              "check the dates, the CA and the names of both certificates, and the "
                              "clock of the station"},
    ABOUT(EAP_NO_ANSWER) = {EXTSTA_DIAGNOSIS_NONE, EXTSTA_STAGE_IHV_SECURITY,
                            "the station did not answer the EAP request",
                            "no 802.1X supplicant is running, it waits for the user, or frames do "
                            "not reach it",
                            "check the station's 802.1X settings and its own log"},
    ABOUT(EAP_UNFINISHED) = {EXTSTA_DIAGNOSIS_NONE, EXTSTA_STAGE_IHV_SECURITY,
                             "the EAP exchange stopped before its end",
                             "the authentication server does not answer the AP (a time-out, a "
                             "fragment that is lost on the way), or the station stopped: wrong "
                             "credentials of the server, or the user's abort",
                             "look at the RADIUS exchange of the AP at that time"},
    ABOUT(COUNTERMEASURES) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                              "TKIP countermeasures",
                              "two Michael MIC failures within a minute: an attack or a broken "
                              "station",
                              "drop TKIP; find the station that reports MIC failures"},
    ABOUT(REFUSED_BY_LEAVE) = {EXTSTA_DIAGNOSIS_REFUSED, ASSOCIATION,
                               "it was ended before it had begun", NULL, NULL},
    ABOUT(LEFT) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED, NULL, NULL, NULL},
    ABOUT(ENDED_BY_AP) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED, NULL, NULL, NULL},
    ABOUT(AP_LOST_STATE) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                            "the AP no longer knows the station",
                            "the AP restarted, aged the station out, or handed it to another AP",
                            "look for a restart in the AP's log, and at its inactivity time-out"},
    ABOUT(INACTIVITY) = {EXTSTA_DIAGNOSIS_PEER_SILENT, CONNECTED,
                         "the AP did not hear the station any more",
                         "the station went out of range, to sleep or to another AP",
                         "check the signal of the station before it fell silent, and where it "
                         "appeared next"},
    ABOUT(BEACON_LOSS) = {EXTSTA_DIAGNOSIS_PEER_SILENT, CONNECTED,
                          "the station lost the AP's beacons", NULL, NULL},
    ABOUT(REPLACED) = {EXTSTA_DIAGNOSIS_REPLACED, CONNECTED, NULL, NULL, NULL},
    ABOUT(AP_SILENT) = {EXTSTA_DIAGNOSIS_PEER_SILENT, CONNECTED,
                        "nothing was heard of the AP any more", NULL, NULL},
    ABOUT(STA_SILENT) = {EXTSTA_DIAGNOSIS_PEER_SILENT, CONNECTED,
                         "the station does not answer any more",
                         "it went out of range, was switched off or sleeps",
                         "check its signal before the silence, and where it appeared next"},
    ABOUT(ROAM) = {EXTSTA_DIAGNOSIS_BETTER_AP, CONNECTED, NULL, NULL, NULL},
    ABOUT(FORGED) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                     "without the protection that was agreed on, so the receiver must ignore it",
                     "an attack; or an AP that lost its keys and says so in the only way it can",
                     "look for a second transmitter with this address; if an SA Query follows "
                     "without an answer, the AP restarted"},
    ABOUT(FLOOD) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                    "a flood of deauthentications",
                    "an attack, or an intrusion prevention system that contains this network",
                    "look at signal and sequence numbers of these frames to find their "
                    "transmitter; use PMF (802.11w)"},
    ABOUT(GOES_ON) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                      "the traffic of both sides goes on all the same",
                      "the frame did not come from its alleged sender, or did not reach its receiver",
                      "compare its signal and sequence number with the sender's other frames"},
    ABOUT(SPOOFED) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                      "a forged deauthentication: its sequence number is not one of its alleged "
                      "sender's",
                      "an attack, or an intrusion prevention system that contains this network",
                      "look at signal and sequence numbers of these frames to find their "
                      "transmitter; use PMF (802.11w)"},
    ABOUT(NOT_ASSOCIATED) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED,
                             "it was not associated as far as this capture shows",
                             "the AP restarted or forgot the station, which still sends",
                             "see whether the station authenticates anew after it"},
    ABOUT(REKEY) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED, NULL, NULL, NULL},
    ABOUT(NO_ASSOCIATION) = {EXTSTA_DIAGNOSIS_NONE, CONNECTED, NULL, NULL, NULL},
    ABOUT(TRANSITION) = {EXTSTA_DIAGNOSIS_BETTER_AP, CONNECTED, NULL, NULL, NULL},
};

_Static_assert(sizeof infos / sizeof *infos == EXTSTA_KIND_COUNT, "a kind without a row");

const struct story_kind_info *story_kind(enum extsta_story_kind kind)
{
    return &infos[kind];
}

const char *extsta_story_kind_name(enum extsta_story_kind kind)
{
    return (unsigned)kind < EXTSTA_KIND_COUNT ? names[kind] : NULL;
}
