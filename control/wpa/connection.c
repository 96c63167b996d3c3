/* Leaving, coming back, roaming. */
#include "command.h"
#include "address.h"
#include <extsta/private_oid.h>

void wpa_disconnect(struct wpa_call *call, char *rest)
{
    service_disconnect(call->station->s);
    wpa_reply_ok(call->reply);
}

void wpa_reconnect(struct wpa_call *call, char *rest)
{
    (void)service_reconnect(call->station->s); /* if it was not away there is nothing to do */
    wpa_reply_ok(call->reply);
}

void wpa_reassociate(struct wpa_call *call, char *rest)
{
    service_reassociate(call->station->s);
    wpa_reply_ok(call->reply);
}

void wpa_reattach(struct wpa_call *call, char *rest)
{
    wpa_reply_bool(call->reply,
                   call->station->link.associated &&
                       wpa_oid_private(call->station, call->now, EXTSTA_PRIVATE_REASSOCIATE,
                                       (struct extsta_span){NULL, 0}));
}

void wpa_roam(struct wpa_call *call, char *rest)
{
    struct extsta_mac bssid;
    bool ok = address_read(wpa_argument(rest), &bssid);
    if (ok) {
        wpa_ignore_wanted(call->station, call->now, bssid);
    }
    wpa_reply_bool(call->reply, ok && service_roam(call->station->s, bssid) == EXTSTA_OK);
}

/* A transition of FT through the AP that it is at. */
void wpa_ft_ds(struct wpa_call *call, char *rest)
{
    struct extsta_mac bssid;
    bool ok = call->station->link.associated && address_read(wpa_argument(rest), &bssid);
    if (ok) {
        wpa_ignore_wanted(call->station, call->now, bssid);
        ok = extsta_roam_over_ds(service_core(call->station->s), call->now, bssid) == EXTSTA_OK;
        service_kick(call->station->s);
    }
    wpa_reply_bool(call->reply, ok);
}

void wpa_sta_autoconnect(struct wpa_call *call, char *rest)
{
    uint32_t on;
    if (!wpa_number_read(wpa_argument(rest), &on, NULL) || on > 1) {
        wpa_reply_fail(call->reply);
        return;
    }
    service_automatic(call->station->s, on != 0);
    wpa_reply_ok(call->reply);
}
