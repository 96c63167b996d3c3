/* What is kept of security associations, and what a user answers. */
#include "command.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define LIFETIME                                                                               \
    43200u /* seconds: that of a PMK, as profiles have it unless they say otherwise */

static void list(struct wpa_call *call, const struct wpa_pmksas *all, size_t *number)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct wpa_pmksa *p = &all->list[i];
        extsta_time age = (call->now - p->since) / 1000000u;
        size_t before = call->reply->len;
        if (!wpa_reply_add(call->reply, "%zu " WPA_MAC_FORMAT " ", ++*number,
                           WPA_MAC_OCTETS(p->bssid)) ||
            !wpa_reply_hex(call->reply, (struct extsta_span){p->pmkid, sizeof p->pmkid}) ||
            !wpa_reply_add(call->reply, " %u 0\n",
                           age < LIFETIME ? LIFETIME - (unsigned)age : 0u)) {
            wpa_reply_back(call->reply, before);
            return;
        }
    }
}

void wpa_pmksa(struct wpa_call *call, char *rest)
{
    size_t number = 0;
    (void)wpa_reply_add(call->reply,
                        "Index / AA / PMKID / expiration (in seconds) / opportunistic\n");
    list(call, &call->station->pmksa, &number);
    list(call, &call->station->made, &number);
}

void wpa_pmksa_flush(struct wpa_call *call, char *rest)
{
    extsta_pmksa_flush(service_core(call->station->s), call->now);
    service_kick(call->station->s);
    wpa_event_forget_made(call->station);
    wpa_reply_ok(call->reply);
}

/* A PDU of EAPOL without a body, to the AP of an 802.1X association. */
static bool eapol_send(struct wpa_call *call, uint8_t type)
{
    const struct wpa_link *link = &call->station->link;
    struct extsta_station_status is;
    uint8_t frame[18] = {[12] = 0x88, [13] = 0x8e, [14] = 2, [15] = type};
    if (!link->associated || !wpa_akm_is_8021x(link->akm)) {
        return false;
    }
    extsta_station_status(service_core(call->station->s), &is);
    memcpy(frame, link->bssid.b, 6);
    memcpy(frame + 6, is.address.b, 6);
    struct extsta_span span = {frame, sizeof frame};
    extsta_tx(service_core(call->station->s), call->now, &span, 1, 0);
    service_kick(call->station->s);
    return true;
}

void wpa_logon(struct wpa_call *call, char *rest)
{
    wpa_reply_bool(call->reply, eapol_send(call, 1)); /* EAPOL-Start: the AP asks anew */
}

void wpa_logoff(struct wpa_call *call, char *rest)
{
    wpa_reply_bool(call->reply, eapol_send(call, 2)); /* EAPOL-Logoff */
}
