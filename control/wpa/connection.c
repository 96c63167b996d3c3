/* Leaving, coming back, roaming. */
#include "command.h"
#include "address.h"
#include <extsta/private_oid.h>
#include <string.h>

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
    const char *text = wpa_argument(rest);
    wpa_reply_bool(call->reply, address_read(text, &bssid) &&
                                    service_roam(call->station->s, bssid) == EXTSTA_OK);
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

void wpa_bssid_ignore(struct wpa_call *call, char *rest)
{
    /* the contract's list of excluded addresses is the OS half's own (countermeasures); nothing
     * is put there from here, so the list is empty, and stays so */
    const char *text = wpa_argument(rest);
    if (*text) {
        wpa_reply_bool(call->reply, strcmp(text, "clear") == 0);
    }
}
