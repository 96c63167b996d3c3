/* 802.11v: asking the AP where to go. */
#include "command.h"

void wpa_wnm_bss_query(struct wpa_call *call, char *rest)
{
    /* "reason [list]": the list of candidates is the driver's own */
    uint32_t reason;
    const char *end, *text = wpa_argument(rest);
    bool ok = wpa_number_read(text, &reason, &end) && !*end && reason <= 255 &&
              extsta_btm_query(service_core(call->station->s), call->now, (uint8_t)reason) ==
                  EXTSTA_OK;
    service_kick(call->station->s);
    wpa_reply_bool(call->reply, ok);
}
