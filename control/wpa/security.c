/* What is kept of security associations, and what a user answers. */
#include "command.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define LIFETIME                                                                               \
    43200u /* seconds: that of a PMK, as profiles have it unless they say otherwise */

void wpa_pmksa(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    (void)wpa_reply_add(call->reply,
                        "Index / AA / PMKID / expiration (in seconds) / opportunistic\n");
    for (size_t i = 0; i < ws->pmksa.count; i++) {
        const struct wpa_pmksa *p = &ws->pmksa.list[i];
        extsta_time age = (call->now - p->since) / 1000000u;
        size_t before = call->reply->len;
        if (!wpa_reply_add(call->reply, "%zu " WPA_MAC_FORMAT " ", i + 1,
                           WPA_MAC_OCTETS(p->bssid)) ||
            !wpa_reply_hex(call->reply, (struct extsta_span){p->pmkid, sizeof p->pmkid}) ||
            !wpa_reply_add(call->reply, " %u 0\n",
                           age < LIFETIME ? LIFETIME - (unsigned)age : 0u)) {
            wpa_reply_back(call->reply, before);
            return;
        }
    }
}

/* "CTRL-RSP-field-id:value": what a network lacked, which a user has typed. */
void wpa_ctrl_rsp(struct wpa_call *call, char *rest)
{
    static const struct {
        const char *field, *variable;
        bool text; /* quoted in a block */
    } fields[] = {
        {"IDENTITY", "identity", true},
        {"PASSWORD", "password", true},
        {"PASSPHRASE", "private_key_passwd", true},
        {"PSK_PASSPHRASE", "psk", true},
    };
    char *id = strchr(rest, '-'), *value = id ? strchr(id, ':') : NULL;
    char why[WPA_WHY], said[300];
    uint32_t number;
    bool ok = false;
    if (value && strlen(value + 1) < sizeof said - 3) {
        *id++ = '\0';
        *value++ = '\0';
        wpa_station_sync(call->station);
        struct wpa_network *w = wpa_number_read(id, &number, NULL)
                                    ? wpa_network(&call->station->networks, number)
                                    : NULL;
        for (size_t i = 0; w && i < sizeof fields / sizeof fields[0]; i++) {
            if (strcmp(rest, fields[i].field) == 0) {
                said[0] = '"';
                strcpy(said + 1, value);
                strcat(said, "\"");
                ok = wpa_variables_set(w->variables, fields[i].variable, said, why,
                                       sizeof why) == WPA_DONE &&
                     wpa_network_push(call, w);
            }
        }
    }
    explicit_bzero(said, sizeof said);
    wpa_reply_bool(call->reply, ok);
}
