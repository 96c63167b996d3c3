/* What NetworkManager says of a Wi-Fi device, where it says why. It names no addresses: its
 * lines are placed by time, and by the states of the supplicant that it repeats. */
#include "explain/logs/log_words.h"

#define W(name) EXTSTA_WORD_##name
#define DEVICE  "device (%i): "

static const struct log_row rows[] = {
    {DEVICE "supplicant interface state: %w -> authenticating", W(AUTH_REQUEST), FRAME(AUTH),
     LOG_STA, LOG_BEFORE, 0, 0, 200, true, true},
    {DEVICE "supplicant interface state: %w -> associating", W(ASSOC_REQUEST), ANY_REQUEST,
     LOG_STA, LOG_BEFORE, 0, 0, 200, true, true},
    {DEVICE "supplicant interface state: %w -> associated", W(ASSOCIATED), ANY_RESPONSE, LOG_AP,
     LOG_AFTER, 0, 0, 1000, true, true},
    {DEVICE "supplicant interface state: 4way_handshake -> completed", W(AUTHORIZED),
     FRAME(EAPOL_KEY), LOG_STA, LOG_AFTER, 4, 0, 2000, true, true},
    {DEVICE "supplicant interface state: 4-way handshake -> completed", W(AUTHORIZED),
     FRAME(EAPOL_KEY), LOG_STA, LOG_AFTER, 4, 0, 2000, true, true},
    {DEVICE "supplicant interface state: completed -> disconnected", W(DISCONNECTED), ANY_END,
     LOG_STA | LOG_AP, LOG_AFTER, 0, 0, 2000, true, true},
    {DEVICE "supplicant interface state: ", W(STATE), 0, 0, LOG_NONE, 0, 0, 0, false, false},
    {DEVICE "Activation: (wifi) association took too long", W(NOTE), 0, 0, LOG_NONE, 0, 0, 0,
     false, false},
    {DEVICE "Activation: (wifi) disconnected during association, asking for new key",
     W(WRONG_KEY), 0, 0, LOG_NONE, 0, 0, 0, false, false},
    {DEVICE "Activation: (wifi) Stage 2 of 5 (Device Configure) successful", W(NOTE), 0, 0,
     LOG_NONE, 0, 0, 0, false, false},
    {DEVICE "Activation: failed", W(NOTE), 0, 0, LOG_NONE, 0, 0, 0, false, false},
    {DEVICE "link timed out", W(LOST), 0, 0, LOG_NONE, 0, 0, 0, false, false},
    {DEVICE "state change: %w -> failed (reason 'ssid-not-found'", W(NOTE), 0, 0, LOG_NONE, 0,
     0, 0, false, false},
    {DEVICE "state change: %w -> failed (reason 'no-secrets'", W(WRONG_KEY), 0, 0, LOG_NONE, 0,
     0, 0, false, false},
    {DEVICE "state change: %w -> failed (reason '", W(NOTE), 0, 0, LOG_NONE, 0, 0, 0, false,
     false},
    {DEVICE "state change: %w -> need-auth (reason '", W(NOTE), 0, 0, LOG_NONE, 0, 0, 0, false,
     false},
    {DEVICE "state change: %w -> unavailable (reason '", W(NOTE), 0, 0, LOG_NONE, 0, 0, 0,
     false, false},
    {"dhcp4 (%i): ", W(ADDRESS), 0, 0, LOG_NONE, 0, 0, 0, false, false},
    {"dhcp6 (%i): ", W(ADDRESS), 0, 0, LOG_NONE, 0, 0, 0, false, false},
};

const struct log_table log_words_manager = {EXTSTA_PROGRAM_NETWORK_MANAGER, rows,
                                            sizeof rows / sizeof *rows};
